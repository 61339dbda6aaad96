package metrics

import (
	"errors"
	"math"

	lapack "gonum.org/v1/gonum/lapack/gonum"

	"tgan/internal/kernel"
)

const (
	// reflectRows is the number of rows of one task of a product with a vector.
	reflectRows = 128

	// reflections is the number of Householder reflections that are applied to the matrix together.
	reflections = 32
)

// eigenvalues returns the eigenvalues, in ascending order, of the symmetric matrix whose elements at and above the diagonal are those of a.
// It overwrites a. It reduces a to tridiagonal form by Householder reflections. Each needs one product of the remaining matrix with a vector,
// which is bound by memory, so that half of the matrix is read for both halves; the reflections are applied 32 at a time, by a product of
// matrices. How rows are cut into tasks depends on n alone, so that processors change no bit. gonum's eigenvalues have no parallel path.
// Source: Golub and Van Loan 2013, algorithm 8.3.1, in the blocks of LAPACK's dsytrd (Dongarra, Sorensen and Hammarling
// 1989); the eigenvalues of the tridiagonal matrix are LAPACK's dsterf.
func eigenvalues(a rowsOf) ([]float64, error) {
	n := a.n
	exponent := normalize(a)
	t := tridiagonal{a: a, diagonal: make([]float64, n), beside: make([]float64, max(0, n-1)), y: make([]float64, n)}
	for i := range reflections {
		t.v[i], t.w[i] = make([]float64, n), make([]float64, n)
	}
	t.parts = make([][]float64, (n+reflectRows-1)/reflectRows)
	for i := range t.parts {
		t.parts[i] = make([]float64, n)
	}
	for first := 0; first < n; first += reflections {
		t.count = 0
		for k := first; k < min(n, first+reflections); k++ {
			t.reduce(k)
		}
		t.apply(min(n, first+reflections))
	}
	if !(lapack.Implementation{}).Dsterf(n, t.diagonal, t.beside) {
		return nil, errors.New("metrics: eigenvalues do not converge")
	}
	for i, v := range t.diagonal {
		t.diagonal[i] = math.Ldexp(v, exponent)
	}
	return t.diagonal, nil
}

// tridiagonal is a symmetric matrix on the way to tridiagonal form: a, at and above the diagonal, less v[i]w[i]ᵀ + w[i]v[i]ᵀ for the first
// count reflections, which are not applied yet.
type tridiagonal struct {
	a                rowsOf
	diagonal, beside []float64
	v, w             [reflections][]float64
	y                []float64
	parts            [][]float64 // of y, by task
	count            int
}

// reduce brings row k to tridiagonal form. A row that has it already makes no reflection: a diagonal matrix costs no
// products.
func (t *tridiagonal) reduce(k int) {
	row := t.a.row(k)
	for i := range t.count {
		reflectRow(row[k:], t.v[i][k:], t.w[i][k:], t.v[i][k], t.w[i][k])
	}
	t.diagonal[k] = row[k]
	k++
	if k == t.a.n {
		return
	}
	v := t.v[t.count][k:]
	var beta float64
	if t.beside[k-1], beta = householder(v, row[k:]); beta == 0 {
		return
	}
	y := t.y[k:]
	t.times(k, v, y)
	for i := range t.count {
		reflectRow(y, t.v[i][k:], t.w[i][k:], dot(t.v[i][k:], v), dot(t.w[i][k:], v))
	}
	half := beta / 2 * dot(v, y)
	w := t.w[t.count][k:]
	for i, u := range v {
		w[i] = beta * (y[i] - float64(half*u))
	}
	t.count++
}

// times sets y to the rows and columns from k on, without the reflections, times v. Each task multiplies some rows, and what mirrors them;
// their results are added in the order of the rows.
func (t *tridiagonal) times(k int, v, y []float64) {
	n := len(v)
	tasks := (n + reflectRows - 1) / reflectRows
	split(tasks, func(task int) {
		lo := task * reflectRows
		rows := min(reflectRows, n-lo)
		part := t.parts[task][:n-lo]
		clear(part)
		at := k + lo
		kernel.AddSymmetric(part, v[lo:], kernel.Matrix{Data: t.a.data[at*t.a.n+at:], Rows: rows, Cols: n - lo, Stride: t.a.n})
	})
	clear(y)
	for task, part := range t.parts[:tasks] {
		sum := y[task*reflectRows:]
		for i, u := range part[:len(sum)] {
			sum[i] += u
		}
	}
}

// apply applies the reflections to the rows and columns from k on.
func (t *tridiagonal) apply(k int) {
	n := t.a.n - k
	if t.count == 0 || n == 0 {
		return
	}
	terms := 2 * t.count
	left, right := rowsOf{make([]float64, n*terms), n, terms}, rowsOf{make([]float64, n*terms), n, terms}
	for i := range t.count {
		for j := range n {
			v, w := t.v[i][k+j], t.w[i][k+j]
			copy(left.row(j)[2*i:], []float64{-v, -w})
			copy(right.row(j)[2*i:], []float64{w, v})
		}
	}
	t.a.addProducts(k, left, right)
}

// normalize divides the elements at and above the diagonal by the power of two that leaves the greatest magnitude in [1/2, 1), and returns
// its exponent.
func normalize(a rowsOf) int {
	var greatest float64
	for i := range a.n {
		for _, v := range a.row(i)[i:] {
			greatest = max(greatest, math.Abs(v))
		}
	}
	_, exponent := math.Frexp(greatest)
	if exponent == 0 {
		return 0
	}
	// Two factors, because one may be out of range.
	first, second := math.Ldexp(1, -exponent/2), math.Ldexp(1, -exponent-(-exponent/2))
	for i := range a.n {
		row := a.row(i)[i:]
		for k, v := range row {
			row[k] = v * first * second
		}
	}
	return exponent
}

// householder sets v such that (I - beta vvᵀ)x is (alpha, 0, 0, ...), and returns alpha and beta; beta is 0, and v
// zero, when x is of that form already.
func householder(v, x []float64) (alpha, beta float64) {
	rest := chain(0, x[1:], x[1:])
	if rest == 0 {
		clear(v)
		return x[0], 0
	}
	alpha = -math.Copysign(math.Sqrt(float64(x[0]*x[0])+rest), x[0])
	copy(v, x)
	v[0] -= alpha
	return alpha, 2 / (float64(v[0]*v[0]) + rest)
}

// reflectRow subtracts vi*w + wi*v from a row.
func reflectRow(row, v, w []float64, vi, wi float64) {
	v, w = v[:len(row)], w[:len(row)]
	for k := range row {
		row[k] -= float64(vi*w[k]) + float64(wi*v[k])
	}
}

// dot returns the inner product of a and b, in four chains.
func dot(a, b []float64) float64 {
	var s0, s1, s2, s3 float64
	for ; len(a) >= 4; a, b = a[4:], b[4:] {
		u, v := (*[4]float64)(a), (*[4]float64)(b)
		s0 += float64(u[0] * v[0])
		s1 += float64(u[1] * v[1])
		s2 += float64(u[2] * v[2])
		s3 += float64(u[3] * v[3])
	}
	return chain((s0+s1)+(s2+s3), a, b)
}
