package kernel

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A training step calls the same kernels over and over: after the first call none allocates.
func TestSteadyStateAllocatesNothing(t *testing.T) {
	if Detect() == Portable {
		t.Skip("this machine runs the portable code, whose tasks are closures")
	}
	g, err := NewConv(8, 8, 8, 16, 32, 5, 5, 2, 2)
	require.NoError(t, err)
	narrow, err := NewConv(40, 16, 16, 3, 16, 5, 5, 2, 2)
	require.NoError(t, err)
	shape := Shape{8, 64, 16}
	x, y, w := make([]float32, g.XLen()), make([]float32, g.YLen()), make([]float32, g.WLen())
	nx, ny, nw := make([]float32, narrow.XLen()), make([]float32, narrow.YLen()), make([]float32, narrow.WLen())
	a, b, mean, inv := make([]float32, shape.Len()), make([]float32, shape.Len()), make([]float32, 16), make([]float32, 16)
	for _, threads := range []int{1, 2} {
		p := NewPool(threads, Detect())
		step := func() {
			ConvForward(p, g, y, x, w, nil)
			ConvData(p, g, x, y, w, nil)
			ConvFilter(p, g, w, x, y)
			ConvData(p, narrow, nx, ny, nw, mean[:3])
			ConvFilter(p, narrow, nw, nx, ny)
			Add(p, a, a, b)
			LeakyReLU(p, a, b, 0.2)
			Tanh(p, a, b)
			Moments(p, ByChannel, shape, mean, inv, a, 1e-5)
			Standardize(p, ByChannel, shape, b, a, mean, inv)
			NormGrad(p, ByChannel, shape, a, b, inv, b)
			Affine(p, shape, a, b, mean, inv)
			Sum(p, All, shape, mean[:1], a)
			Adam(p, a, b, a, b, 1e-4, 0, 0.9, 1e-8, 1, 1)
		}
		require.Zero(t, testing.AllocsPerRun(5, step), "%d threads", threads)
		p.Close()
	}
}
