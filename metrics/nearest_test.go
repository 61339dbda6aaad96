package metrics_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"tgan/metrics"
)

func TestNearestAgreesWithAllPairs(t *testing.T) {
	r := newTwister(21)
	real, fake := r.randn(150, 12, 1, 5), r.randn(80, 12, 1, 5)
	got, err := metrics.Nearest(real, fake)
	require.NoError(t, err)
	require.Len(t, got, 80)
	for i, n := range got {
		best, at := math.Inf(1), 0
		for j := range 150 {
			if d := floats.Distance(real.RawRowView(j), fake.RawRowView(i), 2); d < best {
				best, at = d, j
			}
		}
		own := math.Inf(1)
		for j := range 150 {
			if j != at {
				own = min(own, floats.Distance(real.RawRowView(j), real.RawRowView(at), 2))
			}
		}
		require.Equal(t, at, n.Real)
		require.InEpsilon(t, best, n.Distance, 1e-12)
		require.InEpsilon(t, best/own, n.Ratio, 1e-12)
	}
}

func TestAuthenticity(t *testing.T) {
	r := newTwister(22)
	real, fresh := r.randn(600, 32, 1, 0), r.randn(600, 32, 1, 0)
	n, err := metrics.Nearest(real, fresh)
	require.NoError(t, err)
	require.Greater(t, metrics.Authenticity(n), 0.5)

	n, err = metrics.Nearest(real, permuted(real))
	require.NoError(t, err)
	require.Zero(t, metrics.Authenticity(n))
	for _, v := range n {
		require.Zero(t, v.Distance)
		require.Zero(t, v.Ratio)
	}
}

func TestNearestOfDuplicates(t *testing.T) {
	got, err := metrics.Nearest(mat.NewDense(3, 1, []float64{1, 1, 7}), mat.NewDense(3, 1, []float64{1, 2, 7}))
	require.NoError(t, err)
	require.Equal(t, []metrics.Neighbour{{Real: 0}, {Real: 0, Distance: 1, Ratio: math.Inf(1)}, {Real: 2}}, got)
}

func TestNearestRefuses(t *testing.T) {
	x := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
	_, err := metrics.Nearest(mat.NewDense(1, 2, nil), x)
	require.ErrorIs(t, err, metrics.ErrShape)
	_, err = metrics.Nearest(x, mat.NewDense(2, 3, nil))
	require.EqualError(t, err, "metrics: real features have 2 dimensions, fake ones 3; use one extractor for both: shapes do not fit")
	_, err = metrics.Nearest(x, mat.NewDense(1, 2, []float64{math.NaN(), 0}))
	require.ErrorContains(t, err, "fake features, row 0: value 0 is NaN")
}

func TestMostSuspiciousFirst(t *testing.T) {
	inf := math.Inf(1)
	order := metrics.MostSuspicious([]metrics.Neighbour{{Ratio: 2}, {Ratio: inf}, {Ratio: 0.5}, {Ratio: 2}, {Ratio: 0}})
	require.Equal(t, []int{4, 2, 0, 3, 1}, order)
}
