package metrics

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
	"tgan/internal/rng"
)

// Resampling says how Confidence draws.
type Resampling struct {
	Draws int     // half-samples, at least 20
	Level float64 // of confidence, above 0 and below 1
	Seed  string  // of the draws
}

// Validate returns an error that names the field which is out of range.
func (r Resampling) Validate() error {
	if r.Draws < 20 {
		return fmt.Errorf("metrics: confidence from %d draws, at least 20 are needed", r.Draws)
	}
	if !(r.Level > 0 && r.Level < 1) {
		return fmt.Errorf("metrics: confidence level %v, want one between 0 and 1", r.Level)
	}
	return nil
}

// HalfSamples is how every interval is made.
const HalfSamples = "half-samples"

// Interval is a number with its confidence interval.
type Interval struct {
	Value  float64 `json:"value" yaml:"value"` // of all images
	Low    float64 `json:"low" yaml:"low"`
	High   float64 `json:"high" yaml:"high"`
	Level  float64 `json:"level" yaml:"level"`
	Method string  `json:"method" yaml:"method"` // HalfSamples
	Draws  int     `json:"draws" yaml:"draws"`   // of halves
}

// Confidence returns a metric of real and fake features with the interval that says how far it would move with other
// images of the same two sources. It does not depend on the order of rows.
//
// It is the bootstrap without replacement: the metric of random halves of both sets scatters, for averages, exactly as
// the metric of whole sets does. Draws with replacement would hold copies, which look like neighbours at distance 0 to
// kernels and to nearest-neighbour metrics. Metrics of fewer images are biased, so the halves give the width alone and
// the interval lies around Value: Value + (quantile of the halves - their mean), cut to the range of the metric, which
// takes away nothing that may be the truth. (On a logarithmic scale, which needs no cut, the halves' bias shrinks the
// interval: of FIDs near 0 a 90 % one then holds eight in ten.) It does not cover the metric's bias.
//
// metric is called from one goroutine at a time. Confidence returns ErrShape when a set has fewer than 4 rows or the
// dimensions differ, what Resampling.Validate returns, and the metric's first error.
// Source: Politis and Romano 1994; Shao and Wu 1989 for halves.
func Confidence(real, fake *mat.Dense, r Resampling, within Range, metric func(real, fake *mat.Dense) (float64, error)) (Interval, error) {
	if err := r.Validate(); err != nil {
		return Interval{}, err
	}
	x, y, err := tablesOf(real, fake, Least{leastHalved, leastHalved})
	if err != nil {
		return Interval{}, err
	}
	value, err := metric(x.whole.dense(), y.whole.dense())
	if err != nil {
		return Interval{}, err
	}
	intervals, err := confidence(x, y, r, []float64{value}, []Range{within}, func(x, y *table) ([]float64, error) {
		v, err := metric(x.whole.dense(), y.whole.dense())
		return []float64{v}, err
	})
	if err != nil {
		return Interval{}, err
	}
	return intervals[0], nil
}

// confidence returns the intervals around several values, each within its range, whose metrics are computed together of each pair of halves.
func confidence(x, y *table, r Resampling, values []float64, ranges []Range, metrics func(x, y *table) ([]float64, error)) ([]Interval, error) {
	draws := rng.New(r.Seed, "confidence/halves")
	of := make([][]float64, len(values)) // of each metric, its values of all halves
	for i := range r.Draws {
		draw := draws.Sub(uint64(i))
		halves, err := metrics(x.pick(draw.Perm(x.n)[:x.n/2]), y.pick(draw.Perm(y.n)[:y.n/2]))
		if err != nil {
			return nil, fmt.Errorf("metrics: confidence, half-sample %d: %w", i, err)
		}
		for k, v := range halves {
			of[k] = append(of[k], v)
		}
	}
	intervals := make([]Interval, len(values))
	tail := (1 - r.Level) / 2
	for k, value := range values {
		var mean float64
		for _, v := range of[k] {
			mean += v / float64(r.Draws)
		}
		slices.Sort(of[k])
		intervals[k] = Interval{
			Value:  value,
			Low:    ranges[k].within(value + (quantile(of[k], tail) - mean)),
			High:   ranges[k].within(value + (quantile(of[k], 1-tail) - mean)),
			Level:  r.Level,
			Method: HalfSamples,
			Draws:  r.Draws,
		}
	}
	return intervals, nil
}

// quantile returns the p-quantile of sorted values, at least one, linear between them: of n values drawn at random, a further one is below it
// with probability p, from 1/(n+1) on.
// Source: Hyndman and Fan 1996, definition 6.
func quantile(values []float64, p float64) float64 {
	last := len(values) - 1
	at := min(max(p*float64(len(values)+1)-1, 0), float64(last))
	i := min(int(at), max(0, last-1))
	return values[i] + float64((at-float64(i))*(values[min(i+1, last)]-values[i]))
}
