package models

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
	"tgan/internal/safetensors"
)

func testDevice(t testing.TB, threads int, isa kernel.ISA) *ops.Device {
	pool := kernel.NewPool(threads, isa)
	t.Cleanup(pool.Close)
	return ops.NewDevice(pool)
}

// smoothCritic is a critic of random shape without kinks, at which the penalty would be discontinuous.
type smoothCritic struct {
	size, stride, c, k int
	layerNorm          bool
}

func (s smoothCritic) build(n *net, x *ops.Node) *ops.Node {
	w := n.weight("critic/conv", uniform(0.5), s.size, s.size, s.c, s.k)
	h := n.Conv(x, w, n.weight("critic/conv-bias", uniform(0.2), s.k), s.stride, s.size/2)
	if s.layerNorm {
		h = n.Affine(n.Normalize(ops.BySample, h, 0.1), n.weight("critic/scale", uniform(1), s.k), n.weight("critic/offset", uniform(1), s.k))
	}
	h = n.Tanh(h)
	w = n.weight("critic/conv2", uniform(0.5), 3, 3, s.k, 2)
	h = n.Tanh(n.Conv(h, w, nil, 1, 1))
	return n.linear("critic/linear", h, 1)
}

// The whole gradient of the critic's loss, penalty included, against central differences in float64.
func TestCriticGradientAgainstFiniteDifferences(t *testing.T) {
	d := testDevice(t, 1, kernel.Portable)
	worst := 0.0
	rapid.Check(t, func(t *rapid.T) {
		s := smoothCritic{
			size: rapid.SampledFrom([]int{1, 3, 5}).Draw(t, "size"), stride: rapid.IntRange(1, 2).Draw(t, "stride"),
			c: rapid.IntRange(1, 3).Draw(t, "c"), k: rapid.IntRange(1, 4).Draw(t, "k"), layerNorm: rapid.Bool().Draw(t, "norm"),
		}
		side, samples := rapid.IntRange(5, 7).Draw(t, "side"), rapid.IntRange(1, 3).Draw(t, "n")
		params := NewParams(tensor.Float64, fmt.Sprint(s, side, samples))
		n := newNet(d, params)
		batch := ops.Input(n.graph, tensor.Float64, "batch", 2*samples, side, side, s.c)
		mixed := ops.Input(n.graph, tensor.Float64, "mixed", samples, side, side, s.c)
		signs := ops.Input(n.graph, tensor.Float64, "signs", 2*samples)
		balance(ops.Float64s(signs))
		stream := rng.New("images", fmt.Sprint(s, side, samples))
		for _, node := range []*ops.Node{batch, mixed} {
			for i := range ops.Float64s(node) {
				ops.Float64s(node)[i] = stream.Norm()
			}
		}
		loss, _, _, err := criticLoss(d, func(x *ops.Node) *ops.Node { return s.build(n, x) }, batch, mixed, signs, 10)
		require.NoError(t, err)
		names, weights := n.weights("critic/")
		gradients, err := d.Grad(loss, weights...)
		require.NoError(t, err)
		m, err := ops.Compile(append([]*ops.Node{loss}, gradients...)...)
		require.NoError(t, err)
		require.NoError(t, m.Run())
		got := make([][]float64, len(weights))
		for i, g := range gradients {
			got[i] = slices.Clone(ops.Float64s(g))
		}
		for i, w := range weights {
			norm, diff := 0.0, 0.0
			values := ops.Float64s(w)
			for j := 0; j < len(values); j += 1 + len(values)/12 {
				want := opstest.CentralDifference(t, m, loss, &values[j])
				norm = math.Hypot(norm, want)
				diff = math.Hypot(diff, got[i][j]-want)
			}
			worst = max(worst, diff/(norm+1e-3))
			require.LessOrEqual(t, diff, 1e-6*(norm+1e-3), "%s of %+v", names[i], s)
		}
	})
	t.Logf("largest relative error %.2g", worst)
}

