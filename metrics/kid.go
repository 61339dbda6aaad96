package metrics

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"tgan/internal/rng"
)

// KID returns the unbiased squared maximum mean discrepancy of real and fake features, n x d and m x d, under the
// kernel (x·y/d + 1)³. It is 0 in the mean for sets of one distribution, so small negative values are normal. All
// pairs count; see KIDSubsets for the protocol of published numbers. It does not depend on the order of the rows.
//
// It returns ErrShape when a set has fewer than 2 rows or the dimensions differ, and an error that names the row when a
// feature is not finite.
// Source: Bińkowski et al. 2018, eq. 4 and section 3.
func KID(real, fake *mat.Dense) (float64, error) {
	x, y, err := tablesOf(real, fake, LeastImages(NameKID))
	if err != nil {
		return 0, err
	}
	return kid(x, y), nil
}

func kid(x, y *table) float64 {
	return meanOthers(x) + meanOthers(y) - 2*sumPairs(x, y, func(_, _ int, products []float64) {
		cubic(products, x.cols)
	})/float64(x.n)/float64(y.n)
}

// meanOthers returns the mean of the kernel over all pairs of different rows.
func meanOthers(x *table) float64 {
	sum := sumPairs(x, x, func(i, j int, products []float64) {
		cubic(products, x.cols)
		if j <= i && i < j+len(products) {
			products[i-j] = 0
		}
	})
	return sum / float64(x.n) / float64(x.n-1)
}

// cubic puts the polynomial kernel of KID in the place of inner products of d features.
func cubic(products []float64, d int) {
	for j, product := range products {
		v := product/float64(d) + 1
		products[j] = v * v * v
	}
}

// Subsets says how KIDSubsets draws.
type Subsets struct {
	Count int    // how many, at least 1
	Size  int    // images of each set, without replacement, at least 2
	Seed  string // of the draws
}

// StandardSubsets returns the protocol of most published numbers: 100 subsets of 1000 images.
func StandardSubsets(seed string) Subsets { return Subsets{Count: 100, Size: 1000, Seed: seed} }

// Validate returns an error that names the field which is out of range for sets of n and m images.
func (s Subsets) Validate(n, m int) error {
	if s.Count < 1 {
		return fmt.Errorf("metrics: KID of %d subsets, at least 1 is needed", s.Count)
	}
	if s.Size < 2 || s.Size > min(n, m) {
		return fmt.Errorf("metrics: KID subsets of %d images from sets of %d and %d; choose a size from 2 to %d", s.Size, n, m, min(n, m))
	}
	return nil
}

// KIDSubsets returns the mean and the standard deviation (divided by Count) of KID over random subsets of both sets.
// The deviation tells how far single subsets scatter; it is no error of the mean, since subsets overlap. The result
// depends on the seed, not on the order of the rows.
//
// It returns what KID and Subsets.Validate return.
// Source: Bińkowski et al. 2018, section 4; deviation as in torch-fidelity.
func KIDSubsets(real, fake *mat.Dense, subsets Subsets) (mean, deviation float64, err error) {
	x, y, err := tablesOf(real, fake, LeastImages(NameKID))
	if err != nil {
		return 0, 0, err
	}
	return kidSubsets(x, y, subsets)
}

func kidSubsets(x, y *table, subsets Subsets) (mean, deviation float64, err error) {
	if err := subsets.Validate(x.n, y.n); err != nil {
		return 0, 0, err
	}
	draws := rng.New(subsets.Seed, "kid/subsets")
	values := make([]float64, subsets.Count)
	for i := range values {
		draw := draws.Sub(uint64(i))
		values[i] = kid(x.pick(draw.Perm(x.n)[:subsets.Size]), y.pick(draw.Perm(y.n)[:subsets.Size]))
		mean += values[i]
	}
	mean /= float64(subsets.Count)
	for _, v := range values {
		deviation += float64((v - mean) * (v - mean))
	}
	return mean, math.Sqrt(deviation / float64(subsets.Count)), nil
}
