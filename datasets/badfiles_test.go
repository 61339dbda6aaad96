package datasets_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
)

// broken is a fixture of five good images and four bad ones.
func broken() datasets.Spec {
	return datasets.Spec{Source: filepath.Join("testdata", "layouts", "broken"), Side: 8, Fit: datasets.Crop, Split: datasets.All}
}

// One error names all bad files, whatever is wrong with each and whoever reads the set.
func TestAllBadFilesAtOnce(t *testing.T) {
	ctx, spec := context.Background(), broken()
	_, err := datasets.Open(ctx, "", spec, datasets.Options{})
	require.Regexp(t, `^datasets: open `+spec.Source+`: 4 images are bad \(--skip-bad, or skip_bad in a profile, leaves out what is bad\): `+
		`a/cut.png cannot be decoded: .*; a/empty.jpg is empty: replace or remove it; `+
		`b/page.jpg is not an image, it starts with "<html><b": replace or remove it; c/only.gif cannot be decoded: .*$`, err.Error())
	want := strings.TrimPrefix(err.Error(), "datasets: open "+spec.Source+": ")
	_, err = datasets.OpenCached(ctx, t.TempDir(), "", spec, datasets.Options{})
	require.EqualError(t, err, "datasets: open "+spec.Source+": "+want)
	_, err = datasets.Look(ctx, "", spec)
	require.EqualError(t, err, "datasets: look at "+spec.Source+": "+want)
	_, err = datasets.Identity(t.Context(), "", spec)
	require.EqualError(t, err, "datasets: identify "+spec.Source+": "+want)
	out := filepath.Join(t.TempDir(), "set.zip")
	_, err = datasets.Convert(ctx, out, "", spec, datasets.Options{})
	require.EqualError(t, err, "datasets: open "+spec.Source+": "+want)
	require.NoFileExists(t, out)
}

// Where bad files show only when they are decoded, all of the images that were asked for are named, the first twenty by name.
func TestBadFilesThatDecodingFinds(t *testing.T) {
	entries := numbered(t, 40)
	for k := range 30 {
		entries[k].data = entries[k].data[:len(entries[k].data)/2]
	}
	spec := datasets.Spec{Source: writeZip(t, entries), Side: 8, Fit: datasets.Crop, Split: datasets.All}
	for name, read := range map[string]func() error{
		"open": func() error {
			_, err := datasets.Open(context.Background(), "", spec, datasets.Options{Threads: 3})
			return err
		},
		"cache": func() error {
			_, err := datasets.OpenCached(context.Background(), t.TempDir(), "", spec, datasets.Options{Threads: 3})
			return err
		},
		"convert": func() error {
			_, err := datasets.Convert(context.Background(), filepath.Join(t.TempDir(), "out.zip"), "", spec, datasets.Options{Threads: 3})
			return err
		},
		"explain": func() error {
			c, err := datasets.OpenCollection(context.Background(), "", spec)
			require.NoError(t, err)
			defer c.Close()
			_, err = c.Decode(3)
			return c.Explain(context.Background(), 3, spec.Source, err)
		},
	} {
		err := read()
		require.ErrorContains(t, err, ": 30 images are bad (--skip-bad", name)
		require.ErrorContains(t, err, ": c/aaa.png cannot be decoded: ", name)
		require.ErrorContains(t, err, "; c/aat.png cannot be decoded", name)
		require.NotContains(t, err.Error(), "c/aau.png", name)
		require.Regexp(t, "; and 10 more$", err.Error(), name)
		require.NotContains(t, err.Error(), "\n")
	}
	spec.SkipBad = true
	require.Equal(t, 10, open(t, spec, datasets.Options{}).Len())
}

// With SkipBad a set is what it would be without the bad files, classes and splits too, and they are told.
func TestSkipBad(t *testing.T) {
	spec := broken()
	spec.SkipBad = true
	without := t.TempDir()
	require.NoError(t, os.CopyFS(without, os.DirFS(spec.Source)))
	for _, bad := range []string{"a/cut.png", "a/empty.jpg", "b/page.jpg", "c/only.gif"} {
		require.NoError(t, os.Remove(filepath.Join(without, bad)))
	}
	clean := spec
	clean.Source, clean.SkipBad = without, false
	require.Equal(t, open(t, clean, datasets.Options{}).Digest(), open(t, spec, datasets.Options{}).Digest())
	require.Equal(t, []string{"a", "b"}, open(t, spec, datasets.Options{}).Classes())
	set, err := datasets.OpenSet(context.Background(), "", spec, datasets.Options{})
	require.NoError(t, err)
	defer set.Close()
	require.Equal(t, spec.Source+": folder of classes, 2 classes, 5 images (2 to 3 a class); skipped 4 bad (bad: a/cut.png, a/empty.jpg, b/page.jpg, ...)",
		set.Reading().String())
	require.Equal(t, []string{"a/cut.png", "a/empty.jpg", "b/page.jpg", "c/only.gif"}, set.Reading().BadFiles)

	id, err := set.Identity(t.Context())
	require.NoError(t, err)
	cleanID, err := datasets.Identity(t.Context(), "", clean)
	require.NoError(t, err)
	require.Contains(t, id, cleanID+"/without/", "which were left out is part of what the set is")
	clean.SkipBad = true
	same, err := datasets.Identity(t.Context(), "", clean)
	require.NoError(t, err)
	require.Equal(t, cleanID, same, "a set without bad files keeps its identity")
}

