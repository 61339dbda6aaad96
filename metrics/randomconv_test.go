package metrics_test

import (
	"context"
	"image"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/internal/kernel"
	"tgan/metrics"
)

func TestRandomConvIgnoresBatchesAndThreads(t *testing.T) {
	for _, side := range []int{1, 7, 32, 40} {
		images := random(1, 131, side)
		e := metrics.NewRandomConv(newPool(t, 1, kernel.Detect()))
		var done []int
		want, err := e.Features(t.Context(), images, func(n, total int) {
			require.Equal(t, 131, total)
			done = append(done, n)
		})
		require.NoError(t, err)
		require.Equal(t, []int{64, 128, 131}, done)
		n, d := want.Dims()
		require.Equal(t, []int{131, e.Dim()}, []int{n, d})
		for _, threads := range []int{2, 5} {
			got, err := metrics.NewRandomConv(newPool(t, threads, kernel.Detect())).Features(t.Context(), images, nil)
			require.NoError(t, err)
			require.True(t, mat.Equal(want, got), "%d threads", threads)
		}
		for _, cut := range []int{1, 65, 130} {
			got, err := e.Features(t.Context(), images.part(cut, 131), nil)
			require.NoError(t, err)
			require.True(t, mat.Equal(want.Slice(cut, 131, 0, d), got), "from image %d", cut)
		}
	}
}

func TestRandomConvOnEveryInstructionSet(t *testing.T) {
	images := random(2, 70, 32)
	want, err := metrics.NewRandomConv(newPool(t, 1, kernel.Portable)).Features(t.Context(), images, nil)
	require.NoError(t, err)
	var fused *mat.Dense
	for isa := kernel.AVX2; isa <= kernel.Detect(); isa++ {
		got, err := metrics.NewRandomConv(newPool(t, 2, isa)).Features(t.Context(), images, nil)
		require.NoError(t, err)
		require.True(t, mat.EqualApprox(want, got, 1e-5), isa.String())
		require.True(t, fused == nil || mat.Equal(fused, got), "avx2 and %v differ", isa)
		fused = got
	}
}

func TestRandomConvFeaturesAreOfOrderOne(t *testing.T) {
	images := photographs(t, "flowers.zip", 200)
	features, err := metrics.NewRandomConv(newPool(t, 2, kernel.Detect())).Features(t.Context(), images, nil)
	require.NoError(t, err)
	m := fit(t, features)
	for k, mean := range m.Mean {
		require.Less(t, mean*mean, 4.0, "feature %d", k)
		require.Greater(t, m.Cov.At(k, k), 1e-4, "feature %d", k)
		require.Less(t, m.Cov.At(k, k), 4.0, "feature %d", k)
	}
}

func TestRandomConvOrdersRealSets(t *testing.T) {
	faces, flowers := photographs(t, "celeba-10k.zip", 400), photographs(t, "flowers.zip", 200)
	e := metrics.NewRandomConv(newPool(t, 2, kernel.Detect()))
	half := faces.part(200, 400)
	noise := newTwister(77)
	last := fid(t, e, faces.part(0, 200), half)
	t.Logf("faces against faces %.4f", last)
	for _, amount := range []float64{16, 32, 64} {
		noisy := half.changed(func(_, _ int, v uint8) float64 { return float64(v) + amount*noise.norm() })
		got := fid(t, e, faces.part(0, 200), noisy)
		t.Logf("noise of deviation %g: %.4f", amount, got)
		require.Greater(t, got, last)
		last = got
	}
	same, other := fid(t, e, faces.part(0, 200), half), fid(t, e, faces.part(0, 200), flowers)
	blurred := fid(t, e, faces.part(0, 200), half.changed(func(i, k int, v uint8) float64 {
		at := func(k int) float64 { return float64(half.pixels[i][(k+64*64*3)%(64*64*3)]) }
		return (2*float64(v) + at(k-3) + at(k+3) + at(k-192) + at(k+192)) / 6
	}))
	t.Logf("blurred %.4f, flowers %.4f", blurred, other)
	require.Greater(t, blurred, 2*same)
	require.Greater(t, other, 4*same)
}

func TestFeaturesRefuse(t *testing.T) {
	e := metrics.NewRandomConv(newPool(t, 1, kernel.Detect()))
	square, other, wide := image.NewRGBA(image.Rect(0, 0, 4, 4)), image.NewRGBA(image.Rect(0, 0, 5, 5)), image.NewRGBA(image.Rect(0, 0, 5, 4))
	for _, c := range []struct {
		images gallery
		want   string
	}{
		{nil, "metrics: features: 0 images; at least one is needed"},
		{gallery{square, wide}, "metrics: features: image 1: it has 5x4 pixels; random-conv needs square images: bring all to one side"},
		{gallery{square, square, other}, "metrics: features: image 2 has 5 pixels a side, image 0 has 4; bring all to one side"},
		{gallery{square, nil, wide}, "metrics: features: image 1: broken.png cannot be decoded"},
	} {
		_, err := e.Features(t.Context(), c.images, nil)
		require.EqualError(t, err, c.want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := e.Features(ctx, random(1, 200, 4), func(int, int) { cancel() })
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorContains(t, err, "stopped after 64 of 200 images")
}

func BenchmarkRandomConv(b *testing.B) {
	e := metrics.NewRandomConv(newPool(b, 2, kernel.Detect()))
	images := random(1, 512, 32)
	for b.Loop() {
		_, err := e.Features(b.Context(), images, nil)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(b.N*images.Len())/b.Elapsed().Seconds(), "images/s")
}
