package reports_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/models"
	"tgan/results"
)

// definition is two levels of start by three sizes.
func definition() benchmarks.Definition {
	return benchmarks.Definition{
		Name: "sizes", Title: "Target set size", Question: "How much does pre-training help?", Target: "target",
		Axes: []benchmarks.Axis{
			{Name: "initialization", Levels: []benchmarks.Level{
				{Name: "scratch", Transfer: models.Scratch},
				{Name: "pre-trained", Source: "source", Transfer: models.TransferBoth},
			}},
			{Name: "target images", Counts: "sizes"},
		},
		Metrics: []string{"fid", "kmmd"},
		Paper: benchmarks.Paper{
			Setting: "One domain to another", Where: "table 2", Columns: []string{"1K", "5K"},
			Rows: []benchmarks.PaperRow{
				{Level: "scratch", Metric: "fid", Values: []float64{256.1, 86}},
				{Level: "pre-trained", Metric: "fid", Values: []float64{93.4, 74.3}},
				{Level: "scratch", Metric: "iw", Values: []float64{-33.3, -18.5}},
				{Level: "pre-trained", Metric: "iw", Values: []float64{-22.5, -16.3}},
			},
		},
	}
}

func profile(seeds ...int) benchmarks.Profile {
	images := func(source, split string, n int) datasets.Spec {
		return datasets.Spec{Source: source, Side: 32, Split: split, Count: n}
	}
	return benchmarks.Profile{
		Name: "trial", About: "Made-up numbers.",
		Data: map[string]benchmarks.Role{
			"source": {Train: images("procedural/faces", "train", 2000), Test: images("procedural/faces", "test", 500)},
			"target": {Train: images("procedural/portraits", "train", 0), Test: images("procedural/portraits", "test", 500)},
		},
		Lists:      map[string][]int{"sizes": {20, 100, 1000}},
		Training:   models.DefaultSpec(),
		Pretrain:   benchmarks.Length{Steps: 300},
		Finetune:   benchmarks.Schedule{Steps: 80, Evaluations: []int{0, 10, 20, 40, 80}},
		Evaluation: benchmarks.Evaluation{Extractor: "random-conv", Fake: 400},
		Seeds:      seeds,
	}
}

// collection has every kind of cell: complete, some or all seeds diverged, some or all missing.
func collection(seeds ...int) *benchmarks.Collection {
	c := &benchmarks.Collection{Plan: &benchmarks.Plan{Profile: profile(seeds...)}, Trials: map[string]results.Trial{}}
	table := benchmarks.Table{Definition: definition(), Schedule: c.Plan.Profile.Finetune, Step: c.Plan.Profile.Finetune.Steps}
	table.Schedule.Seeds = seeds
	for _, start := range []string{"scratch", "pre-trained"} {
		for _, n := range []int{20, 100, 1000} {
			cell := benchmarks.Cell{Levels: []string{start, fmt.Sprint(n)}, Count: n}
			for _, seed := range seeds {
				trial := madeUp(start, n, seed)
				cell.Trials = append(cell.Trials, trial.Key)
				spec := benchmarks.TrialSpec{Revision: 3, Arithmetic: "fma", Training: models.DefaultSpec(), Steps: 80}
				spec.Evaluation = benchmarks.TrialEvaluation{Steps: table.Schedule.Evaluations, Weights: "random-conv-128", Fake: 400}
				c.Plan.Trials = append(c.Plan.Trials, benchmarks.Trial{Key: trial.Key, Spec: spec})
				if !missing(start, n, seed) {
					c.Trials[trial.Key] = trial
				}
			}
			table.Cells = append(table.Cells, cell)
		}
	}
	c.Plan.Tables = []benchmarks.Table{table}
	return c
}

func missing(start string, n, seed int) bool {
	return start == "pre-trained" && n == 1000 || start == "pre-trained" && n == 100 && seed == 3
}

func madeUp(start string, n, seed int) results.Trial {
	sum := sha256.Sum256(fmt.Append(nil, start, n, seed))
	t := results.Trial{Key: hex.EncodeToString(sum[:]), Outcome: results.Done}
	switch {
	case start == "scratch" && n == 20:
		t.Outcome, t.DivergedAt = results.Diverged, 30
	case start == "scratch" && n == 100 && seed == 2:
		t.Outcome, t.DivergedAt = results.Diverged, 15
	}
	final := 60.0
	if start == "pre-trained" {
		final = 30
	}
	for _, step := range []int{0, 10, 20, 40, 80} {
		if t.Outcome == results.Diverged && step >= t.DivergedAt {
			break
		}
		fid := final + 500/float64(10+step) + 200/float64(n) + float64(5*seed)
		for _, score := range []results.Score{{Metric: "fid", Value: fid}, {Metric: "kmmd", Value: fid / 1024}} {
			score.Step, score.Extractor, score.Resize, score.NReal, score.NFake = step, "random-conv-128", "none", 500, 400
			t.Scores = append(t.Scores, score)
		}
	}
	return t
}

// store returns a store with a sample grid for each trial: the column gives red, the trial blue.
func store(t *testing.T, c *benchmarks.Collection) *results.Store {
	t.Helper()
	s, err := results.Open(t.TempDir())
	require.NoError(t, err)
	for _, cell := range c.Plan.Tables[0].Cells {
		for i, run := range c.Runs(cell) {
			require.NoError(t, os.MkdirAll(s.Dir(run.Key), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(s.Dir(run.Key), benchmarks.SamplesFile), sheet(t, 16, byte(40*i+len(run.Scores))), 0o644))
		}
	}
	return s
}

func sheet(t *testing.T, side int, blue byte) []byte {
	t.Helper()
	n := benchmarks.SampleColumns * benchmarks.SampleColumns
	pix := make([]byte, n*side*side*datasets.Channels)
	for i := range n {
		for p := range side * side {
			at := (i*side*side + p) * datasets.Channels
			pix[at], pix[at+1], pix[at+2] = byte(i%benchmarks.SampleColumns*30), byte(i/benchmarks.SampleColumns*30), blue+byte(p%side)
		}
	}
	images, err := datasets.NewImages(side, pix, make([]int, n), []string{"generated"})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, datasets.Sheet(images, benchmarks.SampleColumns)))
	return out.Bytes()
}
