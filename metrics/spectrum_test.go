package metrics

import (
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/internal/rng"
)

func TestEigenvaluesAgreeWithGonum(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 31, 33, 64, 130, 257} {
		stream := rng.New("test", "symmetric")
		m := mat.NewSymDense(n, nil)
		for i := range n {
			for j := range i + 1 {
				m.SetSym(i, j, stream.Norm())
			}
		}
		var want mat.EigenSym
		require.True(t, want.Factorize(m, false))
		for _, scale := range []float64{1, 1e-300, 1e300} {
			got, err := eigenvalues(full(m, scale))
			require.NoError(t, err)
			for i, v := range want.Values(nil) {
				require.InDelta(t, v, got[i]/scale, 1e-13*float64(n))
			}
		}
	}
}

func TestEigenvaluesOfSpecialMatrices(t *testing.T) {
	for _, c := range []struct {
		name string
		rows []float64
		want []float64
	}{
		{"zero", []float64{0, 0, 0, 0}, []float64{0, 0}},
		{"diagonal", []float64{3, 0, 0, 0, -1, 0, 0, 0, 2}, []float64{-1, 2, 3}},
		{"ones", []float64{1, 1, 1, 1, 1, 1, 1, 1, 1}, []float64{0, 0, 3}},
		{"tridiagonal", []float64{2, -1, 0, -1, 2, -1, 0, -1, 2}, []float64{2 - math.Sqrt2, 2, 2 + math.Sqrt2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := len(c.want)
			got, err := eigenvalues(rowsOf{data: c.rows, n: n, cols: n})
			require.NoError(t, err)
			require.InDeltaSlice(t, c.want, got, 1e-15)
		})
	}
}

func TestEigenvaluesIgnoreProcessors(t *testing.T) {
	stream := rng.New("test", "symmetric")
	m := mat.NewSymDense(200, nil)
	for i := range 200 {
		for j := range i + 1 {
			m.SetSym(i, j, stream.Norm())
		}
	}
	before := runtime.GOMAXPROCS(1)
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
	want, err := eigenvalues(full(m, 1))
	require.NoError(t, err)
	runtime.GOMAXPROCS(5)
	got, err := eigenvalues(full(m, 1))
	require.NoError(t, err)
	require.Equal(t, want, got)
}

// full returns the scaled matrix with both triangles stored.
func full(m *mat.SymDense, scale float64) rowsOf {
	n := m.SymmetricDim()
	out := rowsOf{data: make([]float64, n*n), n: n, cols: n}
	for i := range n {
		for j := range n {
			out.data[i*n+j] = m.At(i, j) * scale
		}
	}
	return out
}
