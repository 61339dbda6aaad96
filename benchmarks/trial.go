package benchmarks

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"tgan/datasets"
	"tgan/models"
)

// revision is part of every trial's key. It changes whenever the same specification gives other numbers than before, so that results
// of an older program are never taken for those of this one.
const revision = 3

// TrialSpec is everything that determines the result of one training, resolved.
type TrialSpec struct {
	Revision   int             `json:"revision"`
	Arithmetic string          `json:"arithmetic"` // kernel.ISA.Arithmetic: other bits come from other arithmetic only
	Images     datasets.Spec   `json:"images"`
	ImagesID   string          `json:"images_id"` // content of the source of Images
	Training   models.Spec     `json:"training"`
	Steps      int             `json:"steps"`
	Transfer   models.Transfer `json:"transfer"`
	Source     string          `json:"source,omitempty"` // key of the trial whose weights are the start
	Evaluation TrialEvaluation `json:"evaluation"`
}

// TrialEvaluation says when and how the generator is measured.
type TrialEvaluation struct {
	Steps     []int         `json:"steps"` // empty: never
	Metrics   []string      `json:"metrics"`
	Extractor string        `json:"extractor"`
	Resize    string        `json:"resize,omitempty"`  // protocol; empty: the extractor's default
	Weights   string        `json:"weights,omitempty"` // metrics.Extractor.Name, with the digest of its weights if it has any
	Real      datasets.Spec `json:"real"`
	RealID    string        `json:"real_id"`
	Fake      int           `json:"fake"`

	IW          *models.IWSpec `json:"iw,omitempty"`            // budget of the independent critic; nil: none is trained
	IWOverSteps bool           `json:"iw_over_steps,omitempty"` // at every evaluation, else after the last step

	// Of a conditional training.
	PerClass bool            `json:"per_class,omitempty"` // FID of each class and their mean as well
	Accuracy *AccuracyRecipe `json:"accuracy,omitempty"`  // of the classifier that looks whether images show their class
}

// Key returns the sha256 of the specification's canonical JSON.
func (s TrialSpec) Key() (string, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("benchmarks: key: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}
