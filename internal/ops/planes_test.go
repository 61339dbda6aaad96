package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/rng"
)

// modulations are expressions with a scale and an offset for each sample and channel, given and chosen by labels.
func modulations() []expression {
	const classes = 3
	return []expression{
		{"modulate", func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
			return []*ops.Node{input(g, s, "x", false, 2, 3, 3, 4), input(g, s, "scale", false, 2, 4), input(g, s, "offset", false, 2, 4)}
		}, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Modulate(x[0], x[1], x[2]) }},
		{"modulate without offset", func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
			return []*ops.Node{input(g, s, "x", false, 3, 70), input(g, s, "scale", false, 3, 70)}
		}, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Modulate(x[0], x[1], nil) }},
		{"modulate by labels", func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
			return []*ops.Node{input(g, s, "x", false, 4, 2, 2, 3), input(g, s, "scales", false, classes, 3), input(g, s, "offsets", false, classes, 3)}
		}, func(d *ops.Device, x []*ops.Node) *ops.Node {
			labels := ops.Input(x[0].Graph(), tensor.Float64, "labels", 4, classes)
			for i, k := range []int{2, 0, 2, 1} {
				ops.Float64s(labels)[i*classes+k] = 1
			}
			return d.Modulate(d.Normalize(ops.ByChannel, x[0], 1e-2), d.Linear(labels, x[1], nil), d.Linear(labels, x[2], nil))
		}},
	}
}

func TestModulateByHand(t *testing.T) {
	d := device(t)
	g := gorgonia.NewGraph()
	x := ops.Input(g, tensor.Float64, "x", 2, 2, 1, 2)
	copy(ops.Float64s(x), []float64{1, 2, 3, 4, 5, 6, 7, 8})
	scale, offset := ops.Input(g, tensor.Float64, "scale", 2, 2), ops.Input(g, tensor.Float64, "offset", 2, 2)
	copy(ops.Float64s(scale), []float64{1, 10, 2, 0})
	copy(ops.Float64s(offset), []float64{0.5, 0, 0, -1})
	y := d.Modulate(x, scale, offset)
	m, err := ops.Compile(y)
	require.NoError(t, err)
	require.NoError(t, m.Run())
	require.Equal(t, []float64{1.5, 20, 3.5, 40, 10, -1, 14, -1}, ops.Float64s(y))
}

// The bits are those of one worker without assembly, for any number of workers and instruction set.
func TestModulationHasTheSameBitsEverywhere(t *testing.T) {
	var want []float32
	for isa := kernel.Portable; isa <= kernel.Detect(); isa++ {
		for _, threads := range []int{1, 3} {
			pool := kernel.NewPool(threads, isa)
			t.Cleanup(pool.Close)
			d, g, s := ops.NewDevice(pool), gorgonia.NewGraph(), rng.New("planes", "bits")
			fill := func(name string, shape ...int) *ops.Node {
				n := ops.Input(g, tensor.Float32, name, shape...)
				for i := range ops.Float32s(n) {
					ops.Float32s(n)[i] = float32(s.Norm())
				}
				return n
			}
			x, scale, offset := fill("x", 5, 3, 3, 130), fill("scale", 5, 130), fill("offset", 5, 130)
			y := d.Modulate(x, scale, offset)
			gradients, err := d.Grad(y, x, scale, offset)
			require.NoError(t, err)
			m, err := ops.Compile(append(gradients, y)...)
			require.NoError(t, err)
			require.NoError(t, m.Run())
			var got []float32
			for _, n := range append(gradients, y) {
				got = append(got, ops.Float32s(n)...)
			}
			if want == nil {
				want = got
			}
			require.Equal(t, want, got, "%v, %d threads", isa, threads)
		}
	}
}
