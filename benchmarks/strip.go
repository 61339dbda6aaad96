package benchmarks

import (
	"bytes"
	"context"
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

// join writes ProgressFile. Columns that are missing or damaged are told to lost and made anew, by a second training as far as the last of
// them: start returns the trainer at its start. A column that cannot be read is an error.
func (s strip) join(ctx context.Context, start func() (*models.Trainer, error), lost func(error)) error {
	columns, missing, err := s.read(lost)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		if err := s.restore(ctx, start, missing); err != nil {
			return err
		}
		if columns, missing, err = s.read(lost); err != nil {
			return err
		}
		if len(missing) > 0 {
			return fmt.Errorf("benchmarks: %s, just made, cannot be used", s.column(missing[0]))
		}
	}
	size := columns[0].Bounds().Size()
	whole := image.NewRGBA(image.Rect(0, 0, size.X*len(columns), size.Y))
	for i, column := range columns {
		draw.Draw(whole, image.Rect(i*size.X, 0, (i+1)*size.X, size.Y), column, column.Bounds().Min, draw.Src)
	}
	return atomicfile.WriteTo(filepath.Join(s.dir, ProgressFile), func(w io.Writer) error { return png.Encode(w, whole) })
}

// read returns the columns, and the steps of those that are missing or damaged.
func (s strip) read(lost func(error)) (columns []image.Image, missing []int, err error) {
	for _, step := range s.steps {
		data, err := os.ReadFile(s.column(step))
		if atomicfile.Unread(err) {
			return nil, nil, fmt.Errorf("benchmarks: column of samples: %w: it may be good, see to the disk and run again", err)
		}
		var column image.Image
		if err == nil {
			column, err = png.Decode(bytes.NewReader(data))
		}
		if err != nil {
			lost(fmt.Errorf("benchmarks: column of samples %s is lost and is made by training to step %d again: %w", s.column(step), step, err))
			missing = append(missing, step)
		}
		columns = append(columns, column)
	}
	return columns, missing, nil
}

// restore makes the columns of some steps, in ascending order, anew.
func (s strip) restore(ctx context.Context, start func() (*models.Trainer, error), steps []int) error {
	trainer, err := start()
	if err != nil {
		return err
	}
	for _, step := range steps {
		for trainer.Steps() < step {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if _, err := trainer.Step(); err != nil {
				return err
			}
		}
		if err := s.add(trainer); err != nil {
			return err
		}
	}
	return nil
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
