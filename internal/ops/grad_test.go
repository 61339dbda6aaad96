package ops_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"pgregory.net/rapid"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/ops/opstest"
	"tgan/internal/rng"
)

func device(t testing.TB) *ops.Device {
	pool := kernel.NewPool(1, kernel.Portable)
	t.Cleanup(pool.Close)
	return ops.NewDevice(pool)
}

// input returns a float64 input of the graph filled from the stream, with values away from zero if positive.
func input(g *gorgonia.ExprGraph, s *rng.Stream, name string, positive bool, shape ...int) *ops.Node {
	n := ops.Input(g, tensor.Float64, name, shape...)
	for i := range ops.Float64s(n) {
		ops.Float64s(n)[i] = s.Norm()
		if positive {
			ops.Float64s(n)[i] = 0.5 + s.Float64()
		}
	}
	return n
}

// expression is a function of some inputs, of any shape.
type expression struct {
	name   string
	inputs func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node
	value  func(d *ops.Device, x []*ops.Node) *ops.Node
}

func expressions() []expression {
	images := func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
		return []*ops.Node{input(g, s, "a", false, 2, 3, 3, 4), input(g, s, "b", false, 2, 3, 3, 4)}
	}
	positive := func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
		return []*ops.Node{input(g, s, "a", true, 5)}
	}
	rows := func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
		return []*ops.Node{input(g, s, "a", false, 3, 5), input(g, s, "b", false, 3, 5)}
	}
	with := func(more func(g *gorgonia.ExprGraph, s *rng.Stream) *ops.Node) func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
		return func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
			return []*ops.Node{input(g, s, "a", false, 2, 3, 3, 4), more(g, s)}
		}
	}
	list := []expression{
		{"add", images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Add(x[0], x[1]) }},
		{"sub", images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Sub(x[0], x[1]) }},
		{"mul", images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Mul(x[0], x[1]) }},
		{"times", images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Times(d.Add(x[0], x[1]), -1.5) }},
		{"plus", images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Plus(d.Mul(x[0], x[1]), 2) }},
		{"reshape", images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Reshape(d.Mul(x[0], x[1]), 8, 9) }},
		{"tanh", images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Tanh(d.Mul(x[0], x[1])) }},
		{"leaky", images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.LeakyReLU(d.Mul(x[0], x[1]), 0.2) }},
		{"relu", images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.LeakyReLU(d.Mul(x[0], x[1]), 0) }},
		{"conv pool", func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
			return []*ops.Node{input(g, s, "x", false, 1, 4, 6, 2), input(g, s, "w", false, 3, 3, 2, 3), input(g, s, "b", false, 3)}
		}, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.ConvPool(x[0], x[1], x[2]) }},
		{"upsample conv", func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
			return []*ops.Node{input(g, s, "x", false, 1, 3, 2, 2), input(g, s, "w", false, 3, 3, 3, 2), input(g, s, "b", false, 3)}
		}, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.UpsampleConv(x[0], x[1], x[2]) }},
		{"upsample", images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Upsample(d.Mul(x[0], x[1])) }},
		{"mean pool", func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
			return []*ops.Node{input(g, s, "a", false, 2, 4, 2, 3), input(g, s, "b", false, 2, 4, 2, 3)}
		}, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.MeanPool(d.Mul(x[0], x[1])) }},
		{"square root", positive, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Power(x[0], 1) }},
		{"power -3/2", positive, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Power(x[0], -3) }},
		{"power 2", positive, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Power(x[0], 4) }},
		{"softmax", rows, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Softmax(d.Mul(x[0], x[1])) }},
		{"log-sum-exp", rows, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.LogSumExp(d.Mul(x[0], x[1])) }},
		{"cross-entropy", rows, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.CrossEntropy(x[0], d.Softmax(x[1])) }},
		{"affine", func(g *gorgonia.ExprGraph, s *rng.Stream) []*ops.Node {
			return []*ops.Node{input(g, s, "a", false, 2, 3, 3, 4), input(g, s, "b", false, 4), input(g, s, "c", false, 4)}
		}, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Affine(x[0], x[1], x[2]) }},
	}
	list = append(list, distortions()...)
	list = append(list, modulations()...)
	for _, group := range []ops.Group{ops.ByChannel, ops.BySample, ops.All} {
		size := map[ops.Group]int{ops.ByChannel: 4, ops.BySample: 2, ops.All: 1}[group]
		list = append(list,
			expression{fmt.Sprint("sum ", group), images, func(d *ops.Device, x []*ops.Node) *ops.Node {
				return d.Sum(group, d.Mul(x[0], x[1]))
			}},
			expression{fmt.Sprint("dot ", group), images, func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Dot(group, x[0], x[1]) }},
			expression{fmt.Sprint("scale ", group), with(func(g *gorgonia.ExprGraph, s *rng.Stream) *ops.Node {
				return input(g, s, "b", false, size)
			}), func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Scale(group, x[1], x[0]) }},
			expression{fmt.Sprint("offset ", group), with(func(g *gorgonia.ExprGraph, s *rng.Stream) *ops.Node {
				return input(g, s, "b", false, size)
			}), func(d *ops.Device, x []*ops.Node) *ops.Node { return d.Offset(group, x[1], x[0]) }},
			expression{fmt.Sprint("normalize ", group), images, func(d *ops.Device, x []*ops.Node) *ops.Node {
				return d.Mul(d.Normalize(group, x[0], 1e-2), x[1])
			}},
		)
	}
	return list
}

