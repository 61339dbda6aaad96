package metrics

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"tgan/internal/exact"
)

// ErrDegenerate says that a metric is not defined because all real features are equal.
var ErrDegenerate = errors.New("all real features are equal; use more, or different, real images")

// KMMD returns the kernel maximum mean discrepancy of real and fake features, n x d and m x d:
//
//	sqrt(mean k(real, real) + mean k(fake, fake) - 2 mean k(real, fake)),  k(x, y) = exp(-‖x-y‖² / (2s))
//
// with the bandwidth s = mean ‖x-y‖² over all pairs of real features, each with itself included. It is the biased
// estimate (the diagonals count), lies in [0, √2], is not symmetric (the bandwidth is of the real set), and 0 for equal
// sets. Where rounding makes the root's argument negative it is 0. It does not depend on the order of the rows.
//
// It returns ErrShape when a set is empty or the dimensions differ, ErrDegenerate when all real features are equal,
// and an error that names the row when a feature is not finite.
// Source: mmd() with sigma 1 of github.com/xuqiantong/GAN-Metrics (Xu et al. 2018), used for the paper's KMMD.
func KMMD(real, fake *mat.Dense) (float64, error) {
	x, y, err := pair(real, fake, 1)
	if err != nil {
		return 0, err
	}
	if slices.Equal(x.row(0), x.row(x.n-1)) {
		return 0, ErrDegenerate
	}
	if slices.Equal(x.data, y.data) {
		return 0, nil // rounding would leave the root of 1e-16
	}
	a, b := centered(x, y)
	var s float64 // the mean of ‖x-y‖² over all pairs is twice the mean of ‖x-mean‖²
	for _, v := range a.norms {
		s += v
	}
	s *= 2 / float64(x.n)
	return math.Sqrt(max(0, meanGauss(a, a, s)+meanGauss(b, b, s)-2*meanGauss(a, b, s))), nil
}

// meanGauss returns the mean of exp(-‖x-y‖²/(2s)) over all pairs of rows.
func meanGauss(x, y squared, s float64) float64 {
	sum := sumPairs(x.rowsOf, y.rowsOf, func(i, j int, product float64) float64 {
		return exact.Exp(-distance(x, y, i, j, product) / (2 * s))
	})
	return sum / float64(x.n) / float64(y.n)
}
