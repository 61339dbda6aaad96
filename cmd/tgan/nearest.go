package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"

	"tgan/datasets"
	"tgan/internal/atomicfile"
	"tgan/metrics"
)

// The sheet of "tgan metric --nearest": pairs of a fake image and its nearest real one, the most suspicious first.
const (
	sheetPairs   = 40
	sheetColumns = 5 // pairs a row
	sheetSide    = 96
)

// pairFound is a fake image and the real one that is nearest to it.
type pairFound struct {
	Fake     string   `json:"fake"`
	Real     string   `json:"real"`
	Distance float64  `json:"distance"`
	Ratio    *float64 `json:"ratio"` // to the real image's distance to its own nearest; null where that is 0 and the distance is not
	fake     int
	real     int
}

// writeNearest writes the nearest real image of each fake one, by ratio, as the ending of the file says.
func (m *measurement) writeNearest(real, fake *imageSet) error {
	found, err := metrics.NearestImages(real.sample, fake.sample)
	if err != nil {
		return err
	}
	pairs := make([]pairFound, len(found))
	for k, i := range metrics.MostSuspicious(found) {
		n := found[i]
		pairs[k] = pairFound{Fake: fake.images.Name(i), Real: real.images.Name(n.Real), Distance: n.Distance, fake: i, real: n.Real}
		if !math.IsInf(n.Ratio, 1) {
			pairs[k].Ratio = &n.Ratio
		}
	}
	if filepath.Ext(m.nearest) == ".json" {
		return atomicfile.WriteTo(m.nearest, func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetIndent("", "  ")
			return enc.Encode(pairs)
		})
	}
	sheet, err := sheetOf(pairs[:min(len(pairs), sheetPairs)], real, fake)
	if err != nil {
		return err
	}
	return datasets.WriteSheet(m.nearest, sheet, 2*sheetColumns)
}

// sheetOf returns the images of pairs, a fake one before its real one.
func sheetOf(pairs []pairFound, real, fake *imageSet) (*datasets.Images, error) {
	var pix []uint8
	for _, p := range pairs {
		for _, part := range []struct {
			set *imageSet
			i   int
		}{{fake, p.fake}, {real, p.real}} {
			image, err := part.set.at(part.i, sheetSide)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", part.set.spec.Source, err)
			}
			pix = append(pix, image...)
		}
	}
	return datasets.NewImages(sheetSide, pix, make([]int, 2*len(pairs)), []string{"pairs"})
}
