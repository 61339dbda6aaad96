package benchmarks_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/models"
)

// outline resolves benchmarks of a profile of the program without data.
func outline(t *testing.T, profile string, names ...string) *benchmarks.Plan {
	p, err := benchmarks.LookupProfile(profile)
	require.NoError(t, err)
	if len(names) == 0 {
		names = p.Benchmarks
	}
	var definitions []benchmarks.Definition
	for _, name := range names {
		d, err := benchmarks.LookupDefinition(name)
		require.NoError(t, err)
		definitions = append(definitions, d)
	}
	plan, err := benchmarks.Outline(definitions, p, "fma")
	require.NoError(t, err)
	return plan
}

func TestEveryProfileResolvesItsBenchmarks(t *testing.T) {
	profiles, err := benchmarks.Profiles()
	require.NoError(t, err)
	for _, p := range profiles {
		t.Run(p.Name, func(t *testing.T) {
			plan := outline(t, p.Name)
			require.NotEmpty(t, p.Benchmarks)
			require.Len(t, plan.Tables, len(p.Benchmarks))
			cost, err := plan.Cost()
			require.NoError(t, err)
			require.Greater(t, cost.Operations, float64(benchmarks.WorkOf(plan.Trials).Steps))
			largest := int64(0)
			for _, trial := range plan.Trials {
				each, err := models.CostOf(trial.Spec.Training)
				require.NoError(t, err)
				largest = max(largest, each.Memory)
			}
			require.Equal(t, largest, cost.Memory)
		})
	}
}

func TestTablesShareTrials(t *testing.T) {
	four, five, figure := outline(t, "laptop", "table4"), outline(t, "laptop", "table5"), outline(t, "laptop", "figure4")
	keys := func(p *benchmarks.Plan) (all []string) {
		for _, trial := range p.Trials {
			all = append(all, trial.Key)
		}
		return all
	}
	for _, shared := range []*benchmarks.Plan{five, figure} {
		for _, key := range keys(shared) {
			require.Contains(t, keys(four), key)
		}
	}
	require.Zero(t, five.Tables[0].Step, "distances are those before training")
	require.Equal(t, four.Tables[0].Schedule.Steps, four.Tables[0].Step)
}

// Cells are compared in pairs of equal seeds: these must have learned the same images.
func TestSeedsHaveSubsetsOfTheirOwn(t *testing.T) {
	plan := outline(t, "laptop", "table1")
	var subsets [][]string // by cell
	for _, cell := range plan.Tables[0].Cells {
		var seeds []string
		for _, key := range cell.Trials {
			i := slices.IndexFunc(plan.Trials, func(trial benchmarks.Trial) bool { return trial.Key == key })
			seeds = append(seeds, plan.Trials[i].Spec.Images.Seed)
		}
		require.Len(t, slices.Compact(slices.Clone(seeds)), len(plan.Tables[0].Schedule.Seeds))
		subsets = append(subsets, seeds)
	}
	require.Len(t, slices.CompactFunc(subsets, slices.Equal), 1)
}

func TestABenchmarkMayHaveAScheduleOfItsOwn(t *testing.T) {
	text := tinyProfile + "schedules: {table1: {steps: 6, evaluations: [0, 6], seeds: [2, 7, 8]}}\n"
	profile, err := benchmarks.ParseProfile([]byte(text))
	require.NoError(t, err)
	var definitions []benchmarks.Definition
	for _, name := range []string{"table1", "table2"} {
		d, err := benchmarks.LookupDefinition(name)
		require.NoError(t, err)
		definitions = append(definitions, d)
	}
	plan, err := benchmarks.NewPlan(t.Context(), definitions, profile, "", "fma")
	require.NoError(t, err)
	require.Equal(t, []int{6, 4}, []int{plan.Tables[0].Step, plan.Tables[1].Step})
	for i, seeds := range [][]int{{2, 7, 8}, profile.Seeds} {
		require.Equal(t, seeds, plan.Tables[i].Schedule.Seeds)
		for _, cell := range plan.Tables[i].Cells {
			for k, key := range cell.Trials {
				at := slices.IndexFunc(plan.Trials, func(trial benchmarks.Trial) bool { return trial.Key == key })
				require.Equal(t, fmt.Sprintf("%d/finetune", seeds[k]), plan.Trials[at].Spec.Training.Seed)
			}
		}
	}

	_, err = benchmarks.ParseProfile([]byte(strings.Replace(text, "[0, 6]", "[0, 5]", 1)))
	require.EqualError(t, err, "schedules: table1: evaluations must end with the last step, 6")
	_, err = benchmarks.ParseProfile([]byte(strings.Replace(text, "[2, 7, 8]", "[2, 8, 7]", 1)))
	require.EqualError(t, err, "schedules: table1: seeds are [2 8 7]; they must ascend")
	_, err = benchmarks.ParseProfile([]byte(strings.Replace(text, "finetune: {", "finetune: {seeds: [1], ", 1)))
	require.EqualError(t, err, "finetune: seeds are those of the profile; a benchmark has its own in schedules")

	profile, err = benchmarks.ParseProfile([]byte(strings.Replace(text, "table1", "tabel1", 1)))
	require.NoError(t, err)
	_, err = benchmarks.NewPlan(t.Context(), definitions, profile, "", "fma")
	require.ErrorContains(t, err, `unknown benchmark "tabel1"; did you mean "table1"?`)
	require.ErrorContains(t, err, "(schedules of profile tiny)")
}

func TestAStepMustBeEvaluated(t *testing.T) {
	profile, err := benchmarks.ParseProfile([]byte(tinyProfile))
	require.NoError(t, err)
	d, err := benchmarks.LookupDefinition("figure1a")
	require.NoError(t, err)
	step := 3
	d.Step = &step
	_, err = benchmarks.NewPlan(t.Context(), []benchmarks.Definition{d}, profile, "", "fma")
	require.EqualError(t, err, "benchmarks: figure1a with profile tiny: finetune: evaluations [0 2 4] are without step 3, at which the benchmark compares")
}

// What cannot be read of a role's files is left out where the profile says so; a plan has other keys then, and tells what was left out.
func TestBadFilesOfAProfile(t *testing.T) {
	plan := func(more string) (*benchmarks.Plan, error) {
		text := strings.NewReplacer("source: procedural/portraits, split: train, count: 5, seed: t", "source: broken, split: all, fit: crop"+more,
			"source: procedural/portraits, split: test, count: 8, seed: t", "source: broken, split: all, fit: crop"+more).Replace(tinyProfile)
		profile, err := benchmarks.ParseProfile([]byte(text))
		require.NoError(t, err)
		definition, err := benchmarks.LookupDefinition("table1")
		require.NoError(t, err)
		return benchmarks.NewPlan(t.Context(), []benchmarks.Definition{definition}, profile, filepath.Join("..", "datasets", "testdata", "layouts"), "fma")
	}
	_, err := plan("")
	require.ErrorContains(t, err, "benchmarks: table1 with profile tiny: data target: datasets: open broken: 4 images are bad")
	require.ErrorContains(t, err, "skip_bad in a profile")
	kept, err := plan(", skip_bad: true")
	require.NoError(t, err)
	require.Len(t, kept.Readings, 1)
	require.Equal(t, []string{"a/cut.png", "a/empty.jpg", "b/page.jpg", "c/only.gif"}, kept.Readings[0].BadFiles)
	for _, trial := range kept.Trials {
		require.Equal(t, trial.Spec.Images.Source == "broken", trial.Spec.Images.SkipBad)
	}
}
