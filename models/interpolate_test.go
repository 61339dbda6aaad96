package models

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/kernel"
)

func TestPathsBetweenCodes(t *testing.T) {
	a, b := []float32{3, 0}, []float32{0, 3}
	for _, c := range []struct {
		path   Path
		share  float64
		x, y   float64
		length float64
	}{
		{Slerp, 0, 3, 0, 3}, {Slerp, 1, 0, 3, 3}, {Slerp, 0.5, 3 / math.Sqrt2, 3 / math.Sqrt2, 3}, {Slerp, 1. / 3, 3 * math.Cos(math.Pi/6), 1.5, 3},
		{Linear, 0, 3, 0, 3}, {Linear, 1, 0, 3, 3}, {Linear, 0.5, 1.5, 1.5, 3 / math.Sqrt2},
	} {
		between, err := c.path.between()
		require.NoError(t, err)
		dst := make([]float32, 2)
		between(dst, a, b, c.share)
		require.InDelta(t, c.x, dst[0], 1e-6, "%s %v", c.path, c.share)
		require.InDelta(t, c.y, dst[1], 1e-6, "%s %v", c.path, c.share)
		require.InDelta(t, c.length, math.Hypot(float64(dst[0]), float64(dst[1])), 1e-6)
	}
	between, _ := Slerp.between()
	same := make([]float32, 2)
	between(same, a, a, 0.3)
	require.Equal(t, a, same, "no angle to go along")
}

// Both paths have the same ends, strips do not depend on how many there are, and more columns keep the images they share.
func TestInterpolate(t *testing.T) {
	pool := kernel.NewPool(2, kernel.Detect())
	t.Cleanup(pool.Close)
	c := onnxCases(t)["dcgan32"]
	c.Spec.Batch = 8
	s, err := NewSampler(pool, c)
	require.NoError(t, err)
	size := 32 * 32 * 3
	draw := func(rows, columns int, path Path) []uint8 {
		pix, err := s.Interpolate(rows, columns, path, "1")
		require.NoError(t, err)
		require.Len(t, pix, rows*columns*size)
		return pix
	}
	image := func(pix []uint8, i int) []uint8 { return pix[i*size:][:size] }
	slerp, linear := draw(4, 5, Slerp), draw(4, 5, Linear)
	for row := range 4 {
		require.Equal(t, image(slerp, 5*row), image(linear, 5*row))
		require.Equal(t, image(slerp, 5*row+4), image(linear, 5*row+4))
		require.NotEqual(t, image(slerp, 5*row+2), image(linear, 5*row+2))
		require.NotEqual(t, image(slerp, 5*row), image(slerp, 5*row+4))
	}
	three := draw(4, 3, Slerp)
	require.Equal(t, image(slerp, 2), image(three, 1), "the middle of five is the middle of three")
	require.Equal(t, slerp, draw(9, 5, Slerp)[:4*5*size], "whole batches of strips do not depend on how many follow")

	_, err = s.Interpolate(1, 5, "spline", "1")
	require.EqualError(t, err, `models: unknown path "spline"; known: [slerp linear]`)
	_, err = s.Interpolate(1, 1, Slerp, "1")
	require.ErrorContains(t, err, "there must be at least 1 and 2")
}
