package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// Grad adds to the graph the gradients of the sum of y's elements with respect to each of wrt, and returns them in that order, each
// of its input's shape. It keeps no state on the nodes, so it can be applied to its own results: gradients of any order.
// It returns an error if y does not depend on one of wrt or an op on the way is not differentiable.
//
// gorgonia.Grad cannot serve: it skips nodes that already have a derivative, so a gradient of a gradient is silently wrong.
func (d *Device) Grad(y *Node, wrt ...*Node) (gorgonia.Nodes, error) {
	order, matters := dependents(y, wrt)
	gradients := map[*Node]*Node{y: ones(y)}
	for i := len(order) - 1; i >= 0; i-- {
		n := order[i]
		dy := gradients[n]
		inputs := children(n)
		if dy == nil || len(inputs) == 0 || !matters[n] {
			continue
		}
		sd, ok := n.Op().(gorgonia.SDOp)
		if !ok {
			return nil, fmt.Errorf("ops: gradient of %v through %v: the op has no derivative", y, n)
		}
		parts, err := sd.SymDiff(inputs, n, dy)
		if err != nil {
			return nil, fmt.Errorf("ops: gradient of %v through %v: %w", y, n, err)
		}
		for j, differentiable := range sd.DiffWRT(len(inputs)) {
			in := inputs[j]
			switch {
			case !matters[in] || !differentiable || parts[j] == nil:
			case gradients[in] == nil:
				gradients[in] = parts[j]
			default:
				gradients[in] = d.Add(gradients[in], parts[j])
			}
		}
	}
	result := make(gorgonia.Nodes, len(wrt))
	for i, n := range wrt {
		if result[i] = gradients[n]; result[i] == nil {
			return nil, fmt.Errorf("ops: gradient of %v: it does not depend on %v", y, n)
		}
	}
	return result, nil
}

// dependents returns the nodes that y is computed from, inputs before their users, and which of them depend on any of wrt.
func dependents(y *Node, wrt []*Node) (order []*Node, matters map[*Node]bool) {
	matters = map[*Node]bool{}
	for _, n := range wrt {
		matters[n] = true
	}
	order = inputsFirst(y)
	for _, n := range order {
		for _, c := range children(n) {
			matters[n] = matters[n] || matters[c]
		}
	}
	return order, matters
}

// inputsFirst returns the nodes that the roots are computed from, inputs before their users. The order is that of a depth-first walk
// along the inputs, hence the same in every run.
func inputsFirst(roots ...*Node) []*Node {
	var order []*Node
	seen := map[*Node]bool{}
	var visit func(n *Node)
	visit = func(n *Node) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, c := range children(n) {
			visit(c)
		}
		order = append(order, n)
	}
	for _, n := range roots {
		visit(n)
	}
	return order
}