// A cache made with SkipBad is not used without it.
func TestSkipBadAndTheCache(t *testing.T) {
	dir, spec := t.TempDir(), broken()
	spec.SkipBad = true
	m, err := datasets.OpenCached(context.Background(), dir, "", spec, datasets.Options{})
	require.NoError(t, err)
	require.Equal(t, 5, m.Len())
	require.NoError(t, m.Close())
	spec.SkipBad = false
	_, err = datasets.OpenCached(context.Background(), dir, "", spec, datasets.Options{})
	require.ErrorContains(t, err, "4 images are bad")
}

// Bad values of a database are left out too.
func TestSkipBadValues(t *testing.T) {
	source := t.TempDir()
	require.NoError(t, os.CopyFS(source, os.DirFS(filepath.Join("testdata", "fixtures", "lsun", "bedroom_train_lmdb"))))
	db := filepath.Join(source, "data.mdb")
	data, err := os.ReadFile(db)
	require.NoError(t, err)
	damaged := 0
	for at := 0; at+12 < len(data) && damaged == 0; at++ {
		if string(data[at:at+4]) == "RIFF" && string(data[at+8:at+12]) == "WEBP" {
			copy(data[at+12:], "XXXX")
			damaged++
		}
	}
	require.Equal(t, 1, damaged)
	require.NoError(t, os.WriteFile(db, data, 0o644))
	spec := datasets.Spec{Source: source, Side: 8, Fit: datasets.Crop, Split: datasets.All}
	_, err = datasets.Open(context.Background(), "", spec, datasets.Options{})
	require.ErrorContains(t, err, "fetch the database again")
	spec.SkipBad = true
	require.Equal(t, 3, open(t, spec, datasets.Options{}).Len())
	survey, err := datasets.Look(context.Background(), "", spec)
	require.NoError(t, err)
	require.Equal(t, 3, survey.Images)
	require.Equal(t, 1, survey.Skipped.Others[datasets.Bad])
	require.Len(t, survey.Reading.BadFiles, 1)
}

// A set of nothing but bad files is none.
func TestNothingButBadFiles(t *testing.T) {
	spec := datasets.Spec{Source: writeZip(t, []entry{{"a.png", nil}, {"b.png", nil}}), Split: datasets.All, SkipBad: true}
	_, err := datasets.Look(context.Background(), "", spec)
	require.ErrorContains(t, err, "no images, it holds 2 bad: give a folder or a zip")
	require.ErrorContains(t, datasets.Spec{Source: "procedural/faces", Side: 16, Split: datasets.All, Count: 1, SkipBad: true}.Validate(),
		"skip_bad: procedural domains have no files, leave it out")
}

func TestInspect(t *testing.T) {
	spec := broken()
	spec.SkipBad = true
	set, err := datasets.OpenSet(context.Background(), "", spec, datasets.Options{})
	require.NoError(t, err)
	defer set.Close()
	in, err := set.Inspect(context.Background(), spec, datasets.Options{Threads: 2})
	require.NoError(t, err)
	require.Equal(t, []datasets.ClassCount{
		{Class: "a", Images: 3, First: []string{"a/0.png", "a/1.png", "a/2.png"}}, {Class: "b", Images: 2, First: []string{"b/3-again.png", "b/3.png"}},
	}, in.Classes)
	require.Equal(t, []datasets.SizeCount{{Width: 8, Height: 8, Images: 5}}, in.Sizes)
	require.Equal(t, []datasets.ModeCount{{Mode: "PNG RGB", Images: 5}}, in.Modes)
	require.Equal(t, [][]string{{"b/3-again.png", "b/3.png"}}, in.Duplicates)
	require.Len(t, in.Reading.BadFiles, 4)
	require.Len(t, in.Bad, 4)
	require.Equal(t, "a/empty.jpg is empty: replace or remove it", in.Bad[1])
}

// Every fixture can be inspected; all its images have a size and a mode, and a class.
func TestInspectEveryFixture(t *testing.T) {
	forEachFixture(t, func(source, label string) {
		spec := datasets.Spec{Source: source, Label: label, Split: datasets.All, SkipBad: true}
		set, err := datasets.OpenSet(context.Background(), "testdata", spec, datasets.Options{})
		if err != nil {
			return
		}
		defer set.Close()
		in, err := set.Inspect(context.Background(), spec, datasets.Options{Threads: 2})
		require.NoError(t, err, source)
		counts := []int{in.Images, 0, 0, 0}
		for _, c := range in.Classes {
			counts[1] += c.Images
		}
		for _, s := range in.Sizes {
			counts[2] += s.Images
		}
		for _, m := range in.Modes {
			counts[3] += m.Images
		}
		n := set.Reading().Images
		require.Equal(t, []int{n, n, n, n}, counts, source)
	})
}

func TestCheckClasses(t *testing.T) {
	for _, c := range []struct {
		classes []string
		want    string
	}{
		{[]string{"train", "val"}, "the classes of x are parts of a set (train, val), not kinds of images: put each class into a folder of its own"},
		{[]string{"TRAIN", "Testing", "unlabeled"}, "parts of a set"}, {[]string{"train_1", "train_2"}, "parts of a set"},
		{[]string{"bus", "train"}, ""}, {[]string{"valley", "testbed"}, ""},
		{[]string{"train"}, "it needs images of at least 2 classes, x has 1 (a note): put each class into a folder of its own, or complete the list of labels"},
	} {
		err := datasets.CheckClasses("x", c.classes, []string{"a note"})
		if c.want == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, c.want)
	}
}
