package metrics

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"codeberg.org/sbinet/npyio/npz"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// npzOf returns an archive of the given entries, name then content.
func npzOf(t testing.TB, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: entries[i], Method: zip.Deflate})
		require.NoError(t, err)
		_, err = f.Write([]byte(entries[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// npyOf returns an array of the given header and number of zero bytes.
func npyOf(header string, size int) string {
	return "\x93NUMPY\x01\x00" + string([]byte{byte(len(header) + 1), 0}) + header + "\n" + string(make([]byte, size))
}

func TestMomentsFileRoundTrip(t *testing.T) {
	want := Statistics{
		Moments{N: 17, Mean: []float64{1, -2, 0.1}, Cov: mat.NewSymDense(3, []float64{4, 1, 2, 1, 5, 3, 2, 3, 6})},
		&Origin{Extractor: "domain-1", Resize: DomainResize, Side: 64, Fit: "crop", Images: "of these"},
	}
	path := filepath.Join(t.TempDir(), "stats.npz")
	require.NoError(t, WriteStatistics(path, want))
	first, err := os.ReadFile(path)
	require.NoError(t, err)
	got, err := ReadStatistics(path)
	require.NoError(t, err)
	requireMoments(t, want.Moments, got.Moments)
	require.Equal(t, want.Origin, got.Origin)
	require.NoError(t, WriteStatistics(path, got))
	second, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, first, second)

	// Another reader of the format sees what pytorch-fid looks for.
	file, err := npz.Open(path)
	require.NoError(t, err)
	defer file.Close()
	var mu []float64
	require.NoError(t, file.Read("mu.npy", &mu))
	require.Equal(t, want.Mean, mu)
	var sigma mat.Dense
	require.NoError(t, file.Read("sigma.npy", &sigma))
	require.True(t, mat.Equal(want.Cov, &sigma))
}

func TestMomentsFileOfNumPy(t *testing.T) {
	// Written by testdata/fixtures.py.
	got, err := ReadStatistics("testdata/numpy_stats.npz")
	require.NoError(t, err)
	requireMoments(t, Moments{Mean: []float64{0, 1, 2}, Cov: mat.NewSymDense(3, []float64{1.5, .5, .5, .5, 2.5, .5, .5, .5, 3.5})}, got.Moments)
	require.Nil(t, got.Origin)
}

func requireMoments(t *testing.T, want, got Moments) {
	t.Helper()
	require.Equal(t, want.N, got.N)
	require.Equal(t, want.Mean, got.Mean)
	require.True(t, mat.Equal(want.Cov, got.Cov))
}

func TestMomentsFileRefuses(t *testing.T) {
	mu := npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 16)
	one := npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 8)
	oneByOne := npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }", 8)
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"no archive", []byte("hello"), "zip: not a valid zip file"},
		{"no mu", npzOf(t, "arr_0.npy", mu), `no entry "mu"`},
		{"no sigma", npzOf(t, "mu.npy", mu), `no entry "sigma"`},
		{"not an array", npzOf(t, "mu.npy", "hello, this is text"), "entry mu: not an .npy array"},
		{"cut header", npzOf(t, "mu.npy", mu[:40]), "entry mu: .npy header: unexpected EOF"},
		{"cut data", npzOf(t, "mu.npy", mu[:len(mu)-1]), "has 83 bytes, want 84"},
		{"pickle", npzOf(t, "mu.npy", npyOf("{'descr': '|O8', 'fortran_order': False, 'shape': (2,), }", 16)), `type "|O8"`},
		{"structure", npzOf(t, "mu.npy", npyOf("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }", 16)), "not of a plain array"},
		{"huge", npzOf(t, "mu.npy", npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (999999999,), }", 16)), "at most 8192 features"},
		{"lie", npzOf(t, "mu.npy", npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (8192, 8192), }", 16)), "has 92 bytes, want 536870988"},
		{"long header", npzOf(t, "mu.npy", "\x93NUMPY\x02\x00\xff\xff\xff\xff"), "header of 4294967295 bytes"},
		{"matrix for mu", npzOf(t, "mu.npy", npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }", 16)), "mu has shape [1 2], want [d]"},
		{"empty mu", npzOf(t, "mu.npy", npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }", 0)), "mu has shape [0], want [d]"},
		{"another shape", npzOf(t, "mu.npy", mu, "sigma.npy", mu), "sigma has shape [2], want [2 2]"},
		{"NaN", npzOf(t, "mu.npy", mu[:len(mu)-2]+"\xf8\x7f", "sigma.npy", npyOf("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }", 32)), "value 1 is NaN"},
		{"origin of nothing", npzOf(t, "mu.npy", one, "sigma.npy", oneByOne, "tgan.json", "{}"), "entry tgan.json: extractor and protocol must be set"},
		{"origin is cut", npzOf(t, "mu.npy", one, "sigma.npy", oneByOne, "tgan.json", `{"extractor": "dom`), "entry tgan.json: unexpected end"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "stats.npz")
			require.NoError(t, os.WriteFile(path, c.file, 0o600))
			_, err := ReadStatistics(path)
			require.ErrorContains(t, err, c.want)
			require.ErrorContains(t, err, "metrics: statistics "+path)
		})
	}
	require.ErrorIs(t, WriteStatistics("unused", Statistics{}), ErrShape)
	err := WriteStatistics(filepath.Join(t.TempDir(), "missing", "stats.npz"), Statistics{Moments: Moments{Mean: []float64{1}, Cov: mat.NewSymDense(1, []float64{1})}})
	require.ErrorContains(t, err, "metrics: write statistics")
}

func FuzzMomentsFile(f *testing.F) {
	data, err := os.ReadFile("testdata/numpy_stats.npz")
	require.NoError(f, err)
	f.Add(data)
	f.Add(npzOf(f, "mu.npy", npyOf("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 8),
		"sigma.npy", npyOf("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", 4), "tgan.json", `{"extractor": "domain-1", "resize": "clean"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseStatistics(data)
		if err == nil {
			require.NoError(t, m.Validate())
		}
	})
}
