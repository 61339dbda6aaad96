package benchmarks_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/datasets/procedural"
	"tgan/internal/kernel"
	"tgan/metrics"
)

// drawn returns test images of a procedural domain at 32 pixels.
func drawn(t testing.TB, domain string, n int) *datasets.Images {
	spec := datasets.Spec{Source: "procedural/" + domain, Side: 32, Split: datasets.Test, Count: n, Seed: "drawn"}
	images, err := datasets.Open(t.Context(), "", spec, datasets.Options{Threads: 2})
	require.NoError(t, err)
	return images
}

// The accuracy that the embedded weights claim is the one they have, image by image of a fixed set.
func TestEmbeddedExtractorIsAsAccurateAsRecorded(t *testing.T) {
	pool := kernel.NewPool(2, kernel.Detect())
	t.Cleanup(pool.Close)
	if pool.ISA().Arithmetic() != "fma" {
		t.Skip("recorded with fused multiply-add, which this machine's kernels do not have")
	}
	e := metrics.NewDomain(pool)
	recorded, err := benchmarks.RecordedAccuracy(e)
	require.NoError(t, err)
	got, err := benchmarks.ExtractorAccuracy(t.Context(), e, benchmarks.DefaultExtractorRecipe().Seed, 2)
	require.NoError(t, err)
	require.Equal(t, recorded, got, "the domains draw other images than the weights were trained on: run make extractor")
	require.Len(t, got, len(procedural.Domains()))
	document, err := os.ReadFile("../docs/domains.md")
	require.NoError(t, err)
	var table string
	for i, a := range got {
		table += fmt.Sprintf("| %s | %d | %d | %d |\n", a.Domain, len(procedural.Domains()[i].Classes), a.Images, a.Right)
		require.Greater(t, float64(a.Right), 0.9*float64(a.Images), a.Domain)
	}
	t.Logf("\n%s", table)
	require.True(t, strings.Contains(string(document), table), "docs/domains.md has another table than\n%s", table)
}

// A training of three steps gives the same bytes as when the embedded weights were made: the long one would, too.
func TestEmbeddedExtractorIsWhatTrainingGives(t *testing.T) {
	for _, threads := range []int{1, 3} {
		pool := kernel.NewPool(threads, kernel.Detect())
		t.Cleanup(pool.Close)
		if pool.ISA().Arithmetic() != "fma" {
			t.Skip("trained with fused multiply-add, which this machine's kernels do not have")
		}
		probe, err := benchmarks.ExtractorProbe(t.Context(), pool)
		require.NoError(t, err)
		require.Equal(t, benchmarks.RecordedProbe(metrics.NewDomain(pool)), probe,
			"%d threads: training, kernels or domains have changed since the weights were made: run make extractor", threads)
	}
}
