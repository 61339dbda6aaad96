package metrics

import (
	"math"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/rng"
)

// cloud returns n normal rows of d features around shift.
func cloud(name string, n, d int, shift float64) rowsOf {
	stream := rng.New("test", name)
	rows := rowsOf{data: make([]float64, n*d), n: n, cols: d}
	for i := range rows.data {
		rows.data[i] = stream.Norm() + shift
	}
	return rows
}

// all returns every metric of two sets, whose rows it sorts.
func all(t *testing.T, real, fake rowsOf) map[string]float64 {
	t.Helper()
	x, y, err := tablesOf(real.dense(), fake.dense(), Least{2, 2})
	require.NoError(t, err)
	p := &pairing{settings: StandardSettings("1"), real: x.moments, fake: y.moments, x: x, y: y}
	p.settings.Subsets = Subsets{Count: 10, Size: 50}
	out := map[string]float64{}
	for _, name := range Names() {
		out[name], _, err = p.value(name)
		require.NoError(t, err)
		require.False(t, math.IsNaN(out[name]), name)
	}
	return out
}

// rotated returns the rows times one random orthogonal matrix.
func rotated(rows rowsOf) rowsOf {
	q := rowsOf{data: make([]float64, rows.cols*rows.cols), n: rows.cols, cols: rows.cols}
	stream := rng.New("test", "rotation")
	for k := range q.n {
		f := q.row(k)
		for i := range f {
			f[i] = stream.Norm()
		}
		for range 2 { // Gram and Schmidt, twice for the last digits
			for before := range k {
				along := chain(0, f, q.row(before))
				for i, v := range q.row(before) {
					f[i] -= along * v
				}
			}
		}
		length := math.Sqrt(chain(0, f, f))
		for i := range f {
			f[i] /= length
		}
	}
	out := rowsOf{data: make([]float64, len(rows.data)), n: rows.n, cols: rows.cols}
	for i := range out.n {
		for k := range out.cols {
			out.row(i)[k] = chain(0, rows.row(i), q.row(k))
		}
	}
	return out
}

func TestNoMetricSeesARotation(t *testing.T) {
	x, y := cloud("x", 300, 24, 0), cloud("y", 250, 24, 0.3)
	want, got := all(t, x, y), all(t, rotated(x), rotated(y))
	for name, v := range want {
		if draws(name) && name != NameKMMDMedian { // other rows are drawn, as rows are sorted by their values
			continue
		}
		require.InDelta(t, v, got[name], 1e-9*max(1, v), name)
	}
}

func TestMetricsOfEqualSets(t *testing.T) {
	x := cloud("x", 300, 24, 0)
	got := all(t, x, x)
	require.Zero(t, got[NameFID])
	require.Zero(t, got[NameKMMD])
	require.Zero(t, got[NameKMMDMedian])
	require.Negative(t, got[NameKID], "each image is its own copy in the other set, which the unbiased estimate does not expect")
	for _, name := range []string{NamePrecision, NameRecall, NameCoverage} {
		require.Equal(t, 1.0, got[name], name)
	}
	require.Zero(t, got[NameAuthenticity])
}

func TestSymmetryOfMetrics(t *testing.T) {
	x, y := cloud("x", 200, 24, 0), cloud("y", 150, 24, 0.3)
	xy, yx := all(t, x, y), all(t, y, x)
	require.Equal(t, xy[NameFID], yx[NameFID])
	require.InDelta(t, xy[NameKID], yx[NameKID], 1e-12)
	require.Equal(t, xy[NamePrecision], yx[NameRecall])
	require.Equal(t, xy[NameRecall], yx[NamePrecision])
}

func TestDistancesGrowWithNoise(t *testing.T) {
	x := cloud("x", 300, 24, 0)
	last := map[string]float64{}
	for _, amount := range []float64{0.3, 0.6, 1.2, 2.4} {
		noisy, noise := rowsOf{data: slices.Clone(x.data), n: x.n, cols: x.cols}, cloud("noise", 300, 24, 0)
		for i, v := range noise.data {
			noisy.data[i] += amount * v
		}
		got := all(t, x, noisy)
		for _, name := range []string{NameFID, NameKMMD, NameKMMDMedian, NameKID, NameKIDSubsets} {
			if before, ok := last[name]; ok {
				require.Greater(t, got[name], before, "%s, noise of %g", name, amount)
			}
		}
		last = got
	}
	require.Less(t, last[NamePrecision], 0.05)
}

func TestOrderAndProcessorsChangeNoBit(t *testing.T) {
	x, y := cloud("x", 330, 70, 0), cloud("y", 210, 70, 0.3)
	want := all(t, x, y)
	slices.Reverse(x.data[:70*2]) // other numbers, so that equality below means something
	require.NotEqual(t, want, all(t, x, y))
	slices.Reverse(x.data[:70*2])
	backwards := rowsOf{n: x.n, cols: x.cols}
	for i := range x.n {
		backwards.data = append(backwards.data, x.row(x.n-1-i)...)
	}
	for _, processors := range []int{1, 2, 5} {
		before := runtime.GOMAXPROCS(processors)
		t.Cleanup(func() { runtime.GOMAXPROCS(before) })
		require.Equal(t, want, all(t, backwards, y), "%d processors", processors)
	}
}
