package procedural_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets/procedural"
)

// thumbnail returns the means of 8x8 squares of an image of side 32, 0 to 1.
func thumbnail(image []uint8) []float64 {
	out := make([]float64, 8*8*3)
	for p, v := range image {
		x, y, c := p/3%32, p/3/32, p%3
		out[(y/4*8+x/4)*3+c] += float64(v) / (255 * 16)
	}
	return out
}

// gap returns the Euclidean distance.
func gap(a, b []float64) (sum float64) {
	for k := range a {
		sum += (a[k] - b[k]) * (a[k] - b[k])
	}
	return math.Sqrt(sum)
}

// average returns the mean of every n-th thumbnail from the first.
func average(thumbnails [][]float64, first, n int) []float64 {
	out, count := make([]float64, 8*8*3), 0.0
	for i := first; i < len(thumbnails); i += n {
		count++
		for k, v := range thumbnails[i] {
			out[k] += v
		}
	}
	for k := range out {
		out[k] /= count
	}
	return out
}

func thumbnails(t *testing.T, domain, seed string, n int) [][]float64 {
	var out [][]float64
	for _, image := range draw(t, domain, seed, 32, n) {
		out = append(out, thumbnail(image))
	}
	return out
}

// The kinds of places can be told apart, even by the mean thumbnail that is nearest: chance would be right once in 27 times.
func TestPlacesCanBeToldApart(t *testing.T) {
	d, err := procedural.Find("places")
	require.NoError(t, err)
	classes := len(d.Classes)
	require.GreaterOrEqual(t, classes, 20)
	known, others := thumbnails(t, "places", "known", 16*classes), thumbnails(t, "places", "others", 8*classes)
	means := make([][]float64, classes)
	for c := range means {
		means[c] = average(known, c, classes)
	}
	right := 0
	for i, v := range others {
		best := 0
		for c := range means {
			if gap(v, means[c]) < gap(v, means[best]) {
				best = c
			}
		}
		if best == i%classes {
			right++
		}
	}
	require.Greater(t, float64(right), 0.6*float64(len(others)))
}

// Kitchens are rooms like bedrooms: nearer to them than to any other source, already in their mean thumbnails; streets are not.
func TestKitchensAreNearestToBedrooms(t *testing.T) {
	means := map[string][]float64{}
	for _, name := range []string{"bedrooms", "kitchens", "streets", "faces", "places", "objects"} {
		means[name] = average(thumbnails(t, name, "near", 270), 0, 1)
	}
	near := gap(means["kitchens"], means["bedrooms"])
	for _, other := range []string{"faces", "places", "objects", "streets"} {
		require.Greater(t, gap(means["kitchens"], means[other]), 1.3*near, other)
	}
	for _, source := range []string{"bedrooms", "faces"} {
		require.Greater(t, gap(means["streets"], means[source]), 1.5*near, source)
	}
}
