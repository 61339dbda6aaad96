package jpeg

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A step from 0 to 80 in a component of half the width, half the height, and both; and of a third of the width.
func TestUpsamplingOfAStep(t *testing.T) {
	across := &component{h: 1, v: 1, width: 4, height: 1, span: 1, pix: []uint8{0, 0, 80, 80, 9, 9, 9, 9}}
	down := &component{h: 1, v: 1, width: 3, height: 2, span: 1, pix: []uint8{0, 0, 0, 9, 9, 9, 9, 9, 80, 80, 80, 9, 9, 9, 9, 9}}
	narrow := &component{h: 1, v: 1, width: 2, height: 1, span: 1, pix: []uint8{0, 80, 9, 9, 9, 9, 9, 9}}
	for _, c := range []struct {
		name       string
		c          *component
		maxH, maxV int
		want       [][]uint8
	}{
		{"as wide and high", across, 1, 1, [][]uint8{{0, 0, 80, 80}}},
		{"across", across, 2, 1, [][]uint8{{0, 0, 0, 20, 60, 80, 80, 80}}},
		{"across, but narrow", narrow, 2, 1, [][]uint8{{0, 0, 80, 80}}},
		{"down", down, 1, 2, [][]uint8{{0, 0, 0}, {20, 20, 20}, {60, 60, 60}, {80, 80, 80}}},
		{"both", across, 2, 2, [][]uint8{{0, 0, 0, 20, 60, 80, 80, 80}, {0, 0, 0, 20, 60, 80, 80, 80}}},
		{"both, the other way", down, 2, 2, [][]uint8{{0, 0, 0, 0, 0, 0}, {20, 20, 20, 20, 20, 20}, {60, 60, 60, 60, 60, 60}, {80, 80, 80, 80, 80, 80}}},
		{"three times", narrow, 3, 1, [][]uint8{{0, 0, 0, 80, 80, 80}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			raise := (&frame{maxH: c.maxH, maxV: c.maxV}).upsampler(c.c)
			for y, want := range c.want {
				require.Equal(t, want, raise(c.c, y, make([]uint8, c.maxH*c.c.width)))
			}
		})
	}
}
