package metrics

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// table is a sequence of feature vectors, all in memory or read from Features as they are needed. It does not change.
type table struct {
	n, cols int
	whole   rowsOf    // without data when rows are read
	from    *Features // what they were read or are to be read from; nil for rows that never were
	order   []int     // which row of from each is
	origin  []float64 // subtracted from each row that is read; nil for nothing
	meter   *meter    // told of products with other tables; nil for none
}

// tableOf returns rows in memory as a table.
func tableOf(rows rowsOf) *table { return &table{n: rows.n, cols: rows.cols, whole: rows} }

// tablesOf returns both sets of features sorted. Its errors are those of pair.
func tablesOf(real, fake *mat.Dense, least Least) (x, y *table, err error) {
	a, b, err := pair(real, fake, least)
	if err != nil {
		return nil, nil, err
	}
	return tableOf(a), tableOf(b), nil
}

// held returns the table in memory, if it is small enough, else t itself.
func (t *table) held() *table {
	if t.inMemory() || 8*t.n*t.cols > tableMemory {
		return t
	}
	return &table{n: t.n, cols: t.cols, whole: t.rows(0, t.n, &scratch{}), from: t.from, meter: t.meter}
}

func (t *table) inMemory() bool { return t.whole.data != nil }

// rows returns rows [lo, hi), which the caller does not modify. They may be in s, until it is used again.
func (t *table) rows(lo, hi int, s *scratch) rowsOf {
	if t.inMemory() {
		return t.whole.part(lo, hi)
	}
	size := (hi - lo) * t.cols
	s.values = slices.Grow(s.values[:0], size)
	out := rowsOf{data: s.values[:size], n: hi - lo, cols: t.cols}
	for i := range out.n {
		t.from.row(t.order[lo+i], out.row(i), s)
	}
	if t.origin != nil {
		out.shift(t.origin)
	}
	return out
}

// panel returns panel p of the rows.
func (t *table) panel(p int, s *scratch) rowsOf {
	return t.rows(p*panelRows, min(t.n, (p+1)*panelRows), s)
}

// err returns the error that reading has met, if any: then what was computed is wrong.
func (t *table) err() error {
	if t.from == nil {
		return nil
	}
	return t.from.err()
}

// pick returns the rows of the given indices in ascending order, so that those of a sorted table are sorted.
func (t *table) pick(indices []int) *table {
	indices = slices.Sorted(slices.Values(indices))
	out := &table{n: len(indices), cols: t.cols, meter: t.meter}
	if t.inMemory() {
		out.whole = t.whole.pick(indices)
		return out
	}
	out.from, out.origin, out.order = t.from, t.origin, make([]int, len(indices))
	for k, i := range indices {
		out.order[k] = t.order[i]
	}
	return out.held()
}

// shifted returns the rows with the given values subtracted, one a column. t must have no origin yet.
func (t *table) shifted(by []float64) *table {
	out := *t
	if !t.inMemory() {
		out.origin = by
		return &out
	}
	out.whole.data = slices.Clone(t.whole.data)
	out.whole.shift(by)
	return &out
}

// means returns the mean of each column, summed from the first row to the last.
func (t *table) means() []float64 {
	mean := make([]float64, t.cols)
	var s scratch
	for p := range panels(t.n) {
		rows := t.panel(p, &s)
		for i := range rows.n {
			for k, v := range rows.row(i) {
				mean[k] += v
			}
		}
	}
	for k := range mean {
		mean[k] /= float64(t.n)
	}
	return mean
}

// norms returns the squared length of each row, in the order of terms of products.
func (t *table) norms() []float64 {
	norms := make([]float64, t.n)
	split(panels(t.n), func(p int) {
		copy(norms[p*panelRows:], t.panel(p, &scratch{}).norms())
	})
	return norms
}

// equal reports whether both have the same rows in the same order.
func (t *table) equal(other *table) bool {
	if t.n != other.n || t.cols != other.cols {
		return false
	}
	var a, b scratch
	for p := range panels(t.n) {
		if !slices.Equal(t.panel(p, &a).data, other.panel(p, &b).data) {
			return false
		}
	}
	return true
}

// constant reports whether all rows of a sorted table are equal.
func (t *table) constant() bool {
	return slices.Equal(t.rows(0, 1, &scratch{}).data, t.rows(t.n-1, t.n, &scratch{}).data)
}

// moments returns the moments of the rows.
func (t *table) moments() (Moments, error) {
	stats := NewStats(t.cols)
	var s scratch
	for lo := 0; lo < t.n; lo += statsRows {
		stats.add(t.rows(lo, min(t.n, lo+statsRows), &s))
	}
	m, err := stats.Moments()
	if readErr := t.err(); readErr != nil {
		return Moments{}, readErr
	}
	return m, err
}
