package models_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/models"
)

// A snapshot that is damaged can be set aside by the caller; one that cannot be read may be good and is no SnapshotError, which says so.
func TestOnlyADamagedSnapshotIsASnapshotError(t *testing.T) {
	for _, c := range []struct {
		name    string
		put     func(path string) error
		cause   error // of the system; nil: the snapshot is damaged
		message string
	}{
		{"reading fails", func(path string) error { return os.Mkdir(path, 0o755) }, syscall.EISDIR, "is a directory"},
		{"opening fails", func(path string) error { return os.Symlink(models.SnapshotFile, path) }, syscall.ELOOP, "too many levels of symbolic links"},
		{"damaged", func(path string) error { return os.WriteFile(path, []byte("not a snapshot"), 0o644) }, nil, "truncated"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, models.SnapshotFile)
			require.NoError(t, c.put(path))
			before, err := os.Lstat(path)
			require.NoError(t, err)
			tr := trainer(t, 1, tiny())
			_, err = models.Session{Dir: dir, Steps: 1}.Run(t.Context(), tr)
			require.ErrorContains(t, err, path)
			require.ErrorContains(t, err, c.message)
			require.NotContains(t, err.Error(), "\n")
			var damaged *models.SnapshotError
			if c.cause == nil {
				require.ErrorAs(t, err, &damaged)
			} else {
				require.ErrorIs(t, err, c.cause)
				require.NotErrorAs(t, err, &damaged)
			}
			require.Zero(t, tr.Steps(), "it did not start anew")
			after, err := os.Lstat(path)
			require.NoError(t, err)
			require.True(t, os.SameFile(before, after))
		})
	}
}
