package results

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// DocumentFile is the name of a Document in a folder of results.
const DocumentFile = "results.json"

// Missing stands for the outcome of a trial that is not finished, in a Document.
const Missing Outcome = "missing"

// Document holds every score of every trial of some benchmarks, in full precision.
type Document struct {
	Profile    string          `json:"profile"`
	Benchmarks []BenchmarkPart `json:"benchmarks"`
}

// BenchmarkPart is a benchmark of a Document.
type BenchmarkPart struct {
	Name  string     `json:"name"`
	Cells []CellPart `json:"cells"`
}

// CellPart is a cell of a benchmark.
type CellPart struct {
	Levels   []string   `json:"levels"`
	Count    int        `json:"count"`               // target images; 0: all, or by class
	PerClass int        `json:"per_class,omitempty"` // target images of each class
	Seeds    []SeedPart `json:"seeds"`
}

// SeedPart is the trial of a cell with one seed.
type SeedPart struct {
	Seed       int     `json:"seed"`
	Trial      string  `json:"trial"` // its key
	Outcome    Outcome `json:"outcome"`
	DivergedAt int     `json:"diverged_at,omitempty"` // generator updates
	Scores     []Score `json:"scores"`
}

// ReadDocument reads a document. The error names the file and the cure.
func ReadDocument(path string) (Document, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Document{}, fmt.Errorf("results: %w", err)
	}
	d, err := parseDocument(data)
	if err != nil {
		return Document{}, fmt.Errorf("results: %s: %w: name a %s that tgan report wrote", path, err, DocumentFile)
	}
	return d, nil
}

func parseDocument(data []byte) (d Document, err error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		return d, err
	}
	if len(d.Benchmarks) == 0 {
		return d, errors.New("it has no benchmarks")
	}
	return d, nil
}
