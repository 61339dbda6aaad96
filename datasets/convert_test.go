package datasets_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
)

func convertTo(t testing.TB, dst string, spec datasets.Spec, opts datasets.Options) datasets.Converted {
	t.Helper()
	made, err := datasets.Convert(context.Background(), dst, "", spec, opts)
	require.NoError(t, err)
	return made
}

func TestConvert(t *testing.T) {
	dir := t.TempDir()
	dst := filepath.Join(dir, "set.zip")
	spec := datasets.Spec{Source: writeZip(t, everyFormat(t)), Side: 8, Fit: datasets.Stretch, Split: datasets.All}
	want := open(t, spec, datasets.Options{})
	made := convertTo(t, dst, spec, datasets.Options{Threads: 3})
	require.Equal(t, datasets.Converted{Images: 7, Classes: []string{"cats", "dogs"}}, made)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing but the zip is left")

	got := open(t, datasets.Spec{Source: dst, Side: 8, Fit: datasets.Crop, Split: datasets.All}, datasets.Options{})
	require.Equal(t, want.Digest(), got.Digest())
	require.Equal(t, want.Classes(), got.Classes())

	// As StyleGAN's tools see it.
	z, err := zip.OpenReader(dst)
	require.NoError(t, err)
	defer z.Close()
	require.Equal(t, "00000/img00000006.png", z.File[7].Name)
	for _, f := range z.File {
		require.Equal(t, zip.Store, f.Method)
	}
	r, err := z.Open("dataset.json")
	require.NoError(t, err)
	var meta struct {
		Labels [][2]any
		Tgan   struct{ Resize string }
	}
	require.NoError(t, json.NewDecoder(r).Decode(&meta))
	require.Equal(t, [2]any{"00000/img00000005.png", 1.0}, meta.Labels[5])
	require.Equal(t, "catmull-rom", meta.Tgan.Resize)
	r, err = z.Open("00000/img00000005.png")
	require.NoError(t, err)
	img, err := png.Decode(r)
	require.NoError(t, err)
	red, green, blue, _ := img.At(3, 5).RGBA()
	require.Equal(t, pixel(want, 5, 3, 5), [3]uint8{uint8(red >> 8), uint8(green >> 8), uint8(blue >> 8)})

	require.Equal(t, 7, convertTo(t, dst, spec, datasets.Options{}).Kept, "a complete conversion is left alone")
	spec.Fit = datasets.Crop
	_, err = datasets.Convert(context.Background(), dst, "", spec, datasets.Options{})
	require.EqualError(t, err, "datasets: convert: "+dst+" is there and holds something else: remove it, or choose another name")
}

// A conversion cut off anywhere, or damaged there, goes on to the bytes of one that was left alone.
func TestConvertResumes(t *testing.T) {
	spec := datasets.Spec{Source: writeZip(t, numbered(t, 30)), Side: 8, Fit: datasets.Crop, Split: datasets.All, Count: 25, Seed: "1"}
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.zip")
	convertTo(t, whole, spec, datasets.Options{})
	want, err := os.ReadFile(whole)
	require.NoError(t, err)
	dst := filepath.Join(dir, "set.zip")
	partial := dst + ".partial"
	kept := 0
	for cut := 0; cut <= len(want); cut += 211 {
		for _, tail := range []string{"", "garbage that the disk held"} {
			require.NoError(t, os.WriteFile(partial, append(bytes.Clone(want[:cut]), tail...), 0o644))
			made := convertTo(t, dst, spec, datasets.Options{Threads: 2})
			require.GreaterOrEqual(t, made.Kept, kept, "more is kept of a longer part")
			kept = made.Kept
			got, err := os.ReadFile(dst)
			require.NoError(t, err)
			require.Equal(t, want, got)
			require.NoFileExists(t, partial)
			require.NoError(t, os.Remove(dst))
		}
	}
	require.Equal(t, 25, kept)
	for at := 0; at < len(want); at += 101 {
		flipped := bytes.Clone(want)
		flipped[at] ^= 1
		require.NoError(t, os.WriteFile(partial, flipped, 0o644))
		convertTo(t, dst, spec, datasets.Options{})
		got, err := os.ReadFile(dst)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.NoError(t, os.Remove(dst))
	}
}

