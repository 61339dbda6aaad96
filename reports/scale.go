package reports

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"

	"tgan/internal/exact"
)

// scale places the numbers of an axis. Logarithmic axes are linear axes of base-2 logarithms taken by package exact, so that no
// published coordinate depends on the logarithm of a processor.
type scale struct {
	log      bool
	zero     float64 // position of 0 on a logarithmic axis, which breaks there
	min, max float64 // positions
	ticks    []plot.Tick
}

// An axis is logarithmic from these ratios of largest to smallest on.
const (
	logSpanSteps  = 8
	logSpanValues = 10
)

// at returns the position of a value; on a logarithmic axis v must be positive, or 0 where the axis has one.
func (s scale) at(v float64) float64 {
	if !s.log {
		return v
	}
	if v <= 0 {
		return s.zero
	}
	return log2(v)
}

// label adds to the name of an axis how it is to be read.
func (s scale) label(name string) string {
	if s.log {
		return name + " (log scale)"
	}
	return name
}

func log2(v float64) float64 { return exact.Log(v) / math.Ln2 }

// countScale is for numbers of steps or images: logarithmic when they span enough, with a tick at every number and labels on those that
// have room, at most one each 1/labels of the axis.
func countScale(values []int, labels int) scale {
	values = slices.Clone(values)
	slices.Sort(values)
	values = slices.Compact(values)
	var s scale
	if first := slices.IndexFunc(values, func(v int) bool { return v > 0 }); first >= 0 {
		low, high := float64(values[first]), float64(values[len(values)-1])
		s.log = high >= logSpanSteps*low
		s.zero = log2(low) - max(1, log2(high/low)/float64(labels))
	}
	s.min, s.max = s.at(float64(values[0])), s.at(float64(values[len(values)-1]))
	if s.min == s.max {
		s.min, s.max = s.min-1, s.max+1
	}
	room := (s.max - s.min) / float64(labels)
	last, previous := s.at(float64(values[len(values)-1])), math.Inf(-1)
	for i, v := range values {
		at := s.at(float64(v))
		tick := plot.Tick{Value: at}
		if i == len(values)-1 || (at-previous >= room && last-at >= room) {
			tick.Label, previous = countLabel(v), at
		}
		s.ticks = append(s.ticks, tick)
	}
	return s
}

// countLabel writes round thousands and millions short, as the paper does.
func countLabel(n int) string {
	switch {
	case n >= 1e6 && n%1e5 == 0:
		return strconv.FormatFloat(float64(n)/1e6, 'f', -1, 64) + "M"
	case n >= 1e4 && n%1e3 == 0:
		return strconv.Itoa(n/1e3) + "K"
	}
	return strconv.Itoa(n)
}

// valueScale is for means with their deviations. It is logarithmic when positive means span enough; else it starts at 0, so
// that heights can be compared, or below where values are negative.
func valueScale(points []point) scale {
	low, high, smallest, largest := 0.0, 0.0, math.Inf(1), math.Inf(-1)
	for _, p := range points {
		low, high = min(low, p.mean-p.std), max(high, p.mean+p.std)
		smallest, largest = min(smallest, p.mean), max(largest, p.mean)
	}
	if smallest > 0 && largest >= logSpanValues*smallest {
		return logValueScale(smallest, high)
	}
	if low == high {
		high = low + 1
	}
	step := roundUp((high - low) / 6)
	first, last := math.Floor(low/step.value()), math.Ceil(high/step.value())
	var s scale
	for k := first; k <= last; k++ {
		at := k * step.value()
		s.ticks = append(s.ticks, plot.Tick{Value: at, Label: strconv.FormatFloat(at, 'f', max(0, -step.exponent), 64)})
	}
	s.min, s.max = s.ticks[0].Value, s.ticks[len(s.ticks)-1].Value
	return s
}

// logValueScale spans from the round number at or below low to the one at or above high.
func logValueScale(low, high float64) scale {
	var marks []round
	for m := roundUp(low); ; m = m.next() {
		if len(marks) == 0 && m.value() > low {
			marks = append(marks, m.previous())
		}
		marks = append(marks, m)
		if m.value() >= high {
			break
		}
	}
	s := scale{log: true}
	for _, m := range marks {
		tick := plot.Tick{Value: log2(m.value())}
		if len(marks) <= 9 || m.digit == 1 {
			tick.Label = strconv.FormatFloat(m.value(), 'f', max(0, -m.exponent), 64)
		}
		s.ticks = append(s.ticks, tick)
	}
	s.min, s.max = s.ticks[0].Value, s.ticks[len(s.ticks)-1].Value
	s.zero = s.min
	return s
}

// shareScale is for percents of a training: logarithmic, with a break before 0 if that is among them.
func shareScale(points []point) scale {
	low, start := 100.0, false
	for _, p := range points {
		if p.x > 0 {
			low = min(low, p.x)
		}
		start = start || p.x == 0
	}
	s := logValueScale(low, 100)
	if start {
		s.zero = s.min - 1
		s.min = s.zero
		s.ticks = append([]plot.Tick{{Value: s.zero, Label: "0"}}, s.ticks...)
	}
	return s
}

// round is a number that ticks stand at: digit, which is 1, 2 or 5, times ten to the exponent.
type round struct{ digit, exponent int }

// value returns the float64 nearest to the decimal number.
func (r round) value() float64 {
	v, err := strconv.ParseFloat(fmt.Sprintf("%de%d", r.digit, r.exponent), 64)
	if err != nil {
		panic(err) // no finite value has such an exponent
	}
	return v
}

func (r round) next() round {
	switch r.digit {
	case 1:
		return round{2, r.exponent}
	case 2:
		return round{5, r.exponent}
	}
	return round{1, r.exponent + 1}
}

func (r round) previous() round {
	switch r.digit {
	case 5:
		return round{2, r.exponent}
	case 2:
		return round{1, r.exponent}
	}
	return round{5, r.exponent - 1}
}

// roundUp returns the smallest round number that is not below v, which must be positive and finite.
func roundUp(v float64) round {
	_, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	e, err := strconv.Atoi(exponent)
	if err != nil {
		panic(err) // v is not finite
	}
	r := round{1, e}
	for r.value() < v {
		r = r.next()
	}
	return r
}
