package models

import (
	"fmt"
	"math"

	"gorgonia.org/tensor"

	"tgan/internal/rng"
)

// Params are the named weights of the networks of a GAN, in the order in which the architecture declares them. Names are paths
// such as "generator/up1/weight"; the first part is the network.
type Params struct {
	dtype   tensor.Dtype
	seed    string
	names   []string
	values  map[string]*tensor.Dense
	moves   func(name string) (step int) // the step from which training changes a weight, or never; nil: 0 for all
	anchors []anchor
}

// never is the step from which a weight moves that stays as it is.
const never = math.MaxInt

// movesFrom returns the step from which training changes the weight.
func (p *Params) movesFrom(name string) int {
	if p.moves == nil {
		return 0
	}
	return p.moves(name)
}

// NewParams returns an empty set. Weights that a network declares later are drawn from streams of the seed, one for each name, so that
// they do not depend on the order of declaration.
func NewParams(dtype tensor.Dtype, seed string) *Params {
	return &Params{dtype: dtype, seed: seed, values: map[string]*tensor.Dense{}}
}

// Names returns the names in order of declaration.
func (p *Params) Names() []string { return p.names }

// Value returns the weights of that name, or nil. They are the ones that training changes.
func (p *Params) Value(name string) *tensor.Dense { return p.values[name] }

// Count returns the number of weights under a prefix such as "critic/".
func (p *Params) Count(prefix string) int {
	n := 0
	for _, name := range p.under(prefix) {
		n += p.values[name].Shape().TotalSize()
	}
	return n
}

// under returns the names that start with the prefix.
func (p *Params) under(prefix string) []string {
	var names []string
	for _, name := range p.names {
		if len(name) >= len(prefix) && name[:len(prefix)] == prefix {
			names = append(names, name)
		}
	}
	return names
}

// declare returns the weights of that name, which are created by init at the first call.
func (p *Params) declare(name string, shape []int, init initializer) *tensor.Dense {
	if v, ok := p.values[name]; ok {
		if !v.Shape().Eq(tensor.Shape(shape)) {
			panic(fmt.Sprintf("models: %s declared as %v and %v", name, v.Shape(), shape))
		}
		return v
	}
	v := tensor.New(tensor.Of(p.dtype), tensor.WithShape(shape...))
	s := rng.New(p.seed, "init/"+name)
	switch data := v.Data().(type) {
	case []float32:
		for i := range data {
			data[i] = float32(init(s))
		}
	case []float64:
		for i := range data {
			data[i] = init(s)
		}
	}
	p.names = append(p.names, name)
	p.values[name] = v
	return v
}
