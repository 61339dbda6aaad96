package benchmarks_test

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/datasets"
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

// A column that is lost while the training waits can only be had again by training anew, to the same bytes.
func TestALostColumnIsTrainedAnew(t *testing.T) {
	plan := tinyPlan(t)
	whole := t.TempDir()
	require.NoError(t, runner(t, whole, 2, 1).Run(t.Context(), plan))
	dir := t.TempDir()
	interruptAt(t, runner(t, dir, 1, 1), plan, 3)
	columns, err := filepath.Glob(filepath.Join(dir, "*", "column-*.png"))
	require.NoError(t, err)
	require.NotEmpty(t, columns)
	for _, path := range columns {
		require.NoError(t, os.WriteFile(path, []byte("not a picture"), 0o644))
	}
	require.NoError(t, runner(t, dir, 2, 1).Run(t.Context(), plan))
	require.Equal(t, hashes(t, whole), hashes(t, dir))
}
