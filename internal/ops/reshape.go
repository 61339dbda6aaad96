package ops

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// Reshape returns x with another shape of as many elements, in the same row-major order.
func (d *Device) Reshape(x *Node, shape ...int) *Node {
	s := tensor.Shape(shape)
	mustFit(s.TotalSize() == x.Shape().TotalSize(), "reshape of %v to %v", x.Shape(), s)
	o := &op{
		name: "reshape", out: s, inPlace: 1, differentiable: all(1),
		f32: func(y []float32, x [][]float32) { copy(y, x[0]) },
		f64: func(y []float64, x [][]float64) { copy(y, x[0]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.Reshape(dy, x[0].Shape()...)}
		},
	}
	return o.apply(x)
}
