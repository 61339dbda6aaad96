package kernel

import (
	"fmt"
	"math"
)

const (
	// triangleRows is the number of rows that AddSymmetric takes at once.
	triangleRows = 4

	// triangleLanes is the number of chains of an inner product of AddSymmetric.
	triangleLanes = 4
)

// triangleArgs are the arguments of the assembly for four rows. The generator knows the order of the fields.
type triangleArgs struct {
	rows   [triangleRows]uintptr
	v, y   uintptr
	n      int // columns, a positive multiple of triangleLanes
	scales [triangleRows]float64
	sums   [triangleRows][triangleLanes]float64
}

// AddSymmetric adds to y [m] the product of the symmetric matrix S [m][m] with v [m]. Row i < n of S is, from its diagonal on, row i of a
// [n][m], n <= m; the elements of a before the diagonal are not read, and what is left of S is zero. So each element is read once for the two
// places that it stands in. It runs in the caller alone.
//
// Rows are taken by fours, from the first on. Of four rows first the elements in their own columns are multiplied and added one by one,
// by rows; then the others, from the left: to each y of their columns the four in order of the rows; the inner product of a row with v has four
// chains, by the columns mod 4 counted from the first beyond the four, which are added as halves, and is continued by the last columns
// that do not fill four, one by one. All are fused multiply-adds: the same bits on every machine.
func AddSymmetric(y, v []float64, a Matrix) { addSymmetric(Detect(), y, v, a) }

func addSymmetric(isa ISA, y, v []float64, a Matrix) {
	if len(y) != a.Cols || len(v) != a.Cols || a.Rows > a.Cols || !a.valid() {
		panic(fmt.Sprintf("kernel: AddSymmetric: %d values += rows of %dx%d times %d values does not fit", len(y), a.Rows, a.Cols, len(v)))
	}
	for first := 0; first < a.Rows; first += triangleRows {
		n := min(triangleRows, a.Rows-first)
		corner(y, v, a, first, n)
		beyond := first + n
		var sums [triangleRows]float64
		whole := 0
		if n == triangleRows {
			whole = (a.Cols - beyond) / triangleLanes * triangleLanes
		}
		if whole > 0 {
			sums = strip(isa, y, v, a, first, whole)
		}
		for i := range n {
			row := a.Data[(first+i)*a.Stride:][:a.Cols]
			for k := beyond + whole; k < a.Cols; k++ {
				y[k] = math.FMA(v[first+i], row[k], y[k])
				sums[i] = math.FMA(row[k], v[k], sums[i])
			}
			y[first+i] += sums[i]
		}
	}
}

// corner adds the elements of n rows in the columns of those rows.
func corner(y, v []float64, a Matrix, first, n int) {
	for i := first; i < first+n; i++ {
		row := a.Data[i*a.Stride:][:a.Cols]
		y[i] = math.FMA(row[i], v[i], y[i])
		for k := i + 1; k < first+n; k++ {
			y[k] = math.FMA(row[k], v[i], y[k])
			y[i] = math.FMA(row[k], v[k], y[i])
		}
	}
}

// strip adds n columns of four rows to y, and returns the inner products of the rows with v.
func strip(isa ISA, y, v []float64, a Matrix, first, n int) (sums [triangleRows]float64) {
	beyond := first + triangleRows
	args := triangleArgs{v: atDouble(v, beyond), y: atDouble(y, beyond), n: n}
	for i := range triangleRows {
		args.rows[i] = atDouble(a.Data, (first+i)*a.Stride+beyond)
		args.scales[i] = v[first+i]
	}
	if isa == Portable {
		portableStrip(y[beyond:][:n], v[beyond:][:n], a, first, &args)
	} else {
		runTriangle(&args)
	}
	for i, s := range args.sums {
		sums[i] = (s[0] + s[2]) + (s[1] + s[3])
	}
	return sums
}

// portableStrip is the assembly in plain Go.
func portableStrip(y, v []float64, a Matrix, first int, args *triangleArgs) {
	for i := range triangleRows {
		row := a.Data[(first+i)*a.Stride+first+triangleRows:][:len(y)]
		for k, u := range row {
			y[k] = math.FMA(args.scales[i], u, y[k])
			args.sums[i][k%triangleLanes] = math.FMA(u, v[k], args.sums[i][k%triangleLanes])
		}
	}
}
