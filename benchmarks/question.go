package benchmarks

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// question is a test by one metric.
type question struct {
	collection *Collection
	test       Test
	metric     string
	decides    bool
}

// answer returns a comparison for each pair that the test names; where the plan has none, one that is not measured. Of metrics that are
// only shown beside and that the profile does not measure there is nothing to tell.
func (q question) answer() []Comparison {
	t, planned := q.collection.Plan.Table(q.test.Benchmark)
	measured := planned && slices.Contains(t.Definition.Metrics, q.metric)
	if !measured && !q.decides {
		return nil
	}
	if q.test.Kind == Guides && measured {
		if guide, ok := q.collection.Plan.Table(q.test.Guide); ok {
			return []Comparison{q.guides(t, guide)}
		}
		measured = false
	}
	var all []Comparison
	if measured {
		for _, k := range t.contests(q.test.Better, q.test.Worse, q.test.Among) {
			switch q.test.Kind {
			case Shrinks:
				all = append(all, q.shrinks(t, k))
			case Sooner:
				all = append(all, q.sooner(t, k))
			case Saves:
				if c, ok := q.saves(t, k); ok {
					all = append(all, c)
				}
			default:
				all = append(all, q.compare(t, k))
			}
		}
	}
	if len(all) == 0 {
		return []Comparison{q.unanswered()}
	}
	return all
}

// blank returns a comparison without numbers of ours.
func (q question) blank(words string, step int) Comparison {
	c := Comparison{
		Benchmark: q.test.Benchmark, Kind: q.test.Kind, Words: words, Metric: q.metric, Step: step, Decides: q.decides, Ruling: NotMeasured,
	}
	if len(q.test.Paper) == 2 && q.metric == q.test.Metrics[0] {
		c.published(scaleOf(q.metric), q.test.Paper[0], q.test.Paper[1])
	}
	return c
}

func (q question) unanswered() Comparison {
	if q.test.Kind == Guides {
		return q.blank(q.test.Guide+" as a guide to "+q.test.Benchmark, 0)
	}
	return q.blank(strings.Join(q.test.Better, ", ")+" against "+strings.Join(q.test.Worse, ", "), 0)
}

// settle fills in what the pairs say.
func (c *Comparison) settle(p *pairs, wanted interval) {
	c.N, c.Diverged = len(p.favoured), p.convicted
	c.Favoured.Mean, c.Other.Mean = p.means()
	if c.N > 1 {
		c.Effect, c.Ruling = infer(p.differences(), p.scale, wanted), Undecided
	}
}

// published fills in the paper's numbers of the two sides.
func (c *Comparison) published(scale Scale, favoured, other float64) {
	effect := favoured - other
	if scale == Ratio {
		effect = favoured / other
	}
	c.Favoured.Paper, c.Other.Paper, c.Published = &favoured, &other, &effect
}

// wanted returns where kind better has differences of a metric.
func wanted(metric string) interval {
	if Direction(metric) > 0 {
		return interval{0, math.Inf(1)}
	}
	return interval{math.Inf(-1), 0}
}

// compare is of the kinds better and equivalent.
func (q question) compare(t Table, k contest) Comparison {
	scale, step := scaleOf(q.metric), t.resolve(q.test.Step)
	c := q.blank(k.words(), step)
	c.Favoured.Name, c.Other.Name = k.names[0], k.names[1]
	p := q.pairs(t, k, step)
	where := wanted(q.metric)
	if q.test.Kind == Equivalent {
		margin := scale.forward(q.test.Margin)
		where = interval{-margin, margin}
	}
	c.settle(p, where)
	favoured, known := t.published(k.favoured, q.metric, q.test.Step)
	if other, also := t.published(k.other, q.metric, q.test.Step); known && also && c.Published == nil {
		c.published(scale, favoured, other)
	}
	return c
}

// pairs reads both sides of a contest at a step.
func (q question) pairs(t Table, k contest, step int) *pairs {
	p := &pairs{scale: scaleOf(q.metric), worse: q.signed(1)}
	for _, seed := range t.Schedule.Seeds {
		p.add(q.collection.mean(t, k.favoured, seed, q.metric, step, p.scale), q.collection.mean(t, k.other, seed, q.metric, step, p.scale))
	}
	return p
}

// shrinks compares the differences at one place with those at another.
func (q question) shrinks(t Table, here contest) Comparison {
	than := *q.test.Than
	if len(than.Better) == 0 {
		than.Better, than.Worse = q.test.Better, q.test.Worse
	}
	if than.Step == "" {
		than.Step = q.test.Step
	}
	there := t.contests(than.Better, than.Worse, nil)[0]
	scale, step, stepThere := scaleOf(q.metric), t.resolve(q.test.Step), t.resolve(than.Step)
	c := q.blank(fmt.Sprintf("%s against %s, advantage at %s against that at %s", here.names[0], here.names[1],
		placed(here.place, step, stepThere), placed(there.place, stepThere, step)), step)
	c.Favoured.Name, c.Other.Name = placed(here.place, step, stepThere), placed(there.place, stepThere, step)
	p := &pairs{scale: scale, worse: q.signed(1), derived: true}
	read := func(k contest, seed, step int) reading {
		f := q.collection.mean(t, k.favoured, seed, q.metric, step, scale)
		o := q.collection.mean(t, k.other, seed, q.metric, step, scale)
		return reading{value: f.value - o.value, missing: f.missing || o.missing, diverged: f.diverged || o.diverged}
	}
	for _, seed := range t.Schedule.Seeds {
		a, b := read(here, seed, step), read(there, seed, stepThere)
		if a.diverged || b.diverged { // an advantage over or of what diverged has no size, so that the seed tells neither
			a.diverged, b.diverged = true, true
		}
		p.add(a, b)
	}
	c.settle(p, wanted(q.metric))
	q.publishPlaces(t, &c, here, there, than.Step)
	return c
}

// publishPlaces fills in the paper's advantages at two places.
func (q question) publishPlaces(t Table, c *Comparison, here, there contest, stepThere string) {
	scale := scaleOf(q.metric)
	var values [4]float64
	for i, at := range []struct {
		cells [][]string
		step  string
	}{{here.favoured, q.test.Step}, {here.other, q.test.Step}, {there.favoured, stepThere}, {there.other, stepThere}} {
		v, ok := t.published(at.cells, q.metric, at.step)
		if !ok {
			return
		}
		values[i] = scale.forward(v)
	}
	c.published(scale, scale.back(values[0]-values[1]), scale.back(values[2]-values[3]))
}

// placed names a place by its step where that is what differs.
func placed(place string, step, other int) string {
	if step == other {
		return place
	}
	return listed(place, "step "+strconv.Itoa(step))
}

// resolve returns the step that a test words.
func (t Table) resolve(word string) int {
	switch word {
	case "":
		return t.Step
	case LastStep:
		return t.Schedule.Steps
	case FirstStep:
		return trained(t.Schedule.Evaluations)[0]
	}
	n, _ := strconv.Atoi(word) // validated
	return n
}

// trained returns the evaluations after training has begun.
func trained(evaluations []int) []int {
	return slices.DeleteFunc(slices.Clone(evaluations), func(step int) bool { return step == 0 })
}
