package benchmarks

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/results"
)

// made is a collection that was never run: values are those of a function.
type made struct {
	c *Collection
}

func newMade(seeds int, evaluations ...int) *made {
	p := Profile{Name: "made", Finetune: Schedule{Steps: evaluations[len(evaluations)-1], Evaluations: evaluations}}
	for i := range seeds {
		p.Finetune.Seeds = append(p.Finetune.Seeds, i+1)
	}
	return &made{&Collection{Plan: &Plan{Profile: p}, Trials: map[string]results.Trial{}}}
}

// table adds a benchmark with a trial for each cell and seed.
func (m *made) table(d Definition, value func(levels []string, seed, step int) float64) *made {
	schedule := m.c.Plan.Profile.Finetune
	t := Table{Definition: d, Schedule: schedule, Step: schedule.Steps}
	if d.Step != nil {
		t.Step = *d.Step
	}
	cells := [][]string{nil}
	for _, a := range d.Axes {
		var names []string
		for _, l := range a.Levels {
			names = append(names, l.Name)
		}
		if a.Counts != "" {
			names = []string{"20", "100", "500"}
		}
		cells = crossed(cells, names)
	}
	for _, levels := range cells {
		cell := Cell{Levels: levels}
		for _, seed := range schedule.Seeds {
			key := fmt.Sprint(d.Name, levels, seed)
			trial := results.Trial{Key: key, Outcome: results.Done}
			for _, step := range schedule.Evaluations {
				for _, metric := range d.Metrics {
					trial.Scores = append(trial.Scores, results.Score{Step: step, Metric: metric, Value: value(levels, seed, step)})
				}
			}
			cell.Trials = append(cell.Trials, key)
			m.c.Trials[key] = trial
		}
		t.Cells = append(t.Cells, cell)
	}
	m.c.Plan.Tables = append(m.c.Plan.Tables, t)
	return m
}

func axis(name string, levels ...string) Axis {
	a := Axis{Name: name}
	for _, l := range levels {
		level := Level{Name: l}
		if l != "scratch" {
			level.Source = l
		}
		a.Levels = append(a.Levels, level)
	}
	return a
}

func networks(metrics ...string) Definition {
	return Definition{
		Name: "networks", Axes: []Axis{axis("networks", "scratch", "both")}, Metrics: metrics,
		Paper: Paper{Columns: []string{"100K"}, Rows: []PaperRow{{Level: "scratch", Metric: "fid", Values: []float64{40}}, {Level: "both", Metric: "fid", Values: []float64{20}}}},
	}
}

// noise is small, and other for each seed.
func noise(seed int) float64 { return 1 + 0.01*float64(seed*seed%7) }

func claimOf(t *testing.T, tests string) Claim {
	claims, err := ParseClaims([]byte("- {id: X, statement: s, tests: [" + tests + "]}"))
	require.NoError(t, err)
	return claims[0]
}

func decideOne(t *testing.T, m *made, tests string) Verdict {
	v := Decide(m.c, []Claim{claimOf(t, tests)})
	require.Len(t, v, 1)
	_, err := json.Marshal(v)
	require.NoError(t, err, "every number is finite")
	return v[0]
}

const bothBeatScratch = "{kind: better, benchmark: networks, better: [both], worse: [scratch], metrics: [fid], beside: [iw]}"

func TestRulings(t *testing.T) {
	for _, c := range []struct {
		name          string
		both, scratch func(seed int) float64
		seeds         int
		want          Ruling
	}{
		{"half the distance", func(s int) float64 { return 10 * noise(s) }, func(int) float64 { return 20 }, 5, Holds},
		{"twice the distance", func(s int) float64 { return 40 * noise(s) }, func(int) float64 { return 20 }, 5, Fails},
		{"as often up as down", func(s int) float64 { return 20 + float64(s%2*2-1) }, func(int) float64 { return 20 }, 4, Undecided},
		{"one seed", func(int) float64 { return 1 }, func(int) float64 { return 20 }, 1, NotMeasured},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMade(c.seeds, 0, 10).table(networks("fid"), func(levels []string, seed, _ int) float64 {
				if levels[0] == "both" {
					return c.both(seed)
				}
				return c.scratch(seed)
			})
			v := decideOne(t, m, bothBeatScratch)
			require.Equal(t, c.want, v.Ruling)
			require.Len(t, v.Comparisons, 1, "iw is not measured, and decides nothing")
			require.Equal(t, 0.5, *v.Comparisons[0].Published)
			require.Equal(t, 20.0, *v.Comparisons[0].Favoured.Paper)
			require.Equal(t, c.seeds, v.Comparisons[0].N)
		})
	}
}

