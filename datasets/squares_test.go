package datasets

import (
	"image"
	"image/color"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSquare(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 7, 4)) // left to right 0, 30, 60, ...
	for y := range 4 {
		for x := range 7 {
			m.SetRGBA(x, y, color.RGBA{uint8(30 * x), 5, 250, 255})
		}
	}
	square := func(fit Fit, side int) []uint8 {
		dst := make([]uint8, side*side*Channels)
		toSquare(m, fit, side, dst)
		return dst
	}
	// The largest square in the middle starts at column 1 of (7-4)/2 = 1.5, and has the side asked for: no resampling.
	require.Equal(t, []uint8{30, 5, 250, 60, 5, 250, 90, 5, 250, 120, 5, 250}, square(Crop, 4)[:12])
	// Stretched, all columns count: the mean stays that of the whole row, and a constant channel stays constant.
	for _, side := range []int{1, 3, 4, 9, 64} {
		got := square(Stretch, side)
		var sum float64
		for p := 0; p < len(got); p += Channels {
			sum += float64(got[p])
			require.Equal(t, []uint8{5, 250}, got[p+1:p+3])
		}
		require.InDelta(t, 90, sum/float64(side*side), 1)
	}
}

// A picture of lines one pixel wide shrinks to gray: the filter sees all pixels.
func TestShrinkingIsAntialiased(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 128, 128))
	for y := range 128 {
		for x := range 128 {
			v := uint8(255 * (x % 2))
			m.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	dst := make([]uint8, 16*16*Channels)
	toSquare(m, Crop, 16, dst)
	for _, v := range dst {
		require.InDelta(t, 127, int(v), 8)
	}
}
