package models

import (
	"slices"

	"tgan/internal/ops"
)

// anchor holds a weight near a point by a penalty that is added to the loss of its network:
//
//	strength/2 * sum over i of importance[i] * (weight[i] - at[i])^2
type anchor struct {
	weight     string
	strength   float64
	at         []float32
	importance []float32 // nil: 1 everywhere
}

// held returns the sum of the anchors' penalties on the named weights, [1], or nil if none of them has an anchor.
func (n *net) held(names []string) (sum *ops.Node) {
	for _, name := range names {
		i := slices.IndexFunc(n.params.anchors, func(a anchor) bool { return a.weight == name })
		if i < 0 {
			continue
		}
		a, weight := n.params.anchors[i], n.nodes[name]
		apart := n.Sub(weight, n.constant("anchor/"+name, a.at, weight))
		weighted := apart
		if a.importance != nil {
			weighted = n.Mul(apart, n.constant("importance/"+name, a.importance, weight))
		}
		term := n.Times(n.Dot(ops.All, apart, weighted), a.strength/2)
		if sum == nil {
			sum = term
		} else {
			sum = n.Add(sum, term)
		}
	}
	return sum
}

// constant returns an input like the given node that holds a copy of the values.
func (n *net) constant(name string, values []float32, like *ops.Node) *ops.Node {
	node := ops.Input(n.graph, like.Dtype(), name, like.Shape()...)
	switch data := node.Value().Data().(type) {
	case []float32:
		copy(data, values)
	case []float64:
		for i, v := range values {
			data[i] = float64(v)
		}
	}
	return node
}
