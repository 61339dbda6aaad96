package datasets_test

import (
	"archive/tar"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
)

// Folders of images that nearly have the layout of a published set say what was made of them.
func TestReadingsOfUsersFolders(t *testing.T) {
	p := pngOf(t, picture(8, 8, 1))
	images := func(names ...string) (all []entry) {
		for _, name := range names {
			all = append(all, entry{name, p})
		}
		return all
	}
	flat := images("train/cat/1.png", "train/dog/2.png", "val/1.png", "test/1.png")
	for _, c := range []struct {
		name    string
		entries []entry
		reading string
	}{
		{"unlabelled in a class", images("a/train/1.png", "a/val/2.png", "a/unlabeled/3.png", "b/train/4.png", "b/val/5.png"),
			"classes of parts, 2 classes, 4 images (2 a class): 2 train, 2 validation; skipped 1 in unlabeled/"},
		{"a list of one part is none of another", append(flat[:4:4], entry{"val.csv", []byte("1.png,dog\n")}),
			"parts of classes, 2 classes, 3 images (1 to 2 a class): 2 train, 1 validation; skipped 1 without a label"},
		{"a list for each part", append(flat[:4:4], entry{"val.csv", []byte("1.png,dog\n")}, entry{"test.csv", []byte("1.png,cat\n")}),
			"parts of classes, 2 classes, 4 images (2 a class): 2 train, 1 validation, 1 test"},
		{"a list with paths", append(flat[:4:4], entry{"labels.csv", []byte("val/1.png,dog\ntest/1.png,cat\n")}),
			"parts of classes, 2 classes, 4 images (2 a class): 2 train, 1 validation, 1 test"},
		{"evaluation", images("train/a/1.png", "train/b/1.png", "evaluation/a/2.png"),
			"parts of classes, 2 classes, 3 images (1 to 2 a class): 2 train, 1 test"},
		{"loose images", images("1.png", "a/2.png", "b/3.png"), "folder of classes, 3 classes, 3 images (1 a class); class . has 1 image in no folder"},
		{"a part among classes", images("cats/1.png", "dogs/2.png", "test/3.png"),
			"folder of classes, 3 classes, 3 images (1 a class); classes that are named as parts of a set: test"},
		{"a wrapped set of StyleGAN", append(images("w/00000/1.png", "w/00000/2.png"), entry{"w/dataset.json", []byte(`{"labels":[["00000/1.png",0],["00000/2.png",1]]}`)}),
			"StyleGAN set, 2 classes, 2 images (1 a class)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := writeFolder(t, c.entries)
			got, err := datasets.Look(context.Background(), "", datasets.Spec{Source: dir})
			require.NoError(t, err)
			require.Equal(t, dir+": "+c.reading, got.Reading.String())
		})
	}
}

func TestZipsOfCarelessPrograms(t *testing.T) {
	p := pngOf(t, picture(8, 8, 1))
	data := zipOf(t, []entry{{"a//1.png", p}, {"./b/./2.png", p}})
	for name, content := range map[string][]byte{"slashes": data, "unpacks itself": append([]byte("#!/bin/sh\nexec unzip \"$0\"\n"), data...)} {
		file := filepath.Join(t.TempDir(), "x.zip")
		require.NoError(t, os.WriteFile(file, content, 0o644))
		got, err := datasets.Look(context.Background(), "", datasets.Spec{Source: file})
		require.NoError(t, err, name)
		require.Equal(t, []string{"a", "b"}, got.Classes, name)
	}
}

func TestShardsAsUsersKeepThem(t *testing.T) {
	p := pngOf(t, picture(8, 8, 1))
	shard := func(files ...string) []byte {
		return tarOf(t, func(w *tar.Writer) {
			for k := 0; k < len(files); k += 2 {
				require.NoError(t, w.WriteHeader(&tar.Header{Name: files[k], Size: int64(len(files[k+1])), Mode: 0o644}))
				_, err := w.Write([]byte(files[k+1]))
				require.NoError(t, err)
			}
		})
	}
	dir := writeFolder(t, []entry{
		{"a-0.tar", shard("1.JPG", string(p), "1.CLS", "4")}, {"b-0.tar", shard("2.png", string(p), "2.Json", `{"label": 5}`)}, {"_SUCCESS", []byte("\n")},
	})
	for _, source := range []string{dir, filepath.Join(dir, "{a,b}-{0..0}.tar")} {
		got, err := datasets.Look(context.Background(), "", datasets.Spec{Source: source})
		require.NoError(t, err)
		require.Equal(t, []string{"4", "5"}, got.Classes)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tool.exe"), []byte("MZ"), 0o644))
	_, err := datasets.Look(context.Background(), "", datasets.Spec{Source: dir})
	require.ErrorContains(t, err, "a folder of tars may hold lists, tables and texts beside them")
}
