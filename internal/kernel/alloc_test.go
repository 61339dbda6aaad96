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
	slim, err := NewConv(8, 16, 16, 8, 8, 5, 5, 2, 2)
	require.NoError(t, err)
	sx, sy, sw := make([]float32, slim.XLen()), make([]float32, slim.YLen()), make([]float32, slim.WLen())
	shape := Shape{8, 64, 16}
	x, y, w := make([]float32, g.XLen()), make([]float32, g.YLen()), make([]float32, g.WLen())
	nx, ny, nw := make([]float32, narrow.XLen()), make([]float32, narrow.YLen()), make([]float32, narrow.WLen())
	a, b, mean, inv := make([]float32, shape.Len()), make([]float32, shape.Len()), make([]float32, 16), make([]float32, 16)
	for _, run := range []struct {
		isa     ISA
		threads int
	}{{Detect(), 1}, {Detect(), 2}, {AVX2, 1}, {AVX2, 2}} {
		p := NewPool(run.threads, run.isa)
		step := func() {
			ConvForward(p, g, y, x, w, nil)
			ConvData(p, g, x, y, w, nil)
			ConvFilter(p, g, w, x, y)
			ConvData(p, narrow, nx, ny, nw, mean[:3])
			ConvFilter(p, narrow, nw, nx, ny)
			ConvForward(p, slim, sy, sx, sw, nil)
			ConvData(p, slim, sx, sy, sw, nil)
			ConvFilter(p, slim, sw, sx, sy)
			Interpolate(p, a, a, b, mean)
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
		require.Zero(t, testing.AllocsPerRun(5, step), "%v, %d threads", run.isa, run.threads)
		p.Close()
	}
}
