package models_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/kernel"
	"tgan/models"
)

// sourceOf returns a checkpoint of a training of the spec after two steps.
func sourceOf(t testing.TB, spec models.Spec) *models.Checkpoint {
	tr := trainer(t, 1, spec)
	steps(t, tr, 2)
	return reload(t, tr)
}

// reload returns what a checkpoint of the training says.
func reload(t testing.TB, tr *models.Trainer) *models.Checkpoint {
	path := filepath.Join(t.TempDir(), "checkpoint.safetensors")
	write(t, path, func(b *bytes.Buffer) error { return tr.Checkpoint(b) })
	c, err := models.LoadCheckpoint(path)
	require.NoError(t, err)
	return c
}

// target is the spec of trainings that start from a source of tiny().
func target() models.Spec {
	spec := tiny()
	spec.Seed, spec.LearningRate = "target", 1e-3
	return spec
}

func tuned(t testing.TB, p *kernel.Pool, spec models.Spec, source *models.Checkpoint, method models.Transfer) *models.Trainer {
	tr, err := models.NewTrainer(p, spec, noise{10, 32})
	require.NoError(t, err)
	require.NoError(t, tr.StartFrom(source, method))
	return tr
}

// tuning is a training from a source.
type tuning struct {
	method models.Transfer
	spec   models.Spec
}

// everyTuning is every method, short ones of those that change with the step, plain and with all that goes with any method.
func everyTuning() (list []tuning) {
	methods := append(models.Transfers(), "miner:2", "freeze-d:1", "l2-sp:3", "ewc:3")
	for _, augment := range append(models.Augmentations(), "") {
		for _, m := range methods {
			spec := target()
			if spec.Augment = augment; augment != "" {
				spec.EMA = 0.9
			}
			list = append(list, tuning{m, spec})
		}
	}
	return list
}

// A training of any method that is killed after any number of steps goes on to the same bits, on another number of threads.
func TestEveryMethodResumesToTheSameBits(t *testing.T) {
	source := sourceOf(t, tiny())
	one, two := pool(t, 1), pool(t, 2)
	for _, c := range everyTuning() {
		if c.spec.Augment != "" && !slices.Contains([]models.Transfer{models.Scratch, models.TransferBoth, "miner:2", "ewc:3"}, c.method) {
			continue // the others differ in what these have
		}
		t.Run(fmt.Sprint(c.method, " ", c.spec.Augment), func(t *testing.T) {
			whole := tuned(t, one, c.spec, source, c.method)
			for killed := range 4 {
				path := filepath.Join(t.TempDir(), fmt.Sprint(killed))
				write(t, path, func(b *bytes.Buffer) error { return whole.Snapshot(b, "") })
				resumed := tuned(t, two, c.spec, source, c.method)
				_, err := resumed.Resume(path)
				require.NoError(t, err)
				steps(t, whole, 1)
				steps(t, resumed, 1)
				require.Equal(t, fingerprint(t, whole), fingerprint(t, resumed), "killed after %d steps", killed)
			}
		})
	}
}

// No two methods are the same training, nor with an augmentation. (The adaptive one has probability 0 in the first steps.)
func TestMethodsDiffer(t *testing.T) {
	source, p := sourceOf(t, tiny()), pool(t, 2)
	seen := map[string]string{}
	for _, c := range everyTuning() {
		if c.spec.Augment == models.ADA {
			continue
		}
		tr := tuned(t, p, c.spec, source, c.method)
		steps(t, tr, 5)
		key := fmt.Sprint(tr.Params().Value("critic/linear/weight").Data())
		name := fmt.Sprint(c.method, " ", c.spec.Augment)
		require.Empty(t, seen[key], "%s is the same as %s", name, seen[key])
		seen[key] = name
	}
}

// Frozen weights are the source's bit for bit after training; all others have moved.
func TestFrozenWeightsStay(t *testing.T) {
	source, p := sourceOf(t, tiny()), pool(t, 2)
	for _, c := range []struct {
		method models.Transfer
		frozen func(name string) bool
	}{
		{models.TransferBoth, func(string) bool { return false }},
		{models.TransferFreezeD, func(name string) bool { return hasPrefix(name, "critic/down1/", "critic/down2/") }},
		{"freeze-d:1", func(name string) bool { return hasPrefix(name, "critic/down1/") }},
		{"freeze-d:3", func(name string) bool { return hasPrefix(name, "critic/down") }},
		{models.TransferScaleShift, func(name string) bool {
			return hasPrefix(name, "generator/") && !strings.HasSuffix(name, "/scale") && !strings.HasSuffix(name, "/offset")
		}},
		{"miner:3", func(name string) bool { return hasPrefix(name, "generator/") && !hasPrefix(name, "generator/miner/") }},
		{"miner:2", func(string) bool { return false }},
		{models.TransferL2SP, func(string) bool { return false }},
		{models.TransferEWC, func(string) bool { return false }},
	} {
		t.Run(string(c.method), func(t *testing.T) {
			spec := target()
			spec.Augment = models.ADA
			tr := tuned(t, p, spec, source, c.method)
			steps(t, tr, 3)
			for _, name := range tr.Params().Names() {
				if name == "critic/linear/bias" {
					continue // shifts real and fake alike: its gradient is zero
				}
				start := source.Params().Value(name)
				if start == nil {
					require.True(t, hasPrefix(name, "generator/miner/"), name)
					continue
				}
				same := slices.Equal(start.Data().([]float32), tr.Params().Value(name).Data().([]float32))
				require.Equal(t, c.frozen(name), same, name)
			}
		})
	}
}

func hasPrefix(name string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}

