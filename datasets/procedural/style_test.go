package procedural_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets/procedural"
)

// The farther the style, the farther the images from those of the domain's own look, as sets: other images are compared, not the same
// ones in two looks.
func TestStyleIsADistance(t *testing.T) {
	for _, d := range procedural.Domains() {
		t.Run(d.Name, func(t *testing.T) {
			own := colours(styled(t, d.Name, "one", 0))
			var last float64
			for k, style := range []float64{0, 0.25, 0.5, 1} {
				distance := frechet(own, colours(styled(t, d.Name, "other", style)))
				if k > 0 {
					require.Greater(t, distance, 1.2*last+0.001, "style %v", style)
				}
				last = distance
			}
		})
	}
}

// Style 0 is the look that the golden hashes hold, and a small step away from it changes little.
func TestStyleIsContinuous(t *testing.T) {
	for _, d := range procedural.Domains() {
		for i, image := range styled(t, d.Name, "near", 0.02) {
			own := make([]uint8, len(image))
			require.NoError(t, procedural.Render(d.Name, "near", i, styleSide, own))
			near := distance(image, own)
			require.True(t, near > 0 && near < 6, "%s %d: %v", d.Name, i, near)
		}
	}
}

func TestBadStyle(t *testing.T) {
	for style, want := range map[float64]string{-0.1: "-0.1", 1.5: "1.5", math.Inf(1): "+Inf", math.NaN(): "NaN"} {
		_, err := procedural.NewPainter("faces", "", 32, style)
		require.EqualError(t, err, "procedural: style is "+want+": it must be from 0, the domain's own look, to 1")
	}
}

const styleSide = 24

// styled returns 300 images of a domain at a style.
func styled(t *testing.T, domain, seed string, style float64) [][]uint8 {
	t.Helper()
	p, err := procedural.NewPainter(domain, seed, styleSide, style)
	require.NoError(t, err)
	images := make([][]uint8, 300)
	for i := range images {
		images[i] = make([]uint8, styleSide*styleSide*3)
		_, err := p.Paint(i, images[i])
		require.NoError(t, err)
	}
	return images
}

// colours returns the mean and the spread over the images of six numbers each: the mean of each channel and its spread within the image.
func colours(images [][]uint8) (stats [6][2]float64) {
	n := float64(len(images))
	features := make([][6]float64, len(images))
	for i, image := range images {
		for c := range 3 {
			var channel []uint8
			for p := c; p < len(image); p += 3 {
				channel = append(channel, image[p])
			}
			mean, spread := moments(channel)
			features[i][c], features[i][3+c] = mean/255, spread/255
		}
		for k, v := range features[i] {
			stats[k][0] += v / n
		}
	}
	for _, f := range features {
		for k, v := range f {
			stats[k][1] += (v - stats[k][0]) * (v - stats[k][0]) / n
		}
	}
	for k := range stats {
		stats[k][1] = math.Sqrt(stats[k][1])
	}
	return stats
}

// frechet returns the Fréchet distance of two sets of independent normal numbers.
func frechet(a, b [6][2]float64) (sum float64) {
	for k := range a {
		mean, spread := a[k][0]-b[k][0], a[k][1]-b[k][1]
		sum += mean*mean + spread*spread
	}
	return math.Sqrt(sum)
}
