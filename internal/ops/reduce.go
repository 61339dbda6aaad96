package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
)

// Group says which elements a reduction brings together.
type Group = kernel.Group

// The groups: elements of one channel over samples and pixels, of one sample, or of the whole tensor.
const (
	ByChannel = kernel.ByChannel
	BySample  = kernel.BySample
	All       = kernel.All
)

// view reads a tensor [N,...,C] as samples, pixels and channels; [N] is one pixel of one channel.
func view(s tensor.Shape) kernel.Shape {
	if len(s) == 1 {
		return kernel.Shape{N: s[0], P: 1, C: 1}
	}
	c := s[len(s)-1]
	return kernel.Shape{N: s[0], P: s.TotalSize() / (s[0] * c), C: c}
}

// Sum returns the sum of each group of x: [C], [N] or [1].
func (d *Device) Sum(group Group, x *Node) *Node { return d.sum(group, view(x.Shape()), x) }

// sum is Sum with the tensor's view given, for outputs of a linear layer that have pixels in their shape.
func (d *Device) sum(group Group, v kernel.Shape, x *Node) *Node {
	o := &op{
		name: fmt.Sprintf("sum %v %v", group, v), out: tensor.Shape{group.Groups(v)}, differentiable: all(1),
		f32: func(y []float32, x [][]float32) { kernel.Sum(d.pool, group, v, y, x[0]) },
		f64: func(y []float64, x [][]float64) { kernel.Sum(d.pool, group, v, y, x[0]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.expand(group, v, dy, x[0].Shape())}
		},
	}
	return o.apply(x)
}

// expand gives every element of a tensor of that shape the value of its group in s.
func (d *Device) expand(group Group, v kernel.Shape, s *Node, shape tensor.Shape) *Node {
	o := &op{
		name: fmt.Sprintf("expand %v %v", group, v), out: shape, differentiable: all(1),
		f32:    func(y []float32, x [][]float32) { kernel.Expand(d.pool, group, v, y, x[0]) },
		f64:    func(y []float64, x [][]float64) { kernel.Expand(d.pool, group, v, y, x[0]) },
		derive: func(_ gorgonia.Nodes, _, dy *Node) gorgonia.Nodes { return gorgonia.Nodes{d.sum(group, v, dy)} },
	}
	return o.apply(s)
}

// Dot returns the inner product of a and b, of one shape, over each group: [C], [N] or [1].
func (d *Device) Dot(group Group, a, b *Node) *Node {
	v := view(a.Shape())
	o := &op{
		name: fmt.Sprintf("dot %v", group), out: tensor.Shape{group.Groups(v)}, differentiable: all(2),
		f32: func(y []float32, x [][]float32) { kernel.Dot(d.pool, group, v, y, x[0], x[1]) },
		f64: func(y []float64, x [][]float64) { kernel.Dot(d.pool, group, v, y, x[0], x[1]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.Scale(group, dy, x[1]), d.Scale(group, dy, x[0])}
		},
	}
	return o.applySame(a, b)
}

// Scale multiplies every element of x by the value of its group in s: [C], [N] or [1].
func (d *Device) Scale(group Group, s, x *Node) *Node {
	v := view(x.Shape())
	mustFit(s.Shape().TotalSize() == group.Groups(v), "scale %v of %v by %v", group, x.Shape(), s.Shape())
	o := &op{
		name: fmt.Sprintf("scale %v", group), out: x.Shape(), differentiable: all(2),
		f32: func(y []float32, x [][]float32) { kernel.Scale(d.pool, group, v, y, x[0], x[1]) },
		f64: func(y []float64, x [][]float64) { kernel.Scale(d.pool, group, v, y, x[0], x[1]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.Dot(group, dy, x[1]), d.Scale(group, x[0], dy)}
		},
	}
	return o.apply(s, x)
}
