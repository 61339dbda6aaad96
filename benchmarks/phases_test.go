package benchmarks

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Every moment of a worker is in one phase.
func TestPhasesAddUp(t *testing.T) {
	now := time.Duration(0)
	p := NewPhases(func() time.Duration { now += time.Second; return now })
	w := p.start(Waiting)
	w.enter(Training)
	before := w.enter(Drawing)
	require.Equal(t, Training, before)
	for range 10 {
		w.enter(w.enter(Measuring))
	}
	w.enter(before)
	var sum time.Duration
	for _, phase := range AllPhases() {
		sum += p.Spent(phase)
	}
	require.Equal(t, now-time.Second, sum)
	require.Equal(t, 10*time.Second, p.Spent(Measuring))
	require.Zero(t, p.Spent(Storing))
}

func TestPhasesOfNobody(t *testing.T) {
	var p *Phases
	require.Equal(t, Drawing, p.start(Waiting).enter(Drawing))
}
