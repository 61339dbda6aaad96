package benchmarks_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/internal/atomicfile"
	"tgan/internal/failfs"
	"tgan/internal/kernel"
	"tgan/models"
	"tgan/results"
)

// tinyProfile runs every benchmark in a second.
const tinyProfile = `
name: tiny
data:
  source:
    train: {source: procedural/faces, split: train, count: 16, seed: t}
    test: {source: procedural/faces, split: test, count: 8, seed: t}
  target:
    train: {source: procedural/portraits, split: train, count: 5, seed: t}
    test: {source: procedural/portraits, split: test, count: 8, seed: t}
lists: {target_sizes: [5, 10]}
training: {dim: 2, batch: 4, critic_steps: 2}
pretrain: {steps: 3}
finetune: {steps: 4, evaluations: [0, 2, 4]}
evaluation: {extractor: random-conv, fake: 8}
seeds: [1, 2]
`

func tinyPlan(t testing.TB) *benchmarks.Plan {
	profile, err := benchmarks.ParseProfile([]byte(tinyProfile))
	require.NoError(t, err)
	definition, err := benchmarks.LookupDefinition("table2")
	require.NoError(t, err)
	plan, err := benchmarks.NewPlan(t.Context(), []benchmarks.Definition{definition}, profile, "", "fma")
	require.NoError(t, err)
	return plan
}

func runner(t testing.TB, dir string, workers, threads int) *benchmarks.Runner {
	store, err := results.Open(dir)
	require.NoError(t, err)
	return &benchmarks.Runner{
		Store: store, Workers: workers, Threads: threads, ISA: kernel.Detect(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

// hashes returns the sha256 of every file below a folder.
func hashes(t testing.TB, dir string) map[string]string {
	sums := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		sum := sha256.Sum256(data)
		rel, _ := filepath.Rel(dir, path)
		sums[rel] = hex.EncodeToString(sum[:])
		return err
	}))
	return sums
}

func TestPlanSharesSources(t *testing.T) {
	plan := tinyPlan(t)
	require.Len(t, plan.Tables, 1)
	require.Len(t, plan.Tables[0].Cells, 4)
	require.Len(t, plan.Trials, 2*4+2, "two seeds of four cells and one source a seed")
	seen := map[string]bool{}
	for _, trial := range plan.Trials {
		require.False(t, seen[trial.Key])
		if trial.Spec.Source != "" {
			require.True(t, seen[trial.Spec.Source], "a source stands before its users")
		}
		seen[trial.Key] = true
	}
}

// methodsDefinition has levels of later methods, with values and augmentations.
const methodsDefinition = `
name: methods
title: Methods
target: target
axes:
  - name: method
    levels:
      - {name: freeze, source: source, transfer: "freeze-d:1"}
      - {name: mined, source: source, transfer: miner, augment: ada}
      - {name: plain, augment: diffaugment}
metrics: [fid]
`

