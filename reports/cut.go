package reports

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/internal/atomicfile"
	"tgan/results"
)

// firstRow cuts the first row of images from the grid of a trial.
func firstRow(path string) ([]image.Image, error) {
	n := benchmarks.SampleColumns
	cut, bounds, err := readCuttable(path)
	if err != nil {
		return nil, err
	}
	side := (bounds.Dx()-datasets.SheetGap)/n - datasets.SheetGap
	if want := n*(side+datasets.SheetGap) + datasets.SheetGap; side < 1 || bounds.Dx() != want || bounds.Dy() != want {
		return nil, fmt.Errorf("%d×%d pixels are not a grid of %d×%d images", bounds.Dx(), bounds.Dy(), n, n)
	}
	images := make([]image.Image, n)
	for i := range images {
		corner := bounds.Min.Add(image.Pt(datasets.SheetGap+i*(side+datasets.SheetGap), datasets.SheetGap))
		images[i] = cut.SubImage(image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))})
	}
	return images, nil
}

// progressOf cuts the strip of a trial: for each of its latent codes the images at the steps of its evaluations, up to where it diverged.
func progressOf(path string) ([][]image.Image, error) {
	cut, bounds, err := readCuttable(path)
	if err != nil {
		return nil, err
	}
	pitch := (bounds.Dy() - datasets.SheetGap) / benchmarks.StripRows
	side, width := pitch-datasets.SheetGap, pitch+datasets.SheetGap // each column is a sheet with its own margins
	if side < 1 || bounds.Dy() != benchmarks.StripRows*pitch+datasets.SheetGap || bounds.Dx()%width != 0 {
		return nil, fmt.Errorf("%d×%d pixels are not a strip of %d latent codes", bounds.Dx(), bounds.Dy(), benchmarks.StripRows)
	}
	codes := make([][]image.Image, benchmarks.StripRows)
	for r := range codes {
		for x := 0; x < bounds.Dx(); x += width {
			corner := bounds.Min.Add(image.Pt(x+datasets.SheetGap, datasets.SheetGap+r*pitch))
			codes[r] = append(codes[r], cut.SubImage(image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}))
		}
	}
	return codes, nil
}

type cuttable interface {
	SubImage(r image.Rectangle) image.Image
}

func readCuttable(path string) (cuttable, image.Rectangle, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, image.Rectangle{}, err
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, image.Rectangle{}, err
	}
	cut, ok := picture.(cuttable)
	if !ok {
		return nil, image.Rectangle{}, errors.New("its pixel format cannot be cut")
	}
	return cut, picture.Bounds(), nil
}

// cellPictures are what the first finished trial of a cell drew.
type cellPictures struct {
	names    []string        // of the cell's levels, and which seed it is if it is not the first
	trial    *results.Trial  // nil without a finished one
	samples  []image.Image   // at the table's step, one a latent code; nil if none was kept
	progress [][]image.Image // latent codes by steps; nil if none was kept
}

// drawn reads the pictures of a table's cells. It returns an error that names the file that cannot be used.
func drawn(c *benchmarks.Collection, t benchmarks.Table, store *results.Store) ([]cellPictures, error) {
	var all []cellPictures
	for _, cell := range t.Cells {
		p := cellPictures{names: cellNames(t, cell)}
		if runs := c.Runs(cell); len(runs) > 0 {
			p.trial = &runs[0]
			if i := slices.Index(cell.Trials, runs[0].Key); i > 0 {
				p.names = append(p.names, fmt.Sprintf("seed %d", t.Schedule.Seeds[i]))
			}
			if err := p.read(t, store.Dir(runs[0].Key)); err != nil {
				return nil, err
			}
		}
		all = append(all, p)
	}
	return all, nil
}

// read fills in the pictures of a trial from its folder. Samples of a step before the last are those of the strip.
func (p *cellPictures) read(t benchmarks.Table, dir string) (err error) {
	atEnd := t.Step == t.Schedule.Steps
	if path := filepath.Join(dir, benchmarks.SamplesFile); atEnd {
		if p.samples, err = firstRow(path); err != nil {
			return unusable("samples", path, err)
		}
	}
	if !slices.ContainsFunc(p.trial.Files, func(f results.File) bool { return f.Name == benchmarks.ProgressFile }) {
		return nil
	}
	path := filepath.Join(dir, benchmarks.ProgressFile)
	codes, err := progressOf(path)
	if err != nil {
		return unusable("progress", path, err)
	}
	if atEnd {
		p.progress = codes
		return nil
	}
	if i := slices.Index(t.Schedule.Evaluations, t.Step); i >= 0 && i < len(codes[0]) {
		for _, code := range codes {
			p.samples = append(p.samples, code[i])
		}
	}
	return nil
}

// unusable is the error of a picture that cannot be cut; one that cannot be read may be good.
func unusable(what, path string, err error) error {
	if atomicfile.Unread(err) {
		return fmt.Errorf("%s cannot be read: %w: see to the disk and run again", what, pathError(err))
	}
	return fmt.Errorf("%s %s: %w: remove its folder and run the trial again", what, path, err)
}
