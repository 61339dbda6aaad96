package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/metrics"
)

func TestKMMDAgreesWithNumPy(t *testing.T) {
	for _, c := range readFixtures(t).Pairs {
		t.Run(fmt.Sprint(c.Set), func(t *testing.T) {
			real, fake := c.Set.sets()
			got, err := metrics.KMMD(real, fake)
			require.NoError(t, err)
			require.InEpsilon(t, c.KMMD, got, 1e-12)
			again, err := metrics.KMMD(permuted(real), permuted(fake))
			require.NoError(t, err)
			require.Equal(t, got, again)
			median, err := metrics.KMMDMedian(real, fake, "1")
			require.NoError(t, err)
			require.InEpsilon(t, c.KMMDMedian, median, 1e-12)
		})
	}
}

// Of many real images a subset gives the bandwidth, which is near that of all.
func TestKMMDMedianOfASubset(t *testing.T) {
	r := newTwister(7)
	x, y := r.randn(2500, 3, 1, 0), r.randn(100, 3, 1, 0.5)
	whole, err := metrics.KMMDMedian(x.Slice(0, 2048, 0, 3).(*mat.Dense), y, "1")
	require.NoError(t, err)
	got, err := metrics.KMMDMedian(x, y, "1")
	require.NoError(t, err)
	require.InDelta(t, whole, got, 0.01)
	other, err := metrics.KMMDMedian(x, y, "2")
	require.NoError(t, err)
	require.NotEqual(t, got, other)
	again, err := metrics.KMMDMedian(permuted(x), permuted(y), "1")
	require.NoError(t, err)
	require.Equal(t, got, again)
}

func TestKMMDByHand(t *testing.T) {
	// Real 0 and 2: squared distances 0, 4, 4, 0, bandwidth 2. Fake 0: k(0,2) = exp(-4/4).
	got, err := metrics.KMMD(mat.NewDense(2, 1, []float64{0, 2}), mat.NewDense(1, 1, []float64{0}))
	require.NoError(t, err)
	e := math.Exp(-1)
	require.InDelta(t, math.Sqrt((1+e)/2+1-(1+e)), got, 1e-15)
}

func TestKMMDOfEqualSetsIsZero(t *testing.T) {
	x := newTwister(2).randn(150, 40, 3, 1000)
	got, err := metrics.KMMD(x, permuted(x))
	require.NoError(t, err)
	require.Zero(t, got)
}

func TestKMMDGrowsWithShift(t *testing.T) {
	x := newTwister(2).randn(150, 10, 1, 0)
	last := 0.0
	for _, shift := range []float64{0.2, 0.5, 1, 2, 100} {
		got, err := metrics.KMMD(x, newTwister(3).randn(150, 10, 1, shift))
		require.NoError(t, err)
		require.Greater(t, got, last)
		last = got
	}
	require.Less(t, last, math.Sqrt2)
}

func TestKMMDRefuses(t *testing.T) {
	x := mat.NewDense(2, 1, []float64{0, 1})
	_, err := metrics.KMMD(mat.NewDense(3, 1, []float64{.1, .1, .1}), x)
	require.ErrorIs(t, err, metrics.ErrDegenerate)
	_, err = metrics.KMMDMedian(mat.NewDense(4, 1, []float64{.1, .1, .1, .2}), x, "1")
	require.NoError(t, err)
	_, err = metrics.KMMDMedian(mat.NewDense(5, 1, []float64{.1, .1, .1, .1, .2}), x, "1")
	require.ErrorIs(t, err, metrics.ErrDegenerate)
	_, err = metrics.KMMD(x, mat.NewDense(2, 2, nil))
	require.ErrorIs(t, err, metrics.ErrShape)
	_, err = metrics.KMMD(x, &mat.Dense{})
	require.ErrorContains(t, err, "fake features are empty")
	_, err = metrics.KMMD(x, mat.NewDense(1, 1, []float64{math.Inf(-1)}))
	require.ErrorContains(t, err, "fake features, row 0: value 0 is -Inf")
}

func BenchmarkKMMD(b *testing.B) {
	r := newTwister(1)
	x, y := r.randn(1000, 768, 1, 0), r.randn(1000, 768, 1, 0.1)
	for b.Loop() {
		_, err := metrics.KMMD(x, y)
		require.NoError(b, err)
	}
}
