package reports_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/reports"
)

// claimed is the made-up collection under the name of a benchmark that claims rest on.
func claimed(seeds ...int) *benchmarks.Collection {
	c := collection(seeds...)
	c.Plan.Tables[0].Definition.Name = "table2"
	return c
}

func TestVerdictsAreWrittenWithTheReport(t *testing.T) {
	c := claimed(1, 2, 3)
	dir, golden := t.TempDir(), filepath.Join("testdata", "claims")
	require.NoError(t, reports.Write(dir, c, store(t, c)))
	var text bytes.Buffer
	verdicts, err := reports.Verdicts(c)
	require.NoError(t, err)
	require.NoError(t, reports.ClaimsText(&text, c, verdicts))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "claims.txt"), text.Bytes(), 0o644))
	for _, name := range []string{"claims.md", "claims.csv", "claims.txt"} {
		have, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		if *update {
			require.NoError(t, os.MkdirAll(golden, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(golden, name), have, 0o644))
		}
		want, err := os.ReadFile(filepath.Join(golden, name))
		require.NoError(t, err)
		require.Equal(t, string(want), string(have), "%s differs; look at it and run the test with -update", name)
	}
	var ids []string
	for _, v := range verdicts {
		ids = append(ids, v.ID)
	}
	require.Equal(t, []string{"C4", "C5", "C6"}, ids, "the claims of table2")
}

// A report of benchmarks that serve no claim has no verdicts, and removes those that an earlier one left.
func TestNoVerdictsWithoutClaims(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "claims.md"), nil, 0o644))
	c := collection(1, 2)
	require.NoError(t, reports.Write(dir, c, store(t, c)))
	require.NoFileExists(t, filepath.Join(dir, "claims.md"))
	require.NoFileExists(t, filepath.Join(dir, "claims.csv"))
}

func TestFindings(t *testing.T) {
	p := 0.0004
	var out bytes.Buffer
	require.NoError(t, reports.Findings(&out, []benchmarks.Finding{
		{What: "[scratch] fid at step 20", Reference: "650 (n 10)", Found: "900 (n 3)", P: &p, Failed: true}, {What: "resize", Reference: "clean", Found: "clean"},
	}))
	require.Contains(t, out.String(), "FAILED")
	require.Contains(t, out.String(), "0.0004")
	require.Contains(t, out.String(), "FAILED below 0.01")
}