// Every operator, first and second order: the gradients of L1 = sum(w * value^2) and of L2 = sum over inputs of sum(v * dL1/dx) are held
// against central differences. The second exercises the derivative of every operator's derivative.
func TestGradientsOfEveryOperator(t *testing.T) {
	for _, e := range expressions() {
		t.Run(e.name, func(t *testing.T) {
			s := rng.New("operators", e.name)
			d := device(t)
			g := gorgonia.NewGraph()
			x := e.inputs(g, s)
			y := e.value(d, x)
			first := d.Dot(ops.All, d.Mul(y, input(g, s, "w", false, y.Shape()...)), y)
			firstGrads, err := d.Grad(first, x...)
			require.NoError(t, err)
			var second *ops.Node
			for i, dx := range firstGrads {
				term := d.Dot(ops.All, dx, input(g, s, fmt.Sprint("v", i), false, dx.Shape()...))
				if second == nil {
					second = term
				} else {
					second = d.Add(second, term)
				}
			}
			secondGrads, err := d.Grad(second, x...)
			require.NoError(t, err)
			m, err := ops.Compile(append(append([]*ops.Node{first, second}, firstGrads...), secondGrads...)...)
			require.NoError(t, err)
			requireGradients(t, m, first, x, firstGrads, 1e-6)
			requireGradients(t, m, second, x, secondGrads, 1e-6)
		})
	}
}

// requireGradients compares gradients with central differences of the loss, relative to the largest gradient of the input.
func requireGradients(t require.TestingT, m *ops.Machine, loss *ops.Node, x, gradients []*ops.Node, tolerance float64) {
	require.NoError(t, m.Run())
	got := make([][]float64, len(x))
	for i := range x {
		got[i] = slices.Clone(ops.Float64s(gradients[i]))
	}
	for i, n := range x {
		values := ops.Float64s(n)
		want := make([]float64, len(values))
		norm := 0.0
		for j := 0; j < len(values); j += 1 + len(values)/12 {
			want[j] = opstest.CentralDifference(t, m, loss, &values[j])
			norm = max(norm, math.Abs(want[j]))
		}
		for j := 0; j < len(values); j += 1 + len(values)/12 {
			require.LessOrEqual(t, math.Abs(got[i][j]-want[j]), tolerance*(norm+1e-3), "input %d element %d: got %v want %v", i, j, got[i][j], want[j])
		}
	}
}

