package gate

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tgan/metrics"
)

// Limit is a condition under which a measurement fails, such as fid>12.3.
type Limit struct {
	text   string
	metric string
	bound  string // "", "low" or "high": the value, or a bound of its interval
	than   string // one of > >= < <=
	limit  float64
}

var limitForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*([a-z][a-z0-9-]*)(?:\.([a-z]+))?\s*(>=|<=|>|<)\s*(\S+)\s*$`)
})

// ParseLimit reads a condition: a metric, or a bound of its interval as in fid.low, then >, >=, < or <= and a number. Case does not count.
func ParseLimit(text string) (Limit, error) {
	m := limitForm().FindStringSubmatch(strings.ToLower(text))
	if m == nil {
		return Limit{}, fmt.Errorf("gate: %q is no condition: write a metric, >, >=, < or <=, and a number, such as fid>12.3, or fid.low>12.3 for a bound of its interval", text)
	}
	l := Limit{text: strings.TrimSpace(text), metric: m[1], bound: m[2], than: m[3]}
	if l.bound == "value" {
		l.bound = ""
	}
	if l.bound != "" && l.bound != "low" && l.bound != "high" {
		return Limit{}, fmt.Errorf("gate: %q: .%s is neither .value, .low nor .high", text, l.bound)
	}
	var err error
	if l.limit, err = strconv.ParseFloat(m[4], 64); err != nil || math.IsNaN(l.limit) || math.IsInf(l.limit, 0) {
		return Limit{}, fmt.Errorf("gate: %q: %s is no finite number", text, m[4])
	}
	return l, nil
}

// Askable returns an error unless a measurement of these metrics, with intervals or without, can meet the condition; has tells which of them
// will have an interval.
func (l Limit) Askable(names []string, has func(metric string) bool) error {
	if !slices.Contains(names, l.metric) {
		return fmt.Errorf("gate: %q: %s is not measured: name it in --metrics, which has %s", l.text, l.metric, strings.Join(names, ", "))
	}
	if l.bound != "" && !has(l.metric) {
		return fmt.Errorf("gate: %q: %s has no interval: give --intervals, or ask for its value", l.text, l.metric)
	}
	return nil
}

// Broken returns in words how scores meet the condition, "" if they do not. What is not a number meets every condition.
func (l Limit) Broken(scores []metrics.Score) (string, error) {
	i := slices.IndexFunc(scores, func(s metrics.Score) bool { return s.Metric == l.metric })
	if i < 0 {
		return "", fmt.Errorf("gate: %q: there is no score of %s", l.text, l.metric)
	}
	value, of := scores[i].Value, l.metric
	if l.bound != "" {
		interval := scores[i].Interval
		if interval == nil {
			return "", fmt.Errorf("gate: %q: %s has no interval", l.text, l.metric)
		}
		value, of = interval.Low, l.metric+".low"
		if l.bound == "high" {
			value, of = interval.High, l.metric+".high"
		}
	}
	if !math.IsNaN(value) && !l.met(value) {
		return "", nil
	}
	return fmt.Sprintf("%s is %.6g, --fail-if %s", of, value, l.text), nil
}

func (l Limit) met(value float64) bool {
	switch l.than {
	case ">":
		return value > l.limit
	case ">=":
		return value >= l.limit
	case "<":
		return value < l.limit
	}
	return value <= l.limit
}

// Broken returns in words which of the limits a run breaks.
func (r Run) Broken(limits []Limit) ([]string, error) {
	var all []string
	for _, f := range r.Fakes {
		for _, l := range limits {
			words, err := l.Broken(f.Scores)
			if err != nil {
				return nil, err
			}
			if words != "" {
				all = append(all, r.said(f)+words)
			}
		}
	}
	return all, nil
}

// said names a set before words about it, where there are several.
func (r Run) said(f Measured) string {
	if len(r.Fakes) < 2 {
		return ""
	}
	return f.Source + ": "
}