func TestWhatThePlanLacksIsNotMeasured(t *testing.T) {
	m := newMade(3, 0, 10).table(networks("iw"), func(_ []string, seed, _ int) float64 { return -noise(seed) })
	require.Equal(t, NotMeasured, decideOne(t, m, bothBeatScratch).Ruling, "the metric")
	require.Equal(t, NotMeasured, decideOne(t, newMade(3, 0, 10), bothBeatScratch).Ruling, "the benchmark")
	m = newMade(3, 0, 10).table(networks("fid"), func(_ []string, seed, _ int) float64 { return noise(seed) })
	require.Equal(t, NotMeasured, decideOne(t, m, strings.Replace(bothBeatScratch, "[both]", "[critic]", 1)).Ruling, "the level")
	for key := range m.c.Trials {
		delete(m.c.Trials, key)
	}
	v := decideOne(t, m, bothBeatScratch)
	require.Equal(t, NotMeasured, v.Ruling, "the runs")
	require.Zero(t, v.Comparisons[0].N)
	require.Nil(t, v.Comparisons[0].Effect)
}

func TestHigherIsBetterForTheIndependentCritic(t *testing.T) {
	m := newMade(4, 0, 10).table(networks("fid", "iw"), func(levels []string, seed, _ int) float64 {
		if levels[0] == "both" {
			return 0.1 * noise(seed) // for fid, the better one too: it is lower than 5
		}
		return -5
	})
	v := decideOne(t, m, strings.ReplaceAll(bothBeatScratch, "metrics: [fid], beside: [iw]", "metrics: [iw]"))
	require.Equal(t, Holds, v.Ruling)
	require.Equal(t, Difference, v.Comparisons[0].Effect.Scale)
	require.InDelta(t, 5.1, v.Comparisons[0].Effect.Value, 0.01)
}

// A diverged run loses, by as much as the largest difference of the other seeds.
func TestADivergedRunLoses(t *testing.T) {
	build := func(diverged string, from int) *made {
		m := newMade(5, 0, 10).table(networks("fid"), func(levels []string, seed, _ int) float64 {
			if levels[0] == "both" {
				return 10 * noise(seed)
			}
			return 20
		})
		for seed := from; seed <= 5; seed++ {
			key := fmt.Sprint("networks", []string{diverged}, seed)
			trial, ok := m.c.Trials[key]
			require.True(t, ok, key)
			trial.Outcome, trial.DivergedAt = results.Diverged, 7
			m.c.Trials[key] = trial
		}
		return m
	}
	v := decideOne(t, build("scratch", 5), bothBeatScratch)
	require.Equal(t, Holds, v.Ruling)
	require.Equal(t, 1, v.Comparisons[0].Diverged)
	require.Equal(t, 5, v.Comparisons[0].N)
	v = decideOne(t, build("both", 5), bothBeatScratch)
	require.Equal(t, Undecided, v.Ruling, "four wins and a loss of the same size")
	require.InDelta(t, 10*(noise(1)+noise(2)+noise(3)+noise(4))/4, *v.Comparisons[0].Favoured.Mean, 1e-9)
	v = decideOne(t, build("both", 1), bothBeatScratch)
	require.Equal(t, Fails, v.Ruling, "five losses")
	require.Nil(t, v.Comparisons[0].Favoured.Mean)
	v = decideOne(t, build("both", 1), strings.Replace(bothBeatScratch, "metrics", "step: 0, metrics", 1))
	require.Equal(t, Holds, v.Ruling, "it had not diverged yet")
}

func sizes() Definition {
	return Definition{
		Name: "sizes", Axes: []Axis{axis("initialization", "scratch", "pre-trained"), {Name: "images", Counts: "target_sizes"}}, Metrics: []string{"fid"},
		Paper: Paper{Columns: []string{"1K", "5K", "10K", "50K"}, Rows: []PaperRow{
			{Level: "scratch", Metric: "fid", Values: []float64{256, 86, 74, 46}}, {Level: "pre-trained", Metric: "fid", Values: []float64{93, 74, 47, 30}}}},
	}
}

// size is a law: FID falls with the logarithm of images, and pre-training is worth images.
func sizeLaw(worth float64) func(levels []string, seed, step int) float64 {
	return func(levels []string, seed, _ int) float64 {
		n, _ := strconv.ParseFloat(levels[1], 64)
		if levels[0] == "pre-trained" {
			n *= worth * noise(seed)
		}
		return 1000 / n
	}
}

