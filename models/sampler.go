package models

import (
	"fmt"
	"math"

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
	bound   float32 // of the values of latent codes; 0 for none
}

// leastTruncation keeps drawing anew short: a value is within it once in 25 draws.
const leastTruncation = 0.05

// Truncate bounds latent codes: a value beyond ±at is drawn anew, which gives images that are more typical and differ less. Because batch norm
// would take out what all codes of a batch have in common, half of each batch are unbounded codes whose images are not used. It returns an error where
// at is below 0.05. Source: Brock et al. 2019, section 3.1.
func (s *Sampler) Truncate(at float64) error {
	if !(at >= leastTruncation) || at > math.MaxFloat32 {
		return fmt.Errorf("models: truncation at %v: it must be %v or more; about 1 is usual", at, leastTruncation)
	}
	s.bound = float32(at)
	return nil
}

// norms fills dst with standard normal values, within the bound if there is one.
func (s *Sampler) norms(stream *rng.Stream, dst []float32) {
	stream.Norms(dst)
	if s.bound == 0 {
		return
	}
	again := stream.Sub(0)
	for i, v := range dst {
		for v > s.bound || v < -s.bound {
			v = float32(again.Norm())
		}
		dst[i] = v
	}
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
func (s *Sampler) Draw(n int, seed string) ([]uint8, error) { return s.collect(n, seed, s.Label) }

// DrawGrid is Draw for a grid of so many columns, which are of one class each: image i is of class Label(i mod columns).
func (s *Sampler) DrawGrid(n, columns int, seed string) ([]uint8, error) {
	return s.collect(n, seed, func(i int) int { return s.Label(i % columns) })
}

// DrawEach calls each with the images of Draw one after the other, which it may not keep, until one fails: memory does not grow with n.
func (s *Sampler) DrawEach(n int, seed string, each func(i int, pixels []uint8) error) error {
	return s.draw(n, seed, s.Label, each)
}

func (s *Sampler) collect(n int, seed string, label func(i int) int) ([]uint8, error) {
	size := s.arch.Side * s.arch.Side * 3
	pixels := make([]uint8, n*size)
	err := s.draw(n, seed, label, func(i int, image []uint8) error {
		copy(pixels[i*size:], image)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return pixels, nil
}

func (s *Sampler) draw(n int, seed string, label func(i int) int, each func(i int, pixels []uint8) error) error {
	stream := rng.New(seed, "sample")
	codes := make([]float32, s.batch*s.arch.Latent)
	used := s.batch // images of a batch
	if s.bound > 0 {
		used = s.batch / 2
		rng.New(seed, "sample/fill").Norms(codes[used*s.arch.Latent:])
	}
	size := s.arch.Side * s.arch.Side * 3
	for first := 0; first < n; first += used {
		s.norms(stream.Sub(uint64(first/used)), codes[:used*s.arch.Latent])
		pixels, err := s.render(codes, func(i int) int { return label(first + i) })
		if err != nil {
			return err
		}
		for i := range min(used, n-first) {
			if err := each(first+i, pixels[i*size:(i+1)*size]); err != nil {
				return err
			}
		}
	}
	return nil
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
