package reports

import (
	"bytes"
	"fmt"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

// crowded has more panels than a row, more levels than colours, and a line that diverged.
func crowded(panels, levels int) figure {
	f := figure{title: "Many sources", caption: "made-up numbers", xLabel: "generator updates", yLabel: "FID"}
	for i := range levels {
		f.legend = append(f.legend, fmt.Sprintf("source domain %d", i))
	}
	for i := range panels {
		pn := panel{title: fmt.Sprintf("target %d", i)}
		for l := range levels {
			s := series{style: l, diverged: l == 3}
			for k, x := range []int{0, 25, 50, 100} {
				s.points = append(s.points, point{float64(x), float64((400 >> (2 * k)) + 5*l + 1), float64(i * k)})
			}
			pn.series = append(pn.series, s)
		}
		f.panels = append(f.panels, pn)
	}
	return f
}

func TestFigureWithManyPanels(t *testing.T) {
	f := crowded(5, 8)
	rows, cols := f.shape()
	require.Equal(t, []int{2, 3}, []int{rows, cols})
	svg, err := f.svg()
	require.NoError(t, err)
	for _, want := range append(f.legend, "target 4", "all seeds diverged", "FID (log scale)", "Many sources") {
		require.Contains(t, string(svg), ">"+want+"</text>")
	}
	again, err := f.svg()
	require.NoError(t, err)
	require.True(t, bytes.Equal(svg, again))
}

func TestFigureGrowsWithItsHeader(t *testing.T) {
	_, low := crowded(1, 2).size()
	f := crowded(1, 9)
	w, high := f.size()
	require.Greater(t, high, low)
	data, err := f.png()
	require.NoError(t, err)
	img, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	require.InDelta(t, float64(w)*pngDPI/72, float64(img.Bounds().Dx()), 1)
}

func TestWrap(t *testing.T) {
	require.Equal(t, []string{"one two three"}, wrap("one two three", 10, 1000))
	require.Equal(t, []string{"one", "two", "three"}, wrap("one two three", 10, 1))
	require.Empty(t, wrap("", 10, 100))
}

func TestStylesAreDistinct(t *testing.T) {
	seen := map[string]int{}
	for i := range 21 {
		l := styleOf(i)
		key := fmt.Sprint(l.line.Color, l.line.Dashes)
		require.NotContains(t, seen, key, "level %d", i)
		seen[key] = i
	}
}
