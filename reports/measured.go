package reports

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"

	"tgan/benchmarks"
	"tgan/benchmarks/gate"
	"tgan/metrics"
)

// Measured writes a measurement for a terminal, and below it what made the numbers: a metric a row, or of several sets of fake images a set a
// row. How it stands to a baseline follows.
func Measured(w io.Writer, run gate.Run) error {
	t := scoreTable(run.Fakes[0].Scores)
	if len(run.Fakes) > 1 {
		t = setTable(run.Fakes)
	}
	if err := printTable(w, t); err != nil {
		return fmt.Errorf("reports: scores: %w", err)
	}
	if _, err := fmt.Fprintln(w, madeOf(run)); err != nil || len(run.Baseline) == 0 {
		return err
	}
	if err := printTable(w, baselineTable(run.Baseline)); err != nil {
		return fmt.Errorf("reports: baseline: %w", err)
	}
	return nil
}

func printTable(w io.Writer, t table) error {
	return t.render(w, emphasis{}, tablewriter.WithRenderer(renderer.NewBlueprint(terminal())))
}

// scoreTable has a metric a row.
func scoreTable(scores []metrics.Score) table {
	first := scores[0]
	t := table{labels: 1, header: []string{"metric", "value"}, prose: true}
	if first.Interval != nil {
		t.header = append(t.header, fmt.Sprintf("%g%% interval", 100*first.Interval.Level))
	}
	t.header = append(t.header, "")
	for _, s := range scores {
		row := []string{s.Metric, fmt.Sprintf("%.6g", s.Value)}
		switch {
		case s.Interval != nil:
			row = append(row, around(s.Interval))
		case first.Interval != nil:
			row = append(row, "")
		}
		note := benchmarks.Direction(s.Metric).String()
		if s.Metric == metrics.NameKIDSubsets {
			note = fmt.Sprintf("%s; deviation %.3g over the subsets", note, s.Deviation)
		}
		if s.Extractor != first.Extractor {
			note += "; " + s.Extractor
		}
		t.rows = append(t.rows, plain(append(row, note)...))
	}
	return t
}

func around(i *metrics.Interval) string { return fmt.Sprintf("%.4g .. %.4g", i.Low, i.High) }

// setTable has a set of fake images a row, in which the best value of each metric is marked.
func setTable(fakes []gate.Measured) table {
	t := table{labels: 1, header: []string{"fake"}}
	for _, s := range fakes[0].Scores {
		t.header = append(t.header, s.Metric)
	}
	for _, f := range fakes {
		row := []string{f.Source}
		for i, s := range f.Scores {
			text := fmt.Sprintf("%.6g", s.Value)
			if s.Interval != nil {
				text += " (" + around(s.Interval) + ")"
			}
			if isBest(fakes, i, s.Value) {
				text = "* " + text
			}
			row = append(row, text)
		}
		t.rows = append(t.rows, plain(row...))
	}
	return t
}

// isBest tells whether no set has a better value of metric i.
func isBest(fakes []gate.Measured, i int, value float64) bool {
	m := describe(fakes[0].Scores[i].Metric)
	return m.sense != metrics.NoSense && !slices.ContainsFunc(fakes, func(f gate.Measured) bool { return m.better(f.Scores[i].Value, value) })
}

// madeOf says what made the numbers of a run.
func madeOf(run gate.Run) string {
	s, size := run.Fakes[0].Scores[0], "own size"
	if run.Side > 0 {
		size = fmt.Sprintf("%d pixels a side", run.Side)
	}
	if s.Extractor == gate.Unstated {
		size = "size " + gate.Unstated
	}
	for _, other := range run.Fakes[0].Scores {
		if other.Seed != "" {
			size += ", seed " + other.Seed
			break
		}
	}
	made := ""
	if s.Interval != nil {
		made = fmt.Sprintf("; intervals by %d %s", s.Interval.Draws, s.Interval.Method)
	}
	var fake []string
	for _, f := range run.Fakes {
		if n := strconv.Itoa(f.Scores[0].NFake); !slices.Contains(fake, n) {
			fake = append(fake, n)
		}
	}
	text := fmt.Sprintf("extractor %s, resize %s, %s, %d real, %s fake%s", s.Extractor, s.Resize, size, s.NReal, strings.Join(fake, " and "), made)
	if len(run.Fakes) < 2 {
		return text
	}
	text += "; * best"
	if len(fake) > 1 {
		text += "; sets of different numbers of images are not comparable"
	}
	return text
}

// baselineTable has a score a row.
func baselineTable(list []gate.Difference) table {
	t := table{labels: 3, header: []string{"", "fake", "metric", "baseline", "value", "change", "tolerated"}}
	for _, d := range list {
		mark, change := "ok", "the same"
		if d.Failed {
			mark = "WORSE"
		}
		if d.Value != d.Baseline {
			change = fmt.Sprintf("%+.3g", d.Value-d.Baseline)
			if d.Baseline != 0 {
				change += fmt.Sprintf(" (%+.1f %%)", 100*(d.Value-d.Baseline)/max(d.Baseline, -d.Baseline))
			}
		}
		t.rows = append(t.rows, plain(mark, d.Source, d.Metric, fmt.Sprintf("%.6g", d.Baseline), fmt.Sprintf("%.6g", d.Value), change, d.Tolerance))
	}
	return t
}

// KeptStatistics writes what is kept by name for a terminal.
func KeptStatistics(w io.Writer, list []metrics.Kept) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, "no statistics are kept: tgan metric --real IMAGES --save-stats NAME")
		return err
	}
	t := table{labels: 1, header: []string{"name", "images", "features", ""}}
	t.prose = true
	for _, k := range list {
		note := k.Damage
		if k.Origin != nil {
			note = k.Origin.String()
		}
		t.rows = append(t.rows, plain(k.Name, strconv.Itoa(k.Images), strconv.Itoa(k.Features), note))
	}
	return printTable(w, t)
}
