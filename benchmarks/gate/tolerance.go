package gate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Tolerance is by how much a number may be worse than that of a baseline.
type Tolerance struct {
	text     string
	amount   float64
	relative bool // of the baseline's absolute value
}

// String returns the tolerance as it was given.
func (t Tolerance) String() string { return t.text }

// of returns what is tolerated beside a value of the baseline.
func (t Tolerance) of(baseline float64) float64 {
	if t.relative {
		return t.amount * math.Abs(baseline)
	}
	return t.amount
}

// Tolerances are one for all metrics, and others for some.
type Tolerances struct {
	all  Tolerance
	some map[string]Tolerance
}

// ParseTolerances reads tolerances: "5%" is of the baseline's value, "0.3" in the unit of the metric, and "kid=0.001" for one metric. Those
// that come later count. Without one for all metrics nothing is tolerated.
func ParseTolerances(texts []string) (Tolerances, error) {
	t := Tolerances{all: Tolerance{text: "0"}, some: map[string]Tolerance{}}
	for _, text := range texts {
		metric, amount, one := strings.Cut(strings.ToLower(strings.TrimSpace(text)), "=")
		if !one {
			metric, amount = "", metric
		}
		tolerance, err := parseTolerance(strings.TrimSpace(amount))
		if err != nil {
			return t, fmt.Errorf("gate: tolerance %q: %w", text, err)
		}
		if one {
			t.some[strings.TrimSpace(metric)] = tolerance
		} else {
			t.all = tolerance
		}
	}
	return t, nil
}

func parseTolerance(text string) (Tolerance, error) {
	digits, relative := strings.CutSuffix(text, "%")
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || !(v >= 0) || math.IsInf(v, 0) {
		return Tolerance{}, fmt.Errorf("it must be a number from 0 on, or a percentage, such as 5%%, 0.3 or kid=0.001")
	}
	if relative {
		v /= 100
	}
	return Tolerance{text, v, relative}, nil
}

// Of returns the tolerance of a metric.
func (t Tolerances) Of(metric string) Tolerance {
	if own, ok := t.some[metric]; ok {
		return own
	}
	return t.all
}

// Askable returns an error if a tolerance is of a metric that is not among the names.
func (t Tolerances) Askable(names []string) error {
	for metric := range t.some {
		if !slices.Contains(names, metric) {
			return fmt.Errorf("gate: tolerance of %q, which is not measured: name it in --metrics, or leave it out", metric)
		}
	}
	return nil
}
