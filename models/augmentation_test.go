package models

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/ops/opstest"
	"tgan/internal/rng"
)

// The generator's gradient through the distortion, and the anchors' part of it, against central differences in float64.
func TestGradientThroughDistortionAndAnchors(t *testing.T) {
	d := testDevice(t, 1, kernel.Portable)
	params := NewParams(tensor.Float64, "through")
	n := newNet(d, params)
	const samples, side = 3, 4
	z := ops.Input(n.graph, tensor.Float64, "latent", samples, 5)
	stream := rng.New("through", "values")
	for i := range ops.Float64s(z) {
		ops.Float64s(z)[i] = stream.Norm()
	}
	images := n.Tanh(n.Reshape(n.linear("generator/linear", z, side*side*3), samples, side, side, 3))
	seen, values := n.distort(images)
	for i := range samples {
		drawn := drawDiffAugment(stream, side, 1)
		if i > 0 {
			drawn = drawADA(stream, side, 1)
		}
		ops.Float64s(values.brightness)[i] = drawn.brightness
		copy(ops.Float64s(values.gains)[2*i:], drawn.gains[:])
		for j, v := range drawn.moves {
			ops.Float64s(values.moves)[i*ops.MoveValues+j] = float64(v)
		}
	}
	loss := n.Sum(ops.All, smoothCritic{size: 3, stride: 1, c: 3, k: 2}.build(n, seen))
	var importance, at []float32
	for range 5 * side * side * 3 {
		importance, at = append(importance, float32(stream.Float64())), append(at, float32(stream.Norm()))
	}
	params.anchors = []anchor{
		{weight: "generator/linear/weight", strength: 0.3, at: at, importance: importance},
		{weight: "generator/linear/bias", strength: 0.7, at: at[:side*side*3]},
		{weight: "critic/conv", strength: 9, at: at}, // not of this program
	}
	var p moved
	outputs, err := p.move(n, "generator/", loss, []*ops.Node{loss})
	require.NoError(t, err)
	require.Equal(t, []string{"generator/linear/weight", "generator/linear/bias"}, p.names)
	objective := n.Add(loss, p.held)
	m, err := ops.Compile(append(outputs, objective)...)
	require.NoError(t, err)
	for i, name := range p.names {
		require.NoError(t, m.Run())
		got, weights := slices.Clone(ops.Float64s(p.gradients[i])), ops.Float64s(n.nodes[name])
		for j := 0; j < len(weights); j += 1 + len(weights)/20 {
			want := opstest.CentralDifference(t, m, objective, &weights[j])
			require.InDelta(t, want, got[j], 1e-8, "%s %d", name, j)
		}
	}
	require.NoError(t, m.Run())
	want := 0.0
	for i, name := range p.names {
		for j, w := range ops.Float64s(n.nodes[name]) {
			a, apart := params.anchors[i], w-float64(at[j])
			weight := a.strength / 2
			if a.importance != nil {
				weight *= float64(importance[j])
			}
			want += weight * apart * apart
		}
	}
	require.InDelta(t, want, ops.Float64s(p.held)[0], 1e-9*want)
}

// What is drawn stays in the published ranges, and at probability 0 nothing happens.
func TestDrawnDistortions(t *testing.T) {
	s, side := rng.New("drawn", "distortions"), 32
	var mirrored, turned, low, high, holes int
	for range 2000 {
		require.Equal(t, distortion{gains: [2]float64{1, 1}}, drawADA(s, side, 0))
		d := drawDiffAugment(s, side, 1)
		require.LessOrEqual(t, math.Abs(d.brightness), 0.5)
		require.True(t, d.gains[0] >= 0 && d.gains[0] < 2 && d.gains[1] >= 0.5 && d.gains[1] < 1.5)
		require.True(t, d.moves[2] >= -4 && d.moves[2] <= 4 && d.moves[3] >= -4 && d.moves[3] <= 4)
		require.Equal(t, []int{16, 16}, []int{d.moves[6] - d.moves[4], d.moves[7] - d.moves[5]})
		require.True(t, d.moves[4] >= -8 && d.moves[4] <= 24)
		if d.moves[4] == -8 || d.moves[4] == 24 {
			holes++
		}
		low, high = min(low, d.moves[2]), max(high, d.moves[2])
		a := drawADA(s, side, 1)
		mirrored += a.moves[0]
		turned += a.moves[1]
		require.True(t, a.gains[0] > 0 && a.gains[1] > 0 && a.moves[6] == 0)
	}
	require.Equal(t, []int{-4, 4}, []int{low, high})
	require.Positive(t, holes)
	require.InDelta(t, 1000, mirrored, 120)
	require.InDelta(t, 3000, turned, 250)
}

