package ops

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
)

// A plane is one channel of one sample of [N,...,C]; there are [N,C] of them.

// Modulate returns scale[n,c]*x + offset[n,c] for each sample n and channel c of x [N,...,C]: an affine map that each sample has of its own.
// scale and offset are [N,C]; offset may be nil.
func (d *Device) Modulate(x, scale, offset *Node) *Node {
	v := view(x.Shape())
	planes := tensor.Shape{v.N, v.C}
	mustFit(scale.Shape().Eq(planes) && (offset == nil || offset.Shape().Eq(planes)), "modulation of %v: scale and offset must be %v", x.Shape(), planes)
	o := &op{
		name: "modulate", out: x.Shape(), inPlace: 1,
		f32: func(y []float32, x [][]float32) { modulate(d.pool, v, y, x[0], x[1], optional(x, 2)) },
		f64: func(y []float64, x [][]float64) { modulate(d.pool, v, y, x[0], x[1], optional(x, 2)) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			g := gorgonia.Nodes{d.Modulate(dy, x[1], nil), d.planeDot(dy, x[0])}
			if len(x) == 3 {
				g = append(g, d.planeSum(dy))
			}
			return g
		},
	}
	return o.applyOptional(x, scale, offset)
}

// planeDot returns the inner product of a and b, of one shape, over each plane: [N,C].
func (d *Device) planeDot(a, b *Node) *Node {
	v := view(a.Shape())
	o := &op{
		name: "plane-dot", out: tensor.Shape{v.N, v.C}, differentiable: all(2),
		f32: func(y []float32, x [][]float32) { planeSums(d.pool, v, y, x[0], x[1]) },
		f64: func(y []float64, x [][]float64) { planeSums(d.pool, v, y, x[0], x[1]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.Modulate(x[1], dy, nil), d.Modulate(x[0], dy, nil)}
		},
	}
	return o.applySame(a, b)
}

// planeSum returns the sum of x over each plane: [N,C].
func (d *Device) planeSum(x *Node) *Node {
	v := view(x.Shape())
	o := &op{
		name: "plane-sum", out: tensor.Shape{v.N, v.C}, differentiable: all(1),
		f32: func(y []float32, x [][]float32) { planeSums(d.pool, v, y, x[0], nil) },
		f64: func(y []float64, x [][]float64) { planeSums(d.pool, v, y, x[0], nil) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.planeExpand(dy, x[0].Shape())}
		},
	}
	return o.apply(x)
}

// planeExpand gives every element of a tensor of that shape the value of its plane in s [N,C].
func (d *Device) planeExpand(s *Node, shape tensor.Shape) *Node {
	v := view(shape)
	o := &op{
		name: "plane-expand", out: shape, differentiable: all(1),
		f32:    func(y []float32, x [][]float32) { planeExpand(d.pool, v, y, x[0]) },
		f64:    func(y []float64, x [][]float64) { planeExpand(d.pool, v, y, x[0]) },
		derive: func(_ gorgonia.Nodes, _, dy *Node) gorgonia.Nodes { return gorgonia.Nodes{d.planeSum(dy)} },
	}
	return o.apply(s)
}

// modulate multiplies and adds in two roundings, so that every machine has the same bits.
func modulate[T kernel.Float](pool *kernel.Pool, v kernel.Shape, y, x, scale, offset []T) {
	size := v.P * v.C
	pool.Run(v.N, func(i, _ int) {
		gains := scale[i*v.C : (i+1)*v.C]
		for at := i * size; at < (i+1)*size; at += v.C {
			to, from := y[at:at+v.C], x[at:at+v.C]
			for c, gain := range gains {
				to[c] = T(gain * from[c])
			}
			if offset == nil {
				continue
			}
			for c, shift := range offset[i*v.C : (i+1)*v.C] {
				to[c] += shift
			}
		}
	})
}

// planeChunk is how many channels planeSums adds up at once.
const planeChunk = 64

// planeSums adds a, or a*b unless b is nil, over the pixels of each plane in order, in float64.
func planeSums[T kernel.Float](pool *kernel.Pool, v kernel.Shape, y, a, b []T) {
	pool.Run(v.N, func(i, _ int) {
		for first := 0; first < v.C; first += planeChunk {
			var sums [planeChunk]float64
			n := min(planeChunk, v.C-first)
			for p := range v.P {
				at := (i*v.P+p)*v.C + first
				if b == nil {
					for c, value := range a[at : at+n] {
						sums[c] += float64(value)
					}
					continue
				}
				factors := b[at : at+n]
				for c, value := range a[at : at+n] {
					sums[c] += float64(float64(value) * float64(factors[c]))
				}
			}
			for c, sum := range sums[:n] {
				y[i*v.C+first+c] = T(sum)
			}
		}
	})
}

func planeExpand[T kernel.Float](pool *kernel.Pool, v kernel.Shape, y, s []T) {
	size := v.P * v.C
	pool.Run(v.N, func(i, _ int) {
		for at := i * size; at < (i+1)*size; at += v.C {
			copy(y[at:at+v.C], s[i*v.C:(i+1)*v.C])
		}
	})
}
