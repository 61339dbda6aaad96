package benchmarks

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// contest is a pair of sides of a table, each a cell, or several whose mean counts.
type contest struct {
	favoured, other [][]string // levels of their cells
	names           [2]string
	place           string // what both have in common, for people
}

// words says what is compared.
func (k contest) words() string {
	text := k.names[0] + " against " + k.names[1]
	if k.place != "" {
		text += ", " + k.place
	}
	return text
}

// choice is what one axis contributes to a contest.
type choice struct {
	favoured, other []string
	shared          string // for people, if both are the same
}

// contests returns the pairs that levels with names for several stand for. It is empty if a name stands for none.
func (t Table) contests(better, worse, among []string) []contest {
	all := []contest{{favoured: [][]string{nil}, other: [][]string{nil}}}
	for axis := range better {
		var next []contest
		for _, k := range all {
			for _, c := range t.choices(axis, better[axis], worse[axis], among) {
				next = append(next, k.with(c))
			}
		}
		all = next
	}
	return all
}

func (k contest) with(c choice) contest {
	n := contest{favoured: crossed(k.favoured, c.favoured), other: crossed(k.other, c.other), names: k.names, place: k.place}
	if c.shared != "" {
		n.place = listed(k.place, c.shared)
		return n
	}
	n.names = [2]string{listed(k.names[0], c.favoured[0]), listed(k.names[1], c.other[0])}
	return n
}

func listed(a, b string) string { return strings.TrimPrefix(a+", "+b, ", ") }

// crossed returns every cell continued by every level.
func crossed(cells [][]string, levels []string) [][]string {
	var all [][]string
	for _, cell := range cells {
		for _, level := range levels {
			all = append(all, append(slices.Clone(cell), level))
		}
	}
	return all
}

// choices returns what one axis contributes.
func (t Table) choices(axis int, better, worse string, among []string) []choice {
	levels := t.levels(axis)
	meant := slices.DeleteFunc(slices.Clone(levels), func(l string) bool { return len(among) > 0 && !slices.Contains(among, l) })
	var list []choice
	switch {
	case better == EachLevel:
		for _, l := range meant {
			list = append(list, choice{[]string{l}, []string{l}, t.called(axis, l)})
		}
	case better == MeanLevel:
		if len(meant) > 0 {
			list = append(list, choice{meant, meant, fmt.Sprintf("mean over %s %s", t.axis(axis), strings.Join(meant, ", "))})
		}
	case worse == OtherLevels:
		for _, l := range t.sourced(axis, better) {
			list = append(list, choice{favoured: []string{better}, other: []string{l}})
		}
	case better == OtherLevels:
		for _, l := range t.sourced(axis, worse) {
			list = append(list, choice{favoured: []string{l}, other: []string{worse}})
		}
	default:
		f, o := bound(better, levels), bound(worse, levels)
		c := choice{favoured: []string{f}, other: []string{o}}
		if f == o {
			c.shared = t.called(axis, f)
		}
		list = append(list, c)
	}
	return list
}

// bound returns the level that a word for an end of the numbers stands for.
func bound(level string, levels []string) string {
	if level != SmallestLevel && level != LargestLevel {
		return level
	}
	best, found := 0, ""
	for _, l := range levels {
		n, err := strconv.Atoi(l)
		if err == nil && (found == "" || (level == SmallestLevel) == (n < best)) {
			best, found = n, l
		}
	}
	return found
}

// Table returns the plan's table of a benchmark.
func (p *Plan) Table(benchmark string) (Table, bool) {
	for _, t := range p.Tables {
		if t.Definition.Name == benchmark {
			return t, true
		}
	}
	return Table{}, false
}

// levels returns those of an axis that have cells, in order.
func (t Table) levels(axis int) []string {
	var names []string
	for _, c := range t.Cells {
		if axis < len(c.Levels) && !slices.Contains(names, c.Levels[axis]) {
			names = append(names, c.Levels[axis])
		}
	}
	return names
}

// sourced returns the levels of an axis that have a source, but for one.
func (t Table) sourced(axis int, but string) []string {
	return slices.DeleteFunc(t.levels(axis), func(name string) bool {
		return name == but || !slices.ContainsFunc(t.Definition.Axes[axis].Levels, func(l Level) bool { return l.Name == name && l.Source != "" })
	})
}

// called returns a level with what it counts, if it does.
func (t Table) called(axis int, level string) string {
	if !t.counts(axis) {
		return level
	}
	return level + " " + t.axis(axis)
}

// counts tells whether the levels of an axis are numbers, of a list of the profile.
func (t Table) counts(axis int) bool { return len(t.Definition.Axes[axis].Levels) == 0 }

func (t Table) axis(i int) string { return t.Definition.Axes[i].Name }

// cell returns the cell of these levels.
func (t Table) cell(levels []string) (Cell, bool) {
	i := slices.IndexFunc(t.Cells, func(c Cell) bool { return slices.Equal(c.Levels, levels) })
	if i < 0 {
		return Cell{}, false
	}
	return t.Cells[i], true
}