// The gradient of dcgan32's critic in float32 against PyTorch's double backward: testdata/critic_gradient.py.
func TestCriticGradientAgainstPyTorch(t *testing.T) {
	file, err := safetensors.ReadFile("testdata/critic_gradient.safetensors")
	require.NoError(t, err)
	fixture := map[string][]float32{}
	for _, tensor := range file.Tensors {
		fixture[tensor.Name] = tensor.Data
	}
	for isa := kernel.Portable; isa <= kernel.Detect(); isa++ {
		t.Run(isa.String(), func(t *testing.T) {
			params := NewParams(tensor.Float32, "fixture")
			p, err := newCriticProgram(testDevice(t, 2, isa), new(ops.Arena), dcgan32(), 4, 3, 10, params)
			require.NoError(t, err)
			require.Len(t, fixture["batch"], len(ops.Float32s(p.batch)))
			require.Len(t, fixture["mixed"], len(ops.Float32s(p.mixed)))
			copy(ops.Float32s(p.batch), fixture["batch"])
			copy(ops.Float32s(p.mixed), fixture["mixed"])
			require.Len(t, p.names, 8)
			for _, name := range p.names {
				require.Len(t, fixture[name], len(params.Value(name).Data().([]float32)), name)
				copy(params.Value(name).Data().([]float32), fixture[name])
			}
			require.NoError(t, p.machine.Run())
			for i, name := range p.names {
				requireClose(t, name, fixture["gradient/"+name], ops.Float32s(p.gradients[i]))
			}
			requireClose(t, "loss", fixture["loss"], ops.Float32s(p.loss))
			requireClose(t, "distance", fixture["distance"], ops.Float32s(p.distance))
			requireClose(t, "penalty", fixture["penalty"], ops.Float32s(p.penalty))
		})
	}
}

// requireClose asks for a relative error in norm of at most 1e-5.
func requireClose(t *testing.T, name string, want, got []float32) {
	require.Len(t, want, len(got), name)
	norm, diff := 0.0, 0.0
	for i := range want {
		norm = math.Hypot(norm, float64(want[i]))
		diff = math.Hypot(diff, float64(got[i]-want[i]))
	}
	require.LessOrEqual(t, diff, 1e-5*norm, "%s: relative error %.3g", name, diff/norm)
}

// tapeMachine runs graphs that have operators of Gorgonia's own.
type tapeMachine struct{ gorgonia.VM }

func (m tapeMachine) Run() error {
	defer m.Reset()
	return m.RunAll()
}

// gorgonia.Grad applied to a result of gorgonia.Grad gives wrong numbers without an error, on this very loss: the reason for
// Device.Grad. If this test fails, Gorgonia has mended it and our Grad may be reconsidered.
func TestGorgoniaGradTwiceIsWrong(t *testing.T) {
	d := testDevice(t, 1, kernel.Portable)
	build := func(grad func(y, x *ops.Node) *ops.Node) (got, want []float64) {
		n := newNet(d, NewParams(tensor.Float64, "twice"))
		mixed := ops.Input(n.graph, tensor.Float64, "mixed", 2, 5, 5, 2)
		stream := rng.New("images", "twice")
		for i := range ops.Float64s(mixed) {
			ops.Float64s(mixed)[i] = stream.Norm()
		}
		critic := smoothCritic{size: 3, stride: 2, c: 2, k: 3}
		total := d.Sum(ops.All, critic.build(n, mixed))
		slope := grad(total, mixed)
		excess := d.Plus(d.Power(d.Dot(ops.BySample, slope, slope), 1), -1)
		penalty := d.Dot(ops.All, excess, excess)
		weight := n.weight("critic/conv2", nil, 3, 3, 3, 2)
		gradient := grad(penalty, weight)
		m := tapeMachine{gorgonia.NewTapeMachine(n.graph)}
		require.NoError(t, m.Run())
		got = slices.Clone(ops.Float64s(gradient))
		for i := range got {
			want = append(want, opstest.CentralDifference(t, m, penalty, &ops.Float64s(weight)[i]))
		}
		return got, want
	}
	relative := func(got, want []float64) float64 {
		norm, diff := 0.0, 0.0
		for i := range want {
			norm = math.Hypot(norm, want[i])
			diff = math.Hypot(diff, got[i]-want[i])
		}
		return diff / norm
	}
	got, want := build(func(y, x *ops.Node) *ops.Node {
		g, err := gorgonia.Grad(gorgonia.Must(gorgonia.Sum(y)), x)
		require.NoError(t, err, "Gorgonia reports no error")
		return g[0]
	})
	require.Greater(t, relative(got, want), 0.01, "gorgonia.Grad twice")
	t.Logf("relative error of gorgonia.Grad twice: %.2g", relative(got, want))

	got, want = build(func(y, x *ops.Node) *ops.Node {
		g, err := d.Grad(y, x)
		require.NoError(t, err)
		return g[0]
	})
	require.Less(t, relative(got, want), 1e-6, "Device.Grad twice")
}
