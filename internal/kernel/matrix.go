package kernel

import (
	"fmt"
	"math"
	"sync"
	"unsafe"
)

const (
	// doubles is the number of float64 of a logical vector.
	doubles = vector / 2

	// productRows is the number of rows that one call of the assembly computes at most: as many as the first-level cache holds productTerms of.
	productRows = 24

	// productTerms is the number of terms added before the next rows of a are taken, so that a panel of b stays in the cache.
	productTerms = 256
)

// Matrix is a view of Rows x Cols float64, row i from Data[i*Stride] on.
type Matrix struct {
	Data               []float64
	Rows, Cols, Stride int
}

// valid reports whether the last row ends inside Data.
func (m Matrix) valid() bool {
	return m.Rows >= 0 && m.Cols >= 0 && m.Stride >= m.Cols && (m.Rows == 0 || (m.Rows-1)*m.Stride+m.Cols <= len(m.Data))
}

// Product sets c [n][m] to a [n][k] times b [k][m]. Each element is one chain of fused multiply-adds from zero over k upwards: the same
// bits on every machine. It runs in the caller alone. c must not overlap a or b. It is fastest where rows of b lie close together.
func Product(c, a, b Matrix) { product(Detect(), c, a, b, 0) }

// AddProduct adds a times b to c: the chains of Product, started at the old values.
func AddProduct(c, a, b Matrix) { product(Detect(), c, a, b, 1) }

// product is Product, or AddProduct where load is not zero.
func product(isa ISA, c, a, b Matrix, load int) {
	if c.Rows != a.Rows || c.Cols != b.Cols || a.Cols != b.Rows || !c.valid() || !a.valid() || !b.valid() {
		panic(fmt.Sprintf("kernel: Product: %dx%d = %dx%d times %dx%d does not fit", c.Rows, c.Cols, a.Rows, a.Cols, b.Rows, b.Cols))
	}
	switch {
	case c.Rows == 0 || c.Cols == 0:
	case isa == Portable || a.Cols == 0:
		portableProduct(c, a, b, load)
	default:
		for lo := 0; lo < c.Rows; lo += productRows {
			n := min(productRows, c.Rows-lo)
			productBlock(isa, c.from(lo, n), a.from(lo, n), b, load)
		}
	}
}

// from returns n rows from row lo on.
func (m Matrix) from(lo, n int) Matrix { return Matrix{m.Data[lo*m.Stride:], n, m.Cols, m.Stride} }

// productBlock computes at most productRows rows.
func productBlock(isa ISA, c, a, b Matrix, load int) {
	height, widest := 6, 1
	if isa == AVX512 {
		height, widest = 8, 3
	}
	var rowA, rowC [productRows + 8]int
	tiles := ceil(c.Rows, height)
	for i := range tiles * height {
		row := min(i, c.Rows-1)
		rowA[i], rowC[i] = 8*row*a.Stride, 8*row*c.Stride
	}
	args := gemmArgs{rowA: &rowA[0], rowC: &rowC[0], tiles: tiles, tapCount: 1, load: load, bias: at(noBias[:], 0)}
	var ragged []float64 // the last vector of b, where it is not whole
	for k := 0; k < a.Cols; k += productTerms {
		args.a, args.run = atDouble(a.Data, k), min(productTerms, a.Cols-k)
		for col := 0; col < c.Cols; {
			width := min(widest, (c.Cols-col)/doubles)
			lanes := width * doubles
			args.b, args.stepB = atDouble(b.Data, k*b.Stride+col), 8*b.Stride
			if width == 0 {
				width, lanes = 1, c.Cols-col
				ragged = packRagged(ragged, b, k, args.run, col)
				args.b, args.stepB = atDouble(ragged, 0), 8*doubles
			}
			last := 2 * (lanes - (width-1)*doubles)
			args.mask, args.maskTable = 1<<last-1, &productMasks()[last]
			args.c = atDouble(c.Data, col)
			gemm(isa, byDoubles, width, &args)
			col += lanes
		}
		args.load = 1
	}
}

// noBias is where chains start that start at zero.
var noBias [3 * vector]float32

// productMasks returns the masks of AVX2 code.
var productMasks = sync.OnceValue(maskTables)

// packRagged returns rows [k, k+n) of the columns of b from col on, fewer than a vector, as whole vectors.
func packRagged(buf []float64, b Matrix, k, n, col int) []float64 {
	if buf == nil {
		buf = make([]float64, productTerms*doubles)
	}
	for i := range n {
		copy(buf[i*doubles:][:doubles], b.Data[(k+i)*b.Stride+col:][:b.Cols-col])
	}
	return buf
}

// portableProduct is product in plain Go.
func portableProduct(c, a, b Matrix, load int) {
	for i := range c.Rows {
		out := c.Data[i*c.Stride:][:c.Cols]
		if load == 0 {
			clear(out)
		}
		for k, v := range a.Data[i*a.Stride:][:a.Cols] {
			row := b.Data[k*b.Stride:][:len(out)]
			for j, u := range row {
				out[j] = math.FMA(v, u, out[j])
			}
		}
	}
}

// atDouble returns the address of element i of s, as at does.
func atDouble(s []float64, i int) uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(s))) + uintptr(8*i)
}
