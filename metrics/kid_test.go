package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/metrics"
)

func TestKIDAgreesWithNumPy(t *testing.T) {
	for _, c := range readFixtures(t).Pairs {
		t.Run(fmt.Sprint(c.Set), func(t *testing.T) {
			real, fake := c.Set.sets()
			got, err := metrics.KID(real, fake)
			require.NoError(t, err)
			require.InDelta(t, c.KID, got, 1e-12*max(1, math.Abs(c.KID)))
			again, err := metrics.KID(permuted(real), permuted(fake))
			require.NoError(t, err)
			require.Equal(t, got, again)
		})
	}
}

func TestKIDByHand(t *testing.T) {
	// One feature; real 0, 1, fake 1, 1: k(0,1) = 1, k(1,1) = 8, cross mean (1+1+8+8)/4.
	got, err := metrics.KID(mat.NewDense(2, 1, []float64{0, 1}), mat.NewDense(2, 1, []float64{1, 1}))
	require.NoError(t, err)
	require.Equal(t, 1+8-2*4.5, got)
}

func TestKIDSubsets(t *testing.T) {
	r := newTwister(6)
	x, y := r.randn(300, 16, 1, 0), r.randn(250, 16, 1, 0.3)
	full, err := metrics.KID(x, y)
	require.NoError(t, err)

	mean, deviation, err := metrics.KIDSubsets(x, y, metrics.Subsets{Count: 200, Size: 60, Seed: "1"})
	require.NoError(t, err)
	require.InDelta(t, full, mean, 4*deviation/math.Sqrt(200))
	require.Positive(t, deviation)

	again, _, err := metrics.KIDSubsets(permuted(x), permuted(y), metrics.Subsets{Count: 200, Size: 60, Seed: "1"})
	require.NoError(t, err)
	require.Equal(t, mean, again)
	other, _, err := metrics.KIDSubsets(x, y, metrics.Subsets{Count: 200, Size: 60, Seed: "2"})
	require.NoError(t, err)
	require.NotEqual(t, mean, other)

	y = y.Slice(0, 200, 0, 16).(*mat.Dense)
	whole, deviation, err := metrics.KIDSubsets(x.Slice(0, 200, 0, 16).(*mat.Dense), y, metrics.Subsets{Count: 3, Size: 200, Seed: "1"})
	require.NoError(t, err)
	full, err = metrics.KID(x.Slice(0, 200, 0, 16).(*mat.Dense), y)
	require.NoError(t, err)
	require.InDelta(t, full, whole, 1e-12)
	require.InDelta(t, 0, deviation, 1e-12)
}

func TestKIDRefuses(t *testing.T) {
	x, y := newTwister(1).randn(20, 3, 1, 0), newTwister(2).randn(30, 3, 1, 0)
	for _, c := range []struct {
		subsets metrics.Subsets
		want    string
	}{
		{metrics.StandardSubsets(""), "metrics: KID subsets of 1000 images from sets of 20 and 30; choose a size from 2 to 20"},
		{metrics.Subsets{Count: 1, Size: 1}, "metrics: KID subsets of 1 images from sets of 20 and 30; choose a size from 2 to 20"},
		{metrics.Subsets{Size: 5}, "metrics: KID of 0 subsets, at least 1 is needed"},
	} {
		_, _, err := metrics.KIDSubsets(x, y, c.subsets)
		require.EqualError(t, err, c.want)
	}
	_, err := metrics.KID(x, mat.NewDense(1, 3, nil))
	require.ErrorIs(t, err, metrics.ErrShape)
}
