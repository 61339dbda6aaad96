package benchmarks

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// reach returns the first place at which a curve, lower is better, is as good as target: linear between its points after what was reached
// is kept, since a generator can be kept too. At the first point already it is that, and where it is never reached the last place, so
// that what lies beyond the measured range counts as its end. From a point at infinity, of a run that diverged, there is no line.
func reach(places, values []float64, target float64) float64 {
	best := values[0]
	if best <= target {
		return places[0]
	}
	for i := 1; i < len(values); i++ {
		if v := values[i]; v <= target && math.IsInf(best, 1) {
			return places[i]
		} else if v <= target {
			return places[i-1] + (places[i]-places[i-1])*(best-target)/(best-v)
		}
		best = min(best, values[i])
	}
	return places[len(places)-1]
}

// curve reads a side over several steps, oriented so that lower is better.
func (q question) curve(t Table, cells [][]string, seed int, steps []int) ([]float64, reading) {
	var values []float64
	var state reading
	for _, step := range steps {
		r := q.collection.mean(t, cells, seed, q.metric, step, scaleOf(q.metric))
		state.missing, state.diverged = state.missing || r.missing, state.diverged || r.diverged
		values = append(values, q.signed(r.value))
	}
	return values, state
}

// sooner compares the updates that the sides need to be as good as the worse of them at the end, so that either may be the sooner.
func (q question) sooner(t Table, k contest) Comparison {
	steps := trained(t.Schedule.Evaluations)
	places := make([]float64, len(steps))
	for i, step := range steps {
		places[i] = float64(step)
	}
	c := q.blank(k.words()+", updates until as good as the worse of them at the end", steps[len(steps)-1])
	c.Favoured.Name, c.Other.Name = k.names[0], k.names[1]
	p := &pairs{scale: Ratio, worse: 1, derived: true}
	for _, seed := range t.Schedule.Seeds {
		favoured, f := q.curve(t, k.favoured, seed, steps)
		other, o := q.curve(t, k.other, seed, steps)
		target := max(favoured[len(favoured)-1], other[len(other)-1])
		f.value, o.value = Ratio.forward(reach(places, favoured, target)), Ratio.forward(reach(places, other, target))
		p.add(f, o)
	}
	c.settle(p, interval{math.Inf(-1), 0})
	if favoured, other, ok := q.publishedReach(t, k); ok && c.Published == nil {
		c.published(Ratio, favoured, other)
	}
	return c
}

// publishedReach does the same to the paper's curves.
func (q question) publishedReach(t Table, k contest) (favoured, other float64, ok bool) {
	f, ok := t.paperCurve(k.favoured[0][0], q.metric)
	o, also := t.paperCurve(k.other[0][0], q.metric)
	if !ok || !also {
		return 0, 0, false
	}
	at := func(c PaperCurve, target float64) float64 {
		places, values := make([]float64, len(c.Steps)), make([]float64, len(c.Steps))
		for i := range c.Steps {
			places[i], values[i] = float64(c.Steps[i]), q.oriented(c.Values[i])
		}
		return reach(places, values, target)
	}
	target := max(q.oriented(f.Values[len(f.Values)-1]), q.oriented(o.Values[len(o.Values)-1]))
	return at(f, target), at(o, target), true
}

// signed returns a value so that lower is better.
func (q question) signed(v float64) float64 { return -float64(Direction(q.metric)) * v }

// oriented is signed on the scale of the metric.
func (q question) oriented(v float64) float64 { return q.signed(scaleOf(q.metric).forward(v)) }

// saves compares the numbers of images that the sides need for the quality of the better of them with a number that both have, so that either
// may be the one that needs more. ok is false at the largest number, where nothing is known of more.
func (q question) saves(t Table, k contest) (c Comparison, ok bool) {
	axis := slices.IndexFunc(t.Definition.Axes, func(a Axis) bool { return len(a.Levels) == 0 })
	if axis < 0 {
		return q.unanswered(), true
	}
	level, sizes := k.favoured[0][axis], t.levels(axis)
	sizes = sizes[slices.Index(sizes, level):]
	if len(sizes) == 1 {
		return Comparison{}, false
	}
	step := t.resolve(q.test.Step)
	logs := make([]float64, len(sizes))
	for i, size := range sizes {
		logs[i] = Ratio.forward(number(size))
	}
	c = q.blank(fmt.Sprintf("%s against %s, images for the quality of the better of them with %s", k.names[0], k.names[1], t.called(axis, level)), step)
	c.Favoured.Name, c.Other.Name = k.names[0], k.names[1]
	p := &pairs{scale: Ratio, worse: 1, derived: true}
	for _, seed := range t.Schedule.Seeds {
		favoured, f := q.bySize(t, k.favoured[0], seed, step, axis, sizes)
		other, o := q.bySize(t, k.other[0], seed, step, axis, sizes)
		target := min(favoured[0], other[0])
		f.value, o.value = reach(logs, favoured, target), reach(logs, other, target)
		p.add(f, o)
	}
	c.settle(p, interval{math.Inf(-1), 0})
	return c, true
}