func TestMethodsAreDeclaredByName(t *testing.T) {
	profile, err := benchmarks.ParseProfile([]byte(tinyProfile))
	require.NoError(t, err)
	profile.Seeds, profile.Training.EMA = []int{1}, 0.9
	definition, err := benchmarks.ParseDefinition([]byte(methodsDefinition))
	require.NoError(t, err)
	plan, err := benchmarks.NewPlan(t.Context(), []benchmarks.Definition{definition}, profile, "", "fma")
	require.NoError(t, err)
	require.Len(t, plan.Trials, 4)
	source, mined := plan.Trials[0].Spec, plan.Trials[2].Spec
	require.Empty(t, source.Training.Augment, "a level is of the fine-tuning")
	require.Equal(t, models.ADA, mined.Training.Augment)
	require.Equal(t, models.TransferMiner, mined.Transfer)

	dir := t.TempDir()
	r := runner(t, dir, 2, 1)
	require.NoError(t, r.Run(t.Context(), plan))
	want := hashes(t, dir)
	again := t.TempDir()
	require.NoError(t, runner(t, again, 1, 3).Run(t.Context(), plan))
	require.Equal(t, want, hashes(t, again))
	c, err := models.LoadCheckpoint(filepath.Join(dir, plan.Trials[2].Key, benchmarks.CheckpointFile))
	require.NoError(t, err)
	require.Equal(t, models.TransferMiner, c.Spec.Method)
	require.NotSame(t, c.Params(), c.Average())

	for _, bad := range []struct{ from, to, want string }{
		{"freeze-d:1", "freeze-d:9", `axis "method", level "freeze": models: transfer method "freeze-d:9": LAYERS must be a whole number from 1 to 5`},
		{"augment: ada", "augment: adda", `axis "method", level "mined": models: unknown augmentation "adda"; known: [diffaugment ada]`},
	} {
		_, err := benchmarks.ParseDefinition([]byte(strings.Replace(methodsDefinition, bad.from, bad.to, 1)))
		require.EqualError(t, err, bad.want)
	}
	definition.Axes[0].Levels[0].Transfer = "freeze-d:4" // resnet64 has as many layers, dcgan32 has not
	_, err = benchmarks.NewPlan(t.Context(), []benchmarks.Definition{definition}, profile, "", "fma")
	require.EqualError(t, err, `benchmarks: methods with profile tiny: models: transfer method "freeze-d:4": LAYERS must be a whole number from 1 to 3`)
}

func TestWorkersAndThreadsDoNotChangeBits(t *testing.T) {
	plan := tinyPlan(t)
	var want map[string]string
	for _, c := range []struct{ workers, threads int }{{1, 1}, {3, 1}, {1, 2}, {2, 5}} {
		dir := t.TempDir()
		require.NoError(t, runner(t, dir, c.workers, c.threads).Run(t.Context(), plan))
		got := hashes(t, dir)
		if want == nil {
			want = got
			require.Len(t, want, 5*8+4*2, "checkpoint, log, samples and record of each, and the progress of those that are measured")
		}
		require.Equal(t, want, got, "%d workers of %d threads", c.workers, c.threads)
	}
}

func TestInterruptedRunContinuesToTheSameBytes(t *testing.T) {
	plan := tinyPlan(t)
	whole := t.TempDir()
	require.NoError(t, runner(t, whole, 1, 1).Run(t.Context(), plan))

	dir := t.TempDir()
	stopped := errors.New("stopped by the test")
	for n := 1; ; n++ {
		ctx, cancel := context.WithCancelCause(t.Context())
		r := runner(t, dir, 1, 1)
		events := 0
		r.Progress = func(e benchmarks.Event) {
			if events++; !e.Had && e.Step == 1+n%3 {
				cancel(stopped)
			}
		}
		err := r.Run(ctx, plan)
		cancel(nil)
		if err == nil {
			break
		}
		require.ErrorIs(t, err, stopped)
		require.Less(t, n, 200)
	}
	require.Equal(t, hashes(t, whole), hashes(t, dir))
}

func TestDamagedTrialIsSetAsideAndComputedAnew(t *testing.T) {
	plan := tinyPlan(t)
	dir := t.TempDir()
	r := runner(t, dir, 2, 1)
	require.NoError(t, r.Run(t.Context(), plan))
	want := hashes(t, dir)
	trial := filepath.Join(dir, plan.Trials[0].Key)
	require.NoError(t, os.WriteFile(filepath.Join(trial, benchmarks.SamplesFile), []byte("not a picture"), 0o644))
	damaged := hashes(t, trial)
	require.NoError(t, r.Run(t.Context(), plan))
	require.Equal(t, damaged, hashes(t, trial+".damaged-1"))
	require.NoError(t, os.RemoveAll(trial+".damaged-1"))
	require.Equal(t, want, hashes(t, dir))

	require.NoError(t, os.Remove(filepath.Join(trial, benchmarks.SamplesFile)))
	_, err := benchmarks.Collect(t.Context(), plan, r.Store)
	require.ErrorContains(t, err, benchmarks.SamplesFile+" is missing; tgan run computes the trial anew")
	require.NoError(t, r.Run(t.Context(), plan))
	require.Equal(t, want, hashes(t, dir))
}