func TestEachLevelIsAComparison(t *testing.T) {
	m := newMade(4, 0, 10).table(sizes(), sizeLaw(3))
	v := decideOne(t, m, "{kind: better, benchmark: sizes, better: [pre-trained, each], worse: [scratch, each], metrics: [fid]}")
	require.Equal(t, Holds, v.Ruling)
	require.Len(t, v.Comparisons, 3)
	require.Equal(t, "pre-trained against scratch, 20 images", v.Comparisons[0].Words)
	require.InDelta(t, 3*v.Comparisons[0].Effect.P, v.Comparisons[0].Effect.Holm, 1e-12, "corrected for three equal cells")
	require.Equal(t, 256.0, *v.Comparisons[0].Other.Paper, "the smallest beside the smallest")
	require.Nil(t, v.Comparisons[1].Published, "numbers between do not correspond")
	require.Equal(t, 30.0, *v.Comparisons[2].Favoured.Paper)
}

func TestImagesSaved(t *testing.T) {
	v := decideOne(t, newMade(4, 0, 10).table(sizes(), sizeLaw(3)),
		"{kind: saves, benchmark: sizes, better: [pre-trained, each], worse: [scratch, each], metrics: [fid], paper: [10, 50]}")
	require.Equal(t, Holds, v.Ruling)
	require.Len(t, v.Comparisons, 2, "of the largest number nothing can be said")
	require.InDelta(t, 20, *v.Comparisons[0].Favoured.Mean, 1e-9)
	require.InDelta(t, 20/v.Comparisons[0].Effect.Value, *v.Comparisons[0].Other.Mean, 1e-9, "the means agree with the effect")
	require.InDelta(t, 1/3.1, v.Comparisons[0].Effect.Value, 0.03)
	require.Equal(t, 0.2, *v.Comparisons[0].Published)
	v = decideOne(t, newMade(4, 0, 10).table(sizes(), sizeLaw(100)),
		"{kind: saves, benchmark: sizes, better: [pre-trained, smallest], worse: [scratch, smallest], metrics: [fid]}")
	require.InDelta(t, 20.0/500, v.Comparisons[0].Effect.Value, 1e-9, "beyond what was measured is its end")
	require.Equal(t, Undecided, v.Ruling, "four equal seeds are no more than their signs")
}

// Exchanging the sides turns an effect round, so that a loss counts as much as a gain.
func TestBothSidesCountAlike(t *testing.T) {
	names := []string{"pre-trained", "scratch"}
	for _, worth := range []float64{3, 1.0 / 3} {
		m := newMade(6, 0, 10).table(sizes(), sizeLaw(worth))
		var effects []Effect
		for i := range names {
			v := decideOne(t, m, fmt.Sprintf("{kind: saves, benchmark: sizes, better: [%s, smallest], worse: [%s, smallest], metrics: [fid]}", names[i], names[1-i]))
			effects = append(effects, *v.Comparisons[0].Effect)
			require.Equal(t, map[bool]Ruling{true: Holds, false: Fails}[(worth > 1) == (i == 0)], v.Ruling, "worth %g, %s", worth, names[i])
		}
		require.InDelta(t, 1, effects[0].Value*effects[1].Value, 1e-9)
		require.InDelta(t, 1, effects[0].P+effects[1].P, 1e-9)
	}
	d := networks("fid")
	m := newMade(6, 0, 10, 20, 40).table(d, func(levels []string, seed, step int) float64 {
		if levels[0] == "both" {
			return noise(seed) * 300 / float64(step+1)
		}
		return 200 / float64(step+1)
	})
	here := decideOne(t, m, "{kind: sooner, benchmark: networks, better: [both], worse: [scratch], metrics: [fid]}")
	require.Equal(t, Fails, here.Ruling)
	there := decideOne(t, m, "{kind: sooner, benchmark: networks, better: [scratch], worse: [both], metrics: [fid]}")
	require.Equal(t, Holds, there.Ruling)
	require.InDelta(t, 1, here.Comparisons[0].Effect.Value*there.Comparisons[0].Effect.Value, 1e-9)
}

