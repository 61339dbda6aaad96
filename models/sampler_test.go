package models

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/kernel"
	"tgan/internal/rng"
)

func aSampler(t *testing.T) *Sampler {
	pool := kernel.NewPool(2, kernel.Detect())
	t.Cleanup(pool.Close)
	c := onnxCases(t)["dcgan32"]
	c.Spec.Batch = 16
	s, err := NewSampler(pool, c)
	require.NoError(t, err)
	return s
}

// One image at a time, they are the images of Draw.
func TestDrawEach(t *testing.T) {
	s := aSampler(t)
	want, err := s.Draw(20, "1")
	require.NoError(t, err)
	var got []uint8
	next := 0
	require.NoError(t, s.DrawEach(20, "1", func(i int, pixels []uint8) error {
		require.Equal(t, next, i)
		next++
		got = append(got, pixels...)
		return nil
	}))
	require.Equal(t, want, got)
	full := errors.New("full")
	require.ErrorIs(t, s.DrawEach(20, "1", func(i int, _ []uint8) error {
		if i == 17 {
			return full
		}
		return nil
	}), full)
}

func TestTruncatedCodesAreWithinTheBound(t *testing.T) {
	s := aSampler(t)
	free, bounded := make([]float32, 1000), make([]float32, 1000)
	s.norms(rng.New("1", "codes"), free)
	require.NoError(t, s.Truncate(0.7))
	s.norms(rng.New("1", "codes"), bounded)
	within := 0
	for i, v := range bounded {
		require.LessOrEqual(t, math.Abs(float64(v)), 0.7)
		if math.Abs(float64(free[i])) <= 0.7 {
			require.Equal(t, free[i], v, "what is within stays")
			within++
		}
	}
	require.InDelta(t, 516, within, 60, "erf(0.7/sqrt 2)")
	for _, at := range []float64{0, -1, 0.049, math.NaN(), math.Inf(1)} {
		require.ErrorContains(t, s.Truncate(at), "it must be 0.05 or more")
	}
}

// Images differ the less, the lower the bound: batch norm does not undo it.
func TestTruncationMakesImagesAlike(t *testing.T) {
	s := aSampler(t)
	spread := func() float64 {
		const n = 64
		pixels, err := s.Draw(n, "1")
		require.NoError(t, err)
		size := len(pixels) / n
		var sum float64
		for p := range size {
			var mean, square float64
			for i := range n {
				v := float64(pixels[i*size+p])
				mean += v / n
				square += v * v / n
			}
			sum += square - mean*mean
		}
		return sum / float64(size)
	}
	spreads := []float64{spread()}
	for _, at := range []float64{1.5, 0.7, 0.3, 0.1} {
		require.NoError(t, s.Truncate(at))
		spreads = append(spreads, spread())
	}
	t.Log(spreads)
	require.True(t, slices.IsSortedFunc(spreads, func(a, b float64) int {
		if a > b {
			return -1
		}
		return 1
	}), "%v", spreads)
	require.Less(t, spreads[4], spreads[0]/2)
}
