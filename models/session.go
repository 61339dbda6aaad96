package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tgan/internal/atomicfile"
)

// A snapshot costs about a step; the log is to show curves, not every wiggle. Steps between them.
const (
	snapshotEvery = 50
	logEvery      = 10
)

// SnapshotFile is the unfinished training's file in its folder.
const SnapshotFile = "snapshot.safetensors"

// Session trains in a folder so that it can be stopped at any moment, by a signal or a kill, and continued by an equal Session to the
// same weights, visits and losses.
type Session struct {
	Dir    string // exists; holds the snapshot
	Steps  int    // generator updates in all
	Visits []int  // steps, ascending, after which Visit is called; 0 is before the first
	// Visit looks at the generator in training and returns what is to be remembered of it, which must be JSON.
	Visit func(ctx context.Context, t *Trainer) (json.RawMessage, error)
	// Progress is called after every step, with the steps done; it may be nil.
	Progress func(step int, losses Losses)
}

// Log is what a session remembers, in order of steps.
type Log struct {
	Losses []Losses `json:"losses"`
	Visits []Visit  `json:"visits"`
}

// Visit is what Session.Visit returned at a step.
type Visit struct {
	Step   int             `json:"step"`
	Result json.RawMessage `json:"result"`
}

// Run trains to the last step, from the snapshot in the folder if there is one, and leaves a snapshot of the last step, from which a
// Session with more steps goes on. When ctx ends it writes a snapshot and returns the cause. It returns a *DivergedError with the log up to there when a loss is not finite.
func (s Session) Run(ctx context.Context, t *Trainer) (Log, error) {
	log, err := s.resume(t)
	if err != nil {
		return log, err
	}
	saved := t.Steps()
	if err := s.visit(ctx, t, &log); err != nil {
		return log, s.stop(ctx, t, log, err)
	}
	for t.Steps() < s.Steps {
		if ctx.Err() != nil {
			return log, s.stop(ctx, t, log, nil)
		}
		losses, err := t.Step()
		if err != nil {
			return log, err
		}
		if t.Steps()%logEvery == 0 {
			log.Losses = append(log.Losses, losses)
		}
		if err := s.visit(ctx, t, &log); err != nil {
			return log, s.stop(ctx, t, log, err)
		}
		if s.Progress != nil {
			s.Progress(t.Steps(), losses)
		}
		if t.Steps()-saved >= snapshotEvery {
			if err := s.save(t, log); err != nil {
				return log, err
			}
			saved = t.Steps()
		}
	}
	if saved < t.Steps() {
		return log, s.save(t, log)
	}
	return log, nil
}

// Publish writes the weights under a name in the folder.
func (s Session) Publish(t *Trainer, name string) error {
	return atomicfile.WriteTo(filepath.Join(s.Dir, name), t.Checkpoint)
}

// Forget removes the snapshot, after which the training cannot go on.
func (s Session) Forget() error {
	if err := os.Remove(filepath.Join(s.Dir, SnapshotFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("models: remove snapshot: %w", err)
	}
	return nil
}

// visit calls Visit if the trainer stands at one of the visits that the log does not have yet.
func (s Session) visit(ctx context.Context, t *Trainer, log *Log) error {
	step := t.Steps()
	if n := len(log.Visits); n >= len(s.Visits) || s.Visits[n] != step {
		return nil
	}
	result, err := s.Visit(ctx, t)
	if err != nil {
		return err
	}
	log.Visits = append(log.Visits, Visit{Step: step, Result: result})
	return nil
}

// stop returns err, or if ctx has ended its cause after writing a snapshot: a visit that was cut short is made again on resuming.
func (s Session) stop(ctx context.Context, t *Trainer, log Log, err error) error {
	if ctx.Err() == nil {
		return err
	}
	if err := s.save(t, log); err != nil {
		return fmt.Errorf("models: interrupted, and the snapshot could not be written: %w", err)
	}
	return context.Cause(ctx)
}

func (s Session) save(t *Trainer, log Log) error {
	note, err := json.Marshal(log)
	if err != nil {
		return fmt.Errorf("models: snapshot: %w", err)
	}
	return atomicfile.WriteTo(filepath.Join(s.Dir, SnapshotFile), func(w io.Writer) error { return t.Snapshot(w, string(note)) })
}

// resume loads the snapshot, if there is one. If it is damaged or of another training, the error is a *SnapshotError.
func (s Session) resume(t *Trainer) (log Log, err error) {
	if err := atomicfile.Sweep(s.Dir); err != nil {
		return log, err
	}
	path := filepath.Join(s.Dir, SnapshotFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return log, nil
	}
	note, err := t.Resume(path)
	if atomicfile.Unread(err) {
		return log, err // the file may be good: not for the caller to set aside
	}
	if err == nil && t.Steps() > s.Steps {
		err = fmt.Errorf("models: snapshot %s has done %d steps, %d are asked for: ask for more", path, t.Steps(), s.Steps)
	}
	if err != nil {
		return log, &SnapshotError{path, err}
	}
	if err := json.Unmarshal([]byte(note), &log); err != nil {
		return log, &SnapshotError{path, err}
	}
	return log, nil
}

// SnapshotError tells that a training cannot go on from the snapshot in its folder. Without the file it starts anew.
type SnapshotError struct {
	Path string
	err  error
}

func (e *SnapshotError) Error() string { return e.err.Error() }

// Unwrap returns the cause, which names the file.
func (e *SnapshotError) Unwrap() error { return e.err }
