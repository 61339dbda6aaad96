package models_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/kernel"
	"tgan/internal/rng"
	"tgan/models"
)

// noise is a set of images of random pixels.
type noise struct {
	n, side int
}

func (s noise) Len() int  { return s.n }
func (s noise) Side() int { return s.side }
func (s noise) At(i int) []uint8 {
	r := rng.New("noise", fmt.Sprint(i))
	pix := make([]uint8, s.side*s.side*3)
	for j := range pix {
		pix[j] = uint8(r.IntN(256))
	}
	return pix
}

// tiny is a spec that trains a step in milliseconds.
func tiny() models.Spec {
	s := models.DefaultSpec()
	s.Dim, s.Batch, s.CriticSteps = 3, 4, 2
	return s
}

func pool(t testing.TB, threads int) *kernel.Pool {
	p := kernel.NewPool(threads, kernel.Detect())
	t.Cleanup(p.Close)
	return p
}

func trainer(t testing.TB, threads int, spec models.Spec) *models.Trainer {
	tr, err := models.NewTrainer(pool(t, threads), spec, noise{10, 32})
	require.NoError(t, err)
	return tr
}

func steps(t testing.TB, tr *models.Trainer, n int) models.Losses {
	var losses models.Losses
	for range n {
		var err error
		losses, err = tr.Step()
		require.NoError(t, err)
	}
	return losses
}

// fingerprint is the sha256 of everything in the trainer.
func fingerprint(t testing.TB, tr *models.Trainer) string {
	var b bytes.Buffer
	require.NoError(t, tr.Snapshot(&b, ""))
	sum := sha256.Sum256(b.Bytes())
	return hex.EncodeToString(sum[:])
}

func TestThreadsAndInstructionSetsDoNotChangeBits(t *testing.T) {
	for _, architecture := range []string{"dcgan32", "resnet64"} {
		want := map[string]string{} // by arithmetic
		for isa := kernel.Portable; isa <= kernel.Detect(); isa++ {
			for _, threads := range []int{1, 2, 5} {
				p := kernel.NewPool(threads, isa)
				t.Cleanup(p.Close)
				spec := tiny()
				spec.Architecture = architecture
				tr, err := models.NewTrainer(p, spec, noise{10, map[string]int{"dcgan32": 32, "resnet64": 64}[architecture]})
				require.NoError(t, err)
				steps(t, tr, 2)
				if want[isa.Arithmetic()] == "" {
					want[isa.Arithmetic()] = fingerprint(t, tr)
				}
				require.Equal(t, want[isa.Arithmetic()], fingerprint(t, tr), "%s, %v, %d threads", architecture, isa, threads)
			}
		}
	}
}

func TestResumeContinuesToTheSameBits(t *testing.T) {
	whole := trainer(t, 1, tiny())
	steps(t, whole, 6)

	part := trainer(t, 1, tiny())
	steps(t, part, 4)
	path := filepath.Join(t.TempDir(), "snapshot.safetensors")
	write(t, path, func(b *bytes.Buffer) error { return part.Snapshot(b, "four") })

	resumed := trainer(t, 2, tiny())
	note, err := resumed.Resume(path)
	require.NoError(t, err)
	require.Equal(t, "four", note)
	require.Equal(t, 4, resumed.Steps())
	steps(t, resumed, 2)
	require.Equal(t, fingerprint(t, whole), fingerprint(t, resumed))
}

func write(t testing.TB, path string, content func(b *bytes.Buffer) error) {
	var b bytes.Buffer
	require.NoError(t, content(&b))
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
}

func TestSeedsAndDataMatter(t *testing.T) {
	seen := map[string]bool{}
	for _, seed := range []string{"1", "2"} {
		spec := tiny()
		spec.Seed = seed
		tr := trainer(t, 1, spec)
		seen[fingerprint(t, tr)] = true
		steps(t, tr, 1)
		seen[fingerprint(t, tr)] = true
	}
	require.Len(t, seen, 4)
}

