package metrics

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Neighbour is the real image nearest to a fake one.
type Neighbour struct {
	Real     int     `json:"real" yaml:"real"`         // row of the real features
	Distance float64 `json:"distance" yaml:"distance"` // Euclidean, in feature units
	// Ratio is Distance over the real image's distance to its own nearest real image: 0 for a copy, below 1 for a fake
	// that is closer to a training image than any other training image is. +Inf where that distance is 0 and Distance
	// is not.
	Ratio float64 `json:"ratio" yaml:"ratio"`
}

// Nearest returns for each fake image its nearest real one, row by row: the check for a generator that repeats its
// training images, which FID rewards. Of equally near ones the first counts.
//
// It returns ErrShape when there are fewer than 2 real or no fake images or the dimensions differ, and an error that
// names the row when a feature is not finite.
func Nearest(real, fake *mat.Dense) ([]Neighbour, error) {
	x, err := copied("real", real, 2)
	if err != nil {
		return nil, err
	}
	y, err := copied("fake", fake, 1)
	if err != nil {
		return nil, err
	}
	if err := alike(x.cols, y.cols); err != nil {
		return nil, err
	}
	a := newAnchor(tableOf(x))
	return nearest(a.squared, a.beside(tableOf(y))), nil
}

func nearest(a, b *squared) []Neighbour {
	own := radii(a, 1)
	squares := make([]float64, b.n)
	out := make([]Neighbour, b.n)
	for i := range squares {
		squares[i] = math.Inf(1)
	}
	eachDistance(b, a, func(i, j int, square float64) {
		if square < squares[i] {
			squares[i] = square
			out[i].Real = j
		}
	})
	for i, square := range squares {
		out[i].Distance = math.Sqrt(square)
		if square > 0 {
			out[i].Ratio = math.Sqrt(square / own[out[i].Real])
		}
	}
	return out
}

// MostSuspicious returns the numbers of the fake images in order of their Ratio, those most like a copy first, equal ones in their own order.
func MostSuspicious(neighbours []Neighbour) []int {
	order := make([]int, len(neighbours))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(neighbours[a].Ratio, neighbours[b].Ratio) })
	return order
}

// Authenticity returns the fraction of fake images whose Ratio is above 1. Fresh images of the same distribution have
// 1/2 in one dimension and more in many (measure it with held-out real images in place of fakes); repeated training
// images pull it towards 0. It is NaN for none.
// Source: Alaa et al. 2022, section 3.3.
func Authenticity(neighbours []Neighbour) float64 {
	var authentic int
	for _, n := range neighbours {
		if n.Ratio > 1 {
			authentic++
		}
	}
	return float64(authentic) / float64(len(neighbours))
}
