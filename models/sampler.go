package models

import (
	"fmt"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/rng"
)

// Sampler draws images from a generator. Batch norm uses the statistics of the batch, as in the paper, so an image depends a little
// on its batch: the batch size is part of what a sample is, and the last batch is always drawn whole.
// A conditional generator is asked for one class after the other, round and round, so that a draw has as many images of each.
// A Sampler belongs to one goroutine, and so does its pool.
type Sampler struct {
	arch    Architecture
	batch   int
	program *imageProgram
}

// NewSampler returns a sampler of the checkpoint's generator, averaged if the training keeps an average, with its training batch size.
func NewSampler(pool *kernel.Pool, c *Checkpoint) (*Sampler, error) {
	arch, err := c.Spec.network()
	if err != nil {
		return nil, err
	}
	program, err := newImageProgram(ops.NewDevice(pool), new(ops.Arena), arch, c.Spec.Dim, c.Spec.Batch, c.Average())
	if err != nil {
		return nil, err
	}
	return &Sampler{arch: arch, batch: c.Spec.Batch, program: program}, nil
}

// Sampler returns a sampler of the generator in training, or of its average if it keeps one; it sees the weights of the moment.
func (t *Trainer) Sampler() *Sampler {
	s := &Sampler{arch: t.arch, batch: t.spec.Batch, program: t.fake}
	if t.average != nil {
		s.program = t.average.program
	}
	return s
}

// Side returns the pixels of a side of the images.
func (s *Sampler) Side() int { return s.arch.Side }

// Latent returns the number of elements of a latent code.
func (s *Sampler) Latent() int { return s.arch.Latent }

// Classes returns the number of classes that the generator is told, 0 if it is not.
func (s *Sampler) Classes() int { return s.arch.classes }

// Label returns the class of image i of a draw: i mod Classes, or 0 without classes.
func (s *Sampler) Label(i int) int { return i % max(1, s.arch.classes) }

// Draw returns n images as uint8 RGB, [n,Side,Side,3], from latent codes of the named stream: batch b takes its child b. The same seed
// gives the same latent codes for any generator with as long a code. Image i is of class Label(i).
func (s *Sampler) Draw(n int, seed string) ([]uint8, error) { return s.draw(n, seed, s.Label) }

// DrawGrid is Draw for a grid of so many columns, which are of one class each: image i is of class Label(i mod columns).
func (s *Sampler) DrawGrid(n, columns int, seed string) ([]uint8, error) {
	return s.draw(n, seed, func(i int) int { return s.Label(i % columns) })
}

func (s *Sampler) draw(n int, seed string, label func(i int) int) ([]uint8, error) {
	stream := rng.New(seed, "sample")
	codes := make([]float32, (n+s.batch-1)/s.batch*s.batch*s.arch.Latent)
	size := s.batch * s.arch.Latent
	for b := 0; b*size < len(codes); b++ {
		stream.Sub(uint64(b)).Norms(codes[b*size : (b+1)*size])
	}
	pixels, err := s.render(codes, label)
	if err != nil {
		return nil, err
	}
	return pixels[:n*s.arch.Side*s.arch.Side*3], nil
}

// Render returns the images of latent codes [n,Latent] as uint8 RGB, [n,Side,Side,3]. A last batch that is not full is filled up by
// repeating its codes from the first. Code i gives an image of class Label(i).
func (s *Sampler) Render(codes []float32) ([]uint8, error) { return s.render(codes, s.Label) }

func (s *Sampler) render(codes []float32, label func(i int) int) ([]uint8, error) {
	if len(codes)%s.arch.Latent != 0 {
		return nil, fmt.Errorf("models: render: %d values are not whole codes of %d", len(codes), s.arch.Latent)
	}
	n := len(codes) / s.arch.Latent
	size := s.arch.Side * s.arch.Side * 3
	pixels := make([]uint8, n*size)
	latent := ops.Float32s(s.program.latent)
	for first := 0; first < n; first += s.batch {
		count := min(s.batch, n-first)
		for i := range s.batch {
			from := (first + i%count) * s.arch.Latent
			copy(latent[i*s.arch.Latent:(i+1)*s.arch.Latent], codes[from:from+s.arch.Latent])
		}
		if s.program.labels != nil {
			setLabels(s.program.labels, func(i int) int { return label(first + i%count) })
		}
		if err := s.program.machine.Run(); err != nil {
			return nil, err
		}
		toPixels(pixels[first*size:(first+count)*size], ops.Float32s(s.program.images)[:count*size])
	}
	return pixels, nil
}
