package models

import (
	"time"

	"tgan/internal/ops"
)

// Flops returns the necessary multiplications and additions of one step: those of convolutions and linear layers in CriticSteps critic
// updates, the images drawn for them included, and one generator update.
func (t *Trainer) Flops() float64 {
	return float64(t.spec.CriticSteps)*(t.fake.machine.Flops()+t.critic.machine.Flops()) + t.gen.machine.Flops()
}

// Program is one of the three programs of a training with the time of its operators.
type Program struct {
	Name string // "images", "critic" or "generator"
	Ops  []ops.Timing
}

// Time makes the following steps take the time of every operator by the clock.
func (t *Trainer) Time(clock func() time.Duration) {
	for _, m := range t.machines() {
		m.Time(clock)
	}
}

// Timings returns what the operators of each program took since Time was called.
func (t *Trainer) Timings() []Program {
	var programs []Program
	for i, m := range t.machines() {
		programs = append(programs, Program{Name: []string{"images", "critic", "generator"}[i], Ops: m.Timings()})
	}
	return programs
}

func (t *Trainer) machines() []*ops.Machine {
	return []*ops.Machine{t.fake.machine, t.critic.machine, t.gen.machine}
}
