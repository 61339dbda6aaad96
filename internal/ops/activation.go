package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"tgan/internal/kernel"
)

// LeakyReLU returns x where it is positive and slope*x elsewhere; slope 0 is ReLU. 0 <= slope < 1.
func (d *Device) LeakyReLU(x *Node, slope float64) *Node {
	o := &op{
		name: fmt.Sprintf("leaky %v", slope), out: x.Shape(), inPlace: 1, differentiable: all(1),
		f32: func(y []float32, x [][]float32) { kernel.LeakyReLU(d.pool, y, x[0], float32(slope)) },
		f64: func(y []float64, x [][]float64) { kernel.LeakyReLU(d.pool, y, x[0], slope) },
		// The output has the sign of the input, so it serves as the mask, and the input's storage is free for the output.
		derive: func(_ gorgonia.Nodes, y, dy *Node) gorgonia.Nodes { return gorgonia.Nodes{d.leakyMask(dy, y, slope)} },
	}
	return o.apply(x)
}

// leakyMask returns g where m is positive and slope*g elsewhere. Its derivative with respect to m is zero almost everywhere.
func (d *Device) leakyMask(g, m *Node, slope float64) *Node {
	o := &op{
		name: fmt.Sprintf("leaky-mask %v", slope), out: g.Shape(), inPlace: 2, differentiable: []bool{true, false},
		f32: func(y []float32, x [][]float32) { kernel.LeakyMask(d.pool, y, x[0], x[1], float32(slope)) },
		f64: func(y []float64, x [][]float64) { kernel.LeakyMask(d.pool, y, x[0], x[1], slope) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.leakyMask(dy, x[1], slope), nil}
		},
	}
	return o.applySame(g, m)
}

// Tanh returns the hyperbolic tangent of x.
func (d *Device) Tanh(x *Node) *Node {
	o := &op{
		name: "tanh", out: x.Shape(), inPlace: 1, differentiable: all(1),
		f32:    func(y []float32, x [][]float32) { kernel.Tanh(d.pool, y, x[0]) },
		f64:    func(y []float64, x [][]float64) { kernel.Tanh(d.pool, y, x[0]) },
		derive: func(_ gorgonia.Nodes, y, dy *Node) gorgonia.Nodes { return gorgonia.Nodes{d.tanhGrad(dy, y)} },
	}
	return o.apply(x)
}

// tanhGrad returns g * (1 - t*t), the gradient of tanh whose value is t.
func (d *Device) tanhGrad(g, t *Node) *Node {
	o := &op{
		name: "tanh-grad", out: g.Shape(), inPlace: 2, differentiable: all(2),
		f32: func(y []float32, x [][]float32) { kernel.TanhGrad(d.pool, y, x[0], x[1]) },
		f64: func(y []float64, x [][]float64) { kernel.TanhGrad(d.pool, y, x[0], x[1]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.tanhGrad(dy, x[1]), d.Times(d.Mul(d.Mul(dy, x[0]), x[1]), -2)}
		},
	}
	return o.applySame(g, t)
}
