package benchmarks

import (
	"context"

	"tgan/results"
)

// Collection is a plan with what the store has of it.
type Collection struct {
	Plan   *Plan
	Trials map[string]results.Trial // by key, only finished ones
}

// Collect reads the finished trials of a plan; missing ones are left out, so that a report can be made at any time.
// It verifies their files, until ctx ends, and returns the errors of results.Store.Get.
func Collect(ctx context.Context, plan *Plan, store *results.Store) (*Collection, error) {
	c := &Collection{Plan: plan, Trials: map[string]results.Trial{}}
	for _, t := range plan.Trials {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		trial, ok, err := store.Get(t.Key)
		if err != nil {
			return nil, err
		}
		if ok {
			c.Trials[t.Key] = trial
		}
	}
	return c, nil
}

// Runs returns the finished trials of a cell, in order of its table's seeds.
func (c *Collection) Runs(cell Cell) []results.Trial {
	var runs []results.Trial
	for _, key := range cell.Trials {
		if t, ok := c.Trials[key]; ok {
			runs = append(runs, t)
		}
	}
	return runs
}