func TestHeldWeightsStayNearer(t *testing.T) {
	source, p := sourceOf(t, tiny()), pool(t, 2)
	moved := func(method models.Transfer, prefix string) float64 {
		tr := tuned(t, p, target(), source, method)
		losses := steps(t, tr, 20)
		require.Equal(t, method != models.TransferBoth, losses.Held > 0, "the penalty is told")
		sum := 0.0
		for _, name := range tr.Params().Names() {
			if hasPrefix(name, prefix) {
				for i, v := range tr.Params().Value(name).Data().([]float32) {
					d := float64(v - source.Params().Value(name).Data().([]float32)[i])
					sum += d * d
				}
			}
		}
		return sum
	}
	require.Less(t, moved("l2-sp:100", "critic/"), moved(models.TransferBoth, "critic/")/2)
	require.Less(t, moved("l2-sp:100", "generator/"), moved(models.TransferBoth, "generator/")/2)
	require.Less(t, moved("ewc:100", "generator/"), moved(models.TransferBoth, "generator/"))
}

// A GAN with a miner is saved whole, and can be a source itself.
func TestMinerIsPartOfTheGenerator(t *testing.T) {
	source, p := sourceOf(t, tiny()), pool(t, 1)
	tr := tuned(t, p, target(), source, models.TransferMiner)
	steps(t, tr, 2)
	want, err := tr.Sampler().Draw(4, "grid")
	require.NoError(t, err)
	mined := reload(t, tr)
	require.Equal(t, 128, mined.Spec.Miner)
	sampler, err := models.NewSampler(p, mined)
	require.NoError(t, err)
	got, err := sampler.Draw(4, "grid")
	require.NoError(t, err)
	require.Equal(t, want, got)

	next := tuned(t, p, target(), mined, models.TransferBoth)
	got, err = next.Sampler().Draw(4, "grid")
	require.NoError(t, err)
	require.Equal(t, want, got)
	tr, err = models.NewTrainer(p, target(), noise{10, 32})
	require.NoError(t, err)
	require.EqualError(t, tr.StartFrom(mined, models.TransferMiner), "models: transfer method miner: the source already has a miner: use both")
	require.NoError(t, tr.StartFrom(mined, models.TransferCritic))
	require.Zero(t, tr.Spec().Miner)
}

func TestAverageOfTheGenerator(t *testing.T) {
	p, spec := pool(t, 1), tiny()
	spec.EMA = 0.5
	tr, err := models.NewTrainer(p, spec, noise{10, 32})
	require.NoError(t, err)
	weight := func() []float32 { return slices.Clone(tr.Params().Value("generator/up1/weight").Data().([]float32)) }
	want := weight()
	for _, share := range []float32{0.9, 1 - 2.0/11, 0.75} { // of decays 1/10, 2/11 and 3/12, until it is 0.5
		steps(t, tr, 1)
		for i, w := range weight() {
			want[i] += share * (w - want[i])
		}
	}
	c := reload(t, tr)
	require.InDeltaSlice(t, want, c.Average().Value("generator/up1/weight").Data().([]float32), 1e-7)
	require.NotEqual(t, c.Params().Value("generator/up1/weight").Data(), c.Average().Value("generator/up1/weight").Data())

	sampler, err := models.NewSampler(p, c)
	require.NoError(t, err)
	saved, err := sampler.Draw(4, "grid")
	require.NoError(t, err)
	now, err := tr.Sampler().Draw(4, "grid")
	require.NoError(t, err)
	require.Equal(t, saved, now)
	plain := tiny()
	other, err := models.NewTrainer(p, plain, noise{10, 32})
	require.NoError(t, err)
	steps(t, other, 3)
	require.Equal(t, other.Params().Value("generator/up1/weight").Data(), tr.Params().Value("generator/up1/weight").Data(), "training does not see the average")
}

func TestWrongTransfers(t *testing.T) {
	for _, c := range []struct {
		method models.Transfer
		want   string
	}{
		{"all", `models: unknown transfer method "all"; known: [scratch both generator critic freeze-d scale-shift miner l2-sp ewc]`},
		{"both:2", `models: transfer method "both:2": both takes no value: leave out ":2"`},
		{"freeze-d:4", `models: transfer method "freeze-d:4": LAYERS must be a whole number from 1 to 3`},
		{"freeze-d:1.5", `models: transfer method "freeze-d:1.5": LAYERS must be a whole number from 1 to 3`},
		{"l2-sp:-1", `models: transfer method "l2-sp:-1": STRENGTH must be a number from 0 to 1e+09`},
		{"ewc:NaN", `models: transfer method "ewc:NaN": STRENGTH must be a number from 0 to 1e+09`},
		{"miner:", `models: transfer method "miner:": STEPS must be a whole number from 0 to 1e+09`},
	} {
		require.EqualError(t, c.method.ValidateFor(models.DefaultSpec()), c.want)
	}
	require.NoError(t, models.Transfer("freeze-d:4").Validate(), "resnet64 has as many layers")
	require.Error(t, models.Transfer("freeze-d:6").Validate())
	spec := models.DefaultSpec()
	spec.Augment = "mixup"
	require.EqualError(t, spec.Validate(), `models: unknown augmentation "mixup"; known: [diffaugment ada]`)
}

func TestSnapshotOfAnotherMethodIsRefused(t *testing.T) {
	source, p := sourceOf(t, tiny()), pool(t, 1)
	path := filepath.Join(t.TempDir(), "s.safetensors")
	tr := tuned(t, p, target(), source, models.TransferL2SP)
	write(t, path, func(b *bytes.Buffer) error { return tr.Snapshot(b, "") })
	_, err := tuned(t, p, target(), source, models.TransferEWC).Resume(path)
	require.ErrorContains(t, err, "of another training")
}
