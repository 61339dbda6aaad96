package datasets_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/datasets"
)

func TestWritePictures(t *testing.T) {
	fill := func(p *datasets.Pictures) error {
		for i, name := range []string{"b/0.png", "a/1.png", "b/2.png"} {
			pixels := make([]uint8, 4*4*3)
			for k := range pixels {
				pixels[k] = uint8(50*i + k)
			}
			if err := p.Add(name, 4, pixels); err != nil {
				return err
			}
		}
		return nil
	}
	dir := t.TempDir()
	folder, archive := filepath.Join(dir, "folder"), filepath.Join(dir, "archive.zip")
	require.NoError(t, datasets.WritePictures(folder+"/", fill))
	require.NoError(t, datasets.WritePictureZip(archive, fill))
	for _, source := range []string{folder, archive} {
		images, err := datasets.Open(t.Context(), "", datasets.Spec{Source: source, Side: 4, Fit: datasets.Crop, Split: datasets.All}, datasets.Options{Threads: 1})
		require.NoError(t, err)
		require.Equal(t, []string{"a", "b"}, images.Classes())
		require.Equal(t, 3, images.Len())
		require.Equal(t, uint8(50), images.At(0)[0], "the pixels are those that were given")
		require.NoError(t, images.Close())
	}
	require.NoDirExists(t, folder+".partial")

	// Nothing is mixed, and nothing half-written stays.
	require.ErrorContains(t, datasets.WritePictures(folder, fill), "is not empty")
	require.NoError(t, os.Mkdir(filepath.Join(dir, "empty"), 0o755))
	require.NoError(t, datasets.WritePictures(filepath.Join(dir, "empty"), fill))
	full := errors.New("full")
	failing := func(p *datasets.Pictures) error { return errors.Join(fill(p), full) }
	require.ErrorIs(t, datasets.WritePictures(filepath.Join(dir, "new"), failing), full)
	require.ErrorIs(t, datasets.WritePictureZip(filepath.Join(dir, "new.zip"), failing), full)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "left.partial"), 0o755))
	require.ErrorContains(t, datasets.WritePictures(filepath.Join(dir, "left"), fill), "remove what was left of an interrupted command")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	require.Equal(t, []string{"archive.zip", "empty", "folder", "left.partial"}, names)
}
