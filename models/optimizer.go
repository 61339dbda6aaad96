package models

import (
	"slices"

	"tgan/internal/kernel"
	"tgan/internal/ops"
)

// optimizer moves the weights of one network, each from its step on.
type optimizer struct {
	updates int // of the network in a training step
	groups  []group
}

// group are weights that move from the same step.
type group struct {
	*adam
	from      int
	gradients []*ops.Node
}

// newOptimizer takes the names and gradients of all weights of the network that ever move.
func newOptimizer(pool *kernel.Pool, spec Spec, params *Params, names []string, gradients []*ops.Node, updates int) *optimizer {
	o := &optimizer{updates: updates}
	var starts []int
	for _, name := range names {
		starts = append(starts, params.movesFrom(name))
	}
	for _, from := range slices.Compact(slices.Sorted(slices.Values(starts))) {
		g := group{from: from}
		var members []string
		for i, name := range names {
			if starts[i] == from {
				members, g.gradients = append(members, name), append(g.gradients, gradients[i])
			}
		}
		g.adam = newAdam(pool, spec, params, members)
		o.groups = append(o.groups, g)
	}
	return o
}

// update takes one step along the gradients, for the training step of that number, from 0.
func (o *optimizer) update(step int) {
	for _, g := range o.groups {
		if step >= g.from {
			g.adam.update(g.gradients)
		}
	}
}

// resume brings the groups to where they are after so many training steps.
func (o *optimizer) resume(steps int) {
	for _, g := range o.groups {
		g.advance(max(0, steps-g.from) * o.updates)
	}
}
