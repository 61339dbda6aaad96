package gate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"tgan/datasets"
	"tgan/metrics"
)

// Schema is the version of Run.
const Schema = 1

// Unstated is the extractor and the protocol of numbers of statistics that do not tell.
const Unstated = "unstated"

// Run is a measurement of sets of images against real ones, as tgan metric --json prints it.
type Run struct {
	Schema int        `json:"schema"`        // Schema
	Side   int        `json:"side"`          // pixels a side that images were brought to first; 0: their own size
	Fit    string     `json:"fit,omitempty"` // how they were, if they were
	Real   Set        `json:"real"`
	Fakes  []Measured `json:"fakes"`

	Baseline []Difference `json:"baseline,omitempty"` // from the one that was asked for
}

// Set is what was measured.
type Set struct {
	Source   string `json:"source"`             // as it was named
	Identity string `json:"identity,omitempty"` // stands for the content of the images, where it is known

	Reading *datasets.Reading `json:"reading,omitempty"` // what the source was read as; nil of statistics, checkpoints and procedural domains
}

// Measured is a set with its scores.
type Measured struct {
	Set
	Scores []metrics.Score `json:"scores"`
}

// ReadRun reads a measurement. Errors name the file and the cure.
func ReadRun(path string) (Run, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Run{}, fmt.Errorf("gate: %w: make it by tgan metric ... --json", err)
	}
	r, err := parseRun(data)
	if err != nil {
		return Run{}, fmt.Errorf("gate: %s: %w: make it anew by tgan metric ... --json", path, err)
	}
	return r, nil
}

func parseRun(data []byte) (Run, error) {
	var r Run
	if trimmed := bytes.TrimSpace(data); len(trimmed) == 0 || trimmed[0] != '{' {
		return r, fmt.Errorf("it is no measurement, which is a JSON object")
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return r, err
	}
	if r.Schema != Schema {
		return r, fmt.Errorf("it has schema %d, not %d", r.Schema, Schema)
	}
	if len(r.Fakes) == 0 {
		return r, fmt.Errorf("fakes is empty")
	}
	for _, f := range r.Fakes {
		if len(f.Scores) == 0 {
			return r, fmt.Errorf("scores of %q is empty", f.Source)
		}
		for _, s := range f.Scores {
			if s.Metric == "" || s.Extractor == "" {
				return r, fmt.Errorf("a score of %q lacks metric or extractor", f.Source)
			}
		}
	}
	return r, nil
}
