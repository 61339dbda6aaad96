package reports_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/models"
	"tgan/reports"
	"tgan/results"
)

// byClass is a table of two starts by two steps with two classes, of one seed; the last trial is missing if asked for.
func byClass(missing bool) *benchmarks.Collection {
	levels := []benchmarks.Level{
		{Name: "scratch", Transfer: models.Scratch, Condition: models.ConditionBatchNorm},
		{Name: "pre-trained", Source: "source", Transfer: models.TransferBoth, Condition: models.ConditionBatchNorm},
	}
	p := profile(1)
	p.Finetune = benchmarks.Schedule{Steps: 80, Evaluations: []int{10, 80}, Seeds: p.Seeds}
	t := benchmarks.Table{
		Definition: benchmarks.Definition{
			Name: "classes", Title: "Class by class", Target: "target", PerClass: true, Metrics: []string{"fid", "accuracy"},
			Axes: []benchmarks.Axis{{Name: "initialization", Levels: levels}},
			Paper: benchmarks.Paper{Setting: "Published", Where: "a table", Columns: []string{"one", "avg", "all"}, Rows: []benchmarks.PaperRow{
				{Level: "scratch", Step: 250, Metric: "fid", Values: []float64{100, 200, 300}},
				{Level: "scratch", Step: 2500, Metric: "fid", Values: []float64{50, 60, 70}},
				{Level: "pre-trained", Step: 250, Metric: "fid", Values: []float64{40, 150, 90}},
				{Level: "pre-trained", Step: 2500, Metric: "fid", Values: []float64{25, 45, 63}},
			}},
		},
		Schedule: p.Finetune, Step: 80,
	}
	c := &benchmarks.Collection{Plan: &benchmarks.Plan{Profile: p}, Trials: map[string]results.Trial{}}
	for i, level := range levels {
		key := strings.Repeat(fmt.Sprint(i), 64)
		t.Cells = append(t.Cells, benchmarks.Cell{Levels: []string{level.Name}, Trials: []string{key}})
		if missing && i == 1 {
			continue
		}
		trial := results.Trial{Key: key, Outcome: results.Done}
		for _, step := range p.Finetune.Evaluations {
			for k, class := range []string{"beach", "bridge", results.ClassMean, ""} {
				trial.Scores = append(trial.Scores, results.Score{
					Step: step, Metric: "fid", Class: class, Value: float64(1000*k+step-9*i) / 10, Extractor: "domain", Resize: "clean", NReal: 20 + k, NFake: 30,
				})
			}
			for _, name := range []string{benchmarks.NameAccuracy, benchmarks.NameRealAccuracy} {
				trial.Scores = append(trial.Scores, results.Score{
					Step: step, Metric: name, Value: 0.25 + 0.5*float64(len(name))/13 + 0.05*float64(i), Extractor: "classifier", Resize: "clean", NReal: 40, NFake: 30,
				})
			}
		}
		c.Trials[key] = trial
	}
	c.Plan.Tables = []benchmarks.Table{t}
	return c
}

// rowsOf returns the rows of the table under a title, cells by white space.
func rowsOf(t *testing.T, text, title string) (rows []string) {
	_, rest, found := strings.Cut(text, title+"\n")
	require.True(t, found, title)
	for line := range strings.Lines(rest) {
		if strings.HasPrefix(line, "│") {
			rows = append(rows, strings.Join(strings.Fields(strings.ReplaceAll(line, "│", " ")), " "))
		} else if len(rows) > 0 && !strings.ContainsAny(line, "─") {
			return rows
		}
	}
	return rows
}

func TestTableByClass(t *testing.T) {
	var out strings.Builder
	require.NoError(t, reports.Text(&out, byClass(false)))
	require.Equal(t, []string{
		"initialization updates beach bridge avg all",
		"scratch 10 1.0 101.0 201.0 301.0",
		"scratch 80 8.0 108.0 208.0 308.0",
		"pre-trained 10 0.1 * 100.1 * 200.1 * 300.1 *",
		"pre-trained 80 7.1 * 107.1 * 207.1 * 307.1 *",
	}, rowsOf(t, out.String(), "FID of each class during training"))
	require.Equal(t, []string{
		"initialization value", "scratch 0.558", "pre-trained 0.608 *",
	}, rowsOf(t, out.String(), "accuracy after 80 generator updates"))
	require.Contains(t, out.String(), "The classifier, trained on real images, tells 0.750 of 40 or 0.800 of 40 real ones that were held out.")
	require.Equal(t, []string{
		"metric initialization updates one avg all",
		"FID scratch 250 100 200 300", "FID scratch 2500 50 60 70", "FID pre-trained 250 40 150 90", "FID pre-trained 2500 25 45 63",
		"FID gain of pre-trained 250 +60.0 % +25.0 % +70.0 %", "FID gain of pre-trained 2500 +50.0 % +25.0 % +10.0 %",
	}, rowsOf(t, out.String(), "What the paper reports"))

	out.Reset()
	require.NoError(t, reports.Text(&out, byClass(true)))
	require.Equal(t, []string{
		"initialization updates beach bridge avg all", "scratch 10 1.0 101.0 201.0 301.0", "scratch 80 8.0 108.0 208.0 308.0",
		"pre-trained 10 – – – –", "pre-trained 80 – – – –",
	}, rowsOf(t, out.String(), "FID of each class during training"))

	c := byClass(false)
	c.Plan.Tables[0].Definition.PerClass = false
	out.Reset()
	require.NoError(t, reports.Text(&out, c))
	require.NotContains(t, out.String(), "each class")
}

