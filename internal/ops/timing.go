package ops

import "time"

// Timing is what one operator of a machine took.
type Timing struct {
	Op    string // operator, parameters and shapes
	Flops float64
	Spent time.Duration // over all runs since Time was called
}

// Flops returns the multiplications and additions of one run: those of the convolutions and linear layers.
func (m *Machine) Flops() float64 {
	sum := 0.0
	for _, o := range m.ops {
		sum += o.flops
	}
	return sum
}

// Time makes the following runs take the time of every operator by the clock, which returns the time since some moment.
func (m *Machine) Time(clock func() time.Duration) {
	for _, o := range m.ops {
		o.slot.clock, o.slot.spent = clock, 0
	}
}

// Timings returns what each operator took, inputs before their users.
func (m *Machine) Timings() []Timing {
	timings := make([]Timing, len(m.ops))
	for i, o := range m.ops {
		timings[i] = Timing{Op: o.String(), Flops: o.flops, Spent: o.slot.spent}
	}
	return timings
}
