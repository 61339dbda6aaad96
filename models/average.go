package models

import (
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
)

// average is an exponential moving average of the generator's weights over training steps, and the program that draws from it. It begins
// at the generator's first weights and follows them closely at first: the decay is at most (1+s)/(10+s) at step s.
type average struct {
	decay   float64
	params  *Params
	program *imageProgram
}

func newAverage(d *ops.Device, arena *ops.Arena, arch Architecture, spec Spec, weights *Params) (*average, error) {
	a := &average{decay: spec.EMA, params: NewParams(tensor.Float32, spec.Seed)}
	var err error
	if a.program, err = newImageProgram(d, arena, arch, spec.Dim, spec.Batch, a.params); err != nil {
		return nil, err
	}
	for _, name := range a.params.Names() {
		copy(a.params.Value(name).Data().([]float32), weights.Value(name).Data().([]float32))
	}
	return a, nil
}

// update moves the average towards the weights after the training step of that number, from 0.
func (a *average) update(pool *kernel.Pool, step int, weights *Params) {
	share := float32(1 - min(a.decay, float64(1+step)/float64(10+step)))
	names := a.params.Names()
	pool.Run(len(names), func(i, _ int) {
		now := weights.Value(names[i]).Data().([]float32)
		mean := a.params.Value(names[i]).Data().([]float32)
		for j, w := range now {
			mean[j] += float32(share * (w - mean[j]))
		}
	})
}
