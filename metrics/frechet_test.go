package metrics_test

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/metrics"
)

// gaussian returns moments with a diagonal covariance.
func gaussian(mean, variance []float64) metrics.Moments {
	cov := mat.NewSymDense(len(mean), nil)
	for i, v := range variance {
		cov.SetSym(i, i, v)
	}
	return metrics.Moments{N: 100, Mean: mean, Cov: cov}
}

func repeat(v float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func TestFrechetClosedForms(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b metrics.Moments
		want float64
	}{
		{"unit Gaussians at 0 and 1", gaussian(repeat(0, 2048), repeat(1, 2048)), gaussian(repeat(1, 2048), repeat(1, 2048)), 2048},
		{"one dimension", gaussian([]float64{1}, []float64{4}), gaussian([]float64{3}, []float64{9}), 4 + 1},
		{"diagonal", gaussian([]float64{0, 1, 2}, []float64{1, 4, 9}), gaussian([]float64{1, 1, 0}, []float64{4, 16, 1}), 5 + 1 + 4 + 4},
		{"missing rank", gaussian([]float64{0, 0, 0}, []float64{1, 0, 4}), gaussian([]float64{0, 0, 0}, []float64{0, 9, 1}), 1 + 9 + 1},
		{"both constant", gaussian([]float64{0, 0}, []float64{0, 0}), gaussian([]float64{3, 4}, []float64{0, 0}), 25},
		{"wide spectrum", gaussian(repeat(0, 3), []float64{1e12, 1, 1e-4}), gaussian(repeat(0, 3), []float64{1e12, 4, 9e-4}), 1 + 4e-4},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := metrics.Frechet(c.a, c.b)
			require.NoError(t, err)
			trace := mat.Trace(c.a.Cov) + mat.Trace(c.b.Cov)
			require.InDelta(t, c.want, got, 2e-13*max(c.want, trace)) // 1e-9 for the first
		})
	}
}

func TestFrechetOfRotatedGaussians(t *testing.T) {
	// Rotations of both change nothing; of one, the 2-d distance is tr(A) + tr(B) - 2 sqrt(tr(AB) + 2 sqrt(det A det B)).
	const a1, a2, b1, b2 = 4.0, 1.0, 9.0, 0.25
	for _, angle := range []float64{0, 0.3, 1, 2} {
		c, s := math.Cos(angle), math.Sin(angle)
		b := mat.NewSymDense(2, []float64{c*c*b1 + s*s*b2, c * s * (b1 - b2), 0, s*s*b1 + c*c*b2})
		got, err := metrics.Frechet(gaussian(repeat(0, 2), []float64{a1, a2}), metrics.Moments{Mean: repeat(0, 2), Cov: b})
		require.NoError(t, err)
		product := a1*b.At(0, 0) + a2*b.At(1, 1)
		want := a1 + a2 + b1 + b2 - 2*math.Sqrt(product+2*math.Sqrt(a1*a2*b1*b2))
		require.InDelta(t, want, got, 1e-12)
	}
}

// The sweep of torch-fidelity over N and C to 5 decimals, without NaN. Where n <= d the covariances have no full rank, and
// the square root of a singular matrix costs scipy half its digits: 1e-4 is what it can give there. The reference that
// holds everywhere is the distance from singular values of the samples themselves, in which no root is taken.
func TestFrechetAgreesWithSciPy(t *testing.T) {
	sweep := readFixtures(t).Frechet
	require.Len(t, sweep, 15*8+4)
	for _, c := range sweep {
		t.Run(fmt.Sprint(c.Set), func(t *testing.T) {
			real, fake := c.Set.sets()
			got, err := metrics.Frechet(fit(t, real), fit(t, fake))
			require.NoError(t, err)
			n, d := min(c.Set[1], c.Set[2]), c.Set[3]
			require.InDelta(t, c.Samples, got, 0.5e-5)
			require.InDelta(t, c.Samples, got, 1e-9*(d+c.Samples))
			if n > d {
				require.InDelta(t, c.Sqrtm, got, 0.5e-5)
			} else {
				require.InDelta(t, c.Sqrtm, got, 1e-4)
			}
		})
	}
}

