package benchmarks

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tgan/metrics"
)

// Told is what a comparison tells of the second of two runs.
type Told string

// What can be told.
const (
	ToldBetter  Told = "better"
	ToldWorse   Told = "worse"
	ToldDiffers Told = "differs" // of a metric without a direction
	ToldNothing Told = "~"
)

// Contrast is two runs, metric by metric and place by place.
type Contrast struct {
	Schema int           `json:"schema"`
	A      string        `json:"a"`
	B      string        `json:"b"`
	Alpha  float64       `json:"alpha"` // a difference is told where P, corrected, is below it
	Rows   []ContrastRow `json:"rows"`
	// LeftOut says in words what could not be compared.
	LeftOut []string `json:"left_out,omitempty"`
}

// contrastSchema is the version of Contrast.
const contrastSchema = 1

// ContrastRow compares a metric at a place.
type ContrastRow struct {
	Place  string   `json:"place"`
	Metric string   `json:"metric"`
	Step   int      `json:"step"`          // generator updates; the last evaluation that both have
	A      *float64 `json:"a"`             // mean over seeds that did not diverge; null where all did
	B      *float64 `json:"b"`             //
	NA     int      `json:"n_a"`           // seeds
	NB     int      `json:"n_b"`           //
	Paired bool     `json:"paired"`        // by seeds that both have
	Lost   int      `json:"diverged"`      // seeds of either side that diverged
	Scale  Scale    `json:"scale"`         // of the effect
	Effect *float64 `json:"effect"`        // of B against A: the ratio of geometric means, or the difference of means; null with fewer than two seeds
	Low    *float64 `json:"low"`           // confidence interval of 1-Alpha, not corrected
	High   *float64 `json:"high"`          //
	P      *float64 `json:"p"`             // two-sided
	Holm   *float64 `json:"p_holm"`        // corrected for the comparisons of the metric
	Tells  Told     `json:"verdict"`       // of B
	Why    string   `json:"why,omitempty"` // nothing can be told
	worse  float64  // sign of an effect that is bad; 0 for none
	mean   float64  // of the differences, on the scale
}

// CompareRuns compares b with a. Places are matched by name; where each has one place, they are matched whatever they are called. It returns an error
// where nothing can be compared, which says why.
func CompareRuns(a, b Runs) (Contrast, error) {
	c := Contrast{Schema: contrastSchema, A: a.Source, B: b.Source, Alpha: Alpha}
	matched := false
	for _, place := range a.places {
		other, ok := b.match(place, a)
		if !ok {
			c.LeftOut = append(c.LeftOut, fmt.Sprintf("%s is only in %s", place, a.Source))
			continue
		}
		matched = true
		c.compare(&a, &b, place, other)
	}
	for _, place := range b.places {
		if _, ok := a.match(place, b); !ok {
			c.LeftOut = append(c.LeftOut, fmt.Sprintf("%s is only in %s", place, b.Source))
		}
	}
	if !matched {
		return c, fmt.Errorf("benchmarks: compare: nothing is in both: %s has %s; %s has %s", a.Source, some(a.places), b.Source, some(b.places))
	}
	if len(c.Rows) == 0 {
		return c, fmt.Errorf("benchmarks: compare: no numbers are comparable: %s", some(c.LeftOut))
	}
	c.decide()
	return c, nil
}

// match returns the place of r that stands for one of another.
func (r *Runs) match(place string, of Runs) (string, bool) {
	if _, ok := r.of[place]; ok {
		return place, true
	}
	if len(r.places) == 1 && len(of.places) == 1 {
		return r.places[0], true
	}
	return "", false
}

// some lists the first of many words.
func some(words []string) string {
	const shown = 3
	if len(words) > shown {
		return fmt.Sprintf("%s and %d more", strings.Join(words[:shown], "; "), len(words)-shown)
	}
	return strings.Join(words, "; ")
}

// compare adds the rows of a place.
func (c *Contrast) compare(a, b *Runs, place, other string) {
	name := place
	if other != place {
		name = place + " | " + other
	}
	measured := b.metrics(other)
	for _, metric := range a.metrics(place) {
		if !slices.Contains(measured, metric) {
			c.LeftOut = append(c.LeftOut, fmt.Sprintf("%s of %s is only in %s", metric, place, a.Source))
			continue
		}
		step, ok := a.step(place, b, other, metric)
		if !ok {
			c.LeftOut = append(c.LeftOut, fmt.Sprintf("%s of %s: no evaluation at the same step", metric, name))
			continue
		}
		of, err := a.made(place, metric, step)
		if err == nil {
			var with string
			if with, err = b.made(other, metric, step); err == nil && of != with {
				err = fmt.Errorf("%s; %s", of, with)
			}
		}
		if err != nil {
			c.LeftOut = append(c.LeftOut, fmt.Sprintf("%s of %s is not comparable: %v", metric, name, err))
			continue
		}
		row := ContrastRow{Place: name, Metric: metric, Step: step, Scale: scaleOf(metric), worse: -float64(Direction(metric))}
		row.fill(a, b, place, other)
		c.Rows = append(c.Rows, row)
	}
	for _, metric := range measured {
		if !slices.Contains(a.metrics(place), metric) {
			c.LeftOut = append(c.LeftOut, fmt.Sprintf("%s of %s is only in %s", metric, other, b.Source))
		}
	}
}

