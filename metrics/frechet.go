package metrics

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Frechet returns the squared Fréchet distance ‖μ₁-μ₂‖² + tr(Σ₁+Σ₂-2(Σ₁Σ₂)^½) of two Gaussians, in feature units
// squared: FID when the moments are of Inception features. It is never negative, never NaN, and the same bits for
// Frechet(a, b) and Frechet(b, a).
//
// With Σ₁ = FFᵀ, the trace of the root is the sum of the roots of the eigenvalues of FᵀΣ₂F, so no root of an unsymmetric
// matrix is taken and none can be complex. The factor is Cholesky's with pivots, of the covariance with the smaller rank,
// and has as many columns as that rank: with n samples of d > n features the work falls, and no root of rounding errors
// is taken either.
//
// a and b must have the same dimension. It returns ErrShape when they differ, ErrNotPSD when a covariance is not
// positive semidefinite to 1e-6·tr(Σ), and an error when a value is not finite.
// Source: Heusel et al. 2017, eq. 6.
func Frechet(a, b Moments) (float64, error) {
	if err := a.Validate(); err != nil {
		return 0, err
	}
	if err := b.Validate(); err != nil {
		return 0, err
	}
	if len(a.Mean) != len(b.Mean) {
		return 0, fmt.Errorf("metrics: moments of %d and %d dimensions; use one extractor for both: %w", len(a.Mean), len(b.Mean), ErrShape)
	}
	order := compare(a, b)
	if order == 0 {
		return 0, nil
	}
	if order > 0 {
		a, b = b, a
	}
	var errs [2]error
	var factors [2]cholesky
	split(2, func(i int) { factors[i], errs[i] = factor([]Moments{a, b}[i].Cov) })
	for _, err := range errs {
		if err != nil {
			return 0, err
		}
	}
	smaller, other := factors[0], b.Cov
	if factors[1].n < smaller.n {
		smaller, other = factors[1], a.Cov
	}
	root, err := traceRoot(smaller, other)
	if err != nil {
		return 0, err
	}
	distance := mat.Trace(a.Cov) + mat.Trace(b.Cov) - 2*root
	for i, v := range a.Mean {
		distance += float64((v - b.Mean[i]) * (v - b.Mean[i]))
	}
	if math.IsInf(distance, 0) || math.IsNaN(distance) {
		return 0, fmt.Errorf("metrics: the Fréchet distance overflows: features are too large")
	}
	return max(0, distance), nil
}

// compare orders moments of one dimension by their values.
func compare(a, b Moments) int {
	if c := slices.Compare(a.Mean, b.Mean); c != 0 {
		return c
	}
	x, y := a.Cov.RawSymmetric(), b.Cov.RawSymmetric()
	for i := range x.N {
		c := slices.CompareFunc(x.Data[i*x.Stride+i:i*x.Stride+x.N], y.Data[i*y.Stride+i:i*y.Stride+y.N], cmp.Compare[float64])
		if c != 0 {
			return c
		}
	}
	return 0
}

// traceRoot returns tr (FᵀΣF)^½ for another covariance Σ.
func traceRoot(f cholesky, cov *mat.SymDense) (float64, error) {
	if f.n == 0 {
		return 0, nil
	}
	d := f.cols
	inner := rowsOf{data: make([]float64, d*d), n: d, cols: d} // Σ in the order of F
	raw := cov.RawSymmetric()
	split(d, func(i int) {
		row, from := inner.row(i), f.order[i]
		for j, to := range f.order {
			row[j] = raw.Data[min(from, to)*raw.Stride+max(from, to)]
		}
	})
	right := rowsOf{data: make([]float64, f.n*d), n: f.n, cols: d}
	columns := pack(inner)
	across := panels(d)
	split(panels(f.n)*across, func(task int) {
		i, j := task/across, task%across
		right.product(i, j, f.panel(i), columns, i*panelRows)
	})
	across = panels(f.n)
	square := rowsOf{data: make([]float64, f.n*f.n), n: f.n, cols: f.n}
	columns = pack(f.rowsOf)
	split(across*across, func(task int) {
		if i, j := task/across, task%across; i <= j {
			square.product(i, j, right.panel(i), columns, j*panelRows)
		}
	})
	values, err := eigenvalues(square)
	if err != nil {
		return 0, err
	}
	var sum float64
	for _, v := range values {
		sum += math.Sqrt(max(0, v))
	}
	return sum, nil
}
