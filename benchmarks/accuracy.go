package benchmarks

import (
	"context"
	"encoding/json"
	"fmt"

	"tgan/datasets"
	"tgan/internal/kernel"
	"tgan/metrics"
	"tgan/models"
	"tgan/results"
)

// Names of the metrics of a classifier that was trained on real images of the target: the share of a conditional generator's images that show
// the class it was asked for, and of real images that were held out, which is what the classifier is worth.
const (
	NameAccuracy     = "accuracy"
	NameRealAccuracy = "real-accuracy"
)

// AccuracyRecipe says how the classifier is trained. It is the same for all trials of a target role.
type AccuracyRecipe struct {
	Images   datasets.Spec         `json:"images"` // of models.ClassifierSide pixels
	ImagesID string                `json:"images_id"`
	Training models.ClassifierSpec `json:"training"`
}

// defaultAccuracyRecipe returns a budget of some seconds on the training images of a role.
func defaultAccuracyRecipe(images datasets.Spec, classes int) AccuracyRecipe {
	images.Side = models.ClassifierSide
	return AccuracyRecipe{
		Images:   images,
		Training: models.ClassifierSpec{Classes: classes, Batch: 64, Steps: 400, LearningRate: 2e-3, Seed: NameAccuracy},
	}
}

// name tells the classifier with its budget.
func (r AccuracyRecipe) name() string {
	return fmt.Sprintf("classifier-%dx%d-%g", r.Training.Steps, r.Training.Batch, r.Training.LearningRate)
}

// train returns the trained classifier.
func (r AccuracyRecipe) train(ctx context.Context, pool *kernel.Pool, images *datasets.Images) (*metrics.Domain, error) {
	c, err := models.NewClassifier(pool, r.Training, images)
	if err != nil {
		return nil, err
	}
	if err := c.Train(ctx, nil); err != nil {
		return nil, err
	}
	file, err := c.Folded()
	if err != nil {
		return nil, err
	}
	classes, err := json.Marshal(images.Classes())
	if err != nil {
		return nil, fmt.Errorf("benchmarks: classes: %w", err)
	}
	file.Metadata["classes"] = string(classes)
	return metrics.NewDomainFrom(pool, file)
}

// examiner counts images that a classifier tells right.
type examiner struct {
	recipe     AccuracyRecipe
	classifier *metrics.Domain
	truth      results.Score // of real images
}

// newExaminer trains the classifier and counts the real images held out.
func newExaminer(ctx context.Context, recipe AccuracyRecipe, classifier *metrics.Domain, real *datasets.Images) (*examiner, error) {
	e := &examiner{recipe: recipe, classifier: classifier}
	share, err := e.share(ctx, real)
	e.truth = results.Score{Metric: NameRealAccuracy, Value: share, Extractor: recipe.name(), Resize: string(metrics.DomainResize), NReal: real.Len()}
	return e, err
}

// share returns the share of images that are told right, 0 to 1.
func (e *examiner) share(ctx context.Context, images *datasets.Images) (float64, error) {
	told, err := e.classifier.Classify(ctx, images)
	if err != nil {
		return 0, err
	}
	right := 0
	for i, class := range told {
		if class == images.Label(i) {
			right++
		}
	}
	return float64(right) / float64(len(told)), nil
}

// examine returns the accuracy of generated images, and beside it that of real ones, whose number both carry.
func (e *examiner) examine(ctx context.Context, fake *datasets.Images, step int) ([]results.Score, error) {
	share, err := e.share(ctx, fake)
	score, truth := e.truth, e.truth
	score.Metric, score.Value, score.NFake = NameAccuracy, share, fake.Len()
	score.Step, truth.Step = step, step
	return []results.Score{score, truth}, err
}
