package datasets

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLabelLists(t *testing.T) {
	named := map[string][]string{"a 1": {"val/a 1.jpg"}, "b": {"val/b.jpg"}, "c": {"val/c.jpg"}}
	classes := []string{"cat", "golden retriever", "n01"}
	for _, c := range []struct {
		name, list string
		want       map[string]int
		twice      string
	}{
		{"spaces", "b.jpg cat\nc n01 1 2 3\n", map[string]int{"val/b.jpg": 0, "val/c.jpg": 2}, ""},
		{"tabs", "a 1.jpg\tgolden retriever\nb.jpg\tn01\t1\t2\n", map[string]int{"val/a 1.jpg": 1, "val/b.jpg": 2}, ""},
		{"commas", "id,breed\r\nb,golden retriever\r\n\"a 1.jpg\",\"cat\"\r\n", map[string]int{"val/b.jpg": 1, "val/a 1.jpg": 0}, ""},
		{"paths", "val/b.jpg cat\nx\\c.png cat", map[string]int{"val/b.jpg": 0, "val/c.jpg": 0}, ""},
		{"byte order mark, semicolons", "\ufeffb;cat\r\na 1.jpg;golden retriever\r\n", map[string]int{"val/b.jpg": 0, "val/a 1.jpg": 1}, ""},
		{"paths of another part", "test/b.jpg cat\nvalidation/c.jpg n01\n", map[string]int{"val/c.jpg": 2}, ""},
		{"of others", "z.jpg cat\nb.jpg dog\nb\nc 1\n\n", map[string]int{}, ""},
		{"twice the same", "b cat\nb cat\n", map[string]int{"val/b.jpg": 0}, ""},
		{"twice another", "b cat\nb n01\n", map[string]int{"val/b.jpg": 2}, "val/b.jpg"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, twice, err := listed([]byte(c.list), named, classes)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
			require.Equal(t, c.twice, twice)
		})
	}
}

func TestNamesOfParts(t *testing.T) {
	for folder, want := range map[string]part{
		"train": partTrain, "Training": partTrain, "TRAIN": partTrain, "train_extra": partTrain, "training_set": partTrain, "trainset": partTrain,
		"train2017": partTrain, "images_train": partTrain, "val": partValidation, "VAL": partValidation, "valid": partValidation, "Validation": partValidation,
		"dev": partValidation, "val_256": partValidation, "test": partTest, "Testing": partTest, "test-images": partTest, "Test Set": partTest,
		"trains": partNone, "train station": partNone, "valley": partNone, "testbed": partNone, "": partNone, "123": partNone, "train_test": partNone,
		"set": partNone, "latest": partNone, "images": partNone,
	} {
		require.Equal(t, want, partOf(folder), folder)
	}
}

// A list of any content labels only images that there are, with classes that there are.
func FuzzLabelList(f *testing.F) {
	for _, list := range []string{"b.jpg cat\n", "a 1.jpg\tgolden retriever\n", "id,breed\r\n\"b\",\"cat\"\r\n", "b cat\nb n01", "\x00\xff,,,\t\t  \n"} {
		f.Add([]byte(list))
	}
	named := map[string][]string{"a 1": {"val/a 1.jpg"}, "b": {"val/b.jpg", "test/b.jpg"}}
	classes := []string{"cat", "golden retriever", "n01"}
	f.Fuzz(func(t *testing.T, list []byte) {
		of, twice, err := listed(list, named, classes)
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
		}
		for image, label := range of {
			require.Contains(t, []string{"val/a 1.jpg", "val/b.jpg", "test/b.jpg"}, image)
			require.True(t, label >= 0 && label < len(classes))
		}
		if twice != "" {
			require.Contains(t, of, twice)
		}
	})
}

// Folders of any names have their images in parts, or they are no parts; the same whatever the order of the names.
func FuzzPartition(f *testing.F) {
	for _, names := range []string{
		"train/a/1.jpg\nval/a/2.jpg", "x/train/1.jpg\nx/test/2.jpg\ny/train/3.jpg", "set/train/1.jpg\nset/val/2.jpg\n3.jpg", "a/train/1\nb/2\na/test/3",
		"train/test/train/1\nval/test/2\ntest/3", "unlabeled/1\ntrain/2", "/1.png\n/train/2.png\n/val/3.png", "train//1\nval//2\n./test/3",
	} {
		f.Add(names)
	}
	f.Fuzz(func(t *testing.T, text string) {
		names := strings.Split(text, "\n")
		p := findPartition(names)
		if p == nil {
			return
		}
		var of [numParts]int
		for _, name := range names {
			class, folder, _, part := p.place(name)
			of[part]++
			if part != partNone {
				require.Equal(t, part, partOf(folder))
				require.True(t, p.classes == nil || class != "")
			}
		}
		require.Less(t, of[partNone], len(names), "images in no part at all make no parts")
	})
}
