package metrics

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"tgan/internal/rng"
)

// The factor times its transpose is the covariance in the factor's order; it has the rank, its pivots fall, and it is zero before its diagonal.
func TestFactor(t *testing.T) {
	for _, c := range []struct{ d, rank int }{{1, 1}, {2, 1}, {31, 31}, {33, 33}, {64, 40}, {130, 130}, {150, 65}, {5, 0}} {
		stream := rng.New("test", "factor")
		root := mat.NewDense(c.d, max(1, c.rank), nil)
		for i := range c.d {
			for j := range c.rank {
				root.Set(i, j, stream.Norm())
			}
		}
		cov := mat.NewSymDense(c.d, nil)
		cov.SymOuterK(1, root)
		f, err := factor(cov)
		require.NoError(t, err)
		require.Equal(t, c.rank, f.n, "of %d", c.d)
		require.ElementsMatch(t, f.order, (&Features{n: c.d}).inOrder().order)
		for i := range f.n {
			require.Equal(t, make([]float64, i), f.row(i)[:i])
			if i > 0 {
				require.LessOrEqual(t, f.row(i)[i], f.row(i - 1)[i-1]+1e-12)
			}
		}
		for i := range c.d {
			for j := range c.d {
				var sum float64
				for k := range f.n {
					sum += f.row(k)[i] * f.row(k)[j]
				}
				require.InDelta(t, cov.At(f.order[i], f.order[j]), sum, 1e-10)
			}
		}
	}
}
