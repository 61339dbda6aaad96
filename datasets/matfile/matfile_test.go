package matfile_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets/matfile"
)

// fixture is a file that SciPy wrote, see datasets/testdata/fixtures.py.
func fixture(t testing.TB, name string) []byte {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "fixtures", filepath.FromSlash(name)))
	require.NoError(t, err)
	return data
}

func TestVectors(t *testing.T) {
	for _, folder := range []string{"flowers-102/", "flowers-102-tgz/"} { // compressed and not
		labels, err := matfile.Vectors(fixture(t, folder+"imagelabels.mat"))
		require.NoError(t, err)
		require.Equal(t, map[string][]int{"labels": {3, 1, 2, 3, 1, 2, 3, 1}}, labels)
		sets, err := matfile.Vectors(fixture(t, folder+"setid.mat"))
		require.NoError(t, err)
		require.Equal(t, map[string][]int{"trnid": {8, 2, 4}, "valid": {1, 6}, "tstid": {3, 5, 7}}, sets)
	}
	mixed, err := matfile.Vectors(fixture(t, "mixed.mat"))
	require.NoError(t, err)
	require.Equal(t, map[string][]int{"numbers": {1, 3, 2, 40000}, "big": {-70000}}, mixed)
}

func TestDamage(t *testing.T) {
	whole := fixture(t, "flowers-102-tgz/imagelabels.mat")
	change := func(at int, v byte) []byte {
		d := bytes.Clone(whole)
		d[at] = v
		return d
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "it is too short for a MATLAB file"},
		{"7.3", []byte("MATLAB 7.3 MAT-file"), "it is a MATLAB 7.3 file: save it with -v7"},
		{"no mark", change(126, 'x'), "it is not a MATLAB file of level 5"},
		{"cut", whole[:len(whole)-9], "it is cut off"},
		{"size", change(132, 255), "it is cut off"},
		{"dimensions", change(128+8+16+8, 2), `array "labels" has 8 elements, its dimensions say otherwise: the file is damaged`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := matfile.Vectors(c.data)
			require.EqualError(t, err, c.want)
		})
	}
	packed := fixture(t, "flowers-102/imagelabels.mat")
	packed[150] ^= 0x55
	_, err := matfile.Vectors(packed)
	require.ErrorContains(t, err, "it is damaged: ")
}

func FuzzVectors(f *testing.F) {
	for _, name := range []string{"flowers-102/imagelabels.mat", "flowers-102/setid.mat", "flowers-102-tgz/setid.mat", "mixed.mat"} {
		f.Add(fixture(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := matfile.Vectors(data); err != nil {
			require.NotContains(t, err.Error(), "\n")
		}
	})
}

func ExampleVectors() {
	data, err := os.ReadFile("../testdata/fixtures/flowers-102/imagelabels.mat")
	if err != nil {
		fmt.Println(err)
		return
	}
	vectors, err := matfile.Vectors(data)
	fmt.Println(vectors["labels"], err)
	// Output: [3 1 2 3 1 2 3 1] <nil>
}