// fill reads both sides and measures how far they are apart.
func (r *ContrastRow) fill(a, b *Runs, place, other string) {
	own := func(runs *Runs, place string) (list []reading) {
		for _, seed := range runs.seeds(place) {
			v := runs.read(place, seed, r.Metric, r.Step)
			if v.value = r.Scale.forward(v.value); !v.missing {
				list = append(list, v)
			}
		}
		return list
	}
	p := pairs{scale: r.Scale, worse: r.worse}
	for _, seed := range a.seeds(place) {
		x, y := a.read(place, seed, r.Metric, r.Step), b.read(other, seed, r.Metric, r.Step)
		x.value, y.value = r.Scale.forward(x.value), r.Scale.forward(y.value)
		p.add(y, x)
	}
	if r.Paired = len(p.favoured) > 0; !r.Paired {
		p.other, p.favoured = own(a, place), own(b, other)
	}
	r.B, r.A = p.means()
	r.NA, r.NB = len(p.other), len(p.favoured)
	for _, v := range slices.Concat(p.other, p.favoured) {
		if v.diverged {
			r.Lost++
		}
	}
	switch {
	case r.NA < 2 || r.NB < 2:
		r.Why = "one seed tells nothing"
	case r.Paired:
		r.pair(p.differences())
	case r.Lost > 0:
		r.Why = "diverged seeds cannot be ranked without pairs"
	default:
		r.apart(values(p.other), values(p.favoured))
	}
}

func values(list []reading) []float64 {
	out := make([]float64, len(list))
	for i, v := range list {
		out[i] = v.value
	}
	return out
}

// pair tests the mean of differences of pairs against 0, from both sides.
func (r *ContrastRow) pair(differences []float64) {
	e := infer(differences, r.Scale, interval{math.Inf(-1), 0})
	r.set(e.Value, e.Low, e.High, 2*min(e.P, e.Contra))
	for _, d := range differences {
		r.mean += d / float64(len(differences))
	}
}

// apart tests the difference of the means of two samples that are not paired.
func (r *ContrastRow) apart(reference, values []float64) {
	g := gapOf(reference, values)
	r.set(r.Scale.back(g.value), r.Scale.back(g.value-g.half()), r.Scale.back(g.value+g.half()), 2*min(welch(reference, values), welch(values, reference)))
	r.mean = g.value
}

func (r *ContrastRow) set(value, low, high, p float64) {
	p = min(1, p)
	r.Effect, r.Low, r.High, r.P = &value, &low, &high, &p
}

// decide orders the rows by metric, corrects the p values of each metric for their number and says what they tell.
func (c *Contrast) decide() {
	var order []string
	for _, r := range c.Rows {
		if !slices.Contains(order, r.Metric) {
			order = append(order, r.Metric)
		}
	}
	slices.SortStableFunc(c.Rows, func(a, b ContrastRow) int { return slices.Index(order, a.Metric) - slices.Index(order, b.Metric) })
	of := map[string][]int{} // the rows of a metric that have a p value
	for i, r := range c.Rows {
		c.Rows[i].Tells = ToldNothing
		if r.P != nil {
			of[r.Metric] = append(of[r.Metric], i)
		}
	}
	for _, rows := range of {
		p := make([]float64, len(rows))
		for k, i := range rows {
			p[k] = *c.Rows[i].P
		}
		for k, corrected := range holm(p) {
			c.Rows[rows[k]].judge(corrected, c.Alpha)
		}
	}
}

func (r *ContrastRow) judge(corrected, alpha float64) {
	r.Holm = &corrected
	switch {
	case corrected >= alpha:
		if r.mean == 0 && *r.Low == *r.High {
			r.Why = "the same numbers"
		}
	case Direction(r.Metric) == metrics.NoSense:
		r.Tells = ToldDiffers
	case r.mean*r.worse > 0:
		r.Tells = ToldWorse
	default:
		r.Tells = ToldBetter
	}
}