func TestAdvantageShrinks(t *testing.T) {
	shrinks := "{kind: shrinks, benchmark: sizes, better: [pre-trained, smallest], worse: [scratch, smallest], than: {better: [pre-trained, largest], worse: [scratch, largest]}, metrics: [fid]}"
	m := newMade(4, 0, 10).table(sizes(), func(levels []string, seed, _ int) float64 {
		if levels[0] == "pre-trained" && levels[1] == "20" {
			return 50 * noise(seed)
		}
		return 100
	})
	v := decideOne(t, m, shrinks)
	require.Equal(t, Holds, v.Ruling)
	require.InDelta(t, 0.51, v.Comparisons[0].Effect.Value, 0.01)
	require.InDelta(t, (93.0/256)/(30.0/46), *v.Comparisons[0].Published, 1e-9)
	require.Equal(t, "20 images", v.Comparisons[0].Favoured.Name)
	require.Equal(t, Undecided, decideOne(t, newMade(4, 0, 10).table(sizes(), sizeLaw(3)), shrinks).Ruling, "the same everywhere")
}

func TestSooner(t *testing.T) {
	d := networks("fid")
	d.Paper.Curves = []PaperCurve{{"scratch", "fid", []int{1, 2, 4}, []float64{80, 40, 20}}, {"both", "fid", []int{1, 2, 4}, []float64{30, 20, 10}}}
	m := newMade(4, 0, 10, 20, 40).table(d, func(levels []string, seed, step int) float64 {
		if levels[0] == "both" {
			return noise(seed) * 50 / float64(step+1)
		}
		return 200 / float64(step+1)
	})
	v := decideOne(t, m, "{kind: sooner, benchmark: networks, better: [both], worse: [scratch], metrics: [fid]}")
	require.Equal(t, Undecided, v.Ruling, "all reach it by the first evaluation: equal seeds")
	require.InDelta(t, 0.25, v.Comparisons[0].Effect.Value, 1e-9)
	require.InDelta(t, 0.5, *v.Comparisons[0].Published, 1e-9, "2 of 4 updates")
}

func TestReach(t *testing.T) {
	places := []float64{10, 20, 40}
	require.Equal(t, 10.0, reach(places, []float64{3, 2, 1}, 5))
	require.Equal(t, 15.0, reach(places, []float64{3, 2, 1}, 2.5))
	require.Equal(t, 40.0, reach(places, []float64{3, 2, 1}, 0))
	require.Equal(t, 30.0, reach(places, []float64{3, 9, 1}, 2), "what was reached is kept")
	require.Equal(t, 20.0, reach(places, []float64{math.Inf(1), 1, 1}, 2), "the first diverged")
}

func grids(name string, step *int) Definition {
	return Definition{
		Name: name, Step: step, Axes: []Axis{axis("target", "flowers", "streets"), axis("source", "scratch", "objects", "places", "faces")}, Metrics: []string{"fid"},
	}
}

func rank(level string) float64 { return float64(strings.Index("objects places faces", level) + 1) }

func TestOthersAndMeans(t *testing.T) {
	m := newMade(4, 0, 10).table(grids("grid", nil), func(levels []string, seed, _ int) float64 {
		if levels[1] == "scratch" {
			return 100
		}
		return rank(levels[1]) + noise(seed)*rank(levels[1])/10
	})
	v := decideOne(t, m, "{kind: better, benchmark: grid, better: [each, others], worse: [each, scratch], metrics: [fid]}")
	require.Equal(t, Holds, v.Ruling)
	require.Len(t, v.Comparisons, 6)
	require.Equal(t, "faces against scratch, streets", v.Comparisons[5].Words)
	v = decideOne(t, m, "{kind: better, benchmark: grid, better: [flowers, objects], worse: [flowers, others], metrics: [fid]}")
	require.Len(t, v.Comparisons, 2)
	require.Equal(t, "objects against places, flowers", v.Comparisons[0].Words)
	v = decideOne(t, m, "{kind: better, benchmark: grid, better: [mean, objects], worse: [mean, places], among: [flowers], metrics: [fid]}")
	require.Equal(t, "objects against places, mean over target flowers", v.Comparisons[0].Words)
}

