package main

import (
	"context"

	"github.com/spf13/cobra"

	"tgan/datasets"
	"tgan/internal/kernel"
	"tgan/metrics"
)

// imageSet is one side of a measurement.
type imageSet struct {
	spec   datasets.Spec
	opened opened     // nothing for statistics
	images collection // nil for statistics
	whole  *datasets.Collection
	sample *metrics.Sample // nil until it is extracted
}

// collection is images in their own size or brought to a side.
type collection interface {
	metrics.Images
	Name(i int) string
	Close() error
}

// open opens the real and the fake set, without decoding; only the real one where no other is given.
func (m *measurement) open(cmd *cobra.Command) (sets []*imageSet, err error) {
	for _, source := range []string{m.real, m.fake} {
		if source == "" {
			break
		}
		set := &imageSet{spec: m.selection}
		set.spec.Source = source
		set.spec.SkipBad = m.selection.SkipBad && !set.spec.Procedural() // which has no files
		if metrics.IsStatistics(source) {
			moments, err := metrics.ReadMoments(source)
			if err != nil {
				closeSets(sets)
				return nil, err
			}
			set.sample = metrics.NewStatistics(moments)
		} else if err := set.openImages(cmd, m.threads); err != nil {
			closeSets(append(sets, set))
			return nil, err
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// len returns the number of images, 0 if statistics do not tell.
func (s *imageSet) len() int {
	if s.images == nil {
		return s.sample.Len()
	}
	return s.images.Len()
}

func (s *imageSet) openImages(cmd *cobra.Command, threads int) (err error) {
	if s.spec.Side == 0 && s.spec.Procedural() {
		s.spec.Side = embeddedSide
	}
	if s.opened, err = openSource(cmd, "", s.spec, threads); err != nil {
		return err
	}
	var images *datasets.Collection
	if s.opened.set != nil {
		images, err = s.opened.set.Collection(s.spec)
	} else {
		images, err = datasets.OpenCollection(cmd.Context(), "", s.spec)
	}
	if err != nil {
		return err
	}
	s.whole, s.images = images, images
	if s.spec.Side == 0 {
		return nil
	}
	squares, err := images.Squares(s.spec.Fit, s.spec.Side)
	if err != nil {
		return err
	}
	s.images = squares
	return nil
}

// closeSets closes what was opened for reading.
func closeSets(sets []*imageSet) {
	for _, s := range sets {
		if s.images != nil {
			_ = s.images.Close()
		}
		s.opened.close()
		if s.sample != nil {
			_ = s.sample.Close()
		}
	}
}

// extract makes the samples of the sets that have images.
func (m *measurement) extract(cmd *cobra.Command, sets []*imageSet) error {
	total := 0
	for _, s := range sets {
		if s.images != nil {
			total += s.images.Len()
		}
	}
	if total == 0 || len(m.names) == 0 && m.saveStats == "" && m.nearest == "" {
		return nil
	}
	pool, err := m.pool()
	if err != nil {
		return err
	}
	defer pool.Close()
	extractor, err := metrics.OpenExtractor(m.extractor, pool)
	if err != nil {
		return err
	}
	m.extractor.Name = extractor.Name()
	cache, err := m.openCache(cmd)
	if err != nil {
		return err
	}
	needs := make([]bool, 2)
	if m.fake != "" {
		needs[0], needs[1] = metrics.NeedsFeatures(m.names, m.settings)
	}
	p := newProgress(cmd.ErrOrStderr(), total)
	defer p.stop()
	for i, s := range sets {
		if s.images == nil {
			continue
		}
		progress := func(done, _ int) { p.at([]string{"real", "fake"}[i], done, "") }
		if s.sample, err = sampleOf(cmd.Context(), cache, s, needs[i] || m.nearest != "", pool, extractor, m.extractor.Resize, progress); err != nil {
			return s.whole.Explain(cmd.Context(), m.threads, s.spec.Source, err)
		}
	}
	return nil
}

// sampleOf returns the sample of a set, by way of the cache if there is one.
func sampleOf(ctx context.Context, cache *metrics.Cache, s *imageSet, needsFeatures bool, pool *kernel.Pool, e metrics.Extractor, resize metrics.Resize,
	progress func(done, total int)) (*metrics.Sample, error) {
	if cache == nil {
		features, err := metrics.ExtractFeatures(ctx, e, s.images, progress)
		if err != nil {
			return nil, err
		}
		return metrics.NewSample(features), nil
	}
	identity, err := s.opened.identity(ctx, s.spec)
	if err != nil {
		return nil, err
	}
	selection := s.spec
	selection.Source = "" // a name, which changes nothing
	key := metrics.CacheKey{Images: identity, Selection: selection, Extractor: e.Name(), Resize: resize, Arithmetic: pool.ISA().Arithmetic()}
	return cache.Sample(ctx, key, needsFeatures, e, s.images, progress)
}

// readScore is a score with what was read of each side; of statistics and procedural domains, nothing.
type readScore struct {
	metrics.Score
	Real *datasets.Reading `json:"real,omitempty"`
	Fake *datasets.Reading `json:"fake,omitempty"`
}

// withReadings adds what was read to scores of the real and the fake set.
func withReadings(scores []metrics.Score, sets []*imageSet) []readScore {
	all := make([]readScore, len(scores))
	for i, score := range scores {
		all[i] = readScore{score, sets[0].opened.reading, sets[1].opened.reading}
	}
	return all
}

// unstated is the extractor and the protocol of numbers of two files of statistics, which do not tell.
const unstated = "unstated"

// madeBy returns the extractor and the protocol of a measurement.
func (m *measurement) madeBy(sets []*imageSet) (extractor, resize string) {
	for _, s := range sets {
		if s.images != nil {
			return m.extractor.Name, string(m.extractor.Resize)
		}
	}
	return unstated, unstated
}

// at returns image i of a set at side x side pixels, all of it.
func (s *imageSet) at(i, side int) ([]uint8, error) {
	img, err := s.images.Decode(i)
	if err != nil {
		return nil, err
	}
	return datasets.Stretched(img, side), nil
}
