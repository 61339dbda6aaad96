package reports

import (
	"fmt"
	"io"
	"slices"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"

	"tgan/benchmarks"
)

// table is a table before it is rendered.
type table struct {
	title, caption string
	labels         int  // leading columns that name a row
	prose          bool // the other columns are words too
	header         []string
	rows           [][]entry
}

// entry is what stands in a place of a table.
type entry struct {
	text string
	best bool // of those that it is compared with
	n    int  // seeds in the mean; 0 for what is none
}

// plain returns entries that are only text.
func plain(texts ...string) []entry {
	row := make([]entry, len(texts))
	for i, text := range texts {
		row[i].text = text
	}
	return row
}

// emphasis marks the best value of those that are compared, and names the mark.
type emphasis struct{ before, after, name string }

// summaries are those of a table's cells at its step.
type summaries struct {
	grid
	comparison
	metric metric
	at     [][]summary // as the grid's cells
}

func summarizeTable(c *benchmarks.Collection, t benchmarks.Table, name string) summaries {
	s := summaries{grid: newGrid(t), comparison: comparisonOf(t.Definition), metric: describe(name)}
	s.at = make([][]summary, len(s.rows))
	for r := range s.rows {
		s.at[r] = make([]summary, len(s.columns))
		for col, cell := range s.cells[r] {
			if cell != nil {
				s.at[r][col] = summarize(c, *cell, name, t.Step)
			}
		}
	}
	return s
}

// all returns the summaries row by row, without places that have no cell.
func (s summaries) all() []summary {
	var all []summary
	for r := range s.rows {
		for col, cell := range s.cells[r] {
			if cell != nil {
				all = append(all, s.at[r][col])
			}
		}
	}
	return all
}

// rivals returns the summaries that stand along the compared axis with a place, its own among them.
func (s summaries) rivals(row, col int) []summary {
	if s.axis == 1 {
		return s.at[row]
	}
	var rivals []summary
	for r := range s.rows {
		rivals = append(rivals, s.at[r][col])
	}
	return rivals
}

// isBest tells whether a place has the best mean of its rivals, if it has any.
func (s summaries) isBest(row, col int) bool {
	return s.metric.isBest(s.at[row][col], s.rivals(row, col))
}

// isBest tells whether a summary has the best mean of some, itself among them, if there is another.
func (m metric) isBest(own summary, rivals []summary) bool {
	if m.sense == 0 || own.n == 0 {
		return false
	}
	others := 0
	for _, r := range rivals {
		if r.n == 0 {
			continue
		}
		others++
		if m.better(r.mean, own.mean) {
			return false
		}
	}
	return others > 1
}

// gain returns by how many percent a place is better than its baseline; ok is false at the baseline, and where a mean is missing.
func (s summaries) gain(row, col int) (percent float64, ok bool) {
	if s.cells[row][col] == nil {
		return 0, false
	}
	levels, ok := s.comparison.of(s.cells[row][col].Levels)
	if !ok {
		return 0, false
	}
	r, k := slices.Index(s.rows, levels[0]), 0
	if len(levels) > 1 {
		k = slices.Index(s.columns, levels[1])
	}
	if r < 0 || k < 0 || s.at[r][k].n == 0 || s.at[row][col].n == 0 {
		return 0, false
	}
	return s.metric.gain(s.at[r][k].mean, s.at[row][col].mean)
}

// gainText is gain for a table: nothing at the baseline.
func (s summaries) gainText(row, col int) string {
	percent, ok := s.gain(row, col)
	switch {
	case ok:
		return fmt.Sprintf("%+.1f %%", percent)
	case s.axis == 1 && s.columns[col] == s.baseline:
		return ""
	}
	return "–"
}

