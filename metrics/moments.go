package metrics

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Moments are the sample count, mean and covariance of features. Mean has d values in feature units; Cov is d x d in
// feature units squared, unbiased (divided by N-1).
type Moments struct {
	N    int
	Mean []float64
	Cov  *mat.SymDense
}

// Validate returns ErrShape unless Cov is d x d for a Mean of d > 0 values, and an error when a value is not finite or
// a variance is negative. N may be 0, for statistics whose sample count is not known.
func (m Moments) Validate() error {
	if len(m.Mean) == 0 || m.Cov == nil || m.Cov.SymmetricDim() != len(m.Mean) {
		d := 0
		if m.Cov != nil {
			d = m.Cov.SymmetricDim()
		}
		return fmt.Errorf("metrics: mean of %d values with a covariance of %dx%d: %w", len(m.Mean), d, d, ErrShape)
	}
	if err := finite(m.Mean); err != nil {
		return fmt.Errorf("metrics: mean: %w", err)
	}
	raw := m.Cov.RawSymmetric()
	for i := range raw.N {
		if err := finite(raw.Data[i*raw.Stride+i : i*raw.Stride+raw.N]); err != nil {
			return fmt.Errorf("metrics: covariance, row %d from the diagonal on: %w", i, err)
		}
		if v := m.Cov.At(i, i); v < 0 {
			return fmt.Errorf("metrics: variance %d is %v: %w", i, v, ErrNotPSD)
		}
	}
	return nil
}

// Fit returns the moments of features, n x d. The result does not depend on the order of the rows.
// It returns ErrShape when n < 2 and an error that names the row when a feature is not finite.
func Fit(features *mat.Dense) (Moments, error) {
	x, err := sorted("the", features, 2)
	if err != nil {
		return Moments{}, err
	}
	return tableOf(x).moments()
}

// statsRows is the number of samples that Stats takes together.
const statsRows = 512

// Stats gathers moments one batch at a time, in memory of 2*d*d values whatever the number of samples. How the samples
// are cut into batches changes no bit; their order changes rounding. The zero value is not usable; see NewStats.
type Stats struct {
	n       int
	mean    []float64
	scatter []float64 // [d][d], sum of (x-mean)(x-mean)ᵀ, at and above the diagonal
	pending rowsOf    // fewer than statsRows samples, not yet counted
}

// NewStats returns empty statistics of d > 0 features.
func NewStats(d int) *Stats {
	return &Stats{mean: make([]float64, d), scatter: make([]float64, d*d), pending: rowsOf{cols: d}}
}

// Add counts the rows of features. It returns ErrShape when they have another dimension and an error that names the row
// when a feature is not finite; then none of them is counted.
func (s *Stats) Add(features *mat.Dense) error {
	raw := features.RawMatrix()
	if raw.Cols != len(s.mean) {
		return fmt.Errorf("metrics: %d features a sample added to statistics of %d: %w", raw.Cols, len(s.mean), ErrShape)
	}
	x := rowsOf{n: raw.Rows, cols: raw.Cols}
	for i := range raw.Rows {
		row := raw.Data[i*raw.Stride:][:raw.Cols]
		if err := finite(row); err != nil {
			return fmt.Errorf("metrics: features, row %d: %w", i, err)
		}
		x.data = append(x.data, row...)
	}
	s.add(x)
	return nil
}

// add counts rows, whole blocks at once, and keeps the rest for later.
func (s *Stats) add(x rowsOf) {
	for x.n > 0 {
		take := min(x.n, statsRows-s.pending.n)
		s.pending.data = append(s.pending.data, x.data[:take*x.cols]...)
		s.pending.n += take
		x = x.part(take, x.n)
		if s.pending.n == statsRows {
			s.flush()
		}
	}
}

// flush counts the pending samples.
func (s *Stats) flush() {
	if s.pending.n == 0 {
		return
	}
	block := s.pending
	s.pending = rowsOf{data: block.data[:0], cols: block.cols}
	n, mean := block.n, block.means()
	block.shift(mean)
	s.join(n, mean, scatter(block.transposed()))
}

// scatter returns the products of all rows with each other, [n][n], at and above the diagonal.
func scatter(x rowsOf) []float64 {
	out := rowsOf{data: make([]float64, x.n*x.n), n: x.n, cols: x.n}
	count := panels(x.n)
	right := pack(x)
	split(count*count, func(task int) {
		if i, j := task/count, task%count; i <= j {
			out.product(i, j, x.panel(i), right, 0)
		}
	})
	return out.data
}

// join counts n samples of the given mean and scatter. Source: Chan, Golub and LeVeque 1979, eq. 2.1.
func (s *Stats) join(n int, mean, scatter []float64) {
	d := len(s.mean)
	total := float64(s.n + n)
	weight := float64(s.n) * float64(n) / total
	delta := make([]float64, d)
	for k, v := range mean {
		delta[k] = v - s.mean[k]
		s.mean[k] += float64(delta[k] * (float64(n) / total))
	}
	split(d, func(i int) {
		to, from := s.scatter[i*d:][:d], scatter[i*d:][:d]
		w := weight * delta[i]
		for k := i; k < d; k++ {
			to[k] += from[k] + float64(w*delta[k])
		}
	})
	s.n += n
}

// Merge counts all samples of other, which stays as it was. It returns ErrShape when the dimensions differ.
func (s *Stats) Merge(other *Stats) error {
	if len(s.mean) != len(other.mean) {
		return fmt.Errorf("metrics: statistics of %d features merged into %d: %w", len(other.mean), len(s.mean), ErrShape)
	}
	s.flush()
	if other.n > 0 {
		s.join(other.n, other.mean, other.scatter)
	}
	s.add(other.pending)
	return nil
}

// Len returns the number of samples counted.
func (s *Stats) Len() int { return s.n + s.pending.n }

// Moments returns the moments of the samples so far. It returns ErrShape when there are fewer than two.
func (s *Stats) Moments() (Moments, error) {
	if s.Len() < 2 {
		return Moments{}, fmt.Errorf("metrics: moments of %d samples, at least 2 are needed: %w", s.Len(), ErrShape)
	}
	all := &Stats{n: s.n, mean: append([]float64(nil), s.mean...), scatter: append([]float64(nil), s.scatter...)}
	all.pending = rowsOf{data: append([]float64(nil), s.pending.data...), n: s.pending.n, cols: s.pending.cols}
	all.flush()
	for i, v := range all.scatter {
		all.scatter[i] = v / float64(all.n-1)
	}
	for _, v := range all.scatter {
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return Moments{}, fmt.Errorf("metrics: the covariance overflows: features are too large")
		}
	}
	return Moments{N: all.n, Mean: all.mean, Cov: mat.NewSymDense(len(all.mean), all.scatter)}, nil
}
