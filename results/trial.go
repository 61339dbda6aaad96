package results

import (
	"encoding/json"
	"fmt"
	"math"
)

// Outcome says how a trial ended.
type Outcome string

// The outcomes. A diverged trial has the scores up to where a loss stopped being finite.
const (
	Done     Outcome = "done"
	Diverged Outcome = "diverged"
)

// Trial is the record of a finished trial.
type Trial struct {
	Key        string          `json:"key"`  // hexadecimal sha256
	Name       string          `json:"name"` // for people
	Spec       json.RawMessage `json:"spec"` // what was resolved, and hashed into the key
	Outcome    Outcome         `json:"outcome"`
	DivergedAt int             `json:"diverged_at,omitempty"` // generator updates
	Scores     []Score         `json:"scores"`
	Files      []File          `json:"files"` // in order of name
}

// Score is one number about a generator, with all that made it.
type Score struct {
	Step      int     `json:"step"` // generator updates at which it was taken
	Metric    string  `json:"metric"`
	Class     string  `json:"class,omitempty"` // of the images that were compared, or ClassMean; empty: images of all classes together
	Value     float64 `json:"value"`           // finite
	Extractor string  `json:"extractor"`
	Resize    string  `json:"resize"`
	NReal     int     `json:"n_real"` // images
	NFake     int     `json:"n_fake"`

	Warnings []string `json:"warnings,omitempty"` // what speaks against trusting the number
}

// ClassMean stands for a class where a score is the mean of those of all classes.
const ClassMean = "avg"

// File is a file of a trial's folder.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // hexadecimal
}

// Validate returns an error that names the first field that a record cannot have.
func (t Trial) Validate() error {
	if !validKey(t.Key) {
		return fmt.Errorf("results: key %q is not a sha256", t.Key)
	}
	if t.Outcome != Done && t.Outcome != Diverged {
		return fmt.Errorf("results: trial %s: outcome %q is neither %q nor %q", t.Key, t.Outcome, Done, Diverged)
	}
	for _, s := range t.Scores {
		if math.IsNaN(s.Value) || math.IsInf(s.Value, 0) {
			return fmt.Errorf("results: trial %s: %s at step %d is %v; not a number is an outcome, never a score", t.Key, s.Metric, s.Step, s.Value)
		}
	}
	return nil
}

// At returns the score of that metric at that step, of images of all classes together.
func (t Trial) At(metric string, step int) (Score, bool) { return t.AtClass(metric, "", step) }

// AtClass is At for the images of one class, or ClassMean.
func (t Trial) AtClass(metric, class string, step int) (Score, bool) {
	for _, s := range t.Scores {
		if s.Metric == metric && s.Class == class && s.Step == step {
			return s, true
		}
	}
	return Score{}, false
}

func validKey(key string) bool {
	if len(key) != 64 {
		return false
	}
	for _, c := range key {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