// bySize reads a cell with other sizes in place of its own, oriented so that lower is better. A size of which the run diverged is infinitely
// bad; the side diverged if all have.
func (q question) bySize(t Table, cell []string, seed, step, axis int, sizes []string) ([]float64, reading) {
	values, state := make([]float64, len(sizes)), reading{diverged: true}
	for i, size := range sizes {
		levels := slices.Clone(cell)
		levels[axis] = size
		r := q.collection.mean(t, [][]string{levels}, seed, q.metric, step, scaleOf(q.metric))
		if values[i] = q.signed(r.value); r.diverged {
			values[i] = math.Inf(1)
		}
		state.missing, state.diverged = state.missing || r.missing, state.diverged && r.diverged
	}
	return values, state
}

// number returns a level that is a number of images.
func number(level string) float64 {
	n, _ := strconv.Atoi(level) // made by the planner
	return float64(n)
}

// guides compares the order of sources in one table with that in another, target by target.
func (q question) guides(t, guide Table) Comparison {
	stepHere, stepThere := t.resolve(q.test.Step), guide.resolve("")
	c := q.blank(fmt.Sprintf("rank correlation of %s with %s over sources, mean over targets", q.test.Guide, q.test.Benchmark), stepHere)
	c.Favoured.Name, c.Other.Name = q.test.Guide, q.test.Benchmark
	p := &pairs{scale: Correlation, worse: -1}
	var all tally
	for _, seed := range t.Schedule.Seeds {
		var r reading
		rho, count := q.agreement(t, guide, func(table Table, levels []string) (float64, bool) {
			step := stepHere
			if table.Definition.Name == guide.Definition.Name {
				step = stepThere
			}
			one := q.collection.read(table, levels, seed, q.metric, step)
			r.missing, r.diverged = r.missing || one.missing, r.diverged || one.diverged
			return one.value, !one.missing && !one.diverged
		})
		r.value, r.missing = rho, r.missing || r.diverged // without all values there is no order
		p.add(r, reading{})
		if !r.missing {
			all.right, all.asked = all.right+count.right, all.asked+count.asked
		}
	}
	c.settle(p, interval{q.test.Between[0], q.test.Between[1]})
	c.Favoured.Mean, c.Other.Mean = nil, nil
	c.Note = fmt.Sprintf("the guide's first source is the best in %d of %d", all.right, all.asked)
	if rho, paper, ok := q.publishedAgreement(t, guide); ok {
		c.Published = &rho
		c.Note += fmt.Sprintf("; in the paper in %d of %d", paper.right, paper.asked)
	}
	return c
}

// tally counts how often a guide names the best source.
type tally struct{ right, asked int }

// agreement returns the mean over targets of Spearman's correlation of the two tables over sources.
func (q question) agreement(t, guide Table, value func(table Table, levels []string) (float64, bool)) (rho float64, count tally) {
	targets, sources := guide.levels(0), guide.levels(1)
	for _, target := range targets {
		var there, here []float64
		for _, source := range sources {
			a, ok := value(guide, []string{target, source})
			b, also := value(t, []string{target, source})
			if ok && also {
				there, here = append(there, q.signed(a)), append(here, q.signed(b))
			}
		}
		if len(here) < len(sources) {
			continue
		}
		rho += spearman(there, here) / float64(len(targets))
		count.asked++
		if floats.MinIdx(there) == floats.MinIdx(here) {
			count.right++
		}
	}
	return rho, count
}

// publishedAgreement does the same to the paper's numbers.
func (q question) publishedAgreement(t, guide Table) (rho float64, count tally, complete bool) {
	complete = true
	rho, count = q.agreement(t, guide, func(table Table, levels []string) (float64, bool) {
		v, ok := table.published([][]string{levels}, q.metric, "")
		complete = complete && ok
		return v, ok
	})
	return rho, count, complete
}

// spearman returns the rank correlation, 0 where one side has no order.
func spearman(a, b []float64) float64 {
	rho := stat.Correlation(ranks(a), ranks(b), nil)
	if math.IsNaN(rho) {
		return 0
	}
	return rho
}

// ranks returns the rank of each value, the mean rank for equal ones.
func ranks(values []float64) []float64 {
	list := make([]float64, len(values))
	for i, v := range values {
		for _, w := range values {
			switch {
			case w < v:
				list[i]++
			case w == v:
				list[i] += 0.5
			}
		}
	}
	return list
}
