package metrics

import (
	"bytes"
	"image"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/safetensors"
)

// The checksum of an archive hides its arrays from the fuzzer, so that they have a target of their own.
func FuzzMomentsArrays(f *testing.F) {
	f.Add(npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 8), npyOf("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", 4))
	f.Add(npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8), npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }", 32))
	f.Fuzz(func(t *testing.T, mu, sigma string) {
		m, err := parseStatistics(npzOf(t, "mu.npy", mu, "sigma.npy", sigma))
		if err == nil {
			require.NoError(t, m.Validate())
		}
	})
}

// A file of weights, of either kind, makes a layer or an error that names the tensor.
func FuzzWeights(f *testing.F) {
	spec := convSpec{name: "c", google: "g", in: 1, out: 2, h: 1, w: 1}
	ones := func(name string, shape ...int) safetensors.Tensor {
		n := 1
		for _, v := range shape {
			n *= v
		}
		return safetensors.Tensor{Name: name, Shape: shape, Data: slices.Repeat([]float32{1}, n)}
	}
	for _, file := range []safetensors.File{
		{Tensors: []safetensors.Tensor{ones("g/weight", 2, 1, 1, 1), ones("g/bias", 2)}},
		{Tensors: []safetensors.Tensor{ones("c.conv.weight", 2, 1, 1, 1), ones("c.bn.weight", 2), ones("c.bn.bias", 2), ones("c.bn.running_mean", 2), ones("c.bn.running_var", 2)}},
	} {
		var b bytes.Buffer
		require.NoError(f, safetensors.Write(&b, file))
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tensors, err := parseSafetensors(data)
		if isTorch(data) {
			tensors, err = parseTorch(data)
		}
		if err != nil {
			return
		}
		conv, err := InceptionWeights{path: "file", tensors: tensors}.conv(spec)
		if err != nil {
			require.ErrorContains(t, err, "metrics: inception weights file: ")
			return
		}
		require.Len(t, conv.weights, 2)
		require.Len(t, conv.bias, 2)
	})
}

// Any image becomes numbers of the protocol's range, at its side.
func FuzzResize(f *testing.F) {
	f.Add(uint8(3), uint8(5), uint8(7), []byte{0, 255, 128, 255})
	f.Add(uint8(64), uint8(1), uint8(9), []byte("pixels"))
	f.Fuzz(func(t *testing.T, width, height, side uint8, pixels []byte) {
		if width == 0 || height == 0 || side == 0 || len(pixels) == 0 {
			return
		}
		img := image.NewRGBA(image.Rect(0, 0, int(width), int(height)))
		for i := range img.Pix {
			img.Pix[i] = pixels[i%len(pixels)]
		}
		for _, protocol := range Resizes() {
			got := protocol.apply(img, int(side))
			want := [2]int{int(side), int(side)}
			if protocol == ResizeNone {
				want = [2]int{int(width), int(height)}
			}
			require.Equal(t, want, [2]int{got.w, got.h})
			require.Len(t, got.values, got.w*got.h*channels)
			least, greatest := slices.Min(got.values), slices.Max(got.values) // NaN where one is
			require.True(t, least >= -1-1e-6 && greatest <= 1+1e-6, "%s: %v to %v", protocol, least, greatest)
		}
	})
}
