package reports

import (
	"fmt"
	"slices"

	"tgan/benchmarks"
)

// point is the mean of a cell's seeds at one place of the x axis.
type point struct {
	x         int // generator updates or target images
	mean, std float64
}

// series is one line of a panel.
type series struct {
	style    int // the same for the same level in all panels
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
	legend         []string // by style
	panels         []panel
}

// empty tells whether there is nothing to see.
func (f figure) empty() bool { return len(f.points()) == 0 }

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

// overSteps draws a metric over the training: a panel a level of the second axis, a line a level of the first. It is empty for a metric
// that is measured at one step only.
func overSteps(c *benchmarks.Collection, t benchmarks.Table, name string) figure {
	m, g, d := describe(name), newGrid(t), t.Definition
	f := figure{
		title:  fmt.Sprintf("%s: %s during training", d.Title, m.label),
		xLabel: "generator updates", yLabel: m.label, legend: levelNames(d.Axes[0], g.rows),
	}
	var all []summary
	for col, level := range g.columns {
		p := panel{}
		if len(d.Axes) > 1 {
			p.title = levelName(d.Axes[1], level)
		}
		for r := range g.rows {
			if g.cells[r][col] == nil {
				continue
			}
			line := series{style: r}
			for _, step := range t.Schedule.Evaluations {
				s := summarize(c, *g.cells[r][col], name, step)
				if s.n > 0 {
					line.points, all = append(line.points, point{step, s.mean, s.std}), append(all, s)
				}
				line.diverged = s.allDiverged()
			}
			p.series = append(p.series, line)
		}
		f.panels = append(f.panels, p)
	}
	points := f.points()
	if !slices.ContainsFunc(points, func(p point) bool { return p.x != points[0].x }) {
		return figure{}
	}
	f.caption = figureCaption(c, all)
	if slices.ContainsFunc(points, func(p point) bool { return p.x == 0 }) {
		f.caption += "; 0 is before training"
	}
	return f
}

// overSize draws the last value of a metric over the number of target images, a line a level of the other axis. It is empty if no axis
// is a number of images.
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
		title:  fmt.Sprintf("%s: %s after %s", d.Title, m.label, count(t.Step, "generator update")),
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
				line.points, all = append(line.points, point{cell.Size(), s.mean, s.std}), append(all, s)
			}
		}
		slices.SortFunc(line.points, func(a, b point) int { return a.x - b.x })
		p.series = append(p.series, line)
	}
	f.panels = []panel{p}
	f.caption = figureCaption(c, all)
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

func figureCaption(c *benchmarks.Collection, all []summary) string {
	return fmt.Sprintf("profile %s; %s; %s", c.Plan.Profile.Name, statistics(c), provenance(all))
}
