package metrics_test

import (
	"fmt"
	"image"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/internal/kernel"
	"tgan/metrics"
)

// sampled returns the sample of pictures under the random network.
func sampled(t *testing.T, images metrics.Images) *metrics.Sample {
	t.Helper()
	f, err := metrics.ExtractFeatures(t.Context(), metrics.NewRandomConv(newPool(t, 2, kernel.Detect())), images, nil)
	require.NoError(t, err)
	return metrics.NewSample(f)
}

func TestMeasureSaysWhatMadeTheNumbers(t *testing.T) {
	real, fake := sampled(t, random(1, 90, 8)), sampled(t, random(2, 70, 8))
	s := metrics.StandardSettings("7")
	s.Subsets = metrics.Subsets{Count: 4, Size: 60}
	scores, err := metrics.Measure(real, fake, []string{"fid", "kid-subsets", "kid"}, s)
	require.NoError(t, err)
	for i, name := range []string{"fid", "kid-subsets", "kid"} {
		require.Equal(t, []any{name, 90, 70}, []any{scores[i].Metric, scores[i].NReal, scores[i].NFake})
		require.Nil(t, scores[i].Interval)
	}
	require.Equal(t, []string{"", "7", ""}, []string{scores[0].Seed, scores[1].Seed, scores[2].Seed})
	require.Positive(t, scores[1].Deviation)
	require.Equal(t, []string{
		"90 real images are fewer than 128 features: the covariance lacks rank and FID is far too high; use more images, fewer features, or kid",
		"70 fake images are fewer than 128 features: the covariance lacks rank and FID is far too high; use more images, fewer features, or kid",
	}, scores[0].Warnings)
	require.Equal(t, []string{"subsets of 60 of only 70 images share most of them: the deviation says little; use smaller subsets, or kid with intervals"},
		scores[1].Warnings)
	require.Empty(t, scores[2].Warnings)
}

func TestMeasureGivesIntervalsOfEveryMetric(t *testing.T) {
	real, fake := sampled(t, random(1, 64, 4)), sampled(t, random(2, 48, 4).changed(func(_, k int, v uint8) float64 { return float64(v)*0.9 + float64(k%3) }))
	s := metrics.StandardSettings("1")
	s.Subsets, s.Draws, s.Level = metrics.Subsets{Count: 3, Size: 20}, 20, 0.8
	scores, err := metrics.Measure(real, fake, metrics.Names(), s)
	require.NoError(t, err)
	for _, score := range scores {
		require.Equal(t, score.Value, score.Interval.Value)
		require.Equal(t, 0.8, score.Interval.Level)
		require.LessOrEqual(t, score.Interval.Low, score.Interval.High)
		within := metrics.RangeOf(score.Metric)
		require.GreaterOrEqual(t, score.Interval.Low, within.Low)
		require.LessOrEqual(t, score.Interval.High, within.High)
		require.Equal(t, []any{metrics.HalfSamples, 20}, []any{score.Interval.Method, score.Interval.Draws})
		require.Equal(t, "1", score.Seed)
	}
	alone, err := metrics.Measure(real, fake, []string{"fid"}, s)
	require.NoError(t, err)
	require.Equal(t, scores[0], alone[0], "what else is measured changes nothing")
}

// What a sample keeps of one comparison is not seen in the next.
func TestMeasureAgain(t *testing.T) {
	names, s := []string{"kmmd", "kmmd-median", "precision", "authenticity"}, metrics.StandardSettings("1")
	real := sampled(t, random(1, 90, 8))
	for seed := range uint32(3) {
		fake := sampled(t, random(seed+2, 70, 8))
		want, err := metrics.Measure(sampled(t, random(1, 90, 8)), fake, names, s)
		require.NoError(t, err)
		got, err := metrics.Measure(real, fake, names, s)
		require.NoError(t, err)
		require.Equal(t, want, got)
		_, err = metrics.Measure(fake, real, names, s)
		require.NoError(t, err)
	}
}

func TestMeasureOfStatistics(t *testing.T) {
	real, fake := sampled(t, random(1, 200, 4)), sampled(t, random(2, 150, 4))
	want, err := metrics.Measure(real, fake, []string{"fid", "fid-infinity"}, metrics.StandardSettings("1"))
	require.NoError(t, err)
	moments, err := real.Moments()
	require.NoError(t, err)
	got, err := metrics.Measure(metrics.NewStatistics(moments), fake, []string{"fid", "fid-infinity"}, metrics.StandardSettings("1"))
	require.NoError(t, err)
	require.Equal(t, want, got)

	statistics := metrics.NewStatistics(moments)
	_, err = metrics.Measure(statistics, fake, []string{"fid", "kid"}, metrics.StandardSettings("1"))
	require.EqualError(t, err, "metrics: kid needs the real images, only their mean and covariance are given; give images, or ask for fid")
	_, err = metrics.Measure(real, statistics, []string{"fid-infinity"}, metrics.StandardSettings("1"))
	require.ErrorContains(t, err, "metrics: fid-infinity needs the fake images")
	s := metrics.StandardSettings("1")
	s.Draws = 20
	_, err = metrics.Measure(statistics, fake, []string{"fid"}, s)
	require.ErrorContains(t, err, "metrics: the interval of fid needs the real images")
	_, err = metrics.NearestImages(real, statistics)
	require.ErrorContains(t, err, "need images on both sides")
}

