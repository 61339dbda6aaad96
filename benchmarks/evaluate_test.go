package benchmarks_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/internal/kernel"
	"tgan/metrics"
	"tgan/models"
)

// judged is a benchmark of one cell that lists the independent critic.
const judged = `
name: judged
title: Judged by a critic
target: target
axes: [{name: target images, counts: target_sizes}]
metrics: [iw, fid]
`

func judgedPlan(t testing.TB, evaluation string) (*benchmarks.Plan, error) {
	return planOf(t, judged, evaluation)
}

func planOf(t testing.TB, benchmark, evaluation string) (*benchmarks.Plan, error) {
	text := strings.Replace(tinyProfile, "evaluation: {extractor: random-conv, fake: 8}", "evaluation: "+evaluation, 1)
	profile, err := benchmarks.ParseProfile([]byte(text))
	if err != nil {
		return nil, err
	}
	definition, err := benchmarks.ParseDefinition([]byte(benchmark))
	require.NoError(t, err)
	return benchmarks.NewPlan(t.Context(), []benchmarks.Definition{definition}, profile, "", "fma")
}

func TestIndependentCriticJudgesTheLastStep(t *testing.T) {
	plan, err := judgedPlan(t, "{extractor: domain, fake: 8, iw: {dim: 2, batch: 4, steps: 3, learning_rate: 1e-3}}")
	require.NoError(t, err)
	r := runner(t, t.TempDir(), 2, 1)
	require.NoError(t, r.Run(t.Context(), plan))
	c, err := benchmarks.Collect(t.Context(), plan, r.Store)
	require.NoError(t, err)
	extractor := metrics.NewDomain(nil).Name()
	for _, cell := range plan.Tables[0].Cells {
		runs := c.Runs(cell)
		require.Len(t, runs, 2)
		for _, trial := range runs {
			for _, step := range []int{0, 2, 4} {
				fid, ok := trial.At("fid", step)
				require.True(t, ok)
				require.Equal(t, extractor, fid.Extractor)
				require.Equal(t, string(metrics.DomainResize), fid.Resize)
				iw, ok := trial.At("iw", step)
				require.Equal(t, step == 4, ok, "a critic is trained after the last step only")
				if ok {
					require.Equal(t, "critic-dcgan32-2-3x4-0.001", iw.Extractor)
					require.Equal(t, [2]int{8, 8}, [2]int{iw.NReal, iw.NFake})
				}
			}
		}
	}
}

func TestBudgetsOfTheIndependentCritic(t *testing.T) {
	for _, c := range []struct{ name, evaluation, want string }{
		{"no batch", "{extractor: domain, fake: 8, iw: {dim: 2, steps: 3, learning_rate: 1e-3}}",
			"evaluation: models: iw: batch is 0; it must be 2 to 4096"},
		{"no steps", "{extractor: domain, fake: 8, iw: {dim: 2, batch: 3, learning_rate: 1e-3}}",
			"evaluation: models: iw: steps is 0; it must be 1 to 1000000"},
		{"misspelt", "{extractor: domain, fake: 8, iw: {dims: 2}}", `line 14: unknown key "dims"; did you mean "dim"?`},
		{"extractor", "{extractor: inception-64, fake: 8}",
			`evaluation: weights is missing: extractor inception-64 needs a file below the data root`},
		{"weights", "{extractor: domain, fake: 8, weights: some.pth}", `evaluation: weights is "some.pth"; extractor domain takes none`},
		{"unknown extractor", "{extractor: incepton-64, fake: 8}",
			`evaluation: extractor is "incepton-64"; it must be one of [domain random-conv inception-64 inception-192 inception-768 inception-2048]`},
		{"twice", "{extractor: domain, fake: 8, metrics: [fid, fid]}", `evaluation: metrics [fid fid]: name each metric once`},
		{"protocol", "{extractor: domain, fake: 8, resize: cubic}",
			`evaluation: metrics: no resize protocol "cubic"; use one of ["none" "pytorch-fid" "tf1" "clean"]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := judgedPlan(t, c.evaluation)
			require.EqualError(t, err, c.want)
		})
	}
}

func TestIndependentCriticIsLeftOutWithoutABudget(t *testing.T) {
	const evaluation = "{extractor: domain, fake: 8}"
	plan, err := judgedPlan(t, evaluation)
	require.NoError(t, err)
	require.Equal(t, []string{"fid"}, plan.Tables[0].Definition.Metrics)
	for _, trial := range plan.Trials {
		require.Nil(t, trial.Spec.Evaluation.IW)
		require.NotContains(t, trial.Spec.Evaluation.Metrics, "iw")
	}
	_, err = planOf(t, strings.Replace(judged, "[iw, fid]", "[iw]", 1), evaluation)
	require.EqualError(t, err, "benchmarks: judged with profile tiny: evaluation: the benchmark compares by none of the metrics [fid kmmd accuracy]")
}

// The embedded weights are part of what determines a trial: other weights, another key.
func TestTrialsNameTheEmbeddedWeights(t *testing.T) {
	plan, err := judgedPlan(t, "{extractor: domain, fake: 8, iw: {dim: 2, batch: 4, steps: 3, learning_rate: 1e-3}}")
	require.NoError(t, err)
	for _, trial := range plan.Trials {
		require.Equal(t, metrics.NewDomain(nil).Name(), trial.Spec.Evaluation.Weights)
		require.Equal(t, trial.Spec.Training.Seed+"/iw", trial.Spec.Evaluation.IW.Seed)
	}
	for _, trial := range tinyPlan(t).Trials {
		if len(trial.Spec.Evaluation.Steps) > 0 {
			require.Equal(t, metrics.NewRandomConv(nil).Name(), trial.Spec.Evaluation.Weights)
		}
	}
}

func TestIndependentWassersteinSaysWhatMadeIt(t *testing.T) {
	pool := kernel.NewPool(1, kernel.Detect())
	t.Cleanup(pool.Close)
	spec := models.DefaultIWSpec()
	spec.Dim, spec.Batch, spec.Steps = 2, 4, 2
	images := drawn(t, "faces", 9)
	score, err := benchmarks.IndependentWasserstein(t.Context(), pool, spec, images, images, nil)
	require.NoError(t, err)
	require.Equal(t, models.NameIW, score.Metric)
	require.Equal(t, [2]int{9, 9}, [2]int{score.NReal, score.NFake})
	require.Zero(t, score.Value, "equal sets")
}
