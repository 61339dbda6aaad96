package metrics

import (
	"errors"
	"math"

	lapack "gonum.org/v1/gonum/lapack/gonum"
)

// reflectRows is the number of rows of one task of a reflection.
const reflectRows = 32

// eigenvalues returns the eigenvalues of the symmetric matrix a, whose rows and columns are both stored, in ascending
// order. It overwrites a. It reduces a to tridiagonal form by Householder reflections, one pass over the remaining
// matrix each: a pass applies the reflection of one step and multiplies by the vector of the next. Each row is a task of
// its own, so that processors change no bit. gonum's eigenvalues have no parallel path and take five times as long.
// Source: Golub and Van Loan 2013, algorithm 8.3.1; the eigenvalues of the tridiagonal matrix are LAPACK's dsterf.
func eigenvalues(a rowsOf) ([]float64, error) {
	n := a.n
	exponent := normalize(a.data)
	diagonal, beside := make([]float64, n), make([]float64, max(0, n-1))
	v, w := make([]float64, n), make([]float64, n) // the reflection not yet applied: A -= vwᵀ + wvᵀ
	next, y := make([]float64, n), make([]float64, n)
	pending := false
	for k := range n {
		row := a.row(k)
		reflectRow(row[k:], v[k:], w[k:], v[k], w[k])
		diagonal[k] = row[k]
		if k == n-1 {
			break
		}
		var beta float64
		beside[k], beta = householder(next[k+1:], row[k+1:])
		if !pending && beta == 0 {
			continue // nothing to apply and nothing to multiply by: a diagonal matrix costs no passes
		}
		pending = beta != 0
		rest := n - k - 1
		split((rest+reflectRows-1)/reflectRows, func(task int) {
			lo := k + 1 + task*reflectRows
			for i := lo; i < min(n, lo+reflectRows); i++ {
				y[i] = beta * reflectDot(a.row(i)[k+1:], v[k+1:], w[k+1:], next[k+1:], v[i], w[i])
			}
		})
		half := beta / 2 * chain(0, next[k+1:], y[k+1:])
		for i := k + 1; i < n; i++ {
			y[i] -= float64(half * next[i])
		}
		v, next = next, v
		w, y = y, w
	}
	if !(lapack.Implementation{}).Dsterf(n, diagonal, beside) {
		return nil, errors.New("metrics: eigenvalues do not converge")
	}
	for i, v := range diagonal {
		diagonal[i] = math.Ldexp(v, exponent)
	}
	return diagonal, nil
}

// normalize divides values by the power of two that leaves the greatest magnitude in [1/2, 1), and returns its exponent.
func normalize(values []float64) int {
	var greatest float64
	for _, v := range values {
		greatest = max(greatest, math.Abs(v))
	}
	_, exponent := math.Frexp(greatest)
	if exponent == 0 {
		return 0
	}
	// Two factors, because one may be out of range.
	first, second := math.Ldexp(1, -exponent/2), math.Ldexp(1, -exponent-(-exponent/2))
	for i, v := range values {
		values[i] = v * first * second
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

// reflectDot does reflectRow and returns the inner product of the new row with u, in four chains.
func reflectDot(row, v, w, u []float64, vi, wi float64) float64 {
	var s0, s1, s2, s3 float64
	for ; len(row) >= 4; row, v, w, u = row[4:], v[4:], w[4:], u[4:] {
		r, v, w, u := (*[4]float64)(row), (*[4]float64)(v), (*[4]float64)(w), (*[4]float64)(u)
		r0 := r[0] - (float64(vi*w[0]) + float64(wi*v[0]))
		r1 := r[1] - (float64(vi*w[1]) + float64(wi*v[1]))
		r2 := r[2] - (float64(vi*w[2]) + float64(wi*v[2]))
		r3 := r[3] - (float64(vi*w[3]) + float64(wi*v[3]))
		r[0], r[1], r[2], r[3] = r0, r1, r2, r3
		s0 += float64(r0 * u[0])
		s1 += float64(r1 * u[1])
		s2 += float64(r2 * u[2])
		s3 += float64(r3 * u[3])
	}
	reflectRow(row, v, w, vi, wi)
	return chain((s0+s1)+(s2+s3), row, u)
}
