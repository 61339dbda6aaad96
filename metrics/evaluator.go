package metrics

import (
	"context"
	"errors"
)

// Evaluator measures sets of images against one set of real images, whose features are extracted once.
type Evaluator struct {
	extractor Extractor
	resize    Resize
	names     []string
	settings  Settings
	real      *Sample
	classes   []Moments // of the real images, by class; nil until MeasureByClass
}

// NewEvaluator extracts the features of the real images, for the named metrics with the standard settings and seed "1".
// resize is the protocol that the extractor was made with. The caller closes the evaluator.
func NewEvaluator(ctx context.Context, extractor Extractor, resize Resize, names []string, real Images) (*Evaluator, error) {
	names, err := Expand(names)
	if err != nil {
		return nil, err
	}
	features, err := ExtractFeatures(ctx, extractor, real, nil)
	if err != nil {
		return nil, err
	}
	return &Evaluator{extractor: extractor, resize: resize, names: names, settings: StandardSettings("1"), real: NewSample(features)}, nil
}

// Close gives back the file of the real images' features, if there is one. The extractor stays the caller's.
func (e *Evaluator) Close() error { return e.real.Close() }

// Measure returns a score for each metric, in the order of the names.
func (e *Evaluator) Measure(ctx context.Context, fake Images) (_ []Score, err error) {
	features, err := ExtractFeatures(ctx, e.extractor, fake, nil)
	if err != nil {
		return nil, err
	}
	sample := NewSample(features)
	defer func() { err = errors.Join(err, sample.Close()) }()
	return e.measure(sample)
}

// measure returns the scores of the features of fake images.
func (e *Evaluator) measure(fake *Sample) ([]Score, error) {
	scores, err := Measure(e.real, fake, e.names, e.settings)
	for i := range scores {
		scores[i] = e.made(scores[i])
	}
	return scores, err
}

// made returns a score with the name of what made its features.
func (e *Evaluator) made(s Score) Score {
	s.Extractor, s.Resize = e.extractor.Name(), string(e.resize)
	return s
}
