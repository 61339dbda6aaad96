package metrics

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"tgan/internal/kernel"
	"tgan/internal/rng"
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
// It returns ErrShape when a set is empty or the dimensions differ, ErrDegenerate when all real features are equal, as those of one image are,
// and an error that names the row when a feature is not finite.
// Source: mmd() with sigma 1 of github.com/xuqiantong/GAN-Metrics (Xu et al. 2018), used for the paper's KMMD.
func KMMD(real, fake *mat.Dense) (float64, error) {
	x, y, err := tablesOf(real, fake, Least{1, 1})
	if err != nil {
		return 0, err
	}
	a := newAnchor(x)
	return kmmd(a, a.beside(y))
}

func kmmd(x *anchor, y *squared) (float64, error) {
	var s float64 // the mean of ‖x-y‖² over all pairs is twice the mean of ‖x-mean‖²
	for _, v := range x.norms {
		s += v
	}
	return discrepancy(x, y, s*(2/float64(x.n)))
}

// medianImages is the number of real images whose distances give KMMDMedian's bandwidth.
const medianImages = 2048

// KMMDMedian is KMMD with another bandwidth, the median heuristic: s is the median of ‖x-y‖² over all pairs of different
// real images. Of more than 2048 real images a random subset of 2048 gives the bandwidth, which depends on the seed.
// Few far images move it less than KMMD's mean. The two are not comparable.
//
// It returns what KMMD returns, ErrShape also when there is one real image, and ErrDegenerate also when more than half of the pairs are
// equal images.
// Source: Gretton et al. 2012, section 8; the real set alone, as KMMD.
func KMMDMedian(real, fake *mat.Dense, seed string) (float64, error) {
	x, y, err := tablesOf(real, fake, LeastImages(NameKMMDMedian))
	if err != nil {
		return 0, err
	}
	a := newAnchor(x)
	return kmmdMedian(a, a.beside(y), seed)
}

func kmmdMedian(x *anchor, y *squared, seed string) (float64, error) {
	some := x.squared
	if x.n > medianImages {
		t := x.pick(rng.New(seed, "kmmd/median").Perm(x.n)[:medianImages])
		some = &squared{t, t.norms()}
	}
	gaps := make([]float64, some.n*(some.n-1)/2)
	eachDistance(some, some, func(i, j int, square float64) {
		if j < i {
			gaps[i*(i-1)/2+j] = square
		}
	})
	slices.Sort(gaps)
	return discrepancy(x, y, quantile(gaps, 0.5))
}

// discrepancy returns KMMD with the bandwidth s.
func discrepancy(x *anchor, y *squared, s float64) (float64, error) {
	if x.constant() || !(s > 0) {
		return 0, ErrDegenerate
	}
	if x.equal(y.table) {
		return 0, nil // rounding would leave the root of 1e-16
	}
	return math.Sqrt(max(0, x.within(s)+meanGauss(y, y, s)-2*meanGauss(x.squared, y, s))), nil
}

// meanGauss returns the mean of exp(-‖x-y‖²/(2s)) over all pairs of rows.
func meanGauss(x, y *squared, s float64) float64 {
	sum := sumPairs(x.table, y.table, func(i, j int, products []float64) {
		var values [panelRows]float64
		n := len(products)
		kernel.Gaussian(values[:n], products, y.norms[j:][:n], x.norms[i], 2*s)
		copy(products, values[:n])
	})
	return sum / float64(x.n) / float64(y.n)
}
