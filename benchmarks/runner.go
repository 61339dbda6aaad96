package benchmarks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"tgan/internal/kernel"
	"tgan/metrics"
	"tgan/results"
)

// Runner computes the trials of plans that a store does not have.
type Runner struct {
	Store    *results.Store
	DataRoot string
	CacheDir string // of prepared images, "" for none
	Workers  int    // trials at once; the results do not depend on it
	Threads  int    // of each worker
	ISA      kernel.ISA
	Log      *slog.Logger
	Progress func(Event) // never called twice at once; may be nil
	Phases   *Phases     // where the workers' time is added; may be nil
}

// Event tells how far a run is.
type Event struct {
	Trial Trial
	Step  int  // generator updates done of Trial.Spec.Steps
	Ended bool // the trial is in the store
	Had   bool // it was there before
}

// Run computes what is missing. It stops at the first error, or when ctx ends, with the unfinished trials' snapshots written.
func (r *Runner) Run(ctx context.Context, plan *Plan) error {
	missing, err := r.missing(ctx, plan)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue, shelf := newQueue(missing), newShelf()
	defer context.AfterFunc(ctx, queue.close)()
	var progress sync.Mutex
	var workers sync.WaitGroup
	watches := make([]*watch, max(1, r.Workers))
	for i := range watches {
		watches[i] = r.Phases.start(Waiting)
		workers.Go(func() {
			pool := kernel.NewPool(max(1, r.Threads), r.ISA)
			defer pool.Close()
			e := r.executor(plan, pool, shelf)
			e.watch = watches[i]
			for t, ok := queue.take(); ok; t, ok = queue.take() {
				report := func(step int, ended bool) {
					if r.Progress != nil {
						progress.Lock()
						defer progress.Unlock()
						r.Progress(Event{Trial: t, Step: step, Ended: ended})
					}
				}
				e.watch.enter(Preparing)
				err := e.run(ctx, t, func(step int) { report(step, false) })
				e.watch.enter(Waiting)
				if err != nil {
					stop(fmt.Errorf("trial %q: %w", t.Name, errors.Join(err, e.close())))
					return
				}
				report(t.Spec.Steps, true)
				queue.finish(t.Key)
			}
			if err := e.close(); err != nil {
				stop(err)
			}
		})
	}
	workers.Wait()
	for _, w := range watches {
		w.enter(Waiting) // until now, for the others
	}
	return context.Cause(ctx)
}

// executor returns what runs the plan's trials on a pool, with procedural images from a shelf.
func (r *Runner) executor(plan *Plan, pool *kernel.Pool, shelf *shelf) *executor {
	return &executor{
		store: r.Store, root: r.DataRoot, cache: r.CacheDir, shelf: shelf, pool: pool, log: r.Log, measure: plan.Profile.Evaluation.extractor(r.DataRoot),
		classifiers: map[string]*metrics.Domain{},
	}
}

// missing returns the trials that have to be computed, in the plan's order: those that are not finished, those that lack a file, and damaged
// ones, which are set aside. What cannot be read is an error, and stays as it is.
func (r *Runner) missing(ctx context.Context, plan *Plan) ([]Trial, error) {
	var missing []Trial
	for _, t := range plan.Trials {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		_, ok, err := r.Store.Get(t.Key)
		if _, is := errors.AsType[*results.CorruptError](err); is {
			ok, err = r.setAside(t)
		}
		if lacks, is := errors.AsType[*results.IncompleteError](err); is {
			r.Log.Warn("a finished trial is not complete and is computed anew", "trial", t.Name, "error", lacks)
			ok, err = false, nil
		}
		if err != nil {
			return nil, err
		}
		if ok {
			if err := r.executor(plan, nil, nil).forget(t); err != nil {
				return nil, err
			}
			if r.Progress != nil {
				r.Progress(Event{Trial: t, Step: t.Spec.Steps, Ended: true, Had: true})
			}
			continue
		}
		missing = append(missing, t)
	}
	return missing, nil
}

// setAside moves a damaged trial out of the way, unless another process has computed it anew meanwhile, in which case ok is true.
func (r *Runner) setAside(t Trial) (ok bool, err error) {
	unlock, err := lock(r.Store.Dir(t.Key))
	if err != nil {
		return false, err
	}
	defer unlock()
	_, ok, err = r.Store.Get(t.Key)
	corrupt, is := errors.AsType[*results.CorruptError](err)
	if !is {
		return ok, err
	}
	aside, err := r.Store.SetAside(t.Key)
	if err != nil {
		return false, err
	}
	r.Log.Warn("a finished trial is damaged; it was set aside and is computed anew", "trial", t.Name, "error", corrupt, "aside", aside)
	return false, nil
}
