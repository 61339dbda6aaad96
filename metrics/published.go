package metrics

import (
	_ "embed"
	"fmt"

	"tgan/internal/fetch"
	"tgan/internal/strict"
)

//go:embed weights.yaml
var weightsYAML []byte

// PublishedWeights is a file of weights that can be fetched.
type PublishedWeights struct {
	File       fetch.File `yaml:"file" json:"file"`
	About      string     `yaml:"about" json:"about"`
	Licence    string     `yaml:"licence" json:"licence"`
	Extractors []string   `yaml:"extractors" json:"extractors"` // that it serves
}

// Published returns the files of weights that can be fetched, the preferred one first.
func Published() ([]PublishedWeights, error) {
	var manifest struct {
		Weights []PublishedWeights `yaml:"weights"`
	}
	if err := strict.Decode(weightsYAML, &manifest); err != nil {
		return nil, fmt.Errorf("metrics: weights.yaml: %w", err)
	}
	for _, w := range manifest.Weights {
		if err := w.File.Validate(); err != nil {
			return nil, fmt.Errorf("metrics: weights.yaml: %w", err)
		}
	}
	return manifest.Weights, nil
}
