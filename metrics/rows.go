package metrics

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Errors that a caller may want to tell apart.
var (
	ErrShape  = errors.New("shapes do not fit")
	ErrNotPSD = errors.New("not a covariance: it has a negative eigenvalue")
)

// copied returns a copy of the features. It returns ErrShape when there are fewer than least rows, or no columns, and
// an error that names the row when a value is not finite.
func copied(name string, features *mat.Dense, least int) (rowsOf, error) {
	if features == nil || features.IsEmpty() {
		return rowsOf{}, fmt.Errorf("metrics: %s features are empty: %w", name, ErrShape)
	}
	raw := features.RawMatrix()
	if raw.Rows < least {
		return rowsOf{}, fmt.Errorf("metrics: %s features of %d images, at least %d are needed: %w", name, raw.Rows, least, ErrShape)
	}
	m := rowsOf{data: make([]float64, 0, raw.Rows*raw.Cols), n: raw.Rows, cols: raw.Cols}
	for i := range raw.Rows {
		row := raw.Data[i*raw.Stride:][:raw.Cols]
		if err := finite(row); err != nil {
			return rowsOf{}, fmt.Errorf("metrics: %s features, row %d: %w", name, i, err)
		}
		m.data = append(m.data, row...)
	}
	return m, nil
}

// sorted is copied with the rows in lexicographic order: sums over them do not depend on the order of the images.
func sorted(name string, features *mat.Dense, least int) (rowsOf, error) {
	m, err := copied(name, features, least)
	if err != nil {
		return m, err
	}
	order := make([]int, m.n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return slices.Compare(m.row(i), m.row(j)) })
	return m.pick(order), nil
}

// pair returns both sets of features sorted. It returns ErrShape also when their dimensions differ.
func pair(real, fake *mat.Dense, least Least) (x, y rowsOf, err error) {
	if x, err = sorted("real", real, least.Real); err != nil {
		return x, y, err
	}
	if y, err = sorted("fake", fake, least.Fake); err != nil {
		return x, y, err
	}
	return x, y, alike(x.cols, y.cols)
}

// alike returns ErrShape when the dimensions differ.
func alike(real, fake int) error {
	if real == fake {
		return nil
	}
	return fmt.Errorf("metrics: real features have %d dimensions, fake ones %d; use one extractor for both: %w", real, fake, ErrShape)
}

// dense returns the rows as a matrix on the same memory.
func (m rowsOf) dense() *mat.Dense { return mat.NewDense(m.n, m.cols, m.data) }

// finite returns an error that names the first value that is NaN or infinite.
func finite(values []float64) error {
	for i, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("value %d is %v", i, v)
		}
	}
	return nil
}

// means returns the mean of each column, summed from the first row to the last.
func (m rowsOf) means() []float64 {
	mean := make([]float64, m.cols)
	for i := range m.n {
		for k, v := range m.row(i) {
			mean[k] += v
		}
	}
	for k := range mean {
		mean[k] /= float64(m.n)
	}
	return mean
}

// shift subtracts from every row the given values, one a column.
func (m rowsOf) shift(by []float64) {
	for i := range m.n {
		row := m.row(i)
		for k, v := range by {
			row[k] -= v
		}
	}
}

// transposed returns the columns as rows.
func (m rowsOf) transposed() rowsOf {
	t := rowsOf{data: make([]float64, len(m.data)), n: m.cols, cols: m.n}
	for i := range m.n {
		for k, v := range m.row(i) {
			t.data[k*t.cols+i] = v
		}
	}
	return t
}

// pick returns a copy of the given rows.
func (m rowsOf) pick(indices []int) rowsOf {
	out := rowsOf{data: make([]float64, 0, len(indices)*m.cols), n: len(indices), cols: m.cols}
	for _, i := range indices {
		out.data = append(out.data, m.row(i)...)
	}
	return out
}
