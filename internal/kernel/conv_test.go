package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestNewConv(t *testing.T) {
	g, err := NewConv(64, 32, 32, 3, 64, 5, 5, 2, 2)
	require.NoError(t, err)
	require.Equal(t, 16, g.OH)
	require.Equal(t, 16, g.OW)
	require.Equal(t, 64*32*32*3, g.XLen())
	require.Equal(t, 5*5*3*64, g.WLen())
	require.Equal(t, 64*16*16*64, g.YLen())
	require.Equal(t, 2.0*64*256*75*64, g.Flops())
	for name, bad := range map[string][9]int{
		"no images":       {0, 4, 4, 1, 1, 3, 3, 1, 1},
		"no channels":     {1, 4, 4, 0, 1, 3, 3, 1, 1},
		"stride 0":        {1, 4, 4, 1, 1, 3, 3, 0, 1},
		"pad below 0":     {1, 4, 4, 1, 1, 3, 3, 1, -1},
		"pad too big":     {1, 4, 4, 1, 1, 3, 3, 1, 3},
		"filter too high": {1, 2, 9, 1, 1, 5, 5, 1, 1},
	} {
		_, err := NewConv(bad[0], bad[1], bad[2], bad[3], bad[4], bad[5], bad[6], bad[7], bad[8])
		require.Error(t, err, name)
	}
}

// A 3x3 image of one channel, a 2x2 filter, stride 1, no padding, by hand.
func TestConvByHand(t *testing.T) {
	g, err := NewConv(1, 3, 3, 1, 1, 2, 2, 1, 0)
	require.NoError(t, err)
	for _, p := range runners(t) {
		x := []float32{1, 2, 3, 4, 5, 6, 7, 8, 9}
		w := []float32{1, 10, 100, 1000}
		y := make([]float32, 4)
		ConvForward(p.Pool, g, y, x, w, []float32{0.5})
		require.Equal(t, []float32{5421.5, 6532.5, 8754.5, 9865.5}, y, p.name)

		dy := []float32{1, 2, 3, 4}
		dx := make([]float32, 9)
		ConvData(p.Pool, g, dx, dy, w, nil)
		require.Equal(t, []float32{1, 12, 20, 103, 1234, 2040, 300, 3400, 4000}, dx, p.name)

		dw := make([]float32, 4)
		ConvFilter(p.Pool, g, dw, x, dy)
		require.Equal(t, []float32{1 + 4 + 12 + 20, 2 + 6 + 15 + 24, 4 + 10 + 21 + 32, 5 + 12 + 24 + 36}, dw, p.name)
	}
}

// testConv holds the three kernels of a geometry against the plain sums, on every runner.
func testConv(t require.TestingT, pools []runner, g Conv) {
	x, w, dy := noise("x", g.XLen()), noise("w", g.WLen()), noise("dy", g.YLen())
	bk, bc := noise("bk", g.K), noise("bc", g.C)
	conform(t, pools, kernelCase{"forward " + g.String(), [][]float64{x, w}, [][]float64{nans(g.YLen())}, [][]float64{referenceForward(g, x, w, nil)}},
		func(p *Pool, in, out [][]float64) { ConvForward(p, g, out[0], in[0], in[1], nil) },
		func(p *Pool, in, out [][]float32) { ConvForward(p, g, out[0], in[0], in[1], nil) })
	conform(t, pools, kernelCase{"forward bias " + g.String(), [][]float64{x, w, bk}, [][]float64{nans(g.YLen())}, [][]float64{referenceForward(g, x, w, bk)}},
		func(p *Pool, in, out [][]float64) { ConvForward(p, g, out[0], in[0], in[1], in[2]) },
		func(p *Pool, in, out [][]float32) { ConvForward(p, g, out[0], in[0], in[1], in[2]) })
	const slope = 0.25
	to := Target{g.K + 3, 2}
	into := make([]float64, g.N*g.OH*g.OW*to.Channels)
	kept := make([]float64, len(into))
	for i := range into {
		into[i], kept[i] = 7, 7
	}
	for i, v := range referenceForward(g, x, w, bk) {
		kept[i/g.K*to.Channels+to.From+i%g.K] = max(v, slope*v)
	}
	conform(t, pools, kernelCase{"activate " + g.String(), [][]float64{x, w, bk}, [][]float64{into}, [][]float64{kept}},
		func(p *Pool, in, out [][]float64) { ConvActivate(p, g, out[0], to, in[0], in[1], in[2], slope) },
		func(p *Pool, in, out [][]float32) { ConvActivate(p, g, out[0], to, in[0], in[1], in[2], slope) })
	conform(t, pools, kernelCase{"data " + g.String(), [][]float64{dy, w}, [][]float64{nans(g.XLen())}, [][]float64{referenceData(g, dy, w, nil)}},
		func(p *Pool, in, out [][]float64) { ConvData(p, g, out[0], in[0], in[1], nil) },
		func(p *Pool, in, out [][]float32) { ConvData(p, g, out[0], in[0], in[1], nil) })
	conform(t, pools, kernelCase{"data bias " + g.String(), [][]float64{dy, w, bc}, [][]float64{nans(g.XLen())}, [][]float64{referenceData(g, dy, w, bc)}},
		func(p *Pool, in, out [][]float64) { ConvData(p, g, out[0], in[0], in[1], in[2]) },
		func(p *Pool, in, out [][]float32) { ConvData(p, g, out[0], in[0], in[1], in[2]) })
	conform(t, pools, kernelCase{"filter " + g.String(), [][]float64{x, dy}, [][]float64{nans(g.WLen())}, [][]float64{referenceFilter(g, x, dy)}},
		func(p *Pool, in, out [][]float64) { ConvFilter(p, g, out[0], in[0], in[1]) },
		func(p *Pool, in, out [][]float32) { ConvFilter(p, g, out[0], in[0], in[1]) })
}

