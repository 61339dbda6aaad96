package models_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/safetensors"
	"tgan/models"
)

func TestAFolderStandsForItsCheckpoint(t *testing.T) {
	dir := t.TempDir()
	tr := trainer(t, 1, tiny())
	checkpoint := func(name string) string {
		path := filepath.Join(dir, name)
		write(t, path, func(b *bytes.Buffer) error { return tr.Checkpoint(b) })
		return path
	}
	find := func(path, want string) {
		t.Helper()
		file, ok, err := models.FindCheckpoint(path)
		require.NoError(t, err)
		require.Equal(t, want != "", ok)
		if ok {
			require.Equal(t, want, file)
		}
	}
	find(filepath.Join(dir, "none"), "")
	find(dir, "")
	_, err := models.LoadCheckpoint(dir)
	require.ErrorContains(t, err, "no checkpoint lies in "+dir)

	for name, data := range map[string]string{"empty.safetensors": "", "cut.safetensors": "\xff\x00\x00\x00\x00\x00\x00\x00{", "lie.safetensors": "\xff\xff\xff\xff\xff\xff\xff\xff", "text.safetensors": "hello, this is text"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644))
		find(filepath.Join(dir, name), "")
	}
	write(t, filepath.Join(dir, "weights.safetensors"), func(b *bytes.Buffer) error {
		return safetensors.Write(b, safetensors.File{Tensors: []safetensors.Tensor{{Name: "a", Shape: []int{1}, Data: []float32{1}}}})
	})
	write(t, filepath.Join(dir, models.SnapshotFile), func(b *bytes.Buffer) error { return tr.Snapshot(b, "") })
	find(dir, "")

	first := checkpoint("first.safetensors")
	find(first, first)
	find(dir, first)
	c, err := models.LoadCheckpoint(dir)
	require.NoError(t, err)
	require.Equal(t, first, c.Path())

	checkpoint("second.safetensors")
	_, _, err = models.FindCheckpoint(dir)
	require.ErrorContains(t, err, "holds 2 checkpoints, first.safetensors and second.safetensors among them: name the file")
	_, err = models.LoadCheckpoint(dir)
	require.ErrorContains(t, err, "name the file")
	find(dir, checkpoint(models.CheckpointFile)) // what a training wrote comes before what lies beside it
}
