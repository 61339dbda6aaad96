package metrics_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/metrics"
)

// fixtures is testdata/fixtures.json, made by testdata/fixtures.py with NumPy and SciPy.
type fixtures struct {
	Frechet []struct {
		Set            drawn
		Sqrtm, Samples float64
	}
	Pairs []struct {
		Set          drawn
		KMMD, KID    float64
		KMMDMedian   float64
		PRDC3, PRDC5 [4]float64
	}
}

// drawn is seed, rows of the real and of the fake set, columns, and scale and shift of the fake set.
type drawn [6]float64

func (d drawn) sets() (real, fake *mat.Dense) {
	t := newTwister(uint32(d[0]))
	real = t.randn(int(d[1]), int(d[3]), 1, 0)
	return real, t.randn(int(d[2]), int(d[3]), d[4], d[5])
}

func readFixtures(t *testing.T) fixtures {
	t.Helper()
	data, err := os.ReadFile("testdata/fixtures.json")
	require.NoError(t, err)
	var f fixtures
	require.NoError(t, json.Unmarshal(data, &f))
	return f
}

// sharedData returns the path of a file of the data folder beside the project, and skips the test where it is missing.
func sharedData(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			continue
		}
		path := filepath.Join(dir, "..", "shared", "data", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Skipf("no ../shared/data/%s beside the project", name)
	return ""
}

// fit is metrics.Fit of features that are known to be good.
func fit(t *testing.T, features *mat.Dense) metrics.Moments {
	t.Helper()
	m, err := metrics.Fit(features)
	require.NoError(t, err)
	return m
}

// permuted returns the rows of m from the last to the first, odd ones before even ones.
func permuted(m *mat.Dense) *mat.Dense {
	n, d := m.Dims()
	out := mat.NewDense(n, d, nil)
	at := 0
	for _, parity := range []int{1, 0} {
		for i := n - 1; i >= 0; i-- {
			if i%2 == parity {
				out.SetRow(at, m.RawRowView(i))
				at++
			}
		}
	}
	return out
}
