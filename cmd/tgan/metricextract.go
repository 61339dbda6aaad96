package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tgan/benchmarks/gate"
	"tgan/datasets"
	"tgan/internal/kernel"
	"tgan/metrics"
)

// extract makes the samples of the sets that have images.
func (m *measurement) extract(cmd *cobra.Command, sets []*imageSet) error {
	total := 0
	for _, s := range sets {
		if s.images != nil {
			total += s.images.Len()
		}
	}
	if total == 0 {
		return m.comparable(sets)
	}
	if len(m.names) == 0 && m.saveStats == "" && m.nearest == "" {
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
	if err := m.comparable(sets); err != nil {
		return err
	}
	var needsReal, needsFake bool
	if len(m.fakes) > 0 {
		needsReal, needsFake = metrics.NeedsFeatures(m.names, m.settings)
	}
	p := newProgress(cmd.ErrOrStderr(), total)
	defer p.stop()
	for i, s := range sets {
		if s.images == nil {
			continue
		}
		name, needs := "real", needsReal
		if i > 0 {
			name, needs = strings.TrimSuffix(fmt.Sprintf("fake %d", i), " 1"), needsFake
		}
		progress := func(done, _ int) { p.at(name, done, "") }
		if s.sample, err = sampleOf(cmd.Context(), cache, s, needs || m.nearest != "", pool, extractor, m.extractor.Resize, progress); err != nil {
			if s.whole != nil {
				err = s.whole.Explain(cmd.Context(), m.threads, s.spec.Source, err)
			}
			return err
		}
	}
	return nil
}

// comparable returns an error in words unless the statistics among the sets were made as this run makes features, or alike where all are
// statistics. Those that do not tell are let pass.
func (m *measurement) comparable(sets []*imageSet) error {
	name, of := "this run", m.origin()
	if !slices.ContainsFunc(sets, func(s *imageSet) bool { return s.images != nil }) {
		name = ""
	}
	for _, s := range sets {
		if s.origin == nil {
			continue
		}
		if name == "" {
			name, of = s.spec.Source, *s.origin
		}
		if err := metrics.Comparable(s.spec.Source, *s.origin, name, of); err != nil {
			return err
		}
	}
	return nil
}

// origin is that of the features of this run, whose extractor is open.
func (m *measurement) origin() metrics.Origin {
	o := metrics.Origin{Extractor: m.extractor.Name, Resize: m.extractor.Resize, Side: m.selection.Side}
	if o.Side > 0 {
		o.Fit = string(m.selection.Fit)
	}
	return o
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
	identity, err := s.identity(ctx)
	if err != nil {
		return nil, err
	}
	selection := s.spec
	selection.Source = "" // a name, which changes nothing
	key := metrics.CacheKey{Images: identity, Selection: selection, Extractor: e.Name(), Resize: resize, Arithmetic: pool.ISA().Arithmetic()}
	return cache.Sample(ctx, key, needsFeatures, e, s.images, progress)
}

// madeBy returns the extractor and the protocol of a measurement.
func (m *measurement) madeBy(sets []*imageSet) (extractor, resize string) {
	for _, s := range sets {
		if s.images != nil {
			return m.extractor.Name, string(m.extractor.Resize)
		}
	}
	if o := sets[0].origin; o != nil && sets[1].origin != nil {
		return o.Extractor, string(o.Resize)
	}
	return gate.Unstated, gate.Unstated
}

// at returns image i of a set at side x side pixels, all of it.
func (s *imageSet) at(i, side int) ([]uint8, error) {
	img, err := s.images.Decode(i)
	if err != nil {
		return nil, err
	}
	return datasets.Stretched(img, side), nil
}
