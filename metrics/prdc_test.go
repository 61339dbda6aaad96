package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/metrics"
)

func TestPrecisionRecallAgreesWithNumPy(t *testing.T) {
	for _, c := range readFixtures(t).Pairs {
		for k, want := range map[int][4]float64{3: c.PRDC3, 5: c.PRDC5} {
			t.Run(fmt.Sprint(c.Set, k), func(t *testing.T) {
				real, fake := c.Set.sets()
				got, err := metrics.PrecisionRecall(real, fake, k)
				require.NoError(t, err)
				require.Equal(t, k, got.K)
				require.InDeltaSlice(t, want[:], []float64{got.Precision, got.Recall, got.Density, got.Coverage}, 1e-12)
				again, err := metrics.PrecisionRecall(permuted(real), permuted(fake), k)
				require.NoError(t, err)
				require.Equal(t, got, again)
			})
		}
	}
}

// For equal distributions, expected density is 1 and expected coverage 1-(n-1)...(n-k)/((2n-1)...(2n-k)), near 1-2^-k.
// Source: Naeem et al. 2020, section 3.3.
func TestPrecisionRecallOfEqualDistributions(t *testing.T) {
	const n, k = 1500, 5
	r := newTwister(12)
	got, err := metrics.PrecisionRecall(r.randn(n, 64, 1, 0), r.randn(n, 64, 1, 0), k)
	require.NoError(t, err)
	missed := 1.0
	for i := 1; i <= k; i++ {
		missed *= float64(n-i) / float64(2*n-i)
	}
	require.InDelta(t, 1-missed, got.Coverage, 4*math.Sqrt(missed*(1-missed)/n))
	require.InDelta(t, 1, got.Density, 0.1)
}

func TestPrecisionRecallOfCollapse(t *testing.T) {
	r := newTwister(13)
	real, fake := r.randn(400, 8, 1, 0), r.randn(400, 8, 0.05, 0)
	got, err := metrics.PrecisionRecall(real, fake, 3)
	require.NoError(t, err)
	require.Greater(t, got.Precision, 0.8)
	require.Less(t, got.Recall, 0.3)
}

func TestPrecisionRecallCountsOpenBalls(t *testing.T) {
	// Reals 0, 1, 5 have radii 1, 1, 4. The fake at 2 is on the rim of the second ball and inside the third, the fake at 9
	// on the rim of the third. Fake radii are 7: 0 and 1 are near 2 only, 5 is near both.
	got, err := metrics.PrecisionRecall(mat.NewDense(3, 1, []float64{0, 1, 5}), mat.NewDense(2, 1, []float64{2, 9}), 1)
	require.NoError(t, err)
	require.Equal(t, metrics.PRDC{K: 1, Precision: 0.5, Recall: 1, Density: 0.5, Coverage: 1. / 3}, got)
}

func TestPrecisionRecallOfDuplicates(t *testing.T) {
	// All reals equal: radius 0, and nothing is inside an open ball of radius 0.
	got, err := metrics.PrecisionRecall(mat.NewDense(4, 1, []float64{.1, .1, .1, .1}), mat.NewDense(3, 1, []float64{.1, .2, .3}), 1)
	require.NoError(t, err)
	require.Equal(t, metrics.PRDC{K: 1, Recall: 1}, got)
}

func TestPrecisionRecallRefuses(t *testing.T) {
	x := newTwister(1).randn(5, 3, 1, 0)
	_, err := metrics.PrecisionRecall(x, x, 0)
	require.EqualError(t, err, "metrics: precision and recall with k = 0 neighbours, at least 1 is needed")
	_, err = metrics.PrecisionRecall(x, x, 5)
	require.ErrorIs(t, err, metrics.ErrShape)
}
