package reports

import (
	"slices"

	"tgan/benchmarks"
	"tgan/models"
)

// comparison says which cells of a table stand against each other: those along one axis, beside the level that is training from scratch.
type comparison struct {
	axis     int
	baseline string // level of the axis; empty if none is training from scratch
}

// comparisonOf finds the axis whose levels say how training starts: the one with training from scratch, else the one with sources.
func comparisonOf(d benchmarks.Definition) comparison {
	for i, a := range d.Axes {
		if first := slices.IndexFunc(a.Levels, func(l benchmarks.Level) bool { return l.Transfer == models.Scratch }); first >= 0 {
			return comparison{i, a.Levels[first].Name}
		}
	}
	sources := slices.IndexFunc(d.Axes, func(a benchmarks.Axis) bool {
		return slices.ContainsFunc(a.Levels, func(l benchmarks.Level) bool { return l.Source != "" })
	})
	return comparison{max(0, sources), ""}
}

// line is what the cells that are compared share in a table: a column of the first axis' levels, or a row of the second's.
func (c comparison) line() string {
	if c.axis == 0 {
		return "column"
	}
	return "row"
}

// of returns the levels of the cell that a cell is compared with; ok is false for the baseline itself and where there is none.
func (c comparison) of(levels []string) (baseline []string, ok bool) {
	if c.baseline == "" || levels[c.axis] == c.baseline {
		return nil, false
	}
	baseline = slices.Clone(levels)
	baseline[c.axis] = c.baseline
	return baseline, true
}
