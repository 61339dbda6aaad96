package metrics_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/metrics"
)

// Against the true moments of their own source, the FID of m samples is about proportional to 1/m, and 0 in the limit.
func TestFIDInfinityTakesTheBiasAway(t *testing.T) {
	const d = 16
	truth := gaussian(repeat(0, d), repeat(1, d))
	fake := newTwister(41).randn(4000, d, 1, 0)
	small, err := metrics.Frechet(truth, fit(t, fake.Slice(0, 400, 0, d).(*mat.Dense)))
	require.NoError(t, err)
	e := metrics.StandardExtrapolation(4000, "1")
	require.Equal(t, metrics.Extrapolation{Points: 15, Least: 400, Seed: "1"}, e)
	got, err := metrics.FIDInfinity(truth, fake, e)
	require.NoError(t, err)
	require.Greater(t, small, 0.1)
	require.InDelta(t, 0, got, 0.01)

	again, err := metrics.FIDInfinity(truth, permuted(fake), e)
	require.NoError(t, err)
	require.Equal(t, got, again)

	shifted := gaussian(repeat(0.5, d), repeat(1, d))
	got, err = metrics.FIDInfinity(shifted, fake, e)
	require.NoError(t, err)
	require.InDelta(t, 4, got, 0.3)
}

func TestFIDInfinityRefuses(t *testing.T) {
	fake := newTwister(41).randn(10, 2, 1, 0)
	for _, c := range []struct {
		e    metrics.Extrapolation
		want string
	}{
		{metrics.Extrapolation{Points: 1, Least: 2}, "metrics: FID-infinity of 1 points, at least 2 are needed"},
		{metrics.Extrapolation{Points: 2, Least: 10}, "metrics: FID-infinity from subsets of 10 of 10 fake images; choose a least size from 2 to 9"},
	} {
		_, err := metrics.FIDInfinity(gaussian(repeat(0, 2), repeat(1, 2)), fake, c.e)
		require.EqualError(t, err, c.want)
	}
	_, err := metrics.FIDInfinity(gaussian(repeat(0, 3), repeat(1, 3)), fake, metrics.StandardExtrapolation(10, ""))
	require.ErrorIs(t, err, metrics.ErrShape)
}

func TestFIDIsFrechetOfFits(t *testing.T) {
	r := newTwister(2)
	x, y := r.randn(50, 5, 1, 0), r.randn(60, 5, 1, 1)
	got, err := metrics.FID(x, y)
	require.NoError(t, err)
	want, err := metrics.Frechet(fit(t, x), fit(t, y))
	require.NoError(t, err)
	require.Equal(t, want, got)
	_, err = metrics.FID(x, &mat.Dense{})
	require.ErrorIs(t, err, metrics.ErrShape)
	_, err = metrics.FID(&mat.Dense{}, x)
	require.ErrorIs(t, err, metrics.ErrShape)
}
