package benchmarks

import (
	"context"
	"fmt"

	"tgan/datasets"
	"tgan/internal/kernel"
	"tgan/metrics"
	"tgan/models"
	"tgan/results"
)

// judge measures the generator of a trial in training.
type judge struct {
	spec      TrialSpec
	pool      *kernel.Pool
	real      *datasets.Images
	evaluator *metrics.Evaluator
	examiner  *examiner // of a conditional generator, else nil
	watch     *watch    // nil where time is not measured
}

// measure draws images from the trainer's generator by the evaluation's own streams and measures them.
func (j *judge) measure(ctx context.Context, t *models.Trainer) ([]results.Score, error) {
	step := t.Steps()
	before := j.watch.enter(Drawing)
	fake, err := Draw(t.Sampler(), j.spec.Evaluation.Fake, j.spec.Training.Seed+"/evaluation")
	j.watch.enter(before)
	if err != nil {
		return nil, err
	}
	scores, err := j.compare(ctx, fake, step)
	if err != nil {
		return nil, err
	}
	if j.examiner != nil {
		more, err := j.examiner.examine(ctx, fake, step)
		if err != nil {
			return nil, err
		}
		scores = append(scores, more...)
	}
	if iw := j.spec.Evaluation.IW; iw != nil && (j.spec.Evaluation.IWOverSteps || step == j.spec.Steps) {
		before := j.watch.enter(Critics)
		score, err := IndependentWasserstein(ctx, j.pool, *iw, j.real, fake, nil)
		j.watch.enter(before)
		if err != nil {
			return nil, err
		}
		scores = append(scores, records([]metrics.Score{score}, step)...)
	}
	return scores, nil
}

// compare returns what the evaluator measures, class by class too where the trial asks for it.
func (j *judge) compare(ctx context.Context, fake *datasets.Images, step int) ([]results.Score, error) {
	if j.spec.Evaluation.PerClass {
		return byClass(ctx, j.evaluator, j.real, fake, step)
	}
	scores, err := j.evaluator.Measure(ctx, fake)
	return records(scores, step), err
}

// IndependentWasserstein measures generated images against real ones by a critic that is trained for it, as a score like those of
// package metrics: the critic with its budget stands for the extractor, and the numbers of images include those that it is trained on.
// progress may be nil.
func IndependentWasserstein(ctx context.Context, pool *kernel.Pool, spec models.IWSpec, real, fake models.Images, progress func(step, steps int)) (metrics.Score, error) {
	iw, err := models.IndependentWasserstein(ctx, pool, spec, real, fake, progress)
	return metrics.Score{
		Metric: models.NameIW, Value: iw.Value, Extractor: spec.Critic(), Resize: metrics.ResizeNone, NReal: real.Len(), NFake: fake.Len(),
	}, err
}

// Draw returns n images of a generator as a data set. Its classes are those that a conditional generator was asked for, one after the other.
func Draw(s *models.Sampler, n int, seed string) (*datasets.Images, error) {
	return DrawGrid(s, n, max(1, s.Classes()), seed)
}

// DrawGrid is Draw for a grid of so many columns: each is of one class if the generator is conditional.
func DrawGrid(s *models.Sampler, n, columns int, seed string) (*datasets.Images, error) {
	pixels, err := s.DrawGrid(n, columns, seed)
	if err != nil {
		return nil, err
	}
	labels, classes := make([]int, n), []string{"generated"}
	for i := range labels {
		labels[i] = s.Label(i % columns)
	}
	for k := range s.Classes() {
		classes = append(classes[:k], fmt.Sprintf("class %d", k))
	}
	return datasets.NewImages(s.Side(), pixels, labels, classes)
}

// Strips returns rows strips of columns images each between latent codes, as models.Sampler.Interpolate draws them, as a data set.
func Strips(s *models.Sampler, rows, columns int, path models.Path, seed string) (*datasets.Images, error) {
	pixels, err := s.Interpolate(rows, columns, path, seed)
	if err != nil {
		return nil, err
	}
	return datasets.NewImages(s.Side(), pixels, make([]int, rows*columns), []string{"generated"})
}
