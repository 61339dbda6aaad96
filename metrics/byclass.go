package metrics

import (
	"context"
	"errors"
	"fmt"
)

// Labels are the classes, 0 up to Classes, of the images of a real and of a fake set.
type Labels struct {
	Classes    int
	Real, Fake func(i int) int // class of image i of each set
}

// MeasureByClass is Measure, and returns beside it the FID of the images of each class, in order of the classes. The real images' labels must
// be the same at every call. It returns an error that names a class with fewer than two images.
func (e *Evaluator) MeasureByClass(ctx context.Context, fake Images, l Labels) (all, classes []Score, err error) {
	features, err := ExtractFeatures(ctx, e.extractor, fake, nil)
	if err != nil {
		return nil, nil, err
	}
	sample := NewSample(features)
	defer func() { err = errors.Join(err, sample.Close()) }()
	if e.classes == nil {
		if e.classes, err = e.real.momentsByClass(l.Classes, l.Real); err != nil {
			return nil, nil, fmt.Errorf("metrics: real images: %w", err)
		}
	}
	generated, err := sample.momentsByClass(l.Classes, l.Fake)
	if err != nil {
		return nil, nil, fmt.Errorf("metrics: fake images: %w", err)
	}
	for k, real := range e.classes {
		value, err := Frechet(real, generated[k])
		if err != nil {
			return nil, nil, fmt.Errorf("metrics: class %d: %w", k, err)
		}
		classes = append(classes, e.made(Score{
			Metric: NameFID, Value: value, NReal: real.N, NFake: generated[k].N, Warnings: lackOfRank(real, generated[k]),
		}))
	}
	all, err = e.measure(sample)
	return all, classes, err
}

// momentsByClass returns the moments of the features of each class, which do not depend on the order of the images.
func (s *Sample) momentsByClass(classes int, label func(i int) int) ([]Moments, error) {
	whole := s.features.sorted()
	rows := make([][]int, classes)
	for row, i := range whole.order {
		k := label(i)
		rows[k] = append(rows[k], row)
	}
	moments := make([]Moments, classes)
	for k := range moments {
		if len(rows[k]) < 2 {
			return nil, fmt.Errorf("%d of class %d: FID needs at least 2 of each class", len(rows[k]), k)
		}
		var err error
		if moments[k], err = whole.pick(rows[k]).moments(); err != nil {
			return nil, fmt.Errorf("class %d: %w", k, err)
		}
	}
	return moments, nil
}
