package reports

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"

	"tgan/benchmarks"
	"tgan/models"
)

// table is a table before it is rendered.
type table struct {
	title, caption string
	labels         int // leading columns that name a row
	header         []string
	rows           [][]string
}

// emphasis marks the best value of a column, and says so.
type emphasis struct {
	before, after string
	legend        string
}

// resultTable returns our numbers of one metric at the last step: a row a level of the first axis, then the gains over the first row.
func resultTable(c *benchmarks.Collection, t benchmarks.Table, name string, best emphasis) table {
	m, g := describe(name), newGrid(t)
	cells := make([][]summary, len(g.rows))
	var all []summary
	var means []float64
	for r := range g.rows {
		cells[r] = make([]summary, len(g.columns))
		for col, cell := range g.cells[r] {
			if cell == nil {
				continue
			}
			s := summarize(c, *cell, name, t.Step)
			cells[r][col] = s
			all, means = append(all, s), append(means, s.mean)
		}
	}
	out := table{
		title:  fmt.Sprintf("%s after %s", m.label, count(t.Step, "generator update")),
		labels: 1,
		header: append([]string{t.Definition.Axes[0].Name}, columnNames(t.Definition, g)...),
	}
	for r, level := range g.rows {
		row := []string{level}
		for col, s := range cells[r] {
			text := s.text(decimals(means))
			if isBest(m, cells, r, col) {
				text = best.before + text + best.after
			}
			row = append(row, text)
		}
		out.rows = append(out.rows, row)
	}
	out.caption = fmt.Sprintf("Numbers: %s; %s; %s.", statistics(c), provenance(all), m.direction())
	if m.sense != 0 && len(g.rows) > 1 {
		out.caption += " " + best.legend
	}
	if name == benchmarks.NameAccuracy {
		out.caption += classifierWorth(c, t)
	}
	if gains := resultGains(m, t.Definition, g, cells); len(gains) > 0 {
		out.rows = append(out.rows, gains...)
		out.caption += fmt.Sprintf(" Gain: by how much a mean is better, in percent of that of %s.", g.rows[0])
	}
	return out
}

// columnNames returns the headings of the columns; those of numbers of images say what they count.
func columnNames(d benchmarks.Definition, g grid) []string {
	if len(d.Axes) < 2 {
		return []string{"value"}
	}
	names := slices.Clone(g.columns)
	for i := range names {
		names[i] = levelName(d.Axes[1], names[i])
	}
	return names
}

// levelName returns a level with what it counts, if it does.
func levelName(a benchmarks.Axis, level string) string {
	if a.Numbers() == "" {
		return level
	}
	return level + " " + a.Name
}

// isBest tells whether a cell has the best mean of a column in which there is another.
func isBest(m metric, cells [][]summary, row, col int) bool {
	if m.sense == 0 || cells[row][col].n == 0 {
		return false
	}
	others := 0
	for r := range cells {
		if r == row || cells[r][col].n == 0 {
			continue
		}
		others++
		if !m.better(cells[row][col].mean, cells[r][col].mean) {
			return false
		}
	}
	return others > 0
}

// resultGains returns a row of percentages for each row after the first, if the first is training from scratch.
func resultGains(m metric, d benchmarks.Definition, g grid, cells [][]summary) [][]string {
	if levels := d.Axes[0].Levels; !m.relative() || len(levels) < 2 || levels[0].Transfer != models.Scratch {
		return nil
	}
	var rows [][]string
	for r := 1; r < len(g.rows); r++ {
		row := []string{"gain of " + g.rows[r]}
		for col := range g.columns {
			text := "–"
			if a, b := cells[0][col], cells[r][col]; a.n > 0 && b.n > 0 {
				text = percentage(m, a.mean, b.mean)
			}
			row = append(row, text)
		}
		rows = append(rows, row)
	}
	return rows
}

func percentage(m metric, baseline, value float64) string {
	percent, ok := m.gain(baseline, value)
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%+.1f %%", percent)
}

// paperTable returns the published numbers, with gains where the first row is training from scratch.
func paperTable(d benchmarks.Definition) (t table, ok bool) {
	if len(d.Paper.Rows) == 0 {
		return table{}, false
	}
	t = table{
		title: "What the paper reports", labels: 2,
		header: []string{"metric", d.Axes[0].Name},
	}
	if d.Paper.Stepwise() {
		t.labels, t.header = 3, append(t.header, "updates")
	}
	t.header = append(t.header, d.Paper.Columns...)
	var names []string
	for _, r := range d.Paper.Rows {
		if !slices.Contains(names, r.Metric) {
			names = append(names, r.Metric)
		}
	}
	var directions []string
	for _, name := range names {
		m := describe(name)
		if m.sense != 0 {
			directions = append(directions, m.label+": "+m.direction())
		}
		t.rows = append(t.rows, paperRows(d, m)...)
	}
	t.caption = fmt.Sprintf("%s; %s. %s. These numbers and ours cannot be compared in absolute terms, since data, network and extractor differ; "+
		"compare order and gains.", d.Paper.Setting, d.Paper.Where, strings.Join(directions, "; "))
	return t, true
}

func paperRows(d benchmarks.Definition, m metric) [][]string {
	var rows [][]string
	var levels []benchmarks.PaperRow
	published := 0 // decimals
	for _, r := range d.Paper.Rows {
		for _, v := range r.Values {
			if _, fraction, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), "."); r.Metric == m.name {
				published = max(published, len(fraction))
			}
		}
	}
	for _, r := range d.Paper.Rows {
		if r.Metric != m.name {
			continue
		}
		levels = append(levels, r)
		row := paperLabels(d, m, r.Level, r.Step)
		for _, v := range r.Values {
			row = append(row, strconv.FormatFloat(v, 'f', published, 64))
		}
		rows = append(rows, row)
	}
	if first := d.Axes[0].Levels; len(first) == 0 || first[0].Transfer != models.Scratch || levels[0].Level != first[0].Name {
		return rows
	}
	for _, r := range levels {
		i := slices.IndexFunc(levels, func(base benchmarks.PaperRow) bool { return base.Level == levels[0].Level && base.Step == r.Step })
		if r.Level == levels[0].Level || i < 0 {
			continue
		}
		row := paperLabels(d, m, "gain of "+r.Level, r.Step)
		for k, v := range r.Values {
			row = append(row, percentage(m, levels[i].Values[k], v))
		}
		rows = append(rows, row)
	}
	return rows
}

// paperLabels returns the leading columns of a row.
func paperLabels(d benchmarks.Definition, m metric, level string, step int) []string {
	labels := []string{m.label, level}
	if d.Paper.Stepwise() {
		labels = append(labels, strconv.Itoa(step))
	}
	return labels
}

// render writes the rows with tablewriter: labels to the left, numbers to the right, nothing wrapped. Widths do not depend on the locale.
func (t table) render(w io.Writer, options ...tablewriter.Option) error {
	align := make(tw.Alignment, len(t.header))
	for i := range align {
		align[i] = tw.AlignRight
		if i < t.labels {
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
	if err := writer.Bulk(t.rows); err != nil {
		return err
	}
	return writer.Render()
}
