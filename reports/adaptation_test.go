package reports_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/metrics"
	"tgan/models"
	"tgan/reports"
)

// adapted is a result whose metrics fall, then rise.
func adapted() benchmarks.AdaptationResult {
	measured := func(fid, kmmd float64) benchmarks.Measurement {
		score := func(name string, v float64) metrics.Score {
			return metrics.Score{Metric: name, Value: v, Extractor: "domain-1", Resize: "clean", NReal: 60, NFake: 1000}
		}
		return benchmarks.Measurement{FID: score("fid", fid), KMMD: score("kmmd", kmmd)}
	}
	source := benchmarks.Candidate{Path: "sources/<b>faces</b>.safetensors", SHA256: "0123456789abcdef", Architecture: "dcgan32", Dim: 16, Side: 32, Step: 800}
	other := source
	other.Path = "sources/streets.safetensors"
	return benchmarks.AdaptationResult{
		Spec: benchmarks.AdaptationSpec{
			Target: datasets.Spec{Source: "photos", Side: 32, Fit: datasets.Crop}, Transfer: models.TransferBoth, Training: models.DefaultSpec(),
		},
		Steps: 7, Source: source, NTrain: 240, NHeldOut: 60, Reference: measured(3, 0.05),
		Ranking: []benchmarks.Ranked{
			{Candidate: source, Measurement: measured(46, 0.3), KMMDRank: 2}, {Candidate: other, Measurement: measured(95, 0.2), KMMDRank: 1},
		},
		Curve: []benchmarks.MeasuredStep{
			{Step: 0, Measurement: measured(46, 0.3)}, {Step: 1, Measurement: measured(40, 0.2)}, {Step: 2, Measurement: measured(20, 0.1)},
			{Step: 5, Measurement: measured(25, 0.12)}, {Step: 7, Measurement: measured(30, 0.15)},
		},
		Memorisation: benchmarks.Memorisation{Generated: 0.5, HeldOut: 0.75, NTrain: 240, NFake: 1000, NHeldOut: 60, Extractor: "domain-1"},
	}
}

func TestAdaptationReport(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "progress"), 0o755))
	for _, name := range []string{benchmarks.SamplesFile, benchmarks.AdaptationProgress, benchmarks.InterpolationFile, benchmarks.NearestFile} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644))
	}
	require.NoError(t, reports.WriteAdaptation(dir, adapted()))
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		return string(data)
	}
	md, page := read("report.md"), read(reports.AdaptationPage)
	for _, line := range []string{
		"FID against 60 held-out images that it never saw went from 46 to 30, KMMD from 0.3 to 0.15; lower is better.",
		"each column the generator after 0, 1, 2, 5 and 7 updates",
		"FID was lowest after 2 updates, and rose from there: --steps 2 in another folder gives that generator.",
		"FID and KMMD disagree about the nearest source",
		"50 % of generated images are farther from their nearest training image than that is from its own nearest; of the 60 held-out images it is 75 %.",
	} {
		require.Contains(t, md, line)
		require.Contains(t, page, line)
	}
	require.Contains(t, md, "| 2 | 20 | 0.1 |\n")
	require.Contains(t, page, "&lt;b&gt;faces&lt;/b&gt;")
	require.NotContains(t, page, "<b>")
	require.NotContains(t, page, "http")
	require.Contains(t, page, `src="data:image/png;base64,c2FtcGxlcy5wbmc="`, "samples.png is inside")
	require.Contains(t, page, `src="data:image/svg&#43;xml;base64,`)
	first := page
	require.NoError(t, reports.WriteAdaptation(dir, adapted()))
	require.Equal(t, first, read(reports.AdaptationPage))

	require.NoError(t, os.Remove(filepath.Join(dir, benchmarks.NearestFile)))
	require.ErrorContains(t, reports.WriteAdaptation(dir, adapted()), benchmarks.NearestFile)
}

func TestAdaptationReportTellsWhenTrainingDidNotHelp(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "progress"), 0o755))
	for _, name := range []string{benchmarks.SamplesFile, benchmarks.AdaptationProgress, benchmarks.InterpolationFile, benchmarks.NearestFile} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o644))
	}
	r := adapted()
	r.Curve[0].FID.Value = 1
	require.NoError(t, reports.WriteAdaptation(dir, r))
	data, err := os.ReadFile(filepath.Join(dir, "report.md"))
	require.NoError(t, err)
	require.Contains(t, string(data), "FID was lowest before training: this training did not help.")
}
