package metrics_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"tgan/metrics"
)

func TestFitOfConstantImages(t *testing.T) {
	// Three images of one gray each, 0, 127.5 and 255, scaled to 0..1: pytorch-fid's test of mean and ddof.
	m := fit(t, mat.NewDense(3, 4, []float64{0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1}))
	require.Equal(t, 3, m.N)
	require.Equal(t, []float64{0.5, 0.5, 0.5, 0.5}, m.Mean)
	for i := range 4 {
		for j := range 4 {
			require.Equal(t, 0.25, m.Cov.At(i, j))
		}
	}
}

func TestFitAgreesWithTwoPasses(t *testing.T) {
	for _, size := range [][2]int{{2, 1}, {7, 3}, {512, 65}, {513, 64}, {1500, 130}} {
		x := newTwister(3).randn(size[0], size[1], 2, 100)
		m := fit(t, x)
		var want mat.SymDense
		stat.CovarianceMatrix(&want, x, nil)
		for i := range size[1] {
			require.InEpsilon(t, stat.Mean(mat.Col(nil, i, x), nil), m.Mean[i], 1e-13)
			for j := range size[1] {
				require.InDelta(t, want.At(i, j), m.Cov.At(i, j), 1e-11)
			}
		}
	}
}

func TestFitIgnoresOrder(t *testing.T) {
	x := newTwister(8).randn(1200, 70, 1, 3)
	require.Equal(t, fit(t, x), fit(t, permuted(x)))
}

func TestStatsIgnoreBatches(t *testing.T) {
	x := newTwister(8).randn(1300, 20, 1, 3)
	whole := metrics.NewStats(20)
	require.NoError(t, whole.Add(x))
	want, err := whole.Moments()
	require.NoError(t, err)
	require.Equal(t, 1300, want.N)
	for _, size := range []int{1, 7, 512, 700} {
		s := metrics.NewStats(20)
		for lo := 0; lo < 1300; lo += size {
			require.NoError(t, s.Add(x.Slice(lo, min(1300, lo+size), 0, 20).(*mat.Dense)))
			if lo > 600 && lo < 600+2*size {
				_, err := s.Moments() // looking must not disturb
				require.NoError(t, err)
			}
		}
		got, err := s.Moments()
		require.NoError(t, err)
		require.Equal(t, want, got, "batches of %d", size)
	}
}

func TestStatsMerge(t *testing.T) {
	x := newTwister(8).randn(1300, 20, 1, 3)
	want := fit(t, x)
	for _, cut := range []int{0, 1, 512, 900, 1300} {
		a, b := metrics.NewStats(20), metrics.NewStats(20)
		for part, s := range map[[2]int]*metrics.Stats{{0, cut}: a, {cut, 1300}: b} {
			if part[0] < part[1] {
				require.NoError(t, s.Add(x.Slice(part[0], part[1], 0, 20).(*mat.Dense)))
			}
		}
		require.NoError(t, a.Merge(b))
		require.Equal(t, 1300, a.Len())
		require.Equal(t, 1300-cut, b.Len())
		got, err := a.Moments()
		require.NoError(t, err)
		require.Equal(t, want.N, got.N)
		for i := range 20 {
			require.InDelta(t, want.Mean[i], got.Mean[i], 1e-13)
			for j := range 20 {
				require.InDelta(t, want.Cov.At(i, j), got.Cov.At(i, j), 1e-13)
			}
		}
	}
	require.ErrorIs(t, metrics.NewStats(3).Merge(metrics.NewStats(4)), metrics.ErrShape)
}

func TestFitRefuses(t *testing.T) {
	for _, c := range []struct {
		name     string
		features *mat.Dense
		text     string
	}{
		{"nothing", &mat.Dense{}, "empty"},
		{"one image", mat.NewDense(1, 2, []float64{1, 2}), "features of 1 images, at least 2"},
		{"NaN", mat.NewDense(2, 2, []float64{1, 2, math.NaN(), 1}), "row 1: value 0 is NaN"},
		{"overflow", mat.NewDense(2, 1, []float64{1e200, -1e200}), "overflows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := metrics.Fit(c.features)
			require.ErrorContains(t, err, c.text)
		})
	}
}