func TestTransferTakesWhatItSays(t *testing.T) {
	source := trainer(t, 1, tiny())
	steps(t, source, 2)
	path := filepath.Join(t.TempDir(), "source.safetensors")
	write(t, path, func(b *bytes.Buffer) error { return source.Checkpoint(b) })
	checkpoint, err := models.LoadCheckpoint(path)
	require.NoError(t, err)
	require.Equal(t, 2, checkpoint.Step)

	spec := tiny()
	spec.Seed = "target"
	for _, c := range []struct {
		method            models.Transfer
		generator, critic bool
	}{
		{models.Scratch, false, false},
		{models.TransferBoth, true, true},
		{models.TransferGenerator, true, false},
		{models.TransferCritic, false, true},
	} {
		t.Run(string(c.method), func(t *testing.T) {
			tr := trainer(t, 1, spec)
			require.NoError(t, tr.StartFrom(checkpoint, c.method))
			same := func(name string) bool {
				a := tr.Params().Value(name).Data().([]float32)
				b := source.Params().Value(name).Data().([]float32)
				return fmt.Sprint(a) == fmt.Sprint(b)
			}
			require.Equal(t, c.generator, same("generator/up1/weight"))
			require.Equal(t, c.critic, same("critic/down2/weight"))
			steps(t, tr, 1)
		})
	}
}

func TestTransferRefusesAnotherNetwork(t *testing.T) {
	path := filepath.Join(t.TempDir(), "source.safetensors")
	write(t, path, func(b *bytes.Buffer) error { return trainer(t, 1, tiny()).Checkpoint(b) })
	checkpoint, err := models.LoadCheckpoint(path)
	require.NoError(t, err)
	wide := tiny()
	wide.Dim = 5
	err = trainer(t, 1, wide).StartFrom(checkpoint, models.TransferBoth)
	require.EqualError(t, err, "models: checkpoint is of dcgan32 with dim 3, the training of dcgan32 with dim 5: use the same network")
	require.ErrorContains(t, trainer(t, 1, tiny()).StartFrom(checkpoint, "all"), `unknown transfer method "all"`)
}

func TestDamagedCheckpointIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.safetensors")
	write(t, path, func(b *bytes.Buffer) error { return trainer(t, 1, tiny()).Checkpoint(b) })
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	data[len(data)-5] ^= 1
	require.NoError(t, os.WriteFile(path, data, 0o644))
	_, err = models.LoadCheckpoint(path)
	require.ErrorContains(t, err, path)
	require.ErrorContains(t, err, "does not match its sha256")
}

func TestSnapshotOfAnotherTrainingIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.safetensors")
	write(t, path, func(b *bytes.Buffer) error { return trainer(t, 1, tiny()).Snapshot(b, "") })
	other := tiny()
	other.LearningRate = 3e-4
	_, err := trainer(t, 1, other).Resume(path)
	require.ErrorContains(t, err, "of another training")
}

func TestDivergenceIsToldWithItsStep(t *testing.T) {
	tr := trainer(t, 1, tiny())
	steps(t, tr, 2)
	tr.Params().Value("critic/down3/weight").Data().([]float32)[0] = float32(math.Inf(1))
	_, err := tr.Step()
	diverged, ok := errors.AsType[*models.DivergedError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, 3, diverged.Step)
	require.Equal(t, 2, tr.Steps(), "the step is not counted")
}

func TestSamplesAreAFunctionOfTheSeed(t *testing.T) {
	s := trainer(t, 1, tiny()).Sampler()
	six, err := s.Draw(6, "grid")
	require.NoError(t, err)
	require.Len(t, six, 6*32*32*3)
	four, err := s.Draw(4, "grid")
	require.NoError(t, err)
	require.Equal(t, six[:len(four)], four, "whole batches do not depend on how many follow")
	other, err := s.Draw(4, "other")
	require.NoError(t, err)
	require.NotEqual(t, four, other)
}

func TestSpecsOutOfRange(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(s *models.Spec)
		want   string
	}{
		{"architecture", func(s *models.Spec) { s.Architecture = "vae" }, `models: unknown architecture "vae"; known: [dcgan32 resnet32 resnet64]`},
		{"dim", func(s *models.Spec) { s.Dim = 0 }, "models: dim is 0; it must be 1 to 1024"},
		{"batch", func(s *models.Spec) { s.Batch = 1 }, "models: batch is 1; it must be 2 to 4096"},
		{"rate", func(s *models.Spec) { s.LearningRate = 0 }, "models: learning_rate is 0; it must be above 0, up to 1"},
		{"beta", func(s *models.Spec) { s.Beta2 = 1 }, "models: beta2 is 1; it must be 0 to below 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := tiny()
			c.change(&s)
			require.EqualError(t, s.Validate(), c.want)
		})
	}
}

func TestImagesMustFit(t *testing.T) {
	_, err := models.NewTrainer(pool(t, 1), tiny(), noise{4, 16})
	require.EqualError(t, err, "models: images have 16 pixels a side; dcgan32 needs 32")
	_, err = models.NewTrainer(pool(t, 1), tiny(), noise{0, 32})
	require.EqualError(t, err, "models: no images to train on")
}
