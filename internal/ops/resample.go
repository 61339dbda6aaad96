package ops

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
)

// Upsample doubles the sides of images [N,H,W,C] by repeating pixels: [N,2H,2W,C]. Up to a factor of 4 it is the adjoint of MeanPool.
func (d *Device) Upsample(x *Node) *Node {
	s := x.Shape()
	mustFit(len(s) == 4, "upsample of %v", s)
	o := &op{
		name: "upsample", out: tensor.Shape{s[0], 2 * s[1], 2 * s[2], s[3]}, differentiable: all(1),
		f32:    func(y []float32, x [][]float32) { kernel.Upsample2(d.pool, s[0], s[1], s[2], s[3], y, x[0]) },
		f64:    func(y []float64, x [][]float64) { kernel.Upsample2(d.pool, s[0], s[1], s[2], s[3], y, x[0]) },
		derive: func(_ gorgonia.Nodes, _, dy *Node) gorgonia.Nodes { return gorgonia.Nodes{d.Times(d.MeanPool(dy), 4)} },
	}
	return o.apply(x)
}

// MeanPool halves the sides of images [N,H,W,C], both even, by averaging 2x2 pixels: [N,H/2,W/2,C].
func (d *Device) MeanPool(x *Node) *Node {
	s := x.Shape()
	mustFit(len(s) == 4 && s[1]%2 == 0 && s[2]%2 == 0, "mean pool of %v", s)
	o := &op{
		name: "mean-pool", out: tensor.Shape{s[0], s[1] / 2, s[2] / 2, s[3]}, differentiable: all(1),
		f32: func(y []float32, x [][]float32) { kernel.MeanPool2(d.pool, s[0], s[1], s[2], s[3], y, x[0]) },
		f64: func(y []float64, x [][]float64) { kernel.MeanPool2(d.pool, s[0], s[1], s[2], s[3], y, x[0]) },
		derive: func(_ gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.Times(d.Upsample(dy), 0.25)}
		},
	}
	return o.apply(x)
}
