package models

import (
	"fmt"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/rng"
)

// Sampler draws images from a generator. Batch norm uses the statistics of the batch, as in the paper, so an image depends a little
// on its batch: the batch size is part of what a sample is, and the last batch is always drawn whole.
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

// Draw returns n images as uint8 RGB, [n,Side,Side,3], from latent codes of the named stream: batch b takes its child b. The same seed
// gives the same latent codes for any generator with as long a code.
func (s *Sampler) Draw(n int, seed string) ([]uint8, error) {
	stream := rng.New(seed, "sample")
	codes := make([]float32, (n+s.batch-1)/s.batch*s.batch*s.arch.Latent)
	size := s.batch * s.arch.Latent
	for b := 0; b*size < len(codes); b++ {
		stream.Sub(uint64(b)).Norms(codes[b*size : (b+1)*size])
	}
	pixels, err := s.Render(codes)
	if err != nil {
		return nil, err
	}
	return pixels[:n*s.arch.Side*s.arch.Side*3], nil
}

// Render returns the images of latent codes [n,Latent] as uint8 RGB, [n,Side,Side,3]. A last batch that is not full is filled up by
// repeating its codes from the first.
func (s *Sampler) Render(codes []float32) ([]uint8, error) {
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
		if err := s.program.machine.Run(); err != nil {
			return nil, err
		}
		toPixels(pixels[first*size:(first+count)*size], ops.Float32s(s.program.images)[:count*size])
	}
	return pixels, nil
}