func TestDamagedTrialOfAnotherProcessIsLeftAlone(t *testing.T) {
	plan := tinyPlan(t)
	dir := t.TempDir()
	r := runner(t, dir, 2, 1)
	require.NoError(t, r.Run(t.Context(), plan))
	trial := filepath.Join(dir, plan.Trials[0].Key)
	require.NoError(t, os.WriteFile(filepath.Join(trial, benchmarks.SamplesFile), []byte("not a picture"), 0o644))
	before := hashes(t, dir)
	unlock, err := atomicfile.Lock(trial)
	require.NoError(t, err)
	defer unlock()
	require.ErrorIs(t, r.Run(t.Context(), plan), atomicfile.ErrOwned)
	require.Equal(t, before, hashes(t, dir))
}

// No read that fails, whichever it is, makes a run of finished trials change or remove anything.
func TestAReadThatFailsChangesNothing(t *testing.T) {
	plan := tinyPlan(t)
	dir := t.TempDir()
	r := runner(t, dir, 2, 1)
	require.NoError(t, r.Run(t.Context(), plan))
	before, whole := hashes(t, dir), r.Store
	failures := 0
	for n := 1; ; n++ {
		files := failfs.New(os.DirFS(dir), n, syscall.EIO)
		r.Store = whole.Through(files)
		err := r.Run(t.Context(), plan)
		if err == nil {
			_, err = benchmarks.Collect(t.Context(), plan, r.Store)
		}
		if !files.Failed() {
			require.NoError(t, err)
			break
		}
		if err != nil { // the size of a record is a hint that reading it does without
			require.ErrorIs(t, err, syscall.EIO)
			failures++
		}
	}
	require.Equal(t, before, hashes(t, dir))
	files := 0
	for _, trial := range plan.Trials {
		record, ok, err := whole.Get(trial.Key)
		require.NoError(t, err)
		require.True(t, ok)
		files += 1 + len(record.Files)
	}
	require.GreaterOrEqual(t, failures, 2*3*files, "each is opened, read and found to end, by the run and for its report")
}

func TestInterruptWhileFinishedTrialsAreVerified(t *testing.T) {
	plan := tinyPlan(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped by the test")
	cancel(stopped)
	require.ErrorIs(t, runner(t, t.TempDir(), 1, 1).Run(ctx, plan), stopped)
}

func TestCollectTakesWhatIsThere(t *testing.T) {
	plan := tinyPlan(t)
	dir := t.TempDir()
	r := runner(t, dir, 2, 1)
	c, err := benchmarks.Collect(t.Context(), plan, r.Store)
	require.NoError(t, err)
	require.Empty(t, c.Runs(plan.Tables[0].Cells[0]))
	require.NoError(t, r.Run(t.Context(), plan))
	c, err = benchmarks.Collect(t.Context(), plan, r.Store)
	require.NoError(t, err)
	for _, cell := range plan.Tables[0].Cells {
		runs := c.Runs(cell)
		require.Len(t, runs, 2)
		for _, run := range runs {
			score, ok := run.At("fid", 4)
			require.True(t, ok)
			require.Equal(t, 8, score.NReal)
			require.Equal(t, 8, score.NFake)
			require.Positive(t, score.Value)
		}
	}
}

// interruptAt runs the plan until the first fine-tuning has done so many steps.
func interruptAt(t *testing.T, r *benchmarks.Runner, plan *benchmarks.Plan, step int) {
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	stopped := errors.New("stopped by the test")
	r.Progress = func(e benchmarks.Event) {
		if len(e.Trial.Spec.Evaluation.Steps) > 0 && e.Step == step {
			cancel(stopped)
		}
	}
	require.ErrorIs(t, r.Run(ctx, plan), stopped)
}
