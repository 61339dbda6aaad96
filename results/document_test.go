package results_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/results"
)

func TestReadDocument(t *testing.T) {
	d, err := results.ReadDocument("smoke/results.json")
	require.NoError(t, err)
	require.Equal(t, "smoke", d.Profile)
	require.NotEmpty(t, d.Benchmarks[0].Cells[0].Seeds[0].Scores)
	path := filepath.Join(t.TempDir(), "results.json")
	_, err = results.ReadDocument(path)
	require.ErrorContains(t, err, "results.json")
	for content, want := range map[string]string{
		"": "EOF", "[]": "cannot unmarshal array", `{"schema": 1}`: `unknown field "schema"`, "{}": "it has no benchmarks",
	} {
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
		_, err := results.ReadDocument(path)
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "name a results.json that tgan report wrote")
	}
}
