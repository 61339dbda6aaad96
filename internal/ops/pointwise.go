package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"tgan/internal/kernel"
)

// Add returns a + b, of one shape.
func (d *Device) Add(a, b *Node) *Node {
	o := &op{
		name: "add", out: a.Shape(), inPlace: 2, differentiable: all(2),
		f32:    func(y []float32, x [][]float32) { kernel.Add(d.pool, y, x[0], x[1]) },
		f64:    func(y []float64, x [][]float64) { kernel.Add(d.pool, y, x[0], x[1]) },
		derive: func(_ gorgonia.Nodes, _, dy *Node) gorgonia.Nodes { return gorgonia.Nodes{dy, dy} },
	}
	return o.applySame(a, b)
}

// Sub returns a - b, of one shape.
func (d *Device) Sub(a, b *Node) *Node {
	o := &op{
		name: "sub", out: a.Shape(), inPlace: 2, differentiable: all(2),
		f32:    func(y []float32, x [][]float32) { kernel.Sub(d.pool, y, x[0], x[1]) },
		f64:    func(y []float64, x [][]float64) { kernel.Sub(d.pool, y, x[0], x[1]) },
		derive: func(_ gorgonia.Nodes, _, dy *Node) gorgonia.Nodes { return gorgonia.Nodes{dy, d.Times(dy, -1)} },
	}
	return o.applySame(a, b)
}

// Mul returns the element-wise product of a and b, of one shape.
func (d *Device) Mul(a, b *Node) *Node {
	o := &op{
		name: "mul", out: a.Shape(), inPlace: 2, differentiable: all(2),
		f32: func(y []float32, x [][]float32) { kernel.Mul(d.pool, y, x[0], x[1]) },
		f64: func(y []float64, x [][]float64) { kernel.Mul(d.pool, y, x[0], x[1]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.Mul(dy, x[1]), d.Mul(dy, x[0])}
		},
	}
	return o.applySame(a, b)
}

// Times returns c * x for a constant c.
func (d *Device) Times(x *Node, c float64) *Node {
	o := &op{
		name: fmt.Sprintf("times %v", c), out: x.Shape(), inPlace: 1, differentiable: all(1),
		f32:    func(y []float32, x [][]float32) { kernel.ScaleBy(d.pool, y, x[0], float32(c)) },
		f64:    func(y []float64, x [][]float64) { kernel.ScaleBy(d.pool, y, x[0], c) },
		derive: func(_ gorgonia.Nodes, _, dy *Node) gorgonia.Nodes { return gorgonia.Nodes{d.Times(dy, c)} },
	}
	return o.apply(x)
}

// Plus returns x + c for a constant c. It is for the short vectors of losses and runs on one worker.
func (d *Device) Plus(x *Node, c float64) *Node {
	o := &op{
		name: fmt.Sprintf("plus %v", c), out: x.Shape(), inPlace: 1, differentiable: all(1),
		f32:    func(y []float32, x [][]float32) { plus(y, x[0], float32(c)) },
		f64:    func(y []float64, x [][]float64) { plus(y, x[0], c) },
		derive: func(_ gorgonia.Nodes, _, dy *Node) gorgonia.Nodes { return gorgonia.Nodes{dy} },
	}
	return o.apply(x)
}

func plus[T kernel.Float](y, x []T, c T) {
	for i, v := range x {
		y[i] = v + c
	}
}

// applySame applies the op to two inputs that must have one shape.
func (o *op) applySame(a, b *Node) *Node {
	mustFit(a.Shape().Eq(b.Shape()), "%s of %v and %v", o.name, a.Shape(), b.Shape())
	return o.apply(a, b)
}
