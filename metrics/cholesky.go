package metrics

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	rankTolerance = 16 * 0x1p-52 // of the greatest variance: below it a pivot of the factorisation is rounding
	psdTolerance  = 1e-6         // of the trace: a covariance may be off by this much

	// factorRows is the number of rows of a factor between two updates of what is left.
	factorRows = 32
)

// cholesky is a factor of a covariance: with P the permutation, PᵀΣP = FFᵀ. Row i of Fᵀ is zero before column i.
type cholesky struct {
	rowsOf // Fᵀ, rank x d
	order  []int
}

// factor returns the factor of a covariance, up to rounding, or ErrNotPSD when there is none.
func factor(cov *mat.SymDense) (cholesky, error) {
	d := cov.SymmetricDim()
	raw := cov.RawSymmetric()
	f := cholesky{order: make([]int, d)}
	f.cols = d
	work := rowsOf{data: make([]float64, d*d), n: d, cols: d}
	var greatest, trace float64
	for i := range d {
		f.order[i] = i
		copy(work.row(i)[i:], raw.Data[i*raw.Stride+i:i*raw.Stride+d])
		greatest = max(greatest, work.row(i)[i])
		trace += work.row(i)[i]
	}
	if greatest > 0 {
		f.n = work.factor(f.order, rankTolerance*greatest)
	}
	f.data = work.data[:f.n*d]
	for i := range f.n {
		clear(f.row(i)[:i])
	}
	if gap := f.residual(cov); gap > psdTolerance*trace {
		return cholesky{}, fmt.Errorf("metrics: covariance of %d dimensions is off by %.3g, its trace is %.3g: %w", d, gap, trace, ErrNotPSD)
	}
	return f, nil
}

// residual returns the greatest magnitude of PᵀΣP - FFᵀ in the rows and columns that the factor leaves out.
func (f cholesky) residual(cov *mat.SymDense) float64 {
	left := f.order[f.n:]
	if len(left) == 0 {
		return 0
	}
	columns := f.transposed().part(f.n, f.cols)
	right := pack(columns)
	gaps := make([]float64, len(left))
	split(panels(len(left)), func(p int) {
		var part [panelRows * panelRows]float64
		a := columns.panel(p)
		for q := p; q < panels(len(left)); q++ {
			n := products(&part, a, right, q)
			for i := range a.n {
				row := p*panelRows + i
				for j, product := range part[i*panelRows:][:n] {
					gaps[row] = max(gaps[row], math.Abs(cov.At(left[row], left[q*panelRows+j])-product))
				}
			}
		}
	})
	var greatest float64
	for _, v := range gaps {
		greatest = max(greatest, v)
	}
	return greatest
}

// factor overwrites the elements at and above the diagonal of a with Fᵀ, row by row up to the rank, which it returns, and moves order along
// with the rows and columns. The next pivot is the greatest variance that is left, the first of equal ones; at or below least, there is none.
// Source: Higham 2002, algorithm 10.13, in the blocks of LAPACK's dpstrf (Lucas 2004).
func (a rowsOf) factor(order []int, least float64) (rank int) {
	d := a.n
	left := make([]float64, d) // variances without the rows so far
	for i := range left {
		left[i] = a.row(i)[i]
	}
	for first := 0; first < d; first += factorRows {
		last := min(d, first+factorRows)
		for j := first; j < last; j++ {
			at := j
			for i, v := range left[j:] {
				if v > left[at] {
					at = j + i
				}
			}
			if !(left[at] > least) {
				return j
			}
			a.exchange(j, at)
			left[j], left[at] = left[at], left[j]
			order[j], order[at] = order[at], order[j]
			a.factorRow(first, j, left)
		}
		a.subtractRows(first, last)
	}
	return d
}

// factorRow computes row j of Fᵀ, of which the rows from first on are not yet subtracted from a, and subtracts its squares from left.
func (a rowsOf) factorRow(first, j int, left []float64) {
	row := a.row(j)[j:]
	for i := first; i < j; i++ {
		above := a.row(i)[j:]
		u := above[0]
		above = above[:len(row)]
		for k, v := range above {
			row[k] -= float64(u * v)
		}
	}
	root := math.Sqrt(left[j])
	row[0] = root
	for k := 1; k < len(row); k++ {
		row[k] /= root
		left[j+k] = math.FMA(-row[k], row[k], left[j+k]) // as subtractRows does
	}
}

// subtractRows subtracts rows [first, last) of Fᵀ from what is below and beside them.
func (a rowsOf) subtractRows(first, last int) {
	n, terms := a.n-last, last-first
	if n == 0 {
		return
	}
	negative, columns := rowsOf{make([]float64, n*terms), n, terms}, rowsOf{make([]float64, n*terms), n, terms}
	for k := range terms {
		for i, v := range a.row(first + k)[last:] {
			negative.data[i*terms+k], columns.data[i*terms+k] = -v, v
		}
	}
	a.addProducts(last, negative, columns)
}

// exchange exchanges rows and columns i <= j of a symmetric matrix, of which the elements at and above the diagonal are stored.
func (a rowsOf) exchange(i, j int) {
	if i == j {
		return
	}
	swap := func(r, c, s, t int) {
		p, q := &a.data[r*a.cols+c], &a.data[s*a.cols+t]
		*p, *q = *q, *p
	}
	for k := range i {
		swap(k, i, k, j)
	}
	swap(i, i, j, j)
	for k := i + 1; k < j; k++ {
		swap(i, k, k, j)
	}
	for k := j + 1; k < a.cols; k++ {
		swap(i, k, j, k)
	}
}
