package benchmarks_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/metrics"
	"tgan/models"
	"tgan/results"
)

// scenesProfile runs the conditional benchmarks in seconds.
const scenesProfile = `
name: tiny
data:
  places:
    train: {source: procedural/places, split: train, count: 16, seed: t}
    test: {source: procedural/places, split: test, count: 8, seed: t}
  scenes:
    train: {source: procedural/places, split: train, classes: 3, per_class: 5, style: 0.5, seed: t}
    test: {source: procedural/places, split: test, classes: 3, per_class: 4, style: 0.5, seed: t}
lists: {class_sizes: [2, 5]}
training: {dim: 2, batch: 4, critic_steps: 2}
pretrain: {steps: 3}
finetune: {steps: 4, evaluations: [0, 4]}
evaluation: {extractor: domain, fake: 12}
seeds: [1]
`

// scenesPlan is the plan of some benchmarks with classifiers that are trained for two steps.
func scenesPlan(t testing.TB, names ...string) *benchmarks.Plan {
	profile, err := benchmarks.ParseProfile([]byte(scenesProfile))
	require.NoError(t, err)
	var definitions []benchmarks.Definition
	for _, name := range names {
		d, err := benchmarks.LookupDefinition(name)
		require.NoError(t, err)
		definitions = append(definitions, d)
	}
	plan, err := benchmarks.NewPlan(t.Context(), definitions, profile, "", "fma")
	require.NoError(t, err)
	for _, trial := range plan.Trials {
		if recipe := trial.Spec.Evaluation.Accuracy; recipe != nil {
			recipe.Training.Steps = 2
		}
	}
	return plan
}

func TestConditionalBenchmarksShareTrials(t *testing.T) {
	plan := scenesPlan(t, "table6", "table7", "figure1b")
	require.Len(t, plan.Tables[0].Cells, 2)
	require.Len(t, plan.Tables[1].Cells, 4)
	require.Len(t, plan.Tables[2].Cells, 6)
	require.Len(t, plan.Trials, 1+2+4-2+4, "table 7 with all images is table 6, and both are in figure 1b")
	require.Equal(t, 2, plan.Tables[1].Cells[0].PerClass)
	require.Equal(t, 2, plan.Tables[1].Cells[0].Size())
	conditions := map[models.Condition]int{}
	for _, trial := range plan.Trials {
		spec := trial.Spec
		conditions[spec.Training.Condition]++
		require.Equal(t, spec.Training.Condition != "", spec.Training.Classes == 3)
		require.Equal(t, spec.Training.Condition != "", spec.Evaluation.PerClass)
		require.Equal(t, spec.Training.Condition != "", spec.Evaluation.Accuracy != nil)
		if trial.Spec.Source != "" && strings.Contains(trial.Name, "2 a class") {
			require.Equal(t, 2, spec.Images.PerClass)
			require.Equal(t, 5, spec.Evaluation.Accuracy.Images.PerClass, "judged by all images of the role")
		}
	}
	require.Equal(t, map[models.Condition]int{"": 3, models.ConditionBatchNorm: 4, models.ConditionConcatenate: 2}, conditions)
	definition, err := benchmarks.LookupDefinition("table7")
	require.NoError(t, err)
	outlined, err := benchmarks.Outline([]benchmarks.Definition{definition}, plan.Profile, "fma")
	require.NoError(t, err)
	require.Len(t, outlined.Trials, 5)
	files := plan.Profile
	files.Data = map[string]benchmarks.Role{"places": files.Data["places"]}
	unseen := benchmarks.Role{Train: plan.Profile.Data["scenes"].Train, Test: plan.Profile.Data["scenes"].Test}
	unseen.Train.Source, unseen.Train.Classes, unseen.Train.Style, unseen.Train.Fit = "lsun", 0, 0, "crop"
	files.Data["scenes"] = unseen
	_, err = benchmarks.Outline([]benchmarks.Definition{definition}, files, "fma")
	require.EqualError(t, err, "benchmarks: table7 with profile tiny: data scenes: classes is missing: without the images it must say how many there are")
	require.Equal(t, 3, outlined.Trials[0].Spec.Training.Classes)
}

// fewerThanFeatures are the warnings of an FID of n real and as many fake images by the extractor "domain".
func fewerThanFeatures(n int) (warnings []string) {
	for _, set := range []string{"real", "fake"} {
		warnings = append(warnings, fmt.Sprintf("%d %s images are fewer than %d features: the covariance lacks rank and FID is far too high; use more images, fewer features, or kid",
			n, set, metrics.NewDomain(nil).Dim()))
	}
	return warnings
}

