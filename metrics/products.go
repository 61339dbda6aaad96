package metrics

import (
	"math"

	"tgan/internal/kernel"
)

// panelRows is the number of rows of a and of b of one tile of products.
const panelRows = 64

// rowsOf is a dense row-major matrix: row i of n is data[i*cols:][:cols].
type rowsOf struct {
	data    []float64
	n, cols int
}

// row returns row i.
func (m rowsOf) row(i int) []float64 { return m.data[i*m.cols:][:m.cols:m.cols] }

// part returns rows [lo, hi).
func (m rowsOf) part(lo, hi int) rowsOf {
	return rowsOf{data: m.data[lo*m.cols : hi*m.cols], n: hi - lo, cols: m.cols}
}

// panels returns the number of panels of n rows.
func panels(n int) int { return (n + panelRows - 1) / panelRows }

// panel returns panel p of the rows.
func (m rowsOf) panel(p int) rowsOf { return m.part(p*panelRows, min(m.n, (p+1)*panelRows)) }

// packed is rows as the columns of panels, [panels(n)][cols][panelRows], with zeros beyond the last row: the right factor of products.
type packed struct {
	data    []float64
	n, cols int
}

// pack returns the rows packed.
func pack(m rowsOf) packed {
	p := packed{data: make([]float64, panels(m.n)*panelRows*m.cols), n: m.n, cols: m.cols}
	split(panels(m.n), func(panel int) {
		to := p.data[panel*panelRows*m.cols:]
		for i := range m.panel(panel).n {
			for k, v := range m.row(panel*panelRows + i) {
				to[k*panelRows+i] = v
			}
		}
	})
	return p
}

// panel returns panel p without the terms before from: terms x rows.
func (p packed) panel(i, from int) kernel.Matrix {
	return kernel.Matrix{
		Data: p.data[(i*p.cols+from)*panelRows:][:(p.cols-from)*panelRows],
		Rows: p.cols - from, Cols: min(panelRows, p.n-i*panelRows), Stride: panelRows,
	}
}

// from returns the rows without the columns before from.
func (m rowsOf) from(from int) kernel.Matrix {
	return kernel.Matrix{Data: m.data[min(from, len(m.data)):], Rows: m.n, Cols: m.cols - from, Stride: m.cols}
}

// tile is panel (i, j) of m.
func (m rowsOf) tile(i, j int) kernel.Matrix {
	return kernel.Matrix{
		Data: m.data[i*panelRows*m.cols+j*panelRows:],
		Rows: min(panelRows, m.n-i*panelRows), Cols: min(panelRows, m.cols-j*panelRows), Stride: m.cols,
	}
}

// products sets out[i*panelRows+j] to the inner product of row i of a, at most panelRows rows, and row j of panel q of b. Each is one
// chain of fused multiply-adds over the columns upwards, started at zero. It returns the number of rows of b.
func products(out *[panelRows * panelRows]float64, a rowsOf, b packed, q int) int {
	right := b.panel(q, 0)
	kernel.Product(kernel.Matrix{Data: out[:], Rows: a.n, Cols: right.Cols, Stride: panelRows}, a.from(0), right)
	return right.Cols
}

// product sets panel (i, j) of m to the inner products of the rows of a with those of panel j of b from a column on.
func (m rowsOf) product(i, j int, a rowsOf, b packed, from int) {
	kernel.Product(m.tile(i, j), a.from(from), b.panel(j, from))
}

// addProducts adds to m, in the rows and columns from k on, the inner products of the rows of left and right, of which row i stands for row
// k+i. It does so in tiles of panelRows that have elements at or above the diagonal.
func (m rowsOf) addProducts(k int, left, right rowsOf) {
	columns := pack(right)
	rest := rowsOf{data: m.data[k*m.cols+k:], n: m.n - k, cols: m.cols}
	split(panels(rest.n), func(i int) {
		for j := i; j < panels(rest.n); j++ {
			tile := rest.tile(i, j)
			tile.Cols = min(panelRows, rest.n-j*panelRows)
			kernel.AddProduct(tile, left.panel(i).from(0), columns.panel(j, 0))
		}
	})
}

// norms returns the squared length of each row, in the order of terms of products.
func (m rowsOf) norms() []float64 {
	norms := make([]float64, m.n)
	split(panels(m.n), func(p int) {
		for i := p * panelRows; i < min(m.n, (p+1)*panelRows); i++ {
			for _, v := range m.row(i) {
				norms[i] = math.FMA(v, v, norms[i])
			}
		}
	})
	return norms
}

// chain adds the products of a and b to s, one after the other.
func chain(s float64, a, b []float64) float64 {
	b = b[:len(a)]
	for k, u := range a {
		s += float64(u * b[k])
	}
	return s
}
