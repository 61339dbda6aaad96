package benchmarks

import (
	"context"
	"errors"

	"tgan/datasets"
	"tgan/metrics"
	"tgan/models"
)

// Memorisation tells whether a generator repeats its training images.
type Memorisation struct {
	Generated float64 `json:"authenticity_generated"` // metrics.Authenticity of generated images against the training images
	HeldOut   float64 `json:"authenticity_held_out"`  // the same of held-out real images: what is normal
	NTrain    int     `json:"n_train"`
	NFake     int     `json:"n_fake"`
	NHeldOut  int     `json:"n_held_out"`
	Extractor string  `json:"extractor"`
}

// The sheet of the most suspicious pairs.
const (
	nearestPairs   = 24
	nearestColumns = 4 // pairs a row
)

// memorised looks up the nearest training image of each image that the generator draws and of each held-out one. It returns what it found and
// a set of the most suspicious pairs, a generated image before its training image.
func (g *Gauge) memorised(ctx context.Context, s *models.Sampler, target *Target) (m Memorisation, pairs *datasets.Images, err error) {
	m = Memorisation{NTrain: target.Train.Len(), NFake: g.fake, NHeldOut: target.HeldOut.Len(), Extractor: g.extractor.Name()}
	train, err := g.sample(ctx, target.Train)
	if err != nil {
		return m, nil, err
	}
	defer func() { err = errors.Join(err, train.Close()) }()
	images, err := Draw(s, g.fake, g.seed)
	if err != nil {
		return m, nil, err
	}
	found, err := g.nearest(ctx, train, images)
	if err != nil {
		return m, nil, err
	}
	real, err := g.nearest(ctx, train, target.HeldOut)
	if err != nil {
		return m, nil, err
	}
	m.Generated, m.HeldOut = metrics.Authenticity(found), metrics.Authenticity(real)
	var pix []uint8
	order := metrics.MostSuspicious(found)
	order = order[:min(len(order), nearestPairs)]
	for _, i := range order {
		pix = append(append(pix, images.At(i)...), target.Train.At(found[i].Real)...)
	}
	pairs, err = datasets.NewImages(s.Side(), pix, make([]int, 2*len(order)), []string{"pairs"})
	return m, pairs, err
}

func (g *Gauge) sample(ctx context.Context, images metrics.Images) (*metrics.Sample, error) {
	features, err := metrics.ExtractFeatures(ctx, g.extractor, images, nil)
	if err != nil {
		return nil, err
	}
	return metrics.NewSample(features), nil
}

// nearest returns the nearest training image of each image.
func (g *Gauge) nearest(ctx context.Context, train *metrics.Sample, images metrics.Images) ([]metrics.Neighbour, error) {
	sample, err := g.sample(ctx, images)
	if err != nil {
		return nil, err
	}
	found, err := metrics.NearestImages(train, sample)
	return found, errors.Join(err, sample.Close())
}