func TestConditionalTrialsAreMeasuredByClass(t *testing.T) {
	plan := scenesPlan(t, "table6")
	dir := t.TempDir()
	r := runner(t, dir, 2, 1)
	require.NoError(t, r.Run(t.Context(), plan))
	want := hashes(t, dir)
	again := t.TempDir()
	require.NoError(t, runner(t, again, 1, 3).Run(t.Context(), plan))
	require.Equal(t, want, hashes(t, again))

	c, err := benchmarks.Collect(t.Context(), plan, r.Store)
	require.NoError(t, err)
	for _, cell := range plan.Tables[0].Cells {
		trial := c.Runs(cell)[0]
		for _, step := range []int{0, 4} {
			mean := 0.0
			for _, class := range []string{"beach", "bridge", "canyon"} {
				score, ok := trial.AtClass(metrics.NameFID, class, step)
				require.True(t, ok, class)
				require.Equal(t, [2]int{4, 4}, [2]int{score.NReal, score.NFake})
				require.Equal(t, fewerThanFeatures(4), score.Warnings)
				mean += score.Value / 3
			}
			average, ok := trial.AtClass(metrics.NameFID, results.ClassMean, step)
			require.True(t, ok)
			require.InDelta(t, mean, average.Value, 1e-9)
			require.Equal(t, fewerThanFeatures(4), average.Warnings, "each once")
			all, ok := trial.At(metrics.NameFID, step)
			require.True(t, ok)
			require.Equal(t, [2]int{12, 12}, [2]int{all.NReal, all.NFake})
			require.Equal(t, fewerThanFeatures(12), all.Warnings)
			for _, name := range []string{benchmarks.NameAccuracy, benchmarks.NameRealAccuracy} {
				score, ok := trial.At(name, step)
				require.True(t, ok, name)
				require.True(t, score.Value >= 0 && score.Value <= 1)
				require.Equal(t, "classifier-2x64-0.002", score.Extractor)
			}
		}
	}
	checkpoint, err := models.LoadCheckpoint(filepath.Join(dir, plan.Tables[0].Cells[0].Trials[0], benchmarks.CheckpointFile))
	require.NoError(t, err)
	require.Equal(t, models.ConditionBatchNorm, checkpoint.Spec.Condition)

	stopped := errors.New("stopped by the test")
	dir = t.TempDir()
	for n := 1; ; n++ {
		require.Less(t, n, 50)
		ctx, cancel := context.WithCancelCause(t.Context())
		r := runner(t, dir, 1, 1)
		r.Progress = func(e benchmarks.Event) {
			if !e.Had && e.Step == 1+n%3 {
				cancel(stopped)
			}
		}
		err := r.Run(ctx, plan)
		cancel(nil)
		if err == nil {
			break
		}
		require.ErrorIs(t, err, stopped)
	}
	require.Equal(t, want, hashes(t, dir))
}

func TestConditionalDefinitionsAndRoles(t *testing.T) {
	const plain = "name: x\ntitle: X\ntarget: scenes\naxes: [{name: a, levels: [{name: l}]}]\n"
	const told = "name: x\ntitle: X\ntarget: scenes\naxes: [{name: a, levels: [{name: l, condition: batch-norm}]}]\n"
	for _, c := range []struct{ text, want string }{
		{plain + "metrics: [accuracy]", "per_class and metric accuracy are of conditional trainings: give a level a condition"},
		{plain + "metrics: [fid]\nper_class: true", "per_class and metric accuracy are of conditional trainings: give a level a condition"},
		{told + "metrics: [kmmd]\nper_class: true", "per_class needs metric fid"},
		{strings.Replace(told, "batch-norm", "label", 1) + "metrics: [fid]", `axis "a", level "l": models: unknown condition "label"; known: [batch-norm concatenate]`},
		{strings.Replace(plain, "levels: [{name: l}]", "counts: a, per_class: b", 1) + "metrics: [fid]", `axis "a": give one of levels, counts and per_class`},
	} {
		_, err := benchmarks.ParseDefinition([]byte(c.text))
		require.EqualError(t, err, c.want)
	}
	definition, err := benchmarks.ParseDefinition([]byte(told + "metrics: [fid]"))
	require.NoError(t, err)
	for _, c := range []struct{ from, to, want string }{
		{"classes: 3, per_class: 5", "classes: 1, per_class: 5", "data scenes: models: classes is 1; with condition batch-norm it must be 2 to 10000"},
		{"source: procedural/places, split: train, classes: 3, per_class: 5, style: 0.5", "source: procedural/faces, split: train, count: 5", "data scenes: models: classes is 1; with condition batch-norm it must be 2 to 10000"},
	} {
		profile, err := benchmarks.ParseProfile([]byte(strings.Replace(scenesProfile, c.from, c.to, 1)))
		require.NoError(t, err)
		_, err = benchmarks.NewPlan(t.Context(), []benchmarks.Definition{definition}, profile, "", "fma")
		require.EqualError(t, err, "benchmarks: x with profile tiny: "+c.want)
	}
	const scenes = "source: procedural/places, split: train, classes: 3, per_class: 5, style: 0.5, seed: t"
	for _, c := range []struct{ source, want string }{
		{"layouts/parts-only, split: all, fit: crop", "the classes of layouts/parts-only are parts of a set (train_1, train_2), not kinds of images"},
		{"layouts/parts-only, split: all, fit: crop, classes: 2", "the classes of layouts/parts-only are parts of a set (train_1, train_2), not kinds of images"},
		{"containers/stylegan-lacks.zip, split: all, fit: crop", "it needs images of at least 2 classes, containers/stylegan-lacks.zip has 1 (dataset.json has no label for 1 image"},
	} {
		profile, err := benchmarks.ParseProfile([]byte(strings.Replace(scenesProfile, scenes, "source: "+c.source, 1)))
		require.NoError(t, err)
		_, err = benchmarks.NewPlan(t.Context(), []benchmarks.Definition{definition}, profile, filepath.Join("..", "datasets", "testdata"), "fma")
		require.ErrorContains(t, err, "benchmarks: x with profile tiny: data scenes: "+c.want)
	}
}
