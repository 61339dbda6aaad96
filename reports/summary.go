package reports

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat"

	"tgan/benchmarks"
	"tgan/results"
)

// summary is what the seeds of a cell say about one metric at one step.
type summary struct {
	planned, finished, diverged int // seeds; diverged by the step
	n                           int // seeds with a value
	mean                        float64
	std                         float64         // of the sample, with n-1; 0 where n is below 2
	scores                      []results.Score // the n values
}

// summarize reads a cell: scores of images of all classes together. The scores of a diverged trial count up to where it diverged.
func summarize(c *benchmarks.Collection, cell benchmarks.Cell, metric string, step int) summary {
	return summarizeClass(c, cell, metric, "", step)
}

// summarizeClass is summarize for the images of one class, or results.ClassMean.
func summarizeClass(c *benchmarks.Collection, cell benchmarks.Cell, metric, class string, step int) summary {
	s := summary{planned: len(cell.Trials)}
	var values []float64
	for _, t := range c.Runs(cell) {
		s.finished++
		if t.Outcome == results.Diverged && step >= t.DivergedAt {
			s.diverged++
			continue
		}
		if score, ok := t.AtClass(metric, class, step); ok {
			s.scores = append(s.scores, score)
			values = append(values, score.Value)
		}
	}
	s.n = len(values)
	switch {
	case s.n == 1:
		s.mean = values[0]
	case s.n > 1:
		s.mean, s.std = stat.MeanStdDev(values, nil)
	}
	return s
}

// allDiverged tells whether no finished seed of the cell came as far as the step.
func (s summary) allDiverged() bool { return s.finished > 0 && s.diverged == s.finished }

// text writes the summary with that many decimals.
func (s summary) text(decimals int) string {
	switch {
	case s.finished == 0:
		return "–"
	case s.allDiverged() && s.finished == s.planned:
		return "div."
	case s.allDiverged():
		return fmt.Sprintf("div. (%d of %d seeds)", s.finished, s.planned)
	case s.n == 0:
		return "–"
	}
	text := fmt.Sprintf("%.*f", decimals, s.mean)
	if s.n > 1 {
		text += fmt.Sprintf(" ± %.*f", decimals, s.std)
	}
	var remarks []string
	if s.diverged > 0 {
		remarks = append(remarks, fmt.Sprintf("%d of %d div.", s.diverged, s.planned))
	}
	if s.finished < s.planned {
		remarks = append(remarks, fmt.Sprintf("%d of %d seeds", s.finished, s.planned))
	}
	if len(remarks) > 0 {
		text += " (" + strings.Join(remarks, ", ") + ")"
	}
	return text
}

// provenance says what made the values of some summaries; they differ where cells are measured against different images.
func provenance(summaries []summary) string {
	var all []string
	for _, s := range summaries {
		for _, v := range s.scores {
			text := fmt.Sprintf("n real %d, n fake %d, extractor %s, resize %s", v.NReal, v.NFake, v.Extractor, v.Resize)
			if !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	if len(all) == 0 {
		return "no values yet"
	}
	return strings.Join(all, " or ")
}

// mostWarnings is how many warnings are written under a table.
const mostWarnings = 3

// warnings writes what speaks against trusting the values of some summaries of a metric, each thing once; "" if nothing does.
func (m metric) warnings(summaries []summary) string {
	var all []string
	for _, s := range summaries {
		for _, v := range s.scores {
			for _, w := range v.Warnings {
				if !slices.Contains(all, w) {
					all = append(all, w)
				}
			}
		}
	}
	if len(all) == 0 {
		return ""
	}
	text := strings.Join(all[:min(len(all), mostWarnings)], ". ")
	if more := len(all) - mostWarnings; more > 0 {
		text += fmt.Sprintf(". %s more: see %s", count(more, "warning"), resultsFile)
	}
	return fmt.Sprintf(" Warning about %s: %s.", m.label, text)
}

// statistics says what a number with its deviation is.
func statistics(t benchmarks.Table) string {
	if n := len(t.Schedule.Seeds); n > 1 {
		return fmt.Sprintf("mean ± standard deviation over %d seeds", n)
	}
	return "one seed"
}

// when says after how much training something is seen.
func when(step int) string {
	if step == 0 {
		return "before training on the target"
	}
	return "after " + count(step, "generator update")
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
