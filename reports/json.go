package reports

import (
	"bytes"
	"encoding/json"

	"tgan/benchmarks"
	"tgan/results"
)

// resultsJSON is the content of results.json.
func resultsJSON(c *benchmarks.Collection) ([]byte, error) {
	doc := results.Document{Profile: c.Plan.Profile.Name, Benchmarks: []results.BenchmarkPart{}}
	for _, t := range c.Plan.Tables {
		b := results.BenchmarkPart{Name: t.Definition.Name, Cells: []results.CellPart{}}
		for _, cell := range t.Cells {
			entry := results.CellPart{Levels: cell.Levels, Count: cell.Count, PerClass: cell.PerClass, Seeds: []results.SeedPart{}}
			for i, key := range cell.Trials {
				seed := results.SeedPart{Seed: t.Schedule.Seeds[i], Trial: key, Outcome: results.Missing, Scores: []results.Score{}}
				if trial, ok := c.Trials[key]; ok {
					seed.Outcome, seed.DivergedAt = trial.Outcome, trial.DivergedAt
					seed.Scores = append(seed.Scores, trial.Scores...)
				}
				entry.Seeds = append(entry.Seeds, seed)
			}
			b.Cells = append(b.Cells, entry)
		}
		doc.Benchmarks = append(doc.Benchmarks, b)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(doc)
	return out.Bytes(), err
}
