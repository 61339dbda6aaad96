package models

import "tgan/internal/ops"

// Cost is what a training needs by its specification alone: necessary multiplications and additions, and planned memory.
type Cost struct {
	Step   float64 // five critic updates, or as many as the spec has, with the images drawn for them, and one generator update
	Image  float64 // one generated image
	Memory int64   // bytes of the values of all programs, of the weights and of Adam's moments
}

// CostOf counts the operations and the memory of a training of that spec, whatever its data.
func CostOf(spec Spec) (Cost, error) {
	if err := spec.Validate(); err != nil {
		return Cost{}, err
	}
	t := &Trainer{spec: spec}
	if err := t.build(); err != nil {
		return Cost{}, err
	}
	return Cost{Step: t.Flops(), Image: t.fake.machine.Flops() / float64(spec.Batch), Memory: t.memory()}, nil
}

// memory returns the bytes that the trainer plans to use.
func (t *Trainer) memory() int64 {
	machines := t.machines()
	if t.distorter != nil {
		machines = append(machines, t.distorter.machine)
	}
	if t.average != nil {
		machines = append(machines, t.average.program.machine)
	}
	total := ops.Memory(machines...)
	const float32Bytes = 4
	for _, a := range t.adams() {
		for i := range a.names {
			total += float32Bytes * int64(len(a.moment1[i])+len(a.moment2[i]))
		}
	}
	return total
}
