package datasets_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
)

// Layouts that are nearly those of published sets are read as their reference tools read them, and what is left out is told. Expected classes
// and counts were worked out by hand from how testdata/layouts.py makes each set, by the rules that torchvision's ImageFolder, CelebA and MNIST
// document and by the lists of labels; torchvision itself was not run.
func TestLayouts(t *testing.T) {
	for _, c := range []struct {
		source, label string
		images        []int // which image of the script each is
		labels        []int
		classes       []string
		splits        [3]int // of train, validation, test; all 0 where it is cut by the permutation
		reading       string // from the classes on
	}{
		{"imagenet-flat", "", []int{0, 1, 2}, []int{0, 0, 1}, []string{"n01440764", "n02979186"}, [3]int{},
			"parts of classes, 2 classes, 3 images (1 to 2 a class): 3 train; skipped 5 without a label"},
		{"imagenet-listed", "", []int{0, 1, 2, 3, 5}, []int{0, 0, 1, 1, 0}, []string{"n01440764", "n02979186"}, [3]int{3, 0, 2},
			"parts of classes, 2 classes, 5 images (2 to 3 a class): 3 train, 2 validation; skipped 3 without a label"},
		{"imagenet-kaggle", "", []int{0, 1, 2, 3, 4, 5}, []int{0, 0, 1, 1, 0, 1}, []string{"n01440764", "n02979186"}, [3]int{3, 0, 3},
			"parts of classes, 2 classes, 6 images (3 a class): 3 train, 3 validation; skipped 5 files (2 .csv, 2 .txt, 1 .xml), 2 without a label"},
		{"tiny-imagenet-200", "", []int{0, 1, 2, 3, 4}, []int{0, 0, 1, 1, 0}, []string{"n01443537", "n01629819"}, [3]int{3, 0, 2},
			"parts of classes, 2 classes, 5 images (2 to 3 a class): 3 train, 2 validation; skipped 4 files (4 .txt), 1 without a label"},
		{"stray", "", []int{0, 1, 2, 3}, []int{0, 1, 0, 1}, []string{"cats", "dogs"}, [3]int{2, 0, 2},
			"parts of classes, 2 classes, 4 images (2 a class): 2 train, 2 validation; skipped 1 image beside"},
		{"stl10", "", []int{2, 0, 1}, []int{0, 0, 0}, []string{"images"}, [3]int{2, 0, 1},
			"parts of images, 1 class, 3 images: 2 train, 1 test; skipped 3 in unlabeled/"},
		{"stl10-classes", "", []int{2, 3, 0, 1}, []int{0, 1, 0, 1}, []string{"bird", "car"}, [3]int{2, 0, 2},
			"parts of classes, 2 classes, 4 images (2 a class): 2 train, 2 test; skipped 1 in unlabeled/"},
		{"unlabelled", "", []int{0, 1}, []int{0, 1}, []string{"bird", "car"}, [3]int{},
			"parts of classes, 2 classes, 2 images (1 a class): 2 train; skipped 1 in unlabelled/"},
		{"tumours", "", []int{2, 3, 0, 1}, []int{0, 1, 0, 1}, []string{"glioma", "no"}, [3]int{2, 0, 2},
			"parts of classes, 2 classes, 4 images (2 a class): 2 train, 2 test"},
		{"shouted", "", []int{1, 2, 0}, []int{0, 1, 0}, []string{"a", "b"}, [3]int{1, 1, 1},
			"parts of classes, 2 classes, 3 images (1 to 2 a class): 1 train, 1 validation, 1 test"},
		{"doubled", "", []int{2, 0, 1}, []int{0, 0, 1}, []string{"cats", "dogs"}, [3]int{2, 0, 1},
			"parts of classes, 2 classes, 3 images (1 to 2 a class): 2 train, 1 test"},
		{"authors", "", []int{0, 1, 2, 3, 4}, []int{0, 0, 1, 1, 1}, []string{"bedroom", "tower"}, [3]int{3, 1, 1},
			"classes of parts, 2 classes, 5 images (2 to 3 a class): 3 train, 2 validation"},
		{"vehicles", "", []int{0, 1, 2}, []int{0, 1, 2}, []string{"bus", "car", "train"}, [3]int{},
			"folder of classes, 3 classes, 3 images (1 a class); classes that are named as parts of a set: train"},
		{"mixed", "", []int{1, 0, 2}, []int{0, 0, 1}, []string{"bedroom", "kitchen"}, [3]int{}, "folder of classes, 2 classes, 3 images (1 to 2 a class)"},
		{"parts-only", "", []int{0, 1}, []int{0, 1}, []string{"train_1", "train_2"}, [3]int{},
			"folder of classes, 2 classes, 2 images (1 a class); classes that are named as parts of a set: train_1, train_2"},
		{"celeba-kaggle", "", []int{0, 1, 2, 3}, []int{0, 0, 0, 0}, []string{"celeba"}, [3]int{2, 1, 1},
			"CelebA, 1 class, 4 images: 2 train, 1 validation, 1 test; skipped 1 file (1 .csv)"},
		{"celeba-kaggle", "Smiling", []int{0, 1, 2, 3}, []int{1, 0, 0, 1}, []string{"not Smiling", "Smiling"}, [3]int{2, 1, 1},
			"CelebA, 2 classes, 4 images (2 a class): 2 train, 1 validation, 1 test; skipped 1 file (1 .csv)"},
		{"mnist-kaggle", "", []int{3, 4, 0, 1, 2}, []int{3, 4, 0, 1, 2}, []string{"0", "1", "2", "3", "4"}, [3]int{3, 0, 2},
			"MNIST family (IDX), 5 classes, 5 images (1 a class): 3 train, 2 test; skipped 2 files (2 without an ending)"},
	} {
		t.Run(c.source+" "+c.label, func(t *testing.T) {
			root := filepath.Join("testdata", "layouts")
			spec := datasets.Spec{Source: c.source, Side: 8, Fit: datasets.Crop, Split: datasets.All, Label: c.label}
			m := open(t, datasets.Spec{Source: filepath.Join(root, c.source), Side: 8, Fit: datasets.Crop, Split: datasets.All, Label: c.label}, datasets.Options{})
			pixels := tone
			if c.source == "mnist-kaggle" {
				pixels = reds
			}
			require.Equal(t, len(c.images), m.Len())
			for i, k := range c.images {
				require.Equal(t, pixels(k, 8), m.At(i), "image %d", i)
			}
			require.Equal(t, c.labels, labelsOf(m))
			require.Equal(t, c.classes, m.Classes())
			set, err := datasets.OpenSet(context.Background(), root, spec, datasets.Options{})
			require.NoError(t, err)
			defer set.Close()
			require.Equal(t, c.source+": "+c.reading, set.Reading().String())
			if c.splits == [3]int{} {
				return
			}
			for s, split := range []string{datasets.Train, datasets.Validation, datasets.Test} {
				spec.Split = split
				of, err := set.Collection(spec)
				if c.splits[s] == 0 {
					require.ErrorContains(t, err, "is empty")
					continue
				}
				require.NoError(t, err)
				require.Equal(t, c.splits[s], of.Len(), split)
			}
		})
	}
}

// The authors' own training part is taken whole.
func TestAuthorsSample(t *testing.T) {
	set, err := datasets.OpenSet(context.Background(), sharedData(t), datasets.Spec{Source: "lsun10-sample.zip"}, datasets.Options{})
	require.NoError(t, err)
	defer set.Close()
	total := 0
	for split, n := range map[string]int{datasets.Train: 213, datasets.Validation: 120, datasets.Test: 120} {
		c, err := set.Collection(datasets.Spec{Split: split})
		require.NoError(t, err)
		require.Equal(t, n, c.Len(), split)
		for i := range c.Len() {
			if split == datasets.Train {
				require.Contains(t, c.Name(i), "/train/")
			} else {
				require.Contains(t, c.Name(i), "/val/")
			}
		}
		total += c.Len()
	}
	require.Equal(t, 453, total)
}
