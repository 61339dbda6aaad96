package datasets

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// texts is a container of files in memory.
type texts map[string]string

func (b texts) Names(context.Context) ([]string, Skipped, error) {
	return slices.Sorted(maps.Keys(b)), Skipped{}, nil
}

func (b texts) Open(name string) (io.ReadCloser, error) {
	text, ok := b[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(strings.NewReader(text)), nil
}

func (texts) Close() error { return nil }

// treeOf is an opened container of files in memory.
func treeOf(files texts) *tree {
	return &tree{box: files, kind: "folder", base: "set", names: slices.Sorted(maps.Keys(files)), bad: newStrictness(Spec{}, Options{Threads: 1})}
}

// pngHead is what is enough of an image to be known as one.
const pngHead = "\x89PNG\r\n\x1a\n"

// oneLine requires that an error is one line once names are shown.
func oneLine(t *testing.T, err error) {
	t.Helper()
	require.NotContains(t, failure("open", "set", err).Error(), "\n")
}

// Lists of CelebA of any content, as texts or as Kaggle's, say something of each image, or are refused in one line.
func FuzzCelebALists(f *testing.F) {
	f.Add("3\nMale Smiling\n000001.jpg  1 -1\n000002.jpg -1  1\n\n", "Smiling", false)
	f.Add("image_id,Male,Smiling\r\n000001.jpg,1,-1\r\n000002.jpg,-1,1\r\n", "Male", true)
	f.Add("image_id,partition\n\"000001.jpg\",0\n000002.jpg,2\n", "", true)
	f.Add("000001.jpg 0\n000002.jpg 1\n", "", false)
	f.Add("2\n\n000001.jpg\n000002.jpg 1", "Male", false)
	images := []string{"img_align_celeba/000001.jpg", "img_align_celeba/000002.jpg"}
	f.Fuzz(func(t *testing.T, list, column string, csv bool) {
		name := celebaAttributes + celebaText
		if csv {
			name = celebaAttributes + celebaCSV
		}
		values, err := treeOf(texts{name: list}).celebaColumn(celebaAttributes, column, images)
		if err != nil {
			oneLine(t, err)
			return
		}
		require.Len(t, values, len(images))
		for k, v := range values {
			require.NotEmpty(t, v)
			require.Contains(t, list, v)
			require.Contains(t, list, images[k][len("img_align_celeba/"):])
		}
	})
}

// Lists of Places365 of any content give validation images categories that there are, or are refused in one line.
func FuzzPlacesLists(f *testing.F) {
	f.Add("/a/airfield 0\n/a/apartment_building/outdoor 1\n", "Places365_val_00000001.jpg 1\nPlaces365_val_00000002.jpg 0\n")
	f.Add("a/abbey 0\r\n", "x.jpg 00\n")
	f.Add("/a/ 1", "x.jpg 1")
	f.Fuzz(func(t *testing.T, categories, validation string) {
		of, err := treeOf(texts{placesCategories: categories, placesValidation: validation}).placesList()
		if err != nil {
			oneLine(t, err)
			return
		}
		for image, category := range of {
			require.NotContains(t, image, "/")
			require.NotEmpty(t, category)
			require.Contains(t, categories, category)
		}
	})
}

// dataset.json of any content gives images classes that there are, or is refused in one line.
func FuzzStyleGANList(f *testing.F) {
	f.Add(`{"labels": [["00000/img00000000.png", 0], ["00000/img00000001.png", 2]]}`)
	f.Add(`{"labels": [["00000\\img00000000.png", 1], ["00000/img00000001.png", 0]], "classes": ["a", "b"]}`)
	f.Add(`{"labels": [["00000/img00000001.png", 7], ["x.png", -3]]}`)
	f.Add(`{"labels": null, "classes": ["one"]}`)
	f.Add(`{"info": {}}`)
	names := []string{"00000/img00000000.png", "00000/img00000001.png"}
	f.Fuzz(func(t *testing.T, list string) {
		found, err := openStyleGAN(t.Context(), treeOf(texts{styleGANFile: list, names[0]: pngHead, names[1]: pngHead}), "")
		if err != nil {
			oneLine(t, err)
			return
		}
		require.Len(t, found.labels, len(names))
		for _, label := range found.labels {
			require.True(t, label >= 0 && label < len(found.classes))
		}
	})
}

// Headers of NumPy arrays of any content are read as what the file holds, or are refused in one line.
func FuzzNpyHeader(f *testing.F) {
	head := func(text string) []byte {
		return append([]byte("\x93NUMPY\x01\x00\x76\x00"), []byte(text+strings.Repeat(" ", 117-len(text))+"\n")...)
	}
	f.Add(append(head("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }"), 1, 2, 3, 4, 5, 6))
	f.Add(append(head("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }"), 9, 0, 0, 0, 0, 0, 0, 0))
	f.Add(append(head("{'descr': '>u2', 'fortran_order': False, 'shape': (2,), }"), 1, 2, 3, 4))
	f.Add(head("{'descr': '|u1', 'fortran_order': False, 'shape': (0, 9223372036854775807), }"))
	f.Add([]byte("\x93NUMPY\x02\x00\xff\xff\xff\xff{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := parseNpy(inMemory(bytes.Clone(data)))
		if err != nil {
			oneLine(t, err)
			return
		}
		n := 1
		for _, size := range a.shape {
			n *= size
		}
		require.EqualValues(t, a.size-a.start, n*int(a.kind[2]-'0'))
		values, err := a.integers()
		if err != nil {
			oneLine(t, err)
			return
		}
		require.Len(t, values, n)
	})
}

// Files of the MNIST family of any names and content are read as images with classes that there are, or are refused in one line.
func FuzzIDX(f *testing.F) {
	images := "\x00\x00\x08\x03\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x02abcd"
	labels := "\x00\x00\x08\x01\x00\x00\x00\x02\x01\x00"
	f.Add("train-images-idx3-ubyte", images, "train-labels-idx1-ubyte", labels)
	f.Add("emnist-letters-test-images.idx3-ubyte", images, "emnist-letters-test-labels-idx1-ubyte", labels)
	f.Add("t10k-images-idx3-ubyte/t10k-images-idx3-ubyte", images, "t10k-labels.idx1-ubyte", labels)
	f.Add("images-idx3-ubyte", images, "images.idx3-ubyte", images[:20])
	f.Fuzz(func(t *testing.T, first, firstData, second, secondData string) {
		for _, name := range []string{first, second} {
			if !fs.ValidPath(name) || name == "." || strings.HasSuffix(name, ".gz") {
				return
			}
		}
		found, err := openIDX(t.Context(), treeOf(texts{first: firstData, second: secondData}), "")
		if err != nil {
			oneLine(t, err)
			return
		}
		for k, label := range found.labels {
			require.True(t, label >= 0 && label < len(found.classes))
			_, err := found.Decode(k)
			require.NoError(t, err)
		}
		require.NotEmpty(t, found.labels)
	})
}

// Patterns and names of shards of any form: distinct tars have distinct folders, and a pattern stands for distinct paths.
func FuzzShardNames(f *testing.F) {
	f.Add("set-{000..012}.tar", "a/train-000.tar")
	f.Add("cats-000017-of-000020.tgz", "n01440764.tar")
	f.Add("x/{8..11}.tar.gz", "x/8.tar")
	f.Add("train/00000.tar", "val/00000.tar")
	f.Add("{,}", "x/8.t/8")
	f.Add("{a,ab}{b,}.tar", "b.tar")
	f.Fuzz(func(t *testing.T, first, second string) {
		if paths, ok := expandBraces(first); ok {
			require.True(t, len(paths) > 0 && len(paths) <= maxShards)
			require.Len(t, slices.Compact(slices.Sorted(slices.Values(paths))), len(paths))
		}
		one, _ := cutShard(first)
		two, _ := cutShard(second)
		if !fs.ValidPath(one) || !fs.ValidPath(two) || one == two || one == "." || two == "." {
			return
		}
		shards := shardsAt([]string{first, second})
		require.NotEqual(t, shards[0].folder, shards[1].folder)
		for _, s := range shards {
			require.True(t, fs.ValidPath(strings.TrimSuffix(s.folder, "/")), s.folder)
			set, p := cutSetPart(shardSet(s.path))
			require.LessOrEqual(t, len(set), len(s.path))
			require.True(t, p < numParts)
		}
		require.Subset(t, []string{first, second}, shardsOf(slices.Sorted(slices.Values([]string{first, second}))))
	})
}

// Labels of a WebDataset's sample of any content are one line that is not empty, or are refused in one.
func FuzzSampleLabels(f *testing.F) {
	f.Add("7\n", "{}", true)
	f.Add("", `{"label": "golden retriever", "cls": 3}`, false)
	f.Add("", `{"cls": 1e30}`, false)
	f.Add("", `{"label": "a\nb"}`, false)
	f.Add("", `{"label": ""}`, false)
	f.Fuzz(func(t *testing.T, cls, json string, has bool) {
		files, there := texts{"1.json": json}, map[string]string{"1.json": "1.json"}
		if has {
			files["1.cls"], there["1.cls"] = cls, "1.cls"
		}
		label, from, err := treeOf(files).webLabel("1", there)
		if err != nil {
			oneLine(t, err)
			return
		}
		require.Equal(t, from == "", label == "")
		require.NotContains(t, label, "\n")
	})
}
