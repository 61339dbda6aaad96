package results

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"tgan/internal/atomicfile"
)

// Reference holds the raw values that a benchmark of small trainings had when it was last accepted: reference convergence points, which
// changed programs are compared with where their bits may differ.
type Reference struct {
	Profile   string  `json:"profile"`
	Benchmark string  `json:"benchmark"`
	Extractor string  `json:"extractor"` // of all scores
	Resize    string  `json:"resize"`
	Fixed     float64 `json:"fixed"` // FID of two fixed sets of images by that extractor: says that the ruler is the same
	Seeds     []int   `json:"seeds"`
	Points    []Point `json:"points"`
}

// Point is a quantity of a cell, of which lower is better, over the seeds.
type Point struct {
	Levels   []string  `json:"levels"` // of the cell
	Quantity string    `json:"quantity"`
	Step     int       `json:"step"`   // generator updates
	Values   []float64 `json:"values"` // above 0, a seed each
}

// ReferenceFile returns the file of a benchmark's reference below a folder of results.
func ReferenceFile(dir, benchmark string) string {
	return filepath.Join(dir, "reference", benchmark+".json")
}

// ReadReference reads and validates a reference. The error names the file and the cure.
func ReadReference(path string) (Reference, error) {
	var r Reference
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return r, fmt.Errorf("results: there is no reference %s: make it by tgan check --update", path)
	}
	if err != nil {
		return r, fmt.Errorf("results: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		return r, fmt.Errorf("results: reference %s: %w: restore it, or make it by tgan check --update", path, err)
	}
	if err := r.Validate(); err != nil {
		return r, fmt.Errorf("results: reference %s: %w: restore it, or make it by tgan check --update", path, err)
	}
	return r, nil
}

// Write publishes the reference.
func (r Reference) Write(path string) error {
	if err := r.Validate(); err != nil {
		return fmt.Errorf("results: reference: %w", err)
	}
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return fmt.Errorf("results: reference: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("results: reference: %w", err)
	}
	return atomicfile.Write(path, append(data, '\n'))
}

// Validate returns an error that names the first field that is wrong.
func (r Reference) Validate() error {
	if r.Profile == "" || r.Benchmark == "" || r.Extractor == "" {
		return fmt.Errorf("profile, benchmark and extractor must be set")
	}
	if len(r.Seeds) < 2 || len(r.Points) == 0 {
		return fmt.Errorf("there are %d seeds and %d points; there must be 2 and 1 at least", len(r.Seeds), len(r.Points))
	}
	for _, p := range r.Points {
		if len(p.Values) != len(r.Seeds) {
			return fmt.Errorf("%v, %s at step %d: %d values for %d seeds", p.Levels, p.Quantity, p.Step, len(p.Values), len(r.Seeds))
		}
		for _, v := range p.Values {
			if !(v > 0) || math.IsInf(v, 0) {
				return fmt.Errorf("%v, %s at step %d: value %v; it must be a number above 0", p.Levels, p.Quantity, p.Step, v)
			}
		}
	}
	return nil
}
