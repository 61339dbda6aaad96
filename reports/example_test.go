package reports_test

import (
	"fmt"
	"os"
	"strings"

	"tgan/benchmarks"
	"tgan/models"
	"tgan/reports"
	"tgan/results"
)

func ExampleText() {
	definition := benchmarks.Definition{
		Name: "start", Title: "Where to start", Target: "target", Metrics: []string{"fid"},
		Axes: []benchmarks.Axis{{Name: "initialization", Levels: []benchmarks.Level{
			{Name: "scratch", Transfer: models.Scratch}, {Name: "pre-trained", Source: "source", Transfer: models.TransferBoth},
		}}},
	}
	c := &benchmarks.Collection{
		Plan: &benchmarks.Plan{
			Profile: benchmarks.Profile{Name: "example"},
			Tables: []benchmarks.Table{{Definition: definition, Schedule: benchmarks.Schedule{Steps: 80, Seeds: []int{1}}, Step: 80, Cells: []benchmarks.Cell{
				{Levels: []string{"scratch"}, Trials: []string{"a"}}, {Levels: []string{"pre-trained"}, Trials: []string{"b"}},
			}}},
		},
		Trials: map[string]results.Trial{},
	}
	for key, fid := range map[string]float64{"a": 80, "b": 40} {
		score := results.Score{Step: 80, Metric: "fid", Value: fid, Extractor: "random-conv", Resize: "none", NReal: 500, NFake: 500}
		c.Trials[key] = results.Trial{Key: key, Outcome: results.Done, Scores: []results.Score{score}}
	}
	var out strings.Builder
	if err := reports.Text(&out, c); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	for line := range strings.Lines(out.String()) {
		if strings.Contains(line, "│") {
			fmt.Print(line)
		}
	}
	// Output:
	// │ initialization      │   value │
	// │ scratch             │   80.00 │
	// │ pre-trained         │ 40.00 * │
	// │ gain of pre-trained │ +50.0 % │
}
