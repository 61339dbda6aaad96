package reports

import (
	"math"
	"strings"

	"tgan/benchmarks"
	"tgan/metrics"
)

// metric is how a metric is presented.
type metric struct {
	name  string
	label string
	sense metrics.Sense
}

func describe(name string) metric {
	label := strings.ToUpper(name)
	if name == benchmarks.NameAccuracy {
		label = name // no abbreviation
	}
	return metric{name, label, benchmarks.Direction(name)}
}

// better tells whether a beats b.
func (m metric) better(a, b float64) bool { return float64(m.sense)*(a-b) > 0 }

// relative tells whether differences of the metric are written in percent of a baseline; shares are not.
func (m metric) relative() bool {
	return m.sense != metrics.NoSense && m.name != benchmarks.NameAccuracy
}

// gain returns by how many percent of the baseline a value improves on it; ok is false where a percentage has no meaning, which is at a
// baseline of 0 or on its far side.
func (m metric) gain(baseline, value float64) (percent float64, ok bool) {
	if !m.relative() || baseline == 0 || (baseline < 0) != (m.sense == metrics.HigherIsBetter) {
		return 0, false
	}
	return 100 * float64(m.sense) * (value - baseline) / math.Abs(baseline), true
}

// decimals returns how many to write so that the largest of some values shows four significant digits, three if it is below 1.
func decimals(values []float64) int {
	largest := 0.0
	for _, v := range values {
		largest = max(largest, math.Abs(v))
	}
	switch {
	case largest == 0:
		return 1
	case largest >= 1:
		d := 3
		for ; d > 1 && largest >= 10; d-- {
			largest /= 10
		}
		return d
	}
	d := 3
	for ; d < 9 && largest < 0.1; d++ {
		largest *= 10
	}
	return d
}
