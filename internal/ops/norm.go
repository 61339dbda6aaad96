package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
)

// Normalize returns (x - mean) / sqrt(variance + eps) over each group: batch normalisation with batch statistics is ByChannel, layer
// normalisation BySample. The variance is the biased one.
func (d *Device) Normalize(group Group, x *Node, eps float64) *Node {
	return d.standardize(group, x, d.moments(group, x, eps))
}

// moments returns the means and the inverse deviations of the groups of x: [2,G]. Its derivative is not asked for: standardize
// and deviations account for it.
func (d *Device) moments(group Group, x *Node, eps float64) *Node {
	v := view(x.Shape())
	n := group.Groups(v)
	o := &op{
		name: fmt.Sprintf("moments %v eps %v", group, eps), out: tensor.Shape{2, n}, differentiable: []bool{false},
		f32:    func(y []float32, x [][]float32) { kernel.Moments(d.pool, group, v, y[:n], y[n:], x[0], eps) },
		f64:    func(y []float64, x [][]float64) { kernel.Moments(d.pool, group, v, y[:n], y[n:], x[0], eps) },
		derive: func(gorgonia.Nodes, *Node, *Node) gorgonia.Nodes { return gorgonia.Nodes{nil} },
	}
	return o.apply(x)
}

// standardize returns (x - mean) * inv, where m = moments(x). The derivative with respect to x is the total one, through m as well.
func (d *Device) standardize(group Group, x, m *Node) *Node {
	v := view(x.Shape())
	n := group.Groups(v)
	o := &op{
		name: fmt.Sprintf("standardize %v", group), out: x.Shape(), inPlace: 1, differentiable: []bool{true, false},
		f32: func(y []float32, x [][]float32) { kernel.Standardize(d.pool, group, v, y, x[0], x[1][:n], x[1][n:]) },
		f64: func(y []float64, x [][]float64) { kernel.Standardize(d.pool, group, v, y, x[0], x[1][:n], x[1][n:]) },
		derive: func(x gorgonia.Nodes, y, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.normGrad(group, y, d.deviations(group, x[0], x[1], y), dy), nil}
		},
	}
	return o.apply(x, m)
}

// deviations returns the inverse deviations inv [G] out of m = moments(x), where y = standardize(x, m). The derivative with respect to
// x is the total one: d inv / dx = -inv*inv * y / size.
func (d *Device) deviations(group Group, x, m, y *Node) *Node {
	v := view(x.Shape())
	n := group.Groups(v)
	o := &op{
		name: fmt.Sprintf("deviations %v", group), out: tensor.Shape{n}, differentiable: []bool{true, false, false},
		f32: func(y []float32, x [][]float32) { copy(y, x[1][n:]) },
		f64: func(y []float64, x [][]float64) { copy(y, x[1][n:]) },
		derive: func(x gorgonia.Nodes, inv, dy *Node) gorgonia.Nodes {
			factor := d.Times(d.Mul(dy, d.Mul(inv, inv)), -1/float64(group.Size(v)))
			return gorgonia.Nodes{d.Scale(group, factor, x[2]), nil, nil}
		},
	}
	return o.apply(x, m, y)
}

// normGrad returns inv * (g - mean(g) - y*mean(g*y)) over each group: the gradient g of standardize's output y, sent to its input.
// It is linear and symmetric in g.
func (d *Device) normGrad(group Group, y, inv, g *Node) *Node {
	v := view(y.Shape())
	o := &op{
		name: fmt.Sprintf("norm-grad %v", group), out: y.Shape(), differentiable: all(3),
		f32: func(y []float32, x [][]float32) { kernel.NormGrad(d.pool, group, v, y, x[0], x[1], x[2]) },
		f64: func(y []float64, x [][]float64) { kernel.NormGrad(d.pool, group, v, y, x[0], x[1], x[2]) },
		derive: func(x gorgonia.Nodes, out, u *Node) gorgonia.Nodes {
			y, inv, g := x[0], x[1], x[2]
			perGroup := -1 / float64(group.Size(v))
			gy := d.Times(d.Mul(inv, d.Dot(group, g, y)), perGroup)
			uy := d.Times(d.Mul(inv, d.Dot(group, u, y)), perGroup)
			return gorgonia.Nodes{
				d.Add(d.Scale(group, gy, u), d.Scale(group, uy, g)),
				d.Mul(d.Dot(group, u, out), d.Power(inv, -2)),
				d.normGrad(group, y, inv, u),
			}
		},
	}
	return o.apply(y, inv, g)
}

// Affine returns scale[c]*x + offset[c] for each channel c; scale and offset are [C].
func (d *Device) Affine(x, scale, offset *Node) *Node {
	v := view(x.Shape())
	mustFit(scale.Shape().TotalSize() == v.C && offset.Shape().TotalSize() == v.C, "affine of %v by %v and %v", x.Shape(), scale.Shape(), offset.Shape())
	o := &op{
		name: "affine", out: x.Shape(), inPlace: 1, differentiable: all(3),
		f32: func(y []float32, x [][]float32) { kernel.Affine(d.pool, v, y, x[0], x[1], x[2]) },
		f64: func(y []float64, x [][]float64) { kernel.Affine(d.pool, v, y, x[0], x[1], x[2]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.Scale(ByChannel, x[1], dy), d.Dot(ByChannel, dy, x[0]), d.Sum(ByChannel, dy)}
		},
	}
	return o.apply(x, scale, offset)
}
