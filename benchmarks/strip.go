package benchmarks

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"os"
	"path/filepath"

	"tgan/datasets"
	"tgan/internal/atomicfile"
	"tgan/models"
)

// StripRows is the number of rows of ProgressFile.
const StripRows = 8

// strip collects what a generator makes of the same latent codes at some steps of its training: figure 4 of the paper. Each step's
// column is a file of its own until all are joined, so that an interrupted training keeps them.
type strip struct {
	dir   string
	steps []int
}

func (s strip) column(step int) string {
	return filepath.Join(s.dir, fmt.Sprintf("column-%d.png", step))
}

// add writes the column of the trainer's step.
func (s strip) add(t *models.Trainer) error {
	images, err := Draw(t.Sampler(), StripRows, sampleSeed)
	if err != nil {
		return err
	}
	return datasets.WriteSheet(s.column(t.Steps()), images, 1)
}

// join writes ProgressFile. A column that is missing or damaged is a *models.SnapshotError: it can only be had by training anew.
func (s strip) join() error {
	var whole *image.RGBA
	for i, step := range s.steps {
		column, err := readPNG(s.column(step))
		if err != nil {
			return models.Session{Dir: s.dir}.Unusable(err)
		}
		size := column.Bounds().Size()
		if whole == nil {
			whole = image.NewRGBA(image.Rect(0, 0, size.X*len(s.steps), size.Y))
		}
		draw.Draw(whole, image.Rect(i*size.X, 0, (i+1)*size.X, size.Y), column, column.Bounds().Min, draw.Src)
	}
	return atomicfile.WriteTo(filepath.Join(s.dir, ProgressFile), func(w io.Writer) error { return png.Encode(w, whole) })
}

// forget removes the columns.
func (s strip) forget() error {
	for _, step := range s.steps {
		if err := os.Remove(s.column(step)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("benchmarks: remove column of samples: %w", err)
		}
	}
	return nil
}

func readPNG(path string) (_ image.Image, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	img, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return img, nil
}
