package benchmarks

import (
	"context"

	"tgan/internal/kernel"
	"tgan/metrics"
	"tgan/models"
)

// Gauge measures generators against the same real images by FID and KMMD.
type Gauge struct {
	evaluator *metrics.Evaluator
	extractor metrics.Extractor
	fake      int
	seed      string
}

// NewGauge returns a gauge that draws fake images from each generator, whose latent codes the seed names. It extracts the features of the real
// images, of which there must be at least two, and returns the errors of metrics.OpenExtractor. The caller closes the gauge.
func NewGauge(ctx context.Context, pool *kernel.Pool, spec metrics.ExtractorSpec, real metrics.Images, fake int, seed string) (*Gauge, error) {
	extractor, err := metrics.OpenExtractor(spec, pool)
	if err != nil {
		return nil, err
	}
	evaluator, err := metrics.NewEvaluator(ctx, extractor, spec.Resize, []string{metrics.NameFID, metrics.NameKMMD}, real)
	if err != nil {
		return nil, err
	}
	return &Gauge{evaluator, extractor, fake, seed}, nil
}

// Close gives back what the features of the real images are kept in.
func (g *Gauge) Close() error { return g.evaluator.Close() }

// Measurement is what a Gauge says of one generator. Both scores carry the numbers of images, the extractor and the protocol.
type Measurement struct {
	FID  metrics.Score `json:"fid"`
	KMMD metrics.Score `json:"kmmd"`
}

// Measure draws images from a generator and measures them.
func (g *Gauge) Measure(ctx context.Context, s *models.Sampler) (Measurement, error) {
	images, err := Draw(s, g.fake, g.seed)
	if err != nil {
		return Measurement{}, err
	}
	return g.MeasureImages(ctx, images)
}

// MeasureImages measures any images in place of a generator's.
func (g *Gauge) MeasureImages(ctx context.Context, images metrics.Images) (Measurement, error) {
	scores, err := g.evaluator.Measure(ctx, images)
	if err != nil {
		return Measurement{}, err
	}
	return Measurement{FID: scores[0], KMMD: scores[1]}, nil
}
