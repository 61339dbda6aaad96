package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/metrics"
	"tgan/models"
	"tgan/results"
)

// imageSet is one side of a measurement.
type imageSet struct {
	spec   datasets.Spec
	opened opened                // nothing for statistics and checkpoints
	drawn  *benchmarks.Generated // the images, of a checkpoint; else nil
	images collection            // nil for statistics
	whole  *datasets.Collection  // the images before they are brought to a side; nil for statistics and checkpoints
	sample *metrics.Sample       // nil until it is extracted
	origin *metrics.Origin       // of statistics that tell it
	id     string                // of the content, once it is asked for
}

// collection is images in their own size or brought to a side.
type collection interface {
	metrics.Images
	Name(i int) string
	Close() error
}

// open opens the real and the fake sets, without decoding; only the real one where no other is given.
func (m *measurement) open(cmd *cobra.Command) (sets []*imageSet, err error) {
	defer func() {
		if err != nil {
			closeSets(sets)
			sets = nil
		}
	}()
	for _, source := range append([]string{m.real}, m.fakes...) {
		set := &imageSet{spec: m.selection}
		set.spec.Source = source
		set.spec.SkipBad = m.selection.SkipBad && !set.spec.Procedural() // which has no files
		sets = append(sets, set)
		if err := m.openSet(cmd, set); err != nil {
			return sets, err
		}
	}
	return sets, nil
}

// openSet opens what the source of a set names: statistics, a checkpoint, or images.
func (m *measurement) openSet(cmd *cobra.Command, set *imageSet) error {
	file, err := m.statistics(set.spec.Source)
	if err != nil {
		return err
	}
	if file != "" {
		of, err := metrics.ReadStatistics(file)
		if err != nil {
			return err
		}
		set.sample, set.origin = metrics.NewStatistics(of.Moments), of.Origin
		if of.Origin != nil {
			set.id = of.Origin.Images
			return nil
		}
		set.id, err = results.HashFile(file)
		return err
	}
	file, is, err := models.FindCheckpoint(set.spec.Source)
	if err != nil || !is {
		return errors.Join(err, set.openImages(cmd, m.threads))
	}
	isa, err := m.set()
	if err != nil {
		return err
	}
	if set.drawn, err = benchmarks.OpenGenerated(file, m.n, m.settings.Seed, m.selection.Side, m.threads, isa); err != nil {
		return err
	}
	set.images = set.drawn
	return nil
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

// identity stands for the content of the source of a set.
func (s *imageSet) identity(ctx context.Context) (_ string, err error) {
	if s.id != "" {
		return s.id, nil
	}
	if s.drawn != nil {
		s.id = s.drawn.Identity()
		return s.id, nil
	}
	s.id, err = s.opened.identity(ctx, s.spec)
	return s.id, err
}

// content stands for the images of a set: for its source, and which of its images are taken. Of statistics it is what they carry.
func (s *imageSet) content(ctx context.Context) (string, error) {
	id, err := s.identity(ctx)
	if err != nil || s.images == nil {
		return id, err
	}
	spec := s.spec
	spec.Source, spec.Side, spec.Fit = "", 0, "" // the name changes nothing, and size is told beside
	if spec.Count == 0 {
		spec.Seed = ""
	}
	text, err := json.Marshal(spec)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte(id), text...))
	return hex.EncodeToString(sum[:]), nil
}
