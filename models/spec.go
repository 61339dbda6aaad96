package models

import (
	"fmt"
)

// Spec says how a GAN is trained. Together with the data and, for transfer, a source checkpoint it determines every weight.
type Spec struct {
	Architecture  string  `yaml:"architecture" json:"architecture"`
	Dim           int     `yaml:"dim" json:"dim"`                       // width: channels of the layer next to the image
	Batch         int     `yaml:"batch" json:"batch"`                   // images a step
	CriticSteps   int     `yaml:"critic_steps" json:"critic_steps"`     // critic updates before each generator update
	PenaltyWeight float64 `yaml:"penalty_weight" json:"penalty_weight"` // lambda, Gulrajani et al. 2017, eq. 3
	LearningRate  float64 `yaml:"learning_rate" json:"learning_rate"`   // of Adam, for both networks
	Beta1         float64 `yaml:"beta1" json:"beta1"`
	Beta2         float64 `yaml:"beta2" json:"beta2"`
	Seed          string  `yaml:"-" json:"seed"` // names the streams of weights, latent codes and data order

	// What follows came later: a field that is not used is not written, so that older trainings keep their keys.

	EMA     float64      `yaml:"ema" json:"ema,omitempty"`         // decay a step of the average of the generator that is sampled from; 0: none
	Augment Augmentation `yaml:"augment" json:"augment,omitempty"` // what the critic sees of an image; empty: the image
	Miner   int          `yaml:"-" json:"miner,omitempty"`         // hidden units of a miner before the generator; set by StartFrom
	Method  Transfer     `yaml:"-" json:"method,omitempty"`        // the method, if training is other than plain; set by StartFrom

	Condition Condition `yaml:"-" json:"condition,omitempty"` // how the generator is told classes; empty: it is not
	Classes   int       `yaml:"-" json:"classes,omitempty"`   // of the images, if there is a condition
}

// network returns the architecture with what the spec adds to it.
func (s Spec) network() (Architecture, error) {
	a, err := LookupArchitecture(s.Architecture)
	if err == nil && s.Miner > 0 {
		a = a.mined(s.Miner)
	}
	if err == nil && s.Condition != "" {
		a = a.conditioned(s.Condition, s.Classes)
	}
	return a, err
}

// DefaultSpec returns the protocol of WGAN-GP as the paper uses it (Gulrajani et al. 2017, algorithm 1; dcgan32 of width 16).
func DefaultSpec() Spec {
	return Spec{
		Architecture: "dcgan32", Dim: 16, Batch: 64, CriticSteps: 5, PenaltyWeight: 10,
		LearningRate: 1e-4, Beta1: 0, Beta2: 0.9, Seed: "1",
	}
}

// Validate returns an error that names the first field out of range.
func (s Spec) Validate() error {
	if _, err := LookupArchitecture(s.Architecture); err != nil {
		return err
	}
	for _, f := range []struct {
		name    string
		ok      bool
		value   any
		allowed string
	}{
		{"dim", s.Dim >= 1 && s.Dim <= 1024, s.Dim, "1 to 1024"},
		{"batch", s.Batch >= 2 && s.Batch <= 4096, s.Batch, "2 to 4096"},
		{"critic_steps", s.CriticSteps >= 1 && s.CriticSteps <= 100, s.CriticSteps, "1 to 100"},
		{"penalty_weight", s.PenaltyWeight >= 0 && s.PenaltyWeight <= 1e6, s.PenaltyWeight, "0 to 1e6"},
		{"learning_rate", s.LearningRate > 0 && s.LearningRate <= 1, s.LearningRate, "above 0, up to 1"},
		{"beta1", s.Beta1 >= 0 && s.Beta1 < 1, s.Beta1, "0 to below 1"},
		{"beta2", s.Beta2 >= 0 && s.Beta2 < 1, s.Beta2, "0 to below 1"},
		{"ema", s.EMA >= 0 && s.EMA < 1, s.EMA, "0 to below 1"},
		{"miner", s.Miner >= 0 && s.Miner <= 1<<16, s.Miner, "0 to 65536"},
	} {
		if !f.ok {
			return fmt.Errorf("models: %s is %v; it must be %s", f.name, f.value, f.allowed)
		}
	}
	if err := s.validateCondition(); err != nil {
		return err
	}
	return s.Augment.Validate()
}
