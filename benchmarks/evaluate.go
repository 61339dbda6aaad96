package benchmarks

import (
	"context"

	"tgan/datasets"
	"tgan/metrics"
	"tgan/models"
	"tgan/results"
)

// measure draws n images from the sampler by the streams of the seed and measures them. The step is for the record.
func measure(ctx context.Context, e *metrics.Evaluator, s *models.Sampler, n int, seed string, step int) ([]results.Score, error) {
	fake, err := Draw(s, n, seed)
	if err != nil {
		return nil, err
	}
	scores, err := e.Measure(ctx, fake)
	if err != nil {
		return nil, err
	}
	records := make([]results.Score, len(scores))
	for i, v := range scores {
		records[i] = results.Score{
			Step: step, Metric: v.Metric, Value: v.Value, Extractor: v.Extractor, Resize: v.Resize, NReal: v.NReal, NFake: v.NFake,
		}
	}
	return records, nil
}

// Draw returns n images of a generator as a data set.
func Draw(s *models.Sampler, n int, seed string) (*datasets.Images, error) {
	pixels, err := s.Draw(n, seed)
	if err != nil {
		return nil, err
	}
	return datasets.NewImages(s.Side(), pixels, make([]int, n), []string{"generated"})
}
