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

// The caption says what the effects of its table are, and nothing of effects that are not there.
func TestCaptionSaysWhatEffectsAre(t *testing.T) {
	compare := func(kind benchmarks.Kind, metric string, scale benchmarks.Scale) benchmarks.Comparison {
		return benchmarks.Comparison{Kind: kind, Metric: metric, Decides: true, N: 2, Effect: &benchmarks.Effect{Scale: scale}}
	}
	better, shrinks := compare(benchmarks.Better, "fid", benchmarks.Ratio), compare(benchmarks.Shrinks, "iw", benchmarks.Difference)
	diverged := better
	diverged.Diverged = 1
	for _, test := range []struct {
		name        string
		comparisons []benchmarks.Comparison
		want        string // before what is said of p
	}{
		{"each once", []benchmarks.Comparison{
			shrinks, better, compare(benchmarks.Equivalent, "fid", benchmarks.Ratio), compare(benchmarks.Saves, "iw", benchmarks.Ratio), compare(benchmarks.Sooner, "iw", benchmarks.Ratio),
			compare(benchmarks.Better, "accuracy", benchmarks.Difference), compare(benchmarks.Guides, "fid", benchmarks.Correlation),
		}, " Effect: ratio of geometric means (FID, images, updates), difference of means (IW, accuracy), mean rank correlation (orders of sources)."},
		{"of a difference alone", []benchmarks.Comparison{shrinks}, "or ratios at two places. Effect: difference of means (IW)."},
		{"of none", []benchmarks.Comparison{{Decides: true}}, "or ratios at two places."},
		{"with divergence", []benchmarks.Comparison{diverged}, "or as a tie if both did or advantages are compared."},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, reports.ClaimsText(&out, claimed(1, 2), []benchmarks.Verdict{{ID: "C0", Comparisons: test.comparisons}}))
			require.Contains(t, out.String(), test.want+" p: one-sided")
		})
	}
	beside := shrinks
	beside.Decides = false
	var out bytes.Buffer
	require.NoError(t, reports.ClaimsText(&out, claimed(1, 2), []benchmarks.Verdict{{ID: "C0", Comparisons: []benchmarks.Comparison{better, beside}}}))
	require.Contains(t, out.String(), "that decide nothing. Effect: difference of means (IW).\n")
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
