package metrics

import (
	"context"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Names of the metrics, as a Score carries them.
const (
	NameFID       = "fid"
	NameKMMD      = "kmmd"
	NameKID       = "kid"
	NamePrecision = "precision"
	NameRecall    = "recall"
	NameDensity   = "density"
	NameCoverage  = "coverage"
)

// Names returns the names of the metrics that an Evaluator knows.
func Names() []string {
	return []string{NameFID, NameKMMD, NameKID, NamePrecision, NameRecall, NameDensity, NameCoverage}
}

// neighbours is the k of precision, recall, density and coverage; Naeem et al. 2020.
const neighbours = 5

// Evaluator measures sets of images against one set of real images, whose features are extracted once.
type Evaluator struct {
	extractor Extractor
	resize    Resize
	names     []string
	real      *mat.Dense
	moments   Moments
}

// NewEvaluator extracts the features of the real images, for the named metrics. resize is the protocol that the extractor was made with.
func NewEvaluator(ctx context.Context, extractor Extractor, resize Resize, names []string, real Images) (*Evaluator, error) {
	for _, name := range names {
		if !slices.Contains(Names(), name) {
			return nil, fmt.Errorf("metrics: unknown metric %q; known: %v", name, Names())
		}
	}
	features, err := extractor.Features(ctx, real, nil)
	if err != nil {
		return nil, err
	}
	e := &Evaluator{extractor: extractor, resize: resize, names: names, real: features}
	if e.moments, err = Fit(features); err != nil {
		return nil, err
	}
	return e, nil
}

// Measure returns a score for each metric, in the order of the names.
func (e *Evaluator) Measure(ctx context.Context, fake Images) ([]Score, error) {
	features, err := e.extractor.Features(ctx, fake, nil)
	if err != nil {
		return nil, err
	}
	var prdc *PRDC // four metrics, one computation
	scores := make([]Score, len(e.names))
	for i, name := range e.names {
		scores[i] = Score{Metric: name, Extractor: e.extractor.Name(), Resize: string(e.resize), NReal: e.moments.N, NFake: fake.Len()}
		value := &scores[i].Value
		switch name {
		case NameFID:
			var moments Moments
			if moments, err = Fit(features); err == nil {
				*value, err = Frechet(e.moments, moments)
			}
		case NameKMMD:
			*value, err = KMMD(e.real, features)
		case NameKID:
			*value, err = KID(e.real, features)
		default:
			if prdc == nil {
				var p PRDC
				p, err = PrecisionRecall(e.real, features, neighbours)
				prdc = &p
			}
			*value = prdc.named(name)
		}
		if err != nil {
			return nil, err
		}
	}
	return scores, nil
}

// named returns the field of that metric.
func (p *PRDC) named(metric string) float64 {
	switch metric {
	case NamePrecision:
		return p.Precision
	case NameRecall:
		return p.Recall
	case NameDensity:
		return p.Density
	}
	return p.Coverage
}
