package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tgan/benchmarks"
)

// The paper's values and ours cannot share an axis: data, networks and extractor differ. What can be compared is how far a value lies from
// that of training from scratch at its end, or with the most images, so both are divided by it.

// relativeSteps draws a metric over the training beside the paper's curves, each divided by its own last value of scratch, over the percent
// of its own training. It is empty where the paper has no curve of scratch, or scratch is not finished.
func relativeSteps(c *benchmarks.Collection, t benchmarks.Table, name string) figure {
	d, against := t.Definition, comparisonOf(t.Definition).baseline
	curves := slices.DeleteFunc(slices.Clone(d.Paper.Curves), func(curve benchmarks.PaperCurve) bool { return curve.Metric != name || len(curve.Steps) == 0 })
	base := slices.IndexFunc(curves, func(curve benchmarks.PaperCurve) bool { return curve.Level == against })
	ours := overSteps(c, t, name)
	if base < 0 || ours.empty() {
		return figure{}
	}
	f := figure{
		title: fmt.Sprintf("%s: %s beside the paper's", d.Title, describe(name).label), legend: ours.legend, shares: true,
		xLabel: "percent of the training", yLabel: describe(name).label + " / scratch at its end",
	}
	l := newLined(t)
	for i, p := range ours.panels {
		scaled, ok := p.relative(slices.Index(l.rows, against))
		if !ok {
			continue
		}
		for _, s := range scaled.series {
			for k := range s.points {
				s.points[k].x *= 100 / float64(t.Schedule.Steps)
			}
		}
		for _, curve := range curves {
			if style := slices.Index(l.rows, curve.Level); style >= 0 {
				scaled.series = append(scaled.series, publishedSteps(curve, curves[base], style))
			}
		}
		scaled.title = l.panels[i]
		f.panels = append(f.panels, scaled)
	}
	f.caption = ours.caption + "; paper: " + d.Paper.Where + "; each divided by its own scratch at the end of training: compare shapes, not heights"
	return f
}

func publishedSteps(curve, base benchmarks.PaperCurve, style int) series {
	s := series{style: style, paper: true}
	last := curve.Steps[len(curve.Steps)-1]
	for i, v := range curve.Values {
		s.points = append(s.points, point{x: 100 * float64(curve.Steps[i]) / float64(last), mean: v / base.Values[len(base.Values)-1]})
	}
	return s
}

// relativeSize draws the last value of a metric over the number of target images beside the paper's, each divided by its own value of
// scratch with the most images. It is empty where the paper's columns are no such numbers.
func relativeSize(c *benchmarks.Collection, t benchmarks.Table, name string) figure {
	d := t.Definition
	counts, ok := publishedCounts(d.Paper.Columns)
	ours := overSize(c, t, name)
	if !ok || ours.empty() || len(d.Axes) < 2 || d.Axes[1].Numbers() == "" {
		return figure{}
	}
	levels, against := newGrid(t).rows, comparisonOf(d).baseline
	base := slices.IndexFunc(d.Paper.Rows, func(r benchmarks.PaperRow) bool { return r.Metric == name && r.Level == against })
	scaled, ok := ours.panels[0].relative(slices.Index(levels, against))
	if base < 0 || !ok {
		return figure{}
	}
	scratch := d.Paper.Rows[base].Values
	for _, row := range d.Paper.Rows {
		style := slices.Index(levels, row.Level)
		if row.Metric != name || style < 0 {
			continue
		}
		s := series{style: style, paper: true}
		for i, v := range row.Values {
			s.points = append(s.points, point{x: float64(counts[i]), mean: v / scratch[len(scratch)-1]})
		}
		slices.SortFunc(s.points, func(a, b point) int { return cmp.Compare(a.x, b.x) })
		scaled.series = append(scaled.series, s)
	}
	return figure{
		title: fmt.Sprintf("%s: %s beside the paper's", d.Title, describe(name).label), legend: ours.legend, panels: []panel{scaled},
		xLabel: ours.xLabel, yLabel: describe(name).label + " / scratch with the most",
		caption: ours.caption + "; paper: " + d.Paper.Where + "; each divided by its own scratch with the most images: compare shapes, not heights",
	}
}

// relative returns the panel with all values divided by the last one of a style; ok is false if there is none.
func (p panel) relative(style int) (scaled panel, ok bool) {
	base := slices.IndexFunc(p.series, func(s series) bool { return s.style == style })
	if base < 0 || len(p.series[base].points) == 0 || p.series[base].diverged {
		return panel{}, false
	}
	last := p.series[base].points[len(p.series[base].points)-1].mean
	if last == 0 {
		return panel{}, false
	}
	scaled.title = p.title
	for _, s := range p.series {
		s.points = slices.Clone(s.points)
		for i := range s.points {
			s.points[i].mean /= last
			s.points[i].std /= max(last, -last)
		}
		scaled.series = append(scaled.series, s)
	}
	return scaled, true
}

// publishedCounts reads headings such as 500, 1K and 1M; ok is false if one is no such number.
func publishedCounts(columns []string) (counts []int, ok bool) {
	for _, text := range columns {
		factor := 1
		if number, found := strings.CutSuffix(text, "K"); found {
			text, factor = number, 1e3
		} else if number, found := strings.CutSuffix(text, "M"); found {
			text, factor = number, 1e6
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, false
		}
		counts = append(counts, n*factor)
	}
	return counts, len(counts) > 0
}