// Every image gets a distortion of its own, the same for a number whenever it is drawn.
func TestDistorterDrawsByNumber(t *testing.T) {
	spec := DefaultSpec()
	spec.Batch, spec.Augment = 3, DiffAugment
	a, err := newDistorter(testDevice(t, 1, kernel.Detect()), new(ops.Arena), spec, 32)
	require.NoError(t, err)
	for i := range a.images() {
		a.images()[i] = float32(i%97)/48 - 1
	}
	draw := func(number uint64) []float32 {
		out := make([]float32, len(a.images()))
		require.NoError(t, a.distort(number, out))
		return out
	}
	first := draw(7)
	require.NotEqual(t, first, draw(8))
	require.Equal(t, first, draw(7))
	gains := map[float32]bool{}
	for _, v := range ops.Float32s(a.critic.gains) {
		gains[v] = true
	}
	require.Len(t, gains, 2*2*3, "each of 2N images has its own")
}

func TestAdaptiveProbability(t *testing.T) {
	a := newAdaptive(1000)
	require.Zero(t, a.probability())
	sure := make([]float32, 2000) // all real values above the middle, wherever that is
	for i := range sure {
		sure[i] = -50
		if i < 1000 {
			sure[i] = -40
		}
	}
	for i := range 4 * 100 {
		a.observe(sure)
		require.InDelta(t, 0.04*float64(min(25, (i+1)/4)), a.probability(), 1e-12, "100,000 images bring it to 1")
	}
	unsure := slices.Clone(sure)
	for i := range 210 { // 790 - 210 = 580 signs of 1000
		unsure[i], unsure[1000+i] = -50, -40
	}
	for range 3 {
		a.observe(unsure)
	}
	b := newAdaptive(1000)
	b.resume(a.state())
	require.Equal(t, a, b)
	require.EqualValues(t, 1, a.probability())
	a.observe(unsure)
	require.InDelta(t, 0.96, a.probability(), 1e-12)
}

// A training whose probability is above 0 and about to change goes on to the same bits.
func TestAdaptiveTrainingResumes(t *testing.T) {
	spec := DefaultSpec()
	spec.Dim, spec.Batch, spec.CriticSteps, spec.Augment = 2, 4, 3, ADA
	start := func() *Trainer {
		p := kernel.NewPool(1, kernel.Detect())
		t.Cleanup(p.Close)
		tr, err := NewTrainer(p, spec, stripes{7})
		require.NoError(t, err)
		tr.distorter.adaptive.level = 3000
		return tr
	}
	step := func(tr *Trainer) Losses {
		l, err := tr.Step()
		require.NoError(t, err)
		return l
	}
	whole := start()
	require.InDelta(t, 0.48, step(whole).Augment, 1e-3)
	path := filepath.Join(t.TempDir(), "s")
	var b bytes.Buffer
	require.NoError(t, whole.Snapshot(&b, ""))
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
	resumed := start()
	_, err := resumed.Resume(path)
	require.NoError(t, err)
	for range 3 {
		require.Equal(t, step(whole), step(resumed))
	}
	require.Equal(t, whole.distorter.adaptive, resumed.distorter.adaptive)
	require.NotEqual(t, 3000, whole.distorter.adaptive.level)
	require.Equal(t, fmt.Sprint(whole.Params().Value("critic/down1/weight").Data()), fmt.Sprint(resumed.Params().Value("critic/down1/weight").Data()))
}