// resultTable returns our numbers of one metric at the table's step: a row a level of the first axis, then the gains over scratch.
func resultTable(c *benchmarks.Collection, t benchmarks.Table, name string, best emphasis) table {
	s := summarizeTable(c, t, name)
	all := s.all()
	var means []float64
	for _, v := range all {
		means = append(means, v.mean)
	}
	out := table{
		title:  s.metric.label + " " + when(t.Step),
		labels: 1,
		header: append([]string{t.Definition.Axes[0].Name}, columnNames(t.Definition, s.grid)...),
	}
	for r, level := range s.rows {
		row := plain(level)
		for col, v := range s.at[r] {
			row = append(row, entry{text: v.text(decimals(means)), best: s.isBest(r, col), n: v.n})
		}
		out.rows = append(out.rows, row)
	}
	out.caption = fmt.Sprintf("Numbers: %s; %s; %s.", statistics(t), provenance(all), s.metric.sense)
	if s.metric.sense != 0 && len(s.rivals(0, 0)) > 1 {
		out.caption += fmt.Sprintf(" %s: the best mean of its %s.", best.name, s.line())
	}
	if name == benchmarks.NameAccuracy {
		out.caption += classifierWorth(c, t)
	}
	if gains := resultGains(s); len(gains) > 0 {
		out.rows = append(out.rows, gains...)
		out.caption += fmt.Sprintf(" Gain: by how much a mean is better, in percent of that of %s.", s.baseline)
	}
	out.caption += s.metric.warnings(all)
	return out
}

// axisNames returns the headers of the columns that say which cell a row is of.
func axisNames(d benchmarks.Definition) []string {
	var names []string
	for _, a := range d.Axes {
		names = append(names, a.Name)
	}
	return names
}

// ourTables returns the tables of all metrics, each followed by the one beside the paper's where there is one,
// and then that of classes.
func ourTables(c *benchmarks.Collection, t benchmarks.Table, best emphasis) []table {
	var tables []table
	for _, name := range t.Definition.Metrics {
		tables = append(tables, resultTable(c, t, name, best))
		if beside, ok := besideTable(c, t, name); ok {
			tables = append(tables, beside)
		}
	}
	if classes, ok := classTable(c, t, best); ok {
		tables = append(tables, classes)
	}
	return tables
}

// columnNames returns the headings of the columns; those of numbers of images say what they count.
func columnNames(d benchmarks.Definition, g grid) []string {
	if len(d.Axes) < 2 {
		return []string{"value"}
	}
	return levelNames(d.Axes[1], g.columns)
}

// levelName returns a level with what it counts, if it does.
func levelName(a benchmarks.Axis, level string) string {
	if a.Numbers() == "" {
		return level
	}
	return level + " " + a.Name
}

// resultGains returns a row of percentages for each row that is not the baseline.
func resultGains(s summaries) [][]entry {
	if !s.metric.relative() || s.baseline == "" {
		return nil
	}
	var rows [][]entry
	for r, level := range s.rows {
		if s.axis == 0 && level == s.baseline {
			continue
		}
		row := plain(gainLabel(s.comparison, level))
		for col := range s.columns {
			row = append(row, entry{text: s.gainText(r, col)})
		}
		rows = append(rows, row)
	}
	return rows
}

// gainLabel names a row of gains: of a level that is compared, or at one of the other axis.
func gainLabel(c comparison, level string) string {
	if c.axis == 0 {
		return "gain of " + level
	}
	return "gains for " + level
}

func percentage(m metric, baseline, value float64) string {
	percent, ok := m.gain(baseline, value)
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%+.1f %%", percent)
}

// render writes the rows with tablewriter: labels to the left, numbers to the right, nothing wrapped. Widths do not depend on the locale.
func (t table) render(w io.Writer, best emphasis, options ...tablewriter.Option) error {
	align := make(tw.Alignment, len(t.header))
	for i := range align {
		align[i] = tw.AlignRight
		if t.prose || i < t.labels {
			align[i] = tw.AlignLeft
		}
	}
	writer := tablewriter.NewTable(w, append(options,
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}),
	)...)
	writer.Header(t.header)
	for _, row := range t.rows {
		texts := make([]string, len(row))
		for i, e := range row {
			texts[i] = e.text
			if e.best {
				texts[i] = best.before + e.text + best.after
			}
		}
		if err := writer.Append(texts); err != nil {
			return err
		}
	}
	return writer.Render()
}
