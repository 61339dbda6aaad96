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
	i := slices.IndexFunc(t.Definition.Paper.Rows, func(r PaperRow) bool { return r.Level == levels[0] && r.Metric == metric })
	if i < 0 {
		return 0, false
	}
	return t.Definition.Paper.Rows[i].Values[column], true
}

// paperColumn returns the column of a cell. Numbers of images of a profile are not the paper's, so only the ends correspond, unless there are
// as many.
func (t Table) paperColumn(levels []string) (int, bool) {
	columns := len(t.Definition.Paper.Columns)
	if columns == 0 {
		return 0, false
	}
	if len(levels) == 1 {
		return 0, columns == 1
	}
	axis := t.Definition.Axes[1]
	if !t.counts(1) {
		i := slices.IndexFunc(axis.Levels, func(l Level) bool { return l.Name == levels[1] })
		return i, i >= 0 && columns == len(axis.Levels)
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

func (t Table) paperCurve(level, metric string) (PaperCurve, bool) {
	i := slices.IndexFunc(t.Definition.Paper.Curves, func(c PaperCurve) bool { return c.Level == level && c.Metric == metric && len(c.Steps) > 0 })
	if i < 0 {
		return PaperCurve{}, false
	}
	return t.Definition.Paper.Curves[i], true
}
