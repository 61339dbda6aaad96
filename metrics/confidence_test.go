package metrics_test

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"tgan/metrics"
)

// gap is the difference of the means of the first features.
func gap(real, fake *mat.Dense) (float64, error) {
	return stat.Mean(mat.Col(nil, 0, fake), nil) - stat.Mean(mat.Col(nil, 0, real), nil), nil
}

func TestConfidenceCoversTheTruth(t *testing.T) {
	const trials, n, m = 300, 80, 50
	r := newTwister(51)
	var covered int
	var width float64
	for trial := range trials {
		i, err := metrics.Confidence(r.randn(n, 1, 1, 0), r.randn(m, 1, 1, 2), metrics.Resampling{Draws: 200, Level: 0.9, Seed: strconv.Itoa(trial)}, metrics.Unbounded(), gap)
		require.NoError(t, err)
		require.Equal(t, 0.9, i.Level)
		if i.Low <= 2 && 2 <= i.High {
			covered++
		}
		width += (i.High - i.Low) / trials
	}
	require.InDelta(t, 0.9, float64(covered)/trials, 4*math.Sqrt(0.9*0.1/trials))
	require.InEpsilon(t, 2*1.645*math.Sqrt(1./n+1./m), width, 0.05)
}

// Near the end of their range, where both sets are of one distribution, intervals of metrics stay within it and hold the mean over many sets
// of as many images as often as they say, or more.
func TestConfidenceNearTheEndOfTheRange(t *testing.T) {
	const trials, n = 60, 60
	r := newTwister(53)
	for _, c := range []struct {
		name   string
		metric func(real, fake *mat.Dense) (float64, error)
		shift  float64
	}{{"fid", metrics.FID, 0}, {"fid", metrics.FID, 0.2}, {"kmmd", metrics.KMMD, 0}} {
		within := metrics.RangeOf(c.name)
		var truth float64
		for range 4 * trials {
			v, err := c.metric(r.randn(n, 3, 1, 0), r.randn(n, 3, 1, c.shift))
			require.NoError(t, err)
			truth += v / (4 * trials)
		}
		covered, cut := 0, 0
		for trial := range trials {
			i, err := metrics.Confidence(r.randn(n, 3, 1, 0), r.randn(n, 3, 1, c.shift), metrics.Resampling{Draws: 39, Level: 0.9, Seed: strconv.Itoa(trial)}, within, c.metric)
			require.NoError(t, err)
			require.GreaterOrEqual(t, i.Low, within.Low)
			if i.Low <= truth && truth <= i.High {
				covered++
			}
			if i.Low == within.Low {
				cut++
			}
		}
		t.Logf("%s, shift %v: mean %.3f, covered %d of %d, %d cut", c.name, c.shift, truth, covered, trials, cut)
		require.GreaterOrEqual(t, float64(covered)/trials, 0.9-3*math.Sqrt(0.9*0.1/trials))
		if c.name == "fid" && c.shift == 0 {
			require.Greater(t, cut, trials/4, "the case is one where the cut matters")
		}
	}
}

// 39 values cut off 1/40 at each end; one value is all its quantiles.
func TestConfidenceTakesTheEndsOfTheDraws(t *testing.T) {
	x := newTwister(54).randn(40, 1, 1, 0)
	var values []float64
	first := func(real, fake *mat.Dense) (float64, error) {
		v, err := gap(real, fake)
		values = append(values, v)
		return v, err
	}
	i, err := metrics.Confidence(x, x, metrics.Resampling{Draws: 39, Level: 0.95, Seed: "1"}, metrics.Unbounded(), first)
	require.NoError(t, err)
	halves := values[1:]
	mean := stat.Mean(halves, nil)
	require.InDelta(t, slices.Min(halves)-mean, i.Low-i.Value, 1e-12)
	require.InDelta(t, slices.Max(halves)-mean, i.High-i.Value, 1e-12)
}

func TestConfidenceOfMetrics(t *testing.T) {
	r := newTwister(52)
	x, y := r.randn(200, 6, 1, 0), r.randn(160, 6, 1.2, 0.5)
	precision := func(real, fake *mat.Dense) (float64, error) {
		p, err := metrics.PrecisionRecall(real, fake, 3)
		return p.Precision, err
	}
	sampling := metrics.Resampling{Draws: 40, Level: 0.8, Seed: "1"}
	for name, metric := range map[string]func(real, fake *mat.Dense) (float64, error){
		"fid": metrics.FID, "kmmd": metrics.KMMD, "kid": metrics.KID, "precision": precision,
	} {
		t.Run(name, func(t *testing.T) {
			want, err := metric(x, y)
			require.NoError(t, err)
			got, err := metrics.Confidence(x, y, sampling, metrics.RangeOf(name), metric)
			require.NoError(t, err)
			require.Equal(t, want, got.Value)
			require.Less(t, got.Low, got.Value)
			require.Greater(t, got.High, got.Value)
			again, err := metrics.Confidence(permuted(x), permuted(y), sampling, metrics.RangeOf(name), metric)
			require.NoError(t, err)
			require.Equal(t, got, again)
		})
	}
}

func TestConfidenceRefuses(t *testing.T) {
	x := newTwister(1).randn(10, 2, 1, 0)
	_, err := metrics.Confidence(x, x, metrics.Resampling{Draws: 19, Level: 0.5}, metrics.Unbounded(), gap)
	require.EqualError(t, err, "metrics: confidence from 19 draws, at least 20 are needed")
	_, err = metrics.Confidence(x, x, metrics.Resampling{Draws: 20, Level: 1}, metrics.Unbounded(), gap)
	require.EqualError(t, err, "metrics: confidence level 1, want one between 0 and 1")
	_, err = metrics.Confidence(x, mat.NewDense(3, 2, nil), metrics.Resampling{Draws: 20, Level: 0.5}, metrics.Unbounded(), gap)
	require.ErrorIs(t, err, metrics.ErrShape)
	broken := errors.New("broken")
	_, err = metrics.Confidence(x, x, metrics.Resampling{Draws: 20, Level: 0.5}, metrics.Unbounded(), func(real, _ *mat.Dense) (float64, error) {
		if n, _ := real.Dims(); n < 10 {
			return 0, broken
		}
		return 1, nil
	})
	require.ErrorIs(t, err, broken)
	require.ErrorContains(t, err, "half-sample 0")
}
