package benchmarks_test

import (
	"image/png"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/models"
)

func TestProgressHasAColumnForEachEvaluation(t *testing.T) {
	plan := tinyPlan(t)
	r := runner(t, t.TempDir(), 2, 1)
	require.NoError(t, r.Run(t.Context(), plan))
	key := plan.Tables[0].Cells[0].Trials[0]
	f, err := os.Open(filepath.Join(r.Store.Dir(key), benchmarks.ProgressFile))
	require.NoError(t, err)
	defer f.Close()
	img, err := png.Decode(f)
	require.NoError(t, err)
	const side, columns = 32, 3
	require.Equal(t, columns*(side+2*datasets.SheetGap), img.Bounds().Dx())
	require.Equal(t, benchmarks.StripRows*(side+datasets.SheetGap)+datasets.SheetGap, img.Bounds().Dy())
	left, err := filepath.Glob(filepath.Join(r.Store.Dir(key), "column-*"))
	require.NoError(t, err)
	require.Empty(t, left, "columns are removed once they are joined")
}

// Columns that are lost while the training waits are made by training as far as they are again, to the same bytes; the snapshot is kept.
func TestLostColumnsAreMadeAgain(t *testing.T) {
	plan := tinyPlan(t)
	whole := t.TempDir()
	require.NoError(t, runner(t, whole, 2, 1).Run(t.Context(), plan))
	for name, lose := range map[string]func(path string) error{
		"damaged": func(path string) error { return os.WriteFile(path, []byte("not a picture"), 0o644) },
		"missing": os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			interruptAt(t, runner(t, dir, 1, 1), plan, 3)
			columns, err := filepath.Glob(filepath.Join(dir, "*", "column-*.png"))
			require.NoError(t, err)
			require.NotEmpty(t, columns)
			for _, path := range columns {
				require.NoError(t, lose(path))
			}
			require.NoError(t, runner(t, dir, 2, 1).Run(t.Context(), plan))
			require.Equal(t, hashes(t, whole), hashes(t, dir))
		})
	}
}

// A column that cannot be read may be good: it stops the run and stays, and so does the snapshot.
func TestAColumnThatCannotBeReadIsLeftAlone(t *testing.T) {
	plan := tinyPlan(t)
	dir := t.TempDir()
	interruptAt(t, runner(t, dir, 1, 1), plan, 3)
	columns, err := filepath.Glob(filepath.Join(dir, "*", "column-*.png"))
	require.NoError(t, err)
	path := columns[0]
	require.NoError(t, os.Rename(path, path+".kept"))
	require.NoError(t, os.Symlink(filepath.Base(path), path)) // to itself: opening it fails
	require.ErrorIs(t, runner(t, dir, 1, 1).Run(t.Context(), plan), syscall.ELOOP)
	require.FileExists(t, filepath.Join(filepath.Dir(path), models.SnapshotFile))
	_, err = os.Lstat(path)
	require.NoError(t, err)
}
