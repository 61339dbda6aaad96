package benchmarks

import "slices"

// published returns the paper's number of a side by a metric, at the step that a test words: of several cells the mean on the metric's scale.
func (t Table) published(cells [][]string, metric, step string) (float64, bool) {
	scale, sum := scaleOf(metric), 0.0
	for _, levels := range cells {
		v, ok := t.paperNumber(levels, metric, step)
		if !ok {
			return 0, false
		}
		if len(cells) == 1 {
			return v, true // as it is printed
		}
		sum += scale.forward(v) / float64(len(cells))
	}
	return scale.back(sum), true
}

func (t Table) paperNumber(levels []string, metric, step string) (float64, bool) {
	if curve, ok := t.paperCurve(levels[0], metric); ok && step == FirstStep {
		return curve.Values[0], true
	}
	if step != "" && step != LastStep {
		return 0, false
	}
	column, ok := t.paperColumn(levels)
	if !ok {
		return 0, false
	}
	return t.Definition.Paper.number(levels[0], metric, column)
}

// paperColumn is Definition.PublishedColumn, and of an axis of numbers of images, which are not the paper's, the ends, or all if there are as
// many.
func (t Table) paperColumn(levels []string) (int, bool) {
	columns := len(t.Definition.Paper.Columns)
	if len(levels) < 2 || !t.counts(1) || columns == 0 {
		return t.Definition.PublishedColumn(levels)
	}
	sizes := t.levels(1)
	switch i := slices.Index(sizes, levels[1]); {
	case i < 0:
		return 0, false
	case len(sizes) == columns || i == 0:
		return i, true
	case i == len(sizes)-1:
		return columns - 1, true
	}
	return 0, false
}

// PublishedColumn returns the paper's column of a cell. There is none where its columns are not the levels of the second axis, one for one,
// as with other numbers of images.
func (d Definition) PublishedColumn(levels []string) (column int, ok bool) {
	columns := len(d.Paper.Columns)
	if len(levels) == 1 {
		return 0, columns == 1
	}
	axis := d.Axes[1]
	column = slices.IndexFunc(axis.Levels, func(l Level) bool { return l.Name == levels[1] })
	return column, column >= 0 && columns == len(axis.Levels)
}

// Published returns the paper's number for a cell; ok is false where it has none, or several, of different steps.
func (d Definition) Published(levels []string, metric string) (value float64, ok bool) {
	column, ok := d.PublishedColumn(levels)
	if !ok || d.Paper.Stepwise() {
		return 0, false
	}
	return d.Paper.number(levels[0], metric, column)
}

// number returns the value of a column at a level of the first axis.
func (p Paper) number(level, metric string, column int) (value float64, ok bool) {
	i := slices.IndexFunc(p.Rows, func(r PaperRow) bool { return r.Level == level && r.Metric == metric })
	if i < 0 {
		return 0, false
	}
	return p.Rows[i].Values[column], true
}

func (t Table) paperCurve(level, metric string) (PaperCurve, bool) {
	i := slices.IndexFunc(t.Definition.Paper.Curves, func(c PaperCurve) bool { return c.Level == level && c.Metric == metric && len(c.Steps) > 0 })
	if i < 0 {
		return PaperCurve{}, false
	}
	return t.Definition.Paper.Curves[i], true
}
