package benchmarks

import (
	"math"
	"slices"

	"tgan/results"
)

// reading is a value of one seed, or why there is none.
type reading struct {
	value    float64
	missing  bool // the run is not finished, or was not measured so
	diverged bool
}

// read returns a metric of the run of a cell with a seed.
func (c *Collection) read(t Table, levels []string, seed int, metric string, step int) reading {
	cell, ok := t.cell(levels)
	at := slices.Index(t.Schedule.Seeds, seed)
	if !ok || at < 0 {
		return reading{missing: true}
	}
	trial, ok := c.Trials[cell.Trials[at]]
	if !ok {
		return reading{missing: true}
	}
	return readingOf(trial, metric, step)
}

// readingOf returns a metric of a finished trial.
func readingOf(trial results.Trial, metric string, step int) reading {
	if trial.Outcome == results.Diverged && step >= trial.DivergedAt {
		return reading{diverged: true}
	}
	score, ok := trial.At(metric, step)
	return reading{value: score.Value, missing: !ok}
}

// mean reads several cells of one seed and returns their mean on a scale: what one of them lacks, all lack.
func (c *Collection) mean(t Table, cells [][]string, seed int, metric string, step int, scale Scale) reading {
	var sum reading
	for _, levels := range cells {
		r := c.read(t, levels, seed, metric, step)
		sum.missing, sum.diverged = sum.missing || r.missing, sum.diverged || r.diverged
		sum.value += scale.forward(r.value) / float64(len(cells))
	}
	return sum
}

// pairs are the two sides of the seeds that have both, on the scale of their differences.
type pairs struct {
	scale     Scale
	worse     float64 // sign of a difference that is bad for the favoured side
	derived   bool    // the readings are made of several values of a table, not such values themselves
	favoured  []reading
	other     []reading
	convicted int // seeds in which a side diverged
}

// add takes the readings of one seed, unless one is missing.
func (p *pairs) add(favoured, other reading) {
	if favoured.missing || other.missing {
		return
	}
	if favoured.diverged || other.diverged {
		p.convicted++
	}
	p.favoured, p.other = append(p.favoured, favoured), append(p.other, other)
}

// differences returns favoured minus other. A run that diverged loses: its seed counts as the largest difference of the others, against it;
// where no seed has a difference, as a factor of two or a difference of one. If both diverged the difference is 0.
func (p *pairs) differences() []float64 {
	largest := 0.0
	list := make([]float64, len(p.favoured))
	for i := range list {
		if f, o := p.favoured[i], p.other[i]; !f.diverged && !o.diverged {
			list[i] = f.value - o.value
			largest = max(largest, math.Abs(list[i]))
		}
	}
	if largest == 0 {
		largest = p.scale.forward(2) - p.scale.forward(1)
	}
	for i := range list {
		switch f, o := p.favoured[i].diverged, p.other[i].diverged; {
		case f && !o:
			list[i] = p.worse * largest
		case o && !f:
			list[i] = -p.worse * largest
		}
	}
	return list
}

// means returns the mean of each side over its seeds that did not diverge, as shown: of values as tables have them the arithmetic one, of what
// is derived that on the scale, which agrees with the effect.
func (p *pairs) means() (favoured, other *float64) {
	mean := func(list []reading) *float64 {
		sum, n := 0.0, 0.0
		for _, r := range list {
			if !r.diverged {
				if n++; p.derived {
					sum += r.value
				} else {
					sum += p.scale.back(r.value)
				}
			}
		}
		if n == 0 {
			return nil
		}
		if sum /= n; p.derived {
			sum = p.scale.back(sum)
		}
		return &sum
	}
	return mean(p.favoured), mean(p.other)
}