func TestConvConforms(t *testing.T) {
	pools := runners(t)
	rapid.Check(t, func(t *rapid.T) { testConv(t, pools, drawConv(t)) })
}

// The shapes of the networks, thinned, and the corners that random shapes meet seldom.
func TestConvShapes(t *testing.T) {
	shapes := [][9]int{
		{3, 32, 32, 3, 16, 5, 5, 2, 2}, {2, 16, 16, 16, 32, 5, 5, 2, 2}, {3, 8, 8, 32, 64, 5, 5, 2, 2},
		{2, 32, 32, 3, 64, 5, 5, 2, 2}, {2, 8, 8, 96, 144, 5, 5, 2, 2}, {3, 16, 16, 8, 8, 3, 3, 1, 1},
		{2, 64, 64, 3, 16, 3, 3, 1, 1}, {3, 4, 4, 128, 128, 3, 3, 1, 1}, {2, 8, 8, 32, 64, 1, 1, 1, 0},
		{128, 1, 1, 1024, 1, 1, 1, 1, 0}, {64, 1, 1, 128, 1024, 1, 1, 1, 0}, {5, 1, 1, 7, 3, 1, 1, 1, 0},
		{33, 16, 16, 3, 16, 5, 5, 2, 2}, {9, 32, 32, 5, 7, 3, 3, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1, 0},
	}
	pools := runners(t)
	for _, s := range shapes {
		g, err := NewConv(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8])
		require.NoError(t, err)
		t.Run(g.String(), func(t *testing.T) { testConv(t, pools, g) })
	}
	for _, pads := range [][2]int{{0, 3}, {3, 0}} {
		g, err := NewOblongConv(2, 9, 8, 20, 40, 2*pads[0]+1, 2*pads[1]+1, 1, pads[0], pads[1])
		require.NoError(t, err)
		require.Equal(t, [2]int{9, 8}, [2]int{g.OH, g.OW})
		t.Run(g.String(), func(t *testing.T) { testConv(t, pools, g) })
	}
}

// A panel has any number of lanes, and rows of results lie close together, so that a lane too many would be seen.
func TestConvLanes(t *testing.T) {
	pools := runners(t)
	for lanes := 1; lanes <= 2*vector+1; lanes++ {
		g, err := NewConv(2, 3, 3, lanes, 2*vector+2-lanes, 3, 3, 1, 1)
		require.NoError(t, err)
		t.Run(g.String(), func(t *testing.T) { testConv(t, pools, g) })
	}
}

// The three kernels are adjoint: <conv(x,w), y> = <x, data(y,w)> = <w, filter(x,y)>.
func TestConvAdjoint(t *testing.T) {
	p := NewPool(2, Portable)
	defer p.Close()
	rapid.Check(t, func(t *rapid.T) {
		g := drawConv(t)
		x, w, dy := noise("x", g.XLen()), noise("w", g.WLen()), noise("dy", g.YLen())
		y, dx, dw := make([]float64, g.YLen()), make([]float64, g.XLen()), make([]float64, g.WLen())
		ConvForward(p, g, y, x, w, nil)
		ConvData(p, g, dx, dy, w, nil)
		ConvFilter(p, g, dw, x, dy)
		a, b, c := inner(y, dy), inner(x, dx), inner(w, dw)
		scale := math.Sqrt(inner(y, y) * inner(dy, dy))
		require.InDelta(t, a, b, 1e-11*scale)
		require.InDelta(t, a, c, 1e-11*scale)
	})
}

func inner(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

func FuzzConv(f *testing.F) {
	f.Add(uint8(2), uint8(8), uint8(8), uint8(3), uint8(16), uint8(5), uint8(5), uint8(2), uint8(2))
	f.Add(uint8(1), uint8(1), uint8(1), uint8(70), uint8(1), uint8(1), uint8(1), uint8(1), uint8(0))
	f.Add(uint8(3), uint8(7), uint8(9), uint8(17), uint8(33), uint8(3), uint8(3), uint8(1), uint8(1))
	pools := runners(f)
	f.Fuzz(func(t *testing.T, n, h, w, c, k, r, s, stride, pad uint8) {
		g, err := NewOblongConv(int(n%6), int(h%16), int(w%16), int(c%80), int(k%80), int(r%7), int(s%7), int(stride%4), int(pad%7), int(pad/7%7))
		if err != nil {
			t.Skip(err)
		}
		testConv(t, pools, g)
	})
}
