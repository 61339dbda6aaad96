package ops

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"

	"tgan/internal/kernel"
)

// Power returns x to the power halves/2, element by element, for x > 0 (a negative power of 0 is +Inf, a root of a negative NaN).
// It uses multiplication, division and square roots only, hence has the same bits everywhere. It is for the short vectors of
// losses and runs on one worker.
func (d *Device) Power(x *Node, halves int) *Node {
	o := &op{
		name: fmt.Sprintf("power %d/2", halves), out: x.Shape(), inPlace: 1, differentiable: all(1),
		f32: func(y []float32, x [][]float32) { power(y, x[0], halves) },
		f64: func(y []float64, x [][]float64) { power(y, x[0], halves) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			if halves == 0 {
				return gorgonia.Nodes{nil}
			}
			return gorgonia.Nodes{d.Mul(dy, d.Times(d.Power(x[0], halves-2), float64(halves)/2))}
		},
	}
	return o.apply(x)
}

func power[T kernel.Float](y, x []T, halves int) {
	for i, v := range x {
		base, n := math.Sqrt(float64(v)), halves
		if n%2 == 0 {
			base, n = float64(v), n/2
		}
		p := 1.0
		for range max(n, -n) {
			p *= base
		}
		if n < 0 {
			p = 1 / p
		}
		y[i] = T(p)
	}
}