// Every metric, and its interval, is a number at its least numbers of images, and says what it needs one below.
func TestEveryMetricAtItsLeast(t *testing.T) {
	const most = 12
	reals, fakes := make([]*metrics.Sample, most+1), make([]*metrics.Sample, most+1)
	for n := 1; n <= most; n++ {
		reals[n], fakes[n] = sampled(t, random(1, n, 4)), sampled(t, random(2, n, 4))
	}
	for _, draws := range []int{0, 20} {
		s := metrics.StandardSettings("1")
		s.Subsets, s.Draws = metrics.Subsets{Count: 3, Size: 2}, draws
		for _, name := range metrics.Names() {
			what, least := name, metrics.LeastImages(name)
			if draws > 0 {
				what, least = "the interval of "+name+", from halves,", metrics.Least{Real: max(4, 2*least.Real), Fake: max(4, 2*least.Fake)}
			}
			t.Run(what, func(t *testing.T) {
				scores, err := metrics.Measure(reals[least.Real], fakes[least.Fake], []string{name}, s)
				require.NoError(t, err)
				require.False(t, math.IsNaN(scores[0].Value) || math.IsInf(scores[0].Value, 0), "%v", scores[0].Value)
				_, err = metrics.Measure(reals[least.Real-1], fakes[least.Fake], []string{name}, s)
				require.EqualError(t, err, fmt.Sprintf("metrics: %s needs at least %d real images, not %d: add images or leave it out", what, least.Real, least.Real-1))
				if least.Fake > 1 {
					_, err = metrics.Measure(reals[least.Real], fakes[least.Fake-1], []string{name}, s)
					require.EqualError(t, err, fmt.Sprintf("metrics: %s needs at least %d fake images, not %d: add images or leave it out", what, least.Fake, least.Fake-1))
				}
			})
		}
	}
	_, err := metrics.Measure(reals[12], fakes[4], []string{"kid-subsets"}, metrics.StandardSettings("1"))
	require.EqualError(t, err, "metrics: KID subsets of 1000 images from sets of 12 and 4; choose a size from 2 to 4")
	_, err = metrics.KMMDMedian(mat.NewDense(1, 1, []float64{1}), mat.NewDense(1, 1, []float64{1}), "1")
	require.ErrorIs(t, err, metrics.ErrShape)
}

func TestFeaturesOfOneExtractorOnly(t *testing.T) {
	one := sampled(t, random(1, 12, 4))
	f, err := metrics.ExtractFeatures(t.Context(), metrics.NewDomain(newPool(t, 2, kernel.Detect())), random(2, 12, 32), nil)
	require.NoError(t, err)
	for _, name := range metrics.Names() {
		_, err = metrics.Measure(one, metrics.NewSample(f), []string{name}, metrics.StandardSettings("1"))
		require.ErrorIs(t, err, metrics.ErrShape, name)
	}
}

func TestNearestImagesFindsCopies(t *testing.T) {
	real := random(3, 60, 6)
	found, err := metrics.NearestImages(sampled(t, real), sampled(t, gallery{decoded(t, real, 17), decoded(t, real, 5)}))
	require.NoError(t, err)
	require.Equal(t, []metrics.Neighbour{{Real: 17}, {Real: 5}}, found)
}

func decoded(t *testing.T, images metrics.Images, i int) *image.RGBA {
	t.Helper()
	img, err := images.Decode(i)
	require.NoError(t, err)
	return img
}

func TestExpandNames(t *testing.T) {
	got, err := metrics.Expand([]string{"fid", "recall", "prdc", "fid"})
	require.NoError(t, err)
	require.Equal(t, []string{"fid", "recall", "precision", "density", "coverage"}, got)
	_, err = metrics.Expand([]string{"fud"})
	require.ErrorContains(t, err, `unknown metric "fud"; known: [fid fid-infinity kmmd`)
}

// Images of any size at once give what each gives alone.
func TestInceptionTakesImagesOfAnySize(t *testing.T) {
	mixed := gallery{rgba(picture(0, 90), 90, 90), rgba(picture(1, 60)[:60*40*3], 60, 40), rgba(picture(2, 64)[:20*64*3], 20, 64), rgba(picture(0, 76), 76, 76), rgba(picture(1, 76), 76, 76)}
	for _, protocol := range metrics.Resizes() {
		images := mixed
		if protocol == metrics.ResizeNone {
			images = gallery{mixed[0], mixed[3], mixed[4]}
		}
		e := inception(t, "testdata/inception_random.pth", 64, protocol)
		whole, err := e.Features(t.Context(), images, nil)
		require.NoError(t, err)
		for i := range images {
			alone, err := e.Features(t.Context(), images[i:i+1], nil)
			require.NoError(t, err)
			require.True(t, mat.Equal(whole.Slice(i, i+1, 0, 64), alone), "%s, image %d", protocol, i)
		}
	}
}
