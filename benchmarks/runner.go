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
	missing, err := r.missing(plan)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue, shelf := newQueue(missing), newShelf()
	defer context.AfterFunc(ctx, queue.close)()
	var progress sync.Mutex
	var workers sync.WaitGroup
	for range max(1, r.Workers) {
		workers.Go(func() {
			pool := kernel.NewPool(max(1, r.Threads), r.ISA)
			defer pool.Close()
			e := r.executor(plan, pool, shelf)
			for t, ok := queue.take(); ok; t, ok = queue.take() {
				report := func(step int, ended bool) {
					if r.Progress != nil {
						progress.Lock()
						defer progress.Unlock()
						r.Progress(Event{Trial: t, Step: step, Ended: ended})
					}
				}
				if err := e.run(ctx, t, func(step int) { report(step, false) }); err != nil {
					stop(fmt.Errorf("trial %q: %w", t.Name, err))
					return
				}
				report(t.Spec.Steps, true)
				queue.finish(t.Key)
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// executor returns what runs the plan's trials on a pool, with procedural images from a shelf.
func (r *Runner) executor(plan *Plan, pool *kernel.Pool, shelf *shelf) *executor {
	return &executor{
		store: r.Store, root: r.DataRoot, cache: r.CacheDir, shelf: shelf, pool: pool, log: r.Log, measure: plan.Profile.Evaluation.extractor(r.DataRoot),
		classifiers: map[string]*metrics.Domain{},
	}
}

// missing returns the trials that have to be computed, in the plan's order. Damaged ones are named, removed and computed anew.
func (r *Runner) missing(plan *Plan) ([]Trial, error) {
	var missing []Trial
	for _, t := range plan.Trials {
		_, ok, err := r.Store.Get(t.Key)
		if corrupt, is := errors.AsType[*results.CorruptError](err); is {
			r.Log.Warn("a finished trial is damaged and will be computed anew", "trial", t.Name, "error", corrupt)
			err = r.Store.Remove(t.Key)
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
