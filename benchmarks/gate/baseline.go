package gate

import (
	"fmt"
	"math"
	"slices"

	"tgan/benchmarks"
	"tgan/metrics"
)

// Difference is a score beside that of a baseline.
type Difference struct {
	Source    string  `json:"source"` // of the fake images, as they are named now
	Metric    string  `json:"metric"`
	Baseline  float64 `json:"baseline"`
	Value     float64 `json:"value"`
	Worse     float64 `json:"worse_by"`  // in the metric's unit; below 0 where it is better; of a metric without a direction, how far off
	Tolerance string  `json:"tolerance"` // as it was given
	Failed    bool    `json:"failed"`    // worse by more than that
}

// Compare returns the scores of a run beside those of a baseline. It refuses in words what cannot be compared: other real images, size,
// extractor, protocol or numbers of images, or metrics and sets that only one of them has. One set of fake images is compared with one
// whatever they are called, several by their names.
func Compare(baseline, now Run, tolerances Tolerances) ([]Difference, error) {
	if baseline.Side != now.Side || baseline.Fit != now.Fit {
		return nil, refused("images of %s, this run of %s", baseline.size(), now.size())
	}
	if a, b := baseline.Real.Identity, now.Real.Identity; a != "" && b != "" && a != b {
		return nil, refused("real images %s, which are not those of %s of this run", baseline.Real.Source, now.Real.Source)
	}
	if len(baseline.Fakes) != len(now.Fakes) {
		return nil, refused("%d sets of fake images, this run %d", len(baseline.Fakes), len(now.Fakes))
	}
	var all []Difference
	for i, fake := range now.Fakes {
		of := i
		if len(now.Fakes) > 1 {
			of = slices.IndexFunc(baseline.Fakes, func(f Measured) bool { return f.Source == fake.Source })
		}
		if of < 0 {
			return nil, refused("no fake images %s", fake.Source)
		}
		list, err := differences(baseline.Fakes[of].Scores, fake, tolerances)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// refused is the error of a baseline that has something else.
func refused(format string, a ...any) error {
	return fmt.Errorf("gate: the baseline has "+format+": measure the same, or make the baseline anew by tgan metric ... --json", a...)
}

func (r Run) size() string {
	if r.Side == 0 {
		return "their own size"
	}
	return fmt.Sprintf("%d pixels a side by %s", r.Side, r.Fit)
}

func differences(baseline []metrics.Score, fake Measured, tolerances Tolerances) ([]Difference, error) {
	for _, b := range baseline {
		if !slices.ContainsFunc(fake.Scores, func(s metrics.Score) bool { return s.Metric == b.Metric }) {
			return nil, refused("metric %s, this run has not", b.Metric)
		}
	}
	var list []Difference
	for _, s := range fake.Scores {
		i := slices.IndexFunc(baseline, func(b metrics.Score) bool { return b.Metric == s.Metric })
		if i < 0 {
			return nil, refused("no metric %s", s.Metric)
		}
		b := baseline[i]
		switch {
		case b.Extractor != s.Extractor:
			return nil, refused("%s by extractor %s, this run by %s", s.Metric, b.Extractor, s.Extractor)
		case b.Resize != s.Resize:
			return nil, refused("%s by protocol %s, this run by %s", s.Metric, b.Resize, s.Resize)
		case b.NReal != s.NReal || b.NFake != s.NFake:
			return nil, refused("%s of %d real and %d fake images, this run of %d and %d", s.Metric, b.NReal, b.NFake, s.NReal, s.NFake)
		}
		list = append(list, differ(b.Value, s, fake.Source, tolerances.Of(s.Metric)))
	}
	return list, nil
}

// rounding is the share of a value that two ways of writing the same tolerance may differ by.
const rounding = 1e-12

func differ(baseline float64, s metrics.Score, source string, tolerance Tolerance) Difference {
	worse := math.Abs(s.Value - baseline)
	if sense := benchmarks.Direction(s.Metric); sense != metrics.NoSense {
		worse = -float64(sense) * (s.Value - baseline)
	}
	return Difference{
		Source: source, Metric: s.Metric, Baseline: baseline, Value: s.Value, Worse: worse, Tolerance: tolerance.String(),
		Failed: !(worse <= tolerance.of(baseline)+rounding*math.Abs(baseline)),
	}
}

// Worse returns in words which scores of a run are worse than its baseline by more than is tolerated.
func (r Run) Worse() []string {
	var all []string
	for _, d := range r.Baseline {
		if d.Failed {
			words := fmt.Sprintf("%s is %.6g, worse than the baseline's %.6g by more than %s", d.Metric, d.Value, d.Baseline, d.Tolerance)
			all = append(all, r.said(Measured{Set: Set{Source: d.Source}})+words)
		}
	}
	return all
}
