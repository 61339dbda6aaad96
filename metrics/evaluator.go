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
}

// NewEvaluator extracts the features of the real images, for the named metrics with the standard settings and seed "1".
// resize is the protocol that the extractor was made with.
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

// Measure returns a score for each metric, in the order of the names.
func (e *Evaluator) Measure(ctx context.Context, fake Images) (_ []Score, err error) {
	features, err := ExtractFeatures(ctx, e.extractor, fake, nil)
	if err != nil {
		return nil, err
	}
	sample := NewSample(features)
	defer func() { err = errors.Join(err, sample.Close()) }()
	scores, err := Measure(e.real, sample, e.names, e.settings)
	for i := range scores {
		scores[i].Extractor, scores[i].Resize = e.extractor.Name(), string(e.resize)
	}
	return scores, err
}
