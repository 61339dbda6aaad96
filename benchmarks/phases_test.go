package benchmarks

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Every moment of a worker is in one phase.
func TestPhasesAddUp(t *testing.T) {
	var p Phases
	begin := time.Now()
	w := p.start(Waiting)
	w.enter(Training)
	before := w.enter(Drawing)
	require.Equal(t, Training, before)
	for range 1000 {
		w.enter(w.enter(Measuring))
	}
	w.enter(before)
	end := w.since
	var sum time.Duration
	for _, phase := range AllPhases() {
		require.GreaterOrEqual(t, p.Spent(phase), time.Duration(0))
		sum += p.Spent(phase)
	}
	require.Positive(t, sum)
	require.LessOrEqual(t, sum, end.Sub(begin))
	require.Zero(t, p.Spent(Storing))
}

func TestPhasesOfNobody(t *testing.T) {
	var p *Phases
	require.Equal(t, Drawing, p.start(Waiting).enter(Drawing))
}