// The convolution trio at random geometries, to second order as above.
func TestGradientsOfConvolutions(t *testing.T) {
	d := device(t)
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]string{"conv", "up", "linear"}).Draw(t, "kind")
		size := rapid.SampledFrom([]int{1, 3, 5}).Draw(t, "size")
		stride := rapid.IntRange(1, 2).Draw(t, "stride")
		n, c, k := rapid.IntRange(1, 3).Draw(t, "n"), rapid.IntRange(1, 3).Draw(t, "c"), rapid.IntRange(1, 3).Draw(t, "k")
		side := rapid.IntRange(size, 6).Draw(t, "side")
		s := rng.New("convolutions", fmt.Sprint(kind, size, stride, n, c, k, side))
		g := gorgonia.NewGraph()
		var x []*ops.Node
		var y *ops.Node
		switch kind {
		case "conv":
			x = []*ops.Node{input(g, s, "x", false, n, side, side, c), input(g, s, "w", false, size, size, c, k), input(g, s, "b", false, k)}
			y = d.Conv(x[0], x[1], x[2], stride, size/2)
		case "up":
			x = []*ops.Node{input(g, s, "x", false, n, 2, 2, k), input(g, s, "w", false, size, size, c, k), input(g, s, "b", false, c)}
			y = d.UpConv(x[0], x[1], x[2], stride, size/2)
		case "linear":
			x = []*ops.Node{input(g, s, "x", false, n, 2, c), input(g, s, "w", false, 2*c, 2*k), input(g, s, "b", false, 2*k)}
			y = d.Linear(x[0], x[1], x[2], k, 2)
		}
		first := d.Dot(ops.All, d.Tanh(y), input(g, s, "weights", false, y.Shape()...))
		firstGrads, err := d.Grad(first, x...)
		require.NoError(t, err)
		second := d.Add(d.Dot(ops.All, firstGrads[0], firstGrads[0]), d.Dot(ops.All, firstGrads[1], firstGrads[1]))
		secondGrads, err := d.Grad(second, x...)
		require.NoError(t, err)
		m, err := ops.Compile(append(append([]*ops.Node{first, second}, firstGrads...), secondGrads...)...)
		require.NoError(t, err)
		requireGradients(t, m, first, x, firstGrads, 1e-6)
		requireGradients(t, m, second, x, secondGrads, 1e-6)
	})
}

// The fused forms equal the two steps that they stand for.
func TestFusedResamplingEqualsTwoSteps(t *testing.T) {
	d := device(t)
	s := rng.New("fused", "resampling")
	g := gorgonia.NewGraph()
	x, w, b := input(g, s, "x", false, 2, 4, 6, 3), input(g, s, "w", false, 3, 3, 3, 5), input(g, s, "b", false, 5)
	transposed := ops.Input(g, tensor.Float64, "transposed", 3, 3, 5, 3)
	for i, v := range ops.Float64s(w) {
		k, c, tap := i%5, i/5%3, i/15
		ops.Float64s(transposed)[((8-tap)*5+k)*3+c] = v
	}
	pairs := [][2]*ops.Node{
		{d.ConvPool(x, w, b), d.MeanPool(d.Conv(x, w, b, 1, 1))},
		{d.UpsampleConv(x, transposed, b), d.Conv(d.Upsample(x), w, b, 1, 1)},
	}
	m, err := ops.Compile(pairs[0][0], pairs[0][1], pairs[1][0], pairs[1][1])
	require.NoError(t, err)
	require.NoError(t, m.Run())
	for _, p := range pairs {
		require.InDeltaSlice(t, ops.Float64s(p[1]), ops.Float64s(p[0]), 1e-12)
	}
}

// Storage of one machine is never taken by what another reads later, nor by an operator that still reads it.
func TestReusedStorageIsNotRead(t *testing.T) {
	d := device(t)
	arena := new(ops.Arena)
	matrix := func(name string, values ...float64) *ops.Node {
		n := ops.Input(gorgonia.NewGraph(), tensor.Float64, name, len(values)/2, 2)
		copy(ops.Float64s(n), values)
		return n
	}
	warm := matrix("warm", 1, 2, 3, 4, 5, 6)
	first := d.Sum(ops.All, d.Mul(d.Plus(warm, 1), d.Plus(warm, 2)))
	small := d.Normalize(ops.ByChannel, d.Plus(matrix("small", 1, 2, 3, 7), 0), 0)
	m1, err := arena.Compile(first)
	require.NoError(t, err)
	require.NoError(t, m1.Run())
	m2, err := arena.Compile(small)
	require.NoError(t, err)
	require.NoError(t, m2.Run())
	require.Equal(t, []float64{-1, -1, 1, 1}, ops.Float64s(small))
	require.NoError(t, m1.Run())
	require.Equal(t, []float64{-1, -1, 1, 1}, ops.Float64s(small), "an output is kept while other machines run")
}
