package reports

import (
	"cmp"
	"fmt"
	"slices"

	"tgan/benchmarks"
)

// point is the mean of a cell's seeds at one place of the x axis.
type point struct {
	x         float64 // generator updates, target images or percent of the training
	mean, std float64
}

// series is one line of a panel.
type series struct {
	style    int  // the same for the same level in all panels
	paper    bool // published: drawn dashed
	points   []point
	diverged bool // in all seeds: the line ends where the last of them did
}

// panel is one diagram of a figure.
type panel struct {
	title  string
	series []series
}

// figure is a row or more of panels with the same axes and one legend.
type figure struct {
	title, caption string
	xLabel, yLabel string
	shares         bool     // x is in percent
	legend         []string // by style
	panels         []panel
}

// empty tells whether there is nothing to see.
func (f figure) empty() bool { return len(f.points()) == 0 }

// spread tells whether points lie at two places of the x axis at least.
func (f figure) spread() bool {
	points := f.points()
	return slices.ContainsFunc(points, func(p point) bool { return p.x != points[0].x })
}

// points returns those of all panels.
func (f figure) points() []point {
	var all []point
	for _, p := range f.panels {
		for _, s := range p.series {
			all = append(all, s.points...)
		}
	}
	return all
}

// lined is a grid for figures: a row a line, which is a level of the axis that is compared, and a column a panel.
type lined struct {
	grid
	lines  []string // names of the rows
	panels []string // titles of the columns; one empty title if there is no other axis
}

func newLined(t benchmarks.Table) lined {
	d, l := t.Definition, lined{grid: newGrid(t), panels: []string{""}}
	compared := comparisonOf(d).axis
	if compared == 1 {
		l.grid = l.transposed()
	}
	l.lines = levelNames(d.Axes[compared], l.rows)
	if len(d.Axes) > 1 {
		l.panels = levelNames(d.Axes[1-compared], l.columns)
	}
	return l
}

// overSteps draws a metric over the training: a line a level of the axis that is compared, a panel a level of the other. It is empty for a
// metric that is measured at one step only, and for a table of an earlier step than the last.
func overSteps(c *benchmarks.Collection, t benchmarks.Table, name string) figure {
	if t.Step != t.Schedule.Steps {
		return figure{}
	}
	m, l := describe(name), newLined(t)
	f := figure{
		title:  fmt.Sprintf("%s: %s during training", t.Definition.Title, m.label),
		xLabel: "generator updates", yLabel: m.label, legend: l.lines,
	}
	var all []summary
	for col, title := range l.panels {
		p := panel{title: title}
		for r := range l.rows {
			if l.cells[r][col] == nil {
				continue
			}
			line := series{style: r, diverged: summarize(c, *l.cells[r][col], name, t.Step).allDiverged()}
			for _, step := range t.Schedule.Evaluations {
				s := summarize(c, *l.cells[r][col], name, step)
				if s.n > 0 {
					line.points, all = append(line.points, point{float64(step), s.mean, s.std}), append(all, s)
				}
			}
			p.series = append(p.series, line)
		}
		f.panels = append(f.panels, p)
	}
	if !f.spread() {
		return figure{}
	}
	f.caption = figureCaption(c, t, all)
	if slices.ContainsFunc(f.points(), func(p point) bool { return p.x == 0 }) {
		f.caption += "; 0 is before training"
	}
	return f
}

// overSize draws the last value of a metric over the number of target images, a line a level of the other axis. It is empty if no axis
// is a number of images, and where fewer than two numbers have values.
func overSize(c *benchmarks.Collection, t benchmarks.Table, name string) figure {
	m, g, d := describe(name), newGrid(t), t.Definition
	size := slices.IndexFunc(d.Axes, countsImages)
	if size < 0 {
		return figure{}
	}
	if size == 0 {
		g = g.transposed()
	}
	f := figure{
		title:  fmt.Sprintf("%s: %s %s", d.Title, m.label, when(t.Step)),
		xLabel: d.Axes[size].Name, yLabel: m.label, legend: []string{m.label},
	}
	if len(d.Axes) > 1 {
		f.legend = levelNames(d.Axes[1-size], g.rows)
	}
	var all []summary
	p := panel{}
	for r := range g.rows {
		line := series{style: r}
		for _, cell := range g.cells[r] {
			if cell == nil || cell.Size() == 0 {
				continue
			}
			if s := summarize(c, *cell, name, t.Step); s.n > 0 {
				line.points, all = append(line.points, point{float64(cell.Size()), s.mean, s.std}), append(all, s)
			}
		}
		slices.SortFunc(line.points, func(a, b point) int { return cmp.Compare(a.x, b.x) })
		p.series = append(p.series, line)
	}
	f.panels = []panel{p}
	if !f.spread() {
		return figure{}
	}
	f.caption = figureCaption(c, t, all)
	return f
}

// countsImages tells whether the levels of an axis are numbers of target images, or of those of each class.
func countsImages(a benchmarks.Axis) bool {
	return a.Numbers() != "" || slices.ContainsFunc(a.Levels, func(l benchmarks.Level) bool { return l.Count > 0 })
}

func levelNames(a benchmarks.Axis, levels []string) []string {
	names := make([]string, len(levels))
	for i, level := range levels {
		names[i] = levelName(a, level)
	}
	return names
}

func figureCaption(c *benchmarks.Collection, t benchmarks.Table, all []summary) string {
	return fmt.Sprintf("profile %s; %s; %s", c.Plan.Profile.Name, statistics(t), provenance(all))
}
