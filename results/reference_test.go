package results_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/results"
)

func reference() results.Reference {
	return results.Reference{
		Profile: "small", Benchmark: "figure1a", Extractor: "domain-1", Resize: "clean", Fixed: 0.1, Seeds: []int{1, 2},
		Points: []results.Point{{Levels: []string{"scratch"}, Quantity: "fid", Step: 20, Values: []float64{0.1, 3}}},
	}
}

func TestReferenceIsReadAsWritten(t *testing.T) {
	path := results.ReferenceFile(t.TempDir(), "figure1a")
	require.NoError(t, reference().Write(path))
	r, err := results.ReadReference(path)
	require.NoError(t, err)
	require.Equal(t, reference(), r)
}

func TestBadReferencesAreNamed(t *testing.T) {
	dir := t.TempDir()
	_, err := results.ReadReference(filepath.Join(dir, "none.json"))
	require.ErrorContains(t, err, "none.json: make it by tgan check --update")
	for name, text := range map[string]string{
		"unexpected EOF": `{"profile": "small"`,
		"unknown field":  `{"profil": "small"}`,
		"must be set":    `{"profile": "small"}`,
	} {
		path := filepath.Join(dir, "bad.json")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		_, err := results.ReadReference(path)
		require.ErrorContains(t, err, name)
		require.ErrorContains(t, err, "bad.json")
	}
	r := reference()
	r.Points[0].Values[1] = 0
	require.ErrorContains(t, r.Write(filepath.Join(dir, "zero.json")), "[scratch], fid at step 20: value 0")
	r.Points[0].Values = r.Points[0].Values[:1]
	require.ErrorContains(t, r.Validate(), "1 values for 2 seeds")
}