func TestFrechetIsZeroAndSymmetricToTheBit(t *testing.T) {
	for _, n := range []int{3, 40, 700} {
		r := newTwister(9)
		x, y := r.randn(n, 48, 1, 0), r.randn(n+5, 48, 2, 1)
		a, b := fit(t, x), fit(t, y)
		zero, err := metrics.Frechet(a, fit(t, permuted(x)))
		require.NoError(t, err)
		require.Zero(t, zero)
		ab, err := metrics.Frechet(a, b)
		require.NoError(t, err)
		ba, err := metrics.Frechet(b, a)
		require.NoError(t, err)
		require.Equal(t, ab, ba)
		require.Positive(t, ab)
	}
}

func TestFrechetGrowsWithNoise(t *testing.T) {
	x := newTwister(4).randn(400, 24, 1, 0)
	last := 0.0
	for _, amount := range []float64{0.1, 0.2, 0.5, 1, 2} {
		noise := newTwister(5).randn(400, 24, amount, 0)
		noise.Add(noise, x)
		got, err := metrics.Frechet(fit(t, x), fit(t, noise))
		require.NoError(t, err)
		require.Greater(t, got, last)
		last = got
	}
}

func TestProcessorsDoNotChangeBits(t *testing.T) {
	type result struct {
		Moments metrics.Moments
		FID     float64
		KMMD    float64
	}
	r := newTwister(31)
	x, y := r.randn(900, 300, 1, 0), r.randn(530, 300, 1.5, 0.1)
	var want result
	for i, processors := range []int{1, 2, 5} {
		before := runtime.GOMAXPROCS(processors)
		t.Cleanup(func() { runtime.GOMAXPROCS(before) })
		got := result{Moments: fit(t, x)}
		var err error
		got.FID, err = metrics.Frechet(got.Moments, fit(t, y))
		require.NoError(t, err)
		got.KMMD, err = metrics.KMMD(x, y)
		require.NoError(t, err)
		if i == 0 {
			want = got
		}
		require.Equal(t, want, got, "%d processors", processors)
	}
}

func TestFrechetRefuses(t *testing.T) {
	good := gaussian([]float64{0, 0}, []float64{1, 1})
	for _, c := range []struct {
		name string
		b    metrics.Moments
		want error
		text string
	}{
		{"another dimension", gaussian([]float64{0}, []float64{1}), metrics.ErrShape, "2 and 1 dimensions"},
		{"mean without covariance", metrics.Moments{Mean: []float64{0, 0}}, metrics.ErrShape, "mean of 2 values"},
		{"empty", metrics.Moments{}, metrics.ErrShape, "mean of 0 values"},
		{"negative variance", gaussian([]float64{0, 0}, []float64{1, -1}), metrics.ErrNotPSD, "variance 1 is -1"},
		{"indefinite", metrics.Moments{Mean: []float64{0, 0}, Cov: mat.NewSymDense(2, []float64{1, 2, 2, 1})}, metrics.ErrNotPSD, "off by 3"},
		{"zero diagonal", metrics.Moments{Mean: []float64{0, 0}, Cov: mat.NewSymDense(2, []float64{0, 1, 1, 0})}, metrics.ErrNotPSD, "off by 1"},
		{"NaN mean", gaussian([]float64{0, math.NaN()}, []float64{1, 1}), nil, "mean: value 1 is NaN"},
		{"infinite covariance", metrics.Moments{Mean: []float64{0, 0}, Cov: mat.NewSymDense(2, []float64{1, math.Inf(1), 0, 1})}, nil, "row 0"},
		{"overflow", gaussian([]float64{1e200, 0}, []float64{1, 1}), nil, "too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := metrics.Frechet(good, c.b)
			require.ErrorContains(t, err, c.text)
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
			}
			_, err = metrics.Frechet(c.b, good)
			require.Error(t, err)
		})
	}
}

func BenchmarkFrechet(b *testing.B) {
	r := newTwister(1)
	for _, d := range []int{128, 768} {
		x, errX := metrics.Fit(r.randn(1500, d, 1, 0))
		y, errY := metrics.Fit(r.randn(1500, d, 1, 0.1))
		require.NoError(b, errX)
		require.NoError(b, errY)
		b.Run(fmt.Sprint(d), func(b *testing.B) {
			for b.Loop() {
				_, err := metrics.Frechet(x, y)
				require.NoError(b, err)
			}
		})
	}
}
