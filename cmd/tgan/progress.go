package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"tgan/benchmarks"
	"tgan/models"
)

// progress shows how far a run is: a bar with the time left on a terminal, a line for each finished trial, and
// now and then between, elsewhere.
type progress struct {
	w     io.Writer
	bar   *progressbar.ProgressBar // nil if w is no terminal
	start time.Time
	told  time.Duration  // of the last line
	total int            // steps
	had   int            // steps that were finished before the start
	done  map[string]int // steps of each trial
}

// lineEvery is the longest silence where there is no terminal.
const lineEvery = 30 * time.Second

// The time left is told when a hundredth of the steps is done, or after so long: the first steps carry the most measurements.
const estimateAfter = 5 * time.Minute

func newProgress(w io.Writer, total int) *progress {
	return startProgress(w, total, progressbar.OptionShowCount(), progressbar.OptionSetDescription("training"))
}

// newTransfer shows how far a transfer of files is; its steps are bytes.
func newTransfer(w io.Writer, total int) *progress {
	return startProgress(w, total, progressbar.OptionShowBytes(true), progressbar.OptionSetDescription("files"))
}

// newMeasuring shows how far metrics of features are; its steps are parts of the whole.
func newMeasuring(w io.Writer, total int) *progress {
	return startProgress(w, total, progressbar.OptionSetDescription("measuring"))
}

func startProgress(w io.Writer, total int, options ...progressbar.Option) *progress {
	p := &progress{w: w, start: time.Now(), total: total, done: map[string]int{}}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		options = append(options, progressbar.OptionSetWriter(w), progressbar.OptionSetPredictTime(true), progressbar.OptionShowElapsedTimeOnFinish(),
			progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionFullWidth())
		p.bar = progressbar.NewOptions(total, options...)
	}
	return p
}

// grow adds steps that were not known of at the start.
func (p *progress) grow(steps int) {
	p.total += steps
	if p.bar != nil {
		p.bar.ChangeMax(p.total)
	}
}

// trial takes an event of a benchmark's run.
func (p *progress) trial(e benchmarks.Event) {
	name := ""
	if e.Ended && !e.Had {
		name = e.Trial.Name
	}
	p.at(e.Trial.Key, e.Step, name)
}

// training returns what shows the steps of one training, and now and then its losses.
func (p *progress) training(key string, steps int) func(step int, l models.Losses) {
	return func(step int, l models.Losses) {
		name := ""
		if step%100 == 0 || step == steps {
			name = fmt.Sprintf("step %d, distance %.3f, penalty %.4f", step, l.Distance, l.Penalty)
		}
		p.at(key, step, name)
	}
}

// at sets the steps done of a training; name tells that it has ended.
func (p *progress) at(key string, step int, name string) {
	if _, known := p.done[key]; !known {
		p.had += step - 1 // by an earlier run, but for the step that is told of
	}
	p.done[key] = step
	sum := 0
	for _, n := range p.done {
		sum += n
	}
	if p.bar != nil {
		p.bar.Describe(name)
		_ = p.bar.Set(sum) // a bar that cannot be drawn is no reason to stop
		return
	}
	elapsed := time.Since(p.start)
	if name == "" && elapsed-p.told < lineEvery {
		return
	}
	p.told = elapsed
	left := "unknown"
	if fresh := sum - p.had; fresh > 0 && (100*fresh >= p.total-p.had || elapsed >= estimateAfter) {
		left = time.Duration(float64(elapsed) * float64(p.total-sum) / float64(fresh)).Round(time.Second).String()
	}
	if name != "" {
		name = ": " + name
	}
	fmt.Fprintf(p.w, "%3d%%  %s, left %s%s\n", 100*sum/max(1, p.total), elapsed.Round(time.Second), left, name)
}

// stop ends the bar's line.
func (p *progress) stop() {
	if p.bar != nil {
		fmt.Fprintln(p.w)
	}
}