func TestConvertInterrupted(t *testing.T) {
	spec := datasets.Spec{Source: writeZip(t, numbered(t, 600)), Side: 8, Fit: datasets.Crop, Split: datasets.All}
	dst := filepath.Join(t.TempDir(), "set.zip")
	ctx, cancel := context.WithCancel(context.Background())
	_, err := datasets.Convert(ctx, dst, "", spec, datasets.Options{Progress: func(done, _ int) {
		if done == 400 {
			cancel()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
	require.NoFileExists(t, dst)
	require.FileExists(t, dst+".partial")
	first := 0
	made := convertTo(t, dst, spec, datasets.Options{Progress: func(done, total int) {
		require.Equal(t, 600, total)
		if first == 0 {
			first = done
		}
	}})
	require.Positive(t, made.Kept)
	require.Equal(t, made.Kept+1, first)
	require.Equal(t, open(t, spec, datasets.Options{}).Digest(), open(t, datasets.Spec{Source: dst, Side: 8, Fit: datasets.Crop, Split: datasets.All}, datasets.Options{}).Digest())
}

// An image that cannot be read while others were keeps what was made of them.
func TestConvertKeepsItsPartWhereReadingFails(t *testing.T) {
	spec := datasets.Spec{Source: writeFolder(t, numbered(t, 600)), Side: 8, Fit: datasets.Crop, Split: datasets.All}
	var files []string
	require.NoError(t, filepath.WalkDir(spec.Source, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	}))
	last := files[len(files)-1]
	kept, err := os.ReadFile(last)
	require.NoError(t, err)
	dst := filepath.Join(t.TempDir(), "set.zip")
	_, err = datasets.Convert(t.Context(), dst, "", spec, datasets.Options{Progress: func(done, _ int) {
		if done == 200 {
			require.NoError(t, os.Remove(last))
			require.NoError(t, os.Mkdir(last, 0o755)) // opening it goes well, reading it fails
		}
	}})
	require.ErrorIs(t, err, syscall.EISDIR)
	require.NoFileExists(t, dst)
	require.NoError(t, os.Remove(last))
	require.NoError(t, os.WriteFile(last, kept, 0o644))
	require.Greater(t, convertTo(t, dst, spec, datasets.Options{}).Kept, 200)
}

func TestConvertFailures(t *testing.T) {
	dir := t.TempDir()
	dst := filepath.Join(dir, "set.zip")
	bad := datasets.Spec{Source: writeZip(t, []entry{{"a.png", pngOf(t, picture(8, 8, 0))[:60]}}), Side: 8, Fit: datasets.Crop, Split: datasets.All}
	_, err := datasets.Convert(context.Background(), dst, "", bad, datasets.Options{})
	require.EqualError(t, err, "datasets: convert "+bad.Source+": a.png cannot be decoded: png: invalid format: not enough pixel data: replace or remove it")
	require.NoFileExists(t, dst)
	require.NoFileExists(t, dst+".partial")
	good := datasets.Spec{Source: writeZip(t, numbered(t, 2)), Side: 8, Fit: datasets.Crop, Split: datasets.All}
	_, err = datasets.Convert(context.Background(), filepath.Join(dir, "no", "set.zip"), "", good, datasets.Options{})
	require.ErrorContains(t, err, "no such file or directory: choose a folder that exists and can be written")
	one := filepath.Join(dir, "one.zip")
	drawn := datasets.Spec{Source: "procedural/faces", Side: 16, Split: datasets.All, Count: 3}
	convertTo(t, one, drawn, datasets.Options{})
	got := open(t, datasets.Spec{Source: one, Side: 16, Fit: datasets.Crop, Split: datasets.All}, datasets.Options{})
	require.Equal(t, open(t, drawn, datasets.Options{}).Digest(), got.Digest())
	require.Equal(t, []string{"face"}, got.Classes())
}