// What speaks against a number stands under every table that has it, and under no other, in each form of the report.
func TestTablesCarryTheWarningsOfTheirNumbers(t *testing.T) {
	c, dir := byClass(false), t.TempDir()
	c.Plan.Tables[0].Definition.Paper = benchmarks.Paper{Setting: "Published", Where: "a table", Columns: []string{"all"}, Rows: []benchmarks.PaperRow{
		{Level: "scratch", Metric: "fid", Values: []float64{70}}, {Level: "pre-trained", Metric: "fid", Values: []float64{63}},
	}}
	for _, trial := range c.Trials {
		for i, s := range trial.Scores {
			switch {
			case s.Class == "bridge":
				trial.Scores[i].Warnings = []string{"few of a class"}
			case s.Metric == "fid" && s.Class == "":
				trial.Scores[i].Warnings = []string{"fewer images than features"}
			}
		}
	}
	require.NoError(t, reports.Write(dir, c, store(t, c)))
	for _, name := range []string{"classes.md", "classes.tex", "report.html"} {
		written, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Equal(t, 3, strings.Count(string(written), "Warning about FID: fewer images than features."), "%s: our table, that beside the paper's, and classes", name)
		require.Equal(t, 1, strings.Count(string(written), "Warning about FID: fewer images than features. few of a class."), name)
		require.NotContains(t, string(written), "Warning about accuracy", name)
	}
	written, err := os.ReadFile(filepath.Join(dir, "results.json"))
	require.NoError(t, err)
	require.Equal(t, 4, strings.Count(string(written), `"few of a class"`))
}

// A role that the profile leaves out is not told.
func TestSettingLeavesOutAbsentRoles(t *testing.T) {
	c, dir := collection(1), t.TempDir()
	delete(c.Plan.Profile.Data, "source")
	c.Plan.Profile.Absent = []string{"source"}
	require.NoError(t, reports.Write(dir, c, store(t, c)))
	for _, name := range []string{"sizes.md", "report.html"} {
		written, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NotContains(t, string(written), "split ,", name)
		require.NotContains(t, string(written), "Source ", name)
		require.Contains(t, string(written), "Target ", name)
		require.NotContains(t, string(written), "--data-root", "all images are procedural")
	}
}

func TestNumbersByClass(t *testing.T) {
	c, dir := byClass(true), t.TempDir()
	require.NoError(t, reports.Write(dir, c, store(t, c)))
	written, err := os.ReadFile(filepath.Join(dir, "classes-classes.csv"))
	require.NoError(t, err)
	require.Equal(t, `initialization,class,metric,step,mean,std,n,diverged,missing,n_real,n_fake,extractor,resize
scratch,beach,fid,10,1,,1,0,0,20,30,domain,clean
scratch,bridge,fid,10,101,,1,0,0,21,30,domain,clean
scratch,avg,fid,10,201,,1,0,0,22,30,domain,clean
scratch,beach,fid,80,8,,1,0,0,20,30,domain,clean
scratch,bridge,fid,80,108,,1,0,0,21,30,domain,clean
scratch,avg,fid,80,208,,1,0,0,22,30,domain,clean
pre-trained,beach,fid,10,,,0,0,1,,,,
pre-trained,bridge,fid,10,,,0,0,1,,,,
pre-trained,avg,fid,10,,,0,0,1,,,,
pre-trained,beach,fid,80,,,0,0,1,,,,
pre-trained,bridge,fid,80,,,0,0,1,,,,
pre-trained,avg,fid,80,,,0,0,1,,,,
`, string(written))
	page, err := os.ReadFile(filepath.Join(dir, "classes.md"))
	require.NoError(t, err)
	require.Contains(t, string(page), "The same numbers: [classes.csv](classes.csv), [classes-classes.csv](classes-classes.csv), and every score")
	whole, err := os.ReadFile(filepath.Join(dir, "report.html"))
	require.NoError(t, err)
	require.Contains(t, string(whole), `<a href="classes.csv">classes.csv</a> <a href="classes-classes.csv">classes-classes.csv</a> <a href="classes.tex">`)

	c.Plan.Tables[0].Definition.PerClass = false
	require.NoError(t, reports.Write(dir, c, store(t, c)))
	require.NoFileExists(t, filepath.Join(dir, "classes-classes.csv"))
	for _, name := range []string{"classes.md", "report.html"} {
		have, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NotContains(t, string(have), "classes-classes.csv", name)
	}
}
