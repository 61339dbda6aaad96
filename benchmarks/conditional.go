package benchmarks

import (
	"context"
	"fmt"
	"slices"

	"tgan/datasets"
	"tgan/metrics"
	"tgan/results"
)

// condition makes a trial of a cell conditional: its generator is told the classes of the target role, and measured class by class.
func (p *planner) condition(spec *TrialSpec, c combination, role Role) (err error) {
	spec.Training.Condition = c.Condition
	if spec.Training.Classes, err = p.classes(c.Target, spec.Images); err != nil {
		return err
	}
	if err := spec.Training.Validate(); err != nil {
		return fmt.Errorf("data %s: %w", c.Target, err)
	}
	spec.Evaluation.PerClass = true
	recipe := defaultAccuracyRecipe(role.Train, spec.Training.Classes)
	if recipe.ImagesID, err = p.identify(c.Target, recipe.Images); err != nil {
		return fmt.Errorf("%w (metric %s needs all the training images that the role has)", err, NameAccuracy)
	}
	spec.Evaluation.Accuracy = &recipe
	return nil
}

// countClasses returns the number of classes of a role's images, whose source identify has read.
func (p *planner) countClasses(role string, spec datasets.Spec) (int, error) {
	if spec.Procedural() {
		return statedClasses(role, spec)
	}
	survey := p.sources[nameOf(spec)].survey
	names, err := survey.ClassNames(spec)
	if err == nil {
		err = datasets.CheckClasses(spec.Source, names, survey.Notes)
	}
	if err != nil {
		return 0, fmt.Errorf("data %s: %w", role, err)
	}
	return len(names), nil
}

// statedClasses is countClasses without a look at files.
func statedClasses(role string, spec datasets.Spec) (int, error) {
	switch {
	case spec.Classes > 0:
		return spec.Classes, nil
	case !spec.Procedural():
		return 0, fmt.Errorf("data %s: classes is missing: without the images it must say how many there are", role)
	}
	names, err := datasets.ClassNames(context.Background(), "", spec)
	if err != nil {
		return 0, fmt.Errorf("data %s: %w", role, err)
	}
	return len(names), nil
}

// byClass measures generated images as an evaluator does, and FID class by class: a score for each class, by its name, and their mean.
func byClass(ctx context.Context, e *metrics.Evaluator, real, fake *datasets.Images, step int) ([]results.Score, error) {
	names := real.Classes()
	if n := len(fake.Classes()); n != len(names) {
		return nil, fmt.Errorf("benchmarks: the images to measure against have %d classes, the generator %d: give train and test of the role the same", len(names), n)
	}
	all, classes, err := e.MeasureByClass(ctx, fake, metrics.Labels{Classes: len(names), Real: real.Label, Fake: fake.Label})
	if err != nil {
		return nil, err
	}
	scores := records(all, step)
	mean := classes[0]
	mean.Value, mean.NReal, mean.NFake, mean.Warnings = 0, real.Len(), fake.Len(), nil
	for k, score := range records(classes, step) {
		score.Class = names[k]
		scores = append(scores, score)
		mean.Value += score.Value / float64(len(names))
		for _, w := range score.Warnings {
			if !slices.Contains(mean.Warnings, w) {
				mean.Warnings = append(mean.Warnings, w)
			}
		}
	}
	average := records([]metrics.Score{mean}, step)[0]
	average.Class = results.ClassMean
	return append(scores, average), nil
}

// records returns scores of package metrics as a trial keeps them.
func records(scores []metrics.Score, step int) []results.Score {
	records := make([]results.Score, len(scores))
	for i, v := range scores {
		records[i] = results.Score{
			Step: step, Metric: v.Metric, Value: v.Value, Extractor: v.Extractor, Resize: v.Resize, NReal: v.NReal, NFake: v.NFake, Warnings: v.Warnings,
		}
	}
	return records
}
