package models

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
)

// The published layout of the paper's network at width 64: transfer_gan.py of the authors' repository, lines 114 to 229. That the layers
// compute what they should, with ReLU, the norms' groups, eps 1e-5 and the resampling in place, is TestNetworksAgreeWithPyTorch's.
func TestLayoutOfTheReleasedNetwork(t *testing.T) {
	spec := DefaultSpec()
	spec.Architecture, spec.Dim = "resnet64", 64
	params, err := declareAll(spec)
	require.NoError(t, err)
	shapes := map[string][]int{}
	for _, name := range params.Names() {
		shapes[name] = params.Value(name).Shape()
	}
	want := map[string][]int{
		"generator/linear/weight": {128, 4 * 4 * 512}, "generator/linear/bias": {4 * 4 * 512},
		"generator/norm/scale": {64}, "generator/norm/offset": {64},
		"generator/conv/weight": {3, 3, 64, 3}, "generator/conv/bias": {3},
		"critic/conv/weight": {3, 3, 3, 64}, "critic/conv/bias": {64},
		"critic/linear/weight": {8192, 1}, "critic/linear/bias": {1},
	}
	block := func(name string, in, middle, out int, first []int) {
		want[name+"/shortcut/weight"], want[name+"/shortcut/bias"] = []int{1, 1, in, out}, []int{out}
		want[name+"/norm1/scale"], want[name+"/norm1/offset"] = []int{in}, []int{in}
		want[name+"/conv1/weight"] = first // and no bias
		want[name+"/norm2/scale"], want[name+"/norm2/offset"] = []int{middle}, []int{middle}
		want[name+"/conv2/weight"], want[name+"/conv2/bias"] = []int{3, 3, middle, out}, []int{out}
	}
	for i, c := range [][2]int{{512, 512}, {512, 256}, {256, 128}, {128, 64}} { // the middle is as wide as the output; conv1 is kept transposed
		block("generator/block"+string(rune('1'+i)), c[0], c[1], c[1], []int{3, 3, c[1], c[0]})
	}
	for i, c := range [][2]int{{64, 128}, {128, 256}, {256, 512}, {512, 512}} { // the middle is as wide as the input
		block("critic/block"+string(rune('1'+i)), c[0], c[0], c[1], []int{3, 3, c[0], c[0]})
	}
	require.Equal(t, want, shapes)

	affine := 0
	for name, shape := range shapes {
		if strings.HasPrefix(name, "generator/") && (strings.HasSuffix(name, "/scale") || strings.HasSuffix(name, "/offset")) {
			affine += shape[0]
		}
	}
	require.Equal(t, 4864, affine, "scales and offsets of the generator's 2432 normalised channels")
}

// Sides of the images, length and distribution of the latent codes, and range of the pixels.
func TestInputsAndOutputsOfTheNetworks(t *testing.T) {
	for _, c := range []struct {
		name string
		side int
	}{{"dcgan32", 32}, {"resnet32", 32}, {"resnet64", 64}} {
		arch, err := LookupArchitecture(c.name)
		require.NoError(t, err)
		require.Equal(t, c.side, arch.Side)
		require.Equal(t, 128, arch.Latent)
		p, err := newImageProgram(testDevice(t, 1, kernel.Detect()), new(ops.Arena), arch, 2, 3, NewParams(tensor.Float32, "layout"))
		require.NoError(t, err)
		require.Equal(t, []int{3, c.side, c.side, 3}, []int(p.images.Shape()))
		z := ops.Float32s(p.latent)
		for i := range z {
			z[i] = 1e3 * float32(i%7-3)
		}
		require.NoError(t, p.machine.Run())
		for _, v := range ops.Float32s(p.images) {
			require.LessOrEqual(t, math.Abs(float64(v)), 1.0)
		}
	}
}

// Initial weights: uniform, of variance 4/(fan in + fan out) for the convolutions of the blocks and the generator's last, 2/(fan in + fan out)
// for the others; biases and offsets 0, scales 1. tflib/ops/conv2d.py and linear.py.
func TestInitialWeightsOfTheReleasedNetwork(t *testing.T) {
	spec := DefaultSpec()
	spec.Architecture, spec.Dim = "resnet64", 16
	params, err := declareAll(spec)
	require.NoError(t, err)
	for _, name := range params.Names() {
		data, shape := params.Value(name).Data().([]float32), params.Value(name).Shape()
		switch {
		case strings.HasSuffix(name, "/scale"):
			for _, v := range data {
				require.EqualValues(t, 1, v, name)
			}
			continue
		case !strings.HasSuffix(name, "/weight"):
			for _, v := range data {
				require.Zero(t, v, name)
			}
			continue
		}
		fans := float64(shape[len(shape)-1] + shape[len(shape)-2])
		if len(shape) == 4 {
			fans *= float64(shape[0] * shape[1])
		}
		variance := 2 / fans
		if strings.Contains(name, "/conv1/") || strings.Contains(name, "/conv2/") || name == "generator/conv/weight" {
			variance = 4 / fans
		}
		largest, sum := 0.0, 0.0
		for _, v := range data {
			largest = max(largest, math.Abs(float64(v)))
			sum += float64(v) * float64(v)
		}
		n := float64(len(data))
		require.LessOrEqual(t, largest, math.Sqrt(3*variance)*(1+1e-6), "%s is uniform", name)
		// The mean square of n uniform values deviates by 0.894/sqrt(n) of itself.
		require.InDelta(t, 1, sum/n/variance, 5*0.9/math.Sqrt(n), name)
	}
}

// Batch norm of the generator has the statistics of the batch, when images are drawn too: an image depends on its batch. A value of the critic,
// with layer norm, depends on its image alone.
func TestOnlyTheGeneratorSeesTheBatch(t *testing.T) {
	arch, err := LookupArchitecture("resnet64")
	require.NoError(t, err)
	d, params := testDevice(t, 1, kernel.Detect()), NewParams(tensor.Float32, "batch")
	gen, err := newImageProgram(d, new(ops.Arena), arch, 2, 3, params)
	require.NoError(t, err)
	critic, err := newCriticProgram(d, new(ops.Arena), arch, 2, 3, 10, params)
	require.NoError(t, err)
	first := func(m *ops.Machine, input, output *ops.Node, other float32) []float32 {
		data := ops.Float32s(input)
		size := len(data) / input.Shape()[0]
		for i := range data {
			data[i] = float32(i%13)/6 - 1
			if i >= size {
				data[i] *= other
			}
		}
		require.NoError(t, m.Run())
		return slices.Clone(ops.Float32s(output)[:len(ops.Float32s(output))/input.Shape()[0]])
	}
	require.NotEqual(t, first(gen.machine, gen.latent, gen.images, 1), first(gen.machine, gen.latent, gen.images, 2))
	require.Equal(t, first(critic.machine, critic.batch, critic.values, 1), first(critic.machine, critic.batch, critic.values, 0.5))
}
