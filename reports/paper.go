package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tgan/benchmarks"
)

// paperTable returns the published numbers of some metrics, with gains over training from scratch; ok is false if there are none.
func paperTable(d benchmarks.Definition, names []string) (t table, ok bool) {
	t = table{
		title: "What the paper reports", labels: 2,
		header: []string{"metric", d.Axes[0].Name},
	}
	if d.Paper.Stepwise() {
		t.labels, t.header = 3, append(t.header, "updates")
	}
	t.header = append(t.header, d.Paper.Columns...)
	var directions []string
	for _, name := range names {
		rows := paperRows(d, describe(name))
		if m := describe(name); m.sense != 0 && len(rows) > 0 {
			directions = append(directions, fmt.Sprintf("%s: %s", m.label, m.sense))
		}
		t.rows = append(t.rows, rows...)
	}
	t.caption = fmt.Sprintf("%s; %s. %s. These numbers and ours cannot be compared in absolute terms, since data, network and extractor differ; "+
		"compare order and gains.", d.Paper.Setting, d.Paper.Where, strings.Join(directions, "; "))
	return t, len(t.rows) > 0
}

// publishedMetrics returns the names of the metrics that the paper reports, in its order.
func publishedMetrics(d benchmarks.Definition) []string {
	var names []string
	for _, r := range d.Paper.Rows {
		if !slices.Contains(names, r.Metric) {
			names = append(names, r.Metric)
		}
	}
	return names
}

func paperRows(d benchmarks.Definition, m metric) [][]entry {
	var rows, gains [][]entry
	c := comparisonOf(d)
	digits := publishedDecimals(d, m.name)
	for _, r := range d.Paper.Rows {
		if r.Metric != m.name {
			continue
		}
		row := plain(paperLabels(d, m, r.Level, r.Step)...)
		for _, v := range r.Values {
			row = append(row, entry{text: strconv.FormatFloat(v, 'f', digits, 64)})
		}
		rows = append(rows, row)
		if texts, ok := paperGains(d, c, m, r); ok {
			gains = append(gains, plain(append(paperLabels(d, m, gainLabel(c, r.Level), r.Step), texts...)...))
		}
	}
	return append(rows, gains...)
}

// paperGains returns the gains of a published row; ok is false for the row of the baseline, and where there is no baseline.
func paperGains(d benchmarks.Definition, c comparison, m metric, r benchmarks.PaperRow) (texts []string, ok bool) {
	base := r
	column := -1
	switch {
	case c.baseline == "" || c.axis == 0 && r.Level == c.baseline:
		return nil, false
	case c.axis == 0:
		i := slices.IndexFunc(d.Paper.Rows, func(b benchmarks.PaperRow) bool {
			return b.Metric == m.name && b.Level == c.baseline && b.Step == r.Step
		})
		if i < 0 {
			return nil, false
		}
		base = d.Paper.Rows[i]
	default:
		var known bool
		if column, known = d.PublishedColumn([]string{r.Level, c.baseline}); !known {
			return nil, false
		}
	}
	for i, v := range r.Values {
		switch {
		case c.axis == 0:
			texts = append(texts, percentage(m, base.Values[i], v))
		case i == column:
			texts = append(texts, "")
		default:
			texts = append(texts, percentage(m, base.Values[column], v))
		}
	}
	return texts, true
}

// paperLabels returns the leading columns of a row.
func paperLabels(d benchmarks.Definition, m metric, level string, step int) []string {
	labels := []string{m.label, level}
	if d.Paper.Stepwise() {
		labels = append(labels, strconv.Itoa(step))
	}
	return labels
}

// publishedDecimals returns the most decimals that the paper gives of a metric.
func publishedDecimals(d benchmarks.Definition, name string) int {
	most := 0
	for _, r := range d.Paper.Rows {
		for _, v := range r.Values {
			if _, fraction, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), "."); r.Metric == name {
				most = max(most, len(fraction))
			}
		}
	}
	return most
}

// besideTable sets our numbers of one metric beside the paper's, cell by cell, with the gains over scratch and how far they lie apart;
// ok is false where no cell of the paper stands for one of ours.
func besideTable(c *benchmarks.Collection, t benchmarks.Table, name string) (out table, ok bool) {
	d, s := t.Definition, summarizeTable(c, t, name)
	out = table{title: s.metric.label + " beside the paper's", labels: len(d.Axes)}
	out.header = append(axisNames(d), "ours", "n", "paper", "our gain", "paper's gain", "difference")
	var means []float64
	var shown []summary
	for _, v := range s.all() {
		means = append(means, v.mean)
	}
	digits := publishedDecimals(d, name)
	for r := range s.rows {
		for col, cell := range s.cells[r] {
			if cell == nil {
				continue
			}
			value, known := d.Published(cell.Levels, name)
			if !known {
				continue
			}
			v := s.at[r][col]
			shown = append(shown, v)
			row := plain(cell.Levels...)
			row = append(row, plain(v.text(decimals(means)), strconv.Itoa(v.n), strconv.FormatFloat(value, 'f', digits, 64))...)
			out.rows = append(out.rows, append(row, plain(gainsBeside(d, s, r, col, value)...)...))
		}
	}
	out.caption = fmt.Sprintf("Ours: %s, with n seeds; %s. Paper: %s, one run. Gain: by how much it is better, in percent of %s; "+
		"difference: our gain minus the paper's, in percentage points. Absolute values cannot be compared.",
		statistics(t), s.metric.sense, d.Paper.Where, s.baseline) + s.metric.warnings(shown)
	return out, len(out.rows) > 0 && s.baseline != ""
}

// gainsBeside returns the gain of a cell, the paper's, and their difference; nothing at the baseline.
func gainsBeside(d benchmarks.Definition, s summaries, row, col int, value float64) []string {
	levels := s.cells[row][col].Levels
	baseline, ok := s.comparison.of(levels)
	if !ok {
		return []string{"", "", ""}
	}
	texts := []string{"–", "–", "–"}
	theirs, known := 0.0, false
	if at, ok := d.Published(baseline, s.metric.name); ok {
		if theirs, known = s.metric.gain(at, value); known {
			texts[1] = fmt.Sprintf("%+.1f %%", theirs)
		}
	}
	if ours, ok := s.gain(row, col); ok {
		texts[0] = fmt.Sprintf("%+.1f %%", ours)
		if known {
			texts[2] = fmt.Sprintf("%+.1f", ours-theirs)
		}
	}
	return texts
}
