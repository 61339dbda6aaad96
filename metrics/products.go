package metrics

const (
	panelRows  = 64  // rows of a and of b of one tile of products
	panelTerms = 512 // terms added before the next rows are taken: two rows of a and four of b stay in the first cache
)

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

// products sets out[i*panelRows+j] to the inner product of row i of a and row j of b, each panel at most panelRows
// rows, leaving out the columns before from. Each product is one chain over the columns upwards, started at zero.
func products(out []float64, a, b rowsOf, from int) {
	for i := range a.n {
		clear(out[i*panelRows:][:b.n])
	}
	for lo := from; lo < a.cols; lo += panelTerms {
		hi := min(a.cols, lo+panelTerms)
		for i := 0; i < a.n; i += 2 {
			second := min(i+1, a.n-1)
			a0, a1 := a.row(i)[lo:hi], a.row(second)[lo:hi]
			o0, o1 := out[i*panelRows:][:b.n], out[second*panelRows:][:b.n]
			j := 0
			for ; j+4 <= b.n; j += 4 {
				b0, b1, b2, b3 := b.row(j)[lo:hi], b.row(j + 1)[lo:hi], b.row(j + 2)[lo:hi], b.row(j + 3)[lo:hi]
				tile((*[4]float64)(o0[j:]), (*[4]float64)(o1[j:]), a0, a1, b0, b1, b2, b3)
			}
			for ; j < b.n; j++ {
				bj := b.row(j)[lo:hi]
				o := o0[j]
				o1[j] = chain(o1[j], a1, bj)
				o0[j] = chain(o, a0, bj)
			}
		}
	}
}

// product sets panel (i, j) of m to the inner products of the rows of a with those of b from a column on.
func (m rowsOf) product(i, j int, a, b rowsOf, from int) {
	var part [panelRows * panelRows]float64
	products(part[:], a, b, from)
	for r := range a.n {
		copy(m.row(i*panelRows + r)[j*panelRows:], part[r*panelRows:][:b.n])
	}
}

// tile continues eight chains. With one row of a left, s and t are the same memory and hold the same numbers.
func tile(s, t *[4]float64, a0, a1, b0, b1, b2, b3 []float64) {
	n := len(a0)
	a1, b0, b1, b2, b3 = a1[:n], b0[:n], b1[:n], b2[:n], b3[:n]
	s0, s1, s2, s3 := s[0], s[1], s[2], s[3]
	t0, t1, t2, t3 := t[0], t[1], t[2], t[3]
	for k, u := range a0 {
		v := a1[k]
		w := b0[k]
		s0 += float64(u * w)
		t0 += float64(v * w)
		w = b1[k]
		s1 += float64(u * w)
		t1 += float64(v * w)
		w = b2[k]
		s2 += float64(u * w)
		t2 += float64(v * w)
		w = b3[k]
		s3 += float64(u * w)
		t3 += float64(v * w)
	}
	*s = [4]float64{s0, s1, s2, s3}
	*t = [4]float64{t0, t1, t2, t3}
}

// chain adds the products of a and b to s, one after the other.
func chain(s float64, a, b []float64) float64 {
	b = b[:len(a)]
	for k, u := range a {
		s += float64(u * b[k])
	}
	return s
}