func TestGuides(t *testing.T) {
	zero := 0
	m := newMade(4, 0, 10)
	value := func(levels []string, seed, step int) float64 {
		r := rank(levels[1])
		if step == 0 && levels[0] == "streets" && seed != 2 { // the guide is wrong about streets, in most seeds
			r = float64(int(r*7) % 19)
		}
		return r
	}
	guide := grids("guide", &zero)
	guide.Axes[1] = axis("source", "objects", "places", "faces")
	m.table(grids("grid", nil), value).table(guide, value)
	v := decideOne(t, m, "{kind: guides, benchmark: grid, guide: guide, between: [0, 0.9], metrics: [fid]}")
	require.Equal(t, Correlation, v.Comparisons[0].Effect.Scale)
	require.Equal(t, "within 0 and 0.9", v.Comparisons[0].Effect.Wanted)
	require.Equal(t, 4, v.Comparisons[0].N)
	require.Contains(t, v.Comparisons[0].Note, "of 8")

	fewer := &m.c.Plan.Tables[1]
	fewer.Schedule.Seeds = fewer.Schedule.Seeds[1:3]
	for i := range fewer.Cells {
		fewer.Cells[i].Trials = fewer.Cells[i].Trials[1:3]
	}
	v = decideOne(t, m, "{kind: guides, benchmark: grid, guide: guide, between: [0, 0.9], metrics: [fid]}")
	require.Equal(t, 2, v.Comparisons[0].N, "seeds of one table alone have no pair")
	require.Contains(t, v.Comparisons[0].Note, "in 3 of 4", "seeds are paired by their numbers: the guide is right about seed 2")
}

func TestEquivalence(t *testing.T) {
	equal := "{kind: equivalent, benchmark: networks, better: [both], worse: [scratch], margin: 1.1, metrics: [fid]}"
	for ratio, want := range map[float64]Ruling{1: Holds, 1.095: Undecided, 1.5: Fails} {
		m := newMade(6, 0, 10).table(networks("fid"), func(levels []string, seed, _ int) float64 {
			if levels[0] == "both" {
				return 20 * ratio * (1 + 0.02*float64(seed%3-1))
			}
			return 20
		})
		require.Equal(t, want, decideOne(t, m, equal).Ruling, "%g", ratio)
	}
}

func TestClaimsThatCannotBe(t *testing.T) {
	for tests, words := range map[string]string{
		"{kind: bettr, benchmark: a, better: [x], worse: [y], metrics: [fid]}":                `unknown kind "bettr"`,
		"{kind: better, benchmark: a, better: [each], worse: [y], metrics: [fid]}":            "stand for the same level of both",
		"{kind: better, benchmark: a, better: [x], worse: [y, z], metrics: [fid]}":            "give a level an axis for both",
		"{kind: better, benchmark: a, better: [x], worse: [y], metrics: [fod]}":               `unknown metric "fod"`,
		"{kind: better, benchmark: a, better: [x], worse: [y], metrics: [fid], step: end}":    `step is "end"`,
		"{kind: better, benchmark: a, better: [x], worse: [y]}":                               "none that decides",
		"{kind: equivalent, benchmark: a, better: [x], worse: [y], metrics: [fid]}":           "margin is 0",
		"{kind: equivalent, benchmark: a, better: [x], worse: [y], metrics: [iw], margin: 2}": "it has no ratios",
		"{kind: shrinks, benchmark: a, better: [x], worse: [y], metrics: [fid]}":              "needs another place",
		"{kind: guides, benchmark: a, metrics: [fid], between: [1, 0], guide: b}":             "two ascending ends",
		"{kind: better, benchmark: a, better: [x], worse: [y], metrics: [fid], levels: [x]}":  `unknown key "levels"`,
		"{kind: better, benchmark: a, better: [others], worse: [others], metrics: [fid]}":     "needs a level that they are other than",
	} {
		_, err := ParseClaims([]byte("- {id: X, statement: s, tests: [" + tests + "]}"))
		require.ErrorContains(t, err, words, tests)
	}
}

// filled is a collection of the plan in which every trial has every score, of no meaning.
func filled(plan *Plan) *Collection {
	c := &Collection{Plan: plan, Trials: map[string]results.Trial{}}
	for i, spec := range plan.Trials {
		trial := results.Trial{Key: spec.Key, Outcome: results.Done}
		for _, step := range spec.Spec.Evaluation.Steps {
			names := spec.Spec.Evaluation.Metrics
			if spec.Spec.Evaluation.IW != nil && (spec.Spec.Evaluation.IWOverSteps || step == spec.Spec.Steps) {
				names = append(slices.Clone(names), "iw")
			}
			if spec.Spec.Evaluation.Accuracy != nil {
				names = append(slices.Clone(names), NameAccuracy)
			}
			for _, name := range names {
				trial.Scores = append(trial.Scores, results.Score{Step: step, Metric: name, Value: float64(10 + (i*7+step)%5)})
			}
		}
		c.Trials[spec.Key] = trial
	}
	return c
}
