package benchmarks

import (
	"sync"
	"time"
)

// Phase is a part of the work on trials.
type Phase string

// The phases, in the order in which a trial comes to them.
const (
	Waiting   Phase = "waiting"   // for a trial whose source is trained
	Preparing Phase = "preparing" // images, the tape of a training, the source's weights
	Training  Phase = "training"  // updates, and snapshots of them
	Drawing   Phase = "drawing"   // images to measure
	Measuring Phase = "measuring" // features, and metrics of them
	Critics   Phase = "iw"        // training critics to measure with
	Pictures  Phase = "pictures"  // sample sheets and strips
	Storing   Phase = "storing"   // losses, checkpoints, hashes, records
)

// AllPhases returns the phases in their order.
func AllPhases() []Phase {
	return []Phase{Waiting, Preparing, Training, Drawing, Measuring, Critics, Pictures, Storing}
}

// Phases adds up how long the workers of runs were in each phase, by a clock. It may be used by many goroutines. It is a measurement of the
// machine, and no part of any result.
type Phases struct {
	clock func() time.Duration
	mu    sync.Mutex
	spent map[Phase]time.Duration
}

// NewPhases returns phases of no time yet. clock returns the time since any fixed moment.
func NewPhases(clock func() time.Duration) *Phases { return &Phases{clock: clock} }

// Spent returns the time in a phase, of all workers together.
func (p *Phases) Spent(phase Phase) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.spent[phase]
}

func (p *Phases) add(phase Phase, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.spent == nil {
		p.spent = map[Phase]time.Duration{}
	}
	p.spent[phase] += d
}

// watch follows one worker from phase to phase. A nil watch measures nothing.
type watch struct {
	phases *Phases
	now    Phase
	since  time.Duration
}

// start returns the watch of a worker that is in a phase; nil where nobody wants to know.
func (p *Phases) start(phase Phase) *watch {
	if p == nil {
		return nil
	}
	return &watch{p, phase, p.clock()}
}

// enter ends the phase at hand, and returns it, so that it can be entered again.
func (w *watch) enter(phase Phase) (before Phase) {
	if w == nil {
		return phase
	}
	before = w.now
	now := w.phases.clock()
	w.phases.add(before, now-w.since)
	w.now, w.since = phase, now
	return before
}
