package reports

import (
	"bytes"
	"encoding/json"

	"tgan/benchmarks"
	"tgan/results"
)

// outcomeMissing stands for a trial that is not finished.
const outcomeMissing results.Outcome = "missing"

// The content of results.json: every score of every trial, in full precision.
type (
	document struct {
		Profile    string           `json:"profile"`
		Benchmarks []benchmarkEntry `json:"benchmarks"`
	}
	benchmarkEntry struct {
		Name  string      `json:"name"`
		Cells []cellEntry `json:"cells"`
	}
	cellEntry struct {
		Levels   []string    `json:"levels"`
		Count    int         `json:"count"`               // target images; 0: all, or by class
		PerClass int         `json:"per_class,omitempty"` // target images of each class
		Seeds    []seedEntry `json:"seeds"`
	}
	seedEntry struct {
		Seed       int             `json:"seed"`
		Trial      string          `json:"trial"`
		Outcome    results.Outcome `json:"outcome"`
		DivergedAt int             `json:"diverged_at,omitempty"` // generator updates
		Scores     []results.Score `json:"scores"`
	}
)

func resultsJSON(c *benchmarks.Collection) ([]byte, error) {
	doc := document{Profile: c.Plan.Profile.Name, Benchmarks: []benchmarkEntry{}}
	for _, t := range c.Plan.Tables {
		b := benchmarkEntry{Name: t.Definition.Name, Cells: []cellEntry{}}
		for _, cell := range t.Cells {
			entry := cellEntry{Levels: cell.Levels, Count: cell.Count, PerClass: cell.PerClass, Seeds: []seedEntry{}}
			for i, key := range cell.Trials {
				seed := seedEntry{Seed: t.Schedule.Seeds[i], Trial: key, Outcome: outcomeMissing, Scores: []results.Score{}}
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
