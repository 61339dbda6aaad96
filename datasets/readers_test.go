package datasets_test

import (
	"bytes"
	"context"
	"fmt"
	"image/color"
	"image/png"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
)

// The pixels of image k of the fixtures, see testdata/fixtures.py.
func pattern(k, side int) []uint8 {
	var pix []uint8
	for y := range side {
		for x := range side {
			pix = append(pix, uint8(16*k+x), uint8(5*y), uint8(7*k))
		}
	}
	return pix
}

// tone is the even gray of image k where a layout has JPEG.
func tone(k, side int) []uint8 {
	pix := make([]uint8, side*side*3)
	for p := range pix {
		pix[p] = uint8(20 + 9*k)
	}
	return pix
}

// reds is the red channel of image k repeated, as the MNIST family has it.
func reds(k, side int) []uint8 {
	pix := pattern(k, side)
	for p := 0; p < len(pix); p += 3 {
		pix[p+1], pix[p+2] = pix[p], pix[p]
	}
	return pix
}

// jpegOrWebP is image k of the LSUN fixture: odd ones are WebP.
func jpegOrWebP(k, side int) []uint8 {
	if k%2 == 1 {
		return pattern(k, side)
	}
	return tone(k, side)
}

func TestReaders(t *testing.T) {
	for _, c := range []struct {
		source  string
		label   string
		side    int
		pixels  func(k, side int) []uint8
		images  []int // which image of the script each is
		labels  []int
		classes []string
		splits  [3]int // of train, validation, test; all 0 where it is cut by the permutation
	}{
		{"cifar10", "", 32, pattern, []int{0, 1, 2, 3, 4, 5, 6}, []int{9, 8, 7, 6, 5, 4, 3}, []string{"airplane", "truck"}, [3]int{5, 0, 2}},
		{"cifar10/cifar-10-batches-bin/data_batch_2.bin", "", 32, pattern, []int{3, 4}, []int{6, 5}, []string{"0", "9"}, [3]int{}},
		{"cifar-10-binary.tar.gz", "", 32, pattern, []int{0, 1, 2, 3, 4, 5, 6}, []int{9, 8, 7, 6, 5, 4, 3}, []string{"airplane", "truck"}, [3]int{5, 0, 2}},
		{"cifar100", "", 32, pattern, []int{3, 0, 1, 2}, []int{30, 0, 10, 20}, []string{"fine0", "fine99"}, [3]int{3, 0, 1}},
		{"cifar100", "coarse", 32, pattern, []int{3, 0, 1, 2}, []int{3, 0, 1, 2}, []string{"coarse0", "coarse19"}, [3]int{3, 0, 1}},
		{"cifar-10-batches-py", "", 32, pattern, []int{0, 1, 2, 3, 4, 5, 6}, []int{9, 8, 7, 6, 5, 4, 3}, []string{"airplane", "truck"}, [3]int{5, 0, 2}},
		{"cifar-10-batches-py/data_batch_2", "", 32, pattern, []int{3, 4}, []int{6, 5}, []string{"0", "9"}, [3]int{}},
		{"cifar-10-python.tar.gz", "", 32, pattern, []int{0, 1, 2, 3, 4, 5, 6}, []int{9, 8, 7, 6, 5, 4, 3}, []string{"airplane", "truck"}, [3]int{5, 0, 2}},
		{"cifar-100-python", "", 32, pattern, []int{3, 0, 1, 2}, []int{30, 0, 10, 20}, []string{"fine0", "fine99"}, [3]int{3, 0, 1}},
		{"cifar-100-python", "coarse", 32, pattern, []int{3, 0, 1, 2}, []int{3, 0, 1, 2}, []string{"coarse0", "coarse19"}, [3]int{3, 0, 1}},
		{"cifar-100-python/train", "coarse", 32, pattern, []int{0, 1, 2}, []int{0, 1, 2}, []string{"0", "19"}, [3]int{}},
		{"MNIST", "", 8, reds, []int{5, 6, 0, 1, 2, 3, 4}, []int{5, 6, 0, 1, 2, 3, 4}, []string{"0", "6"}, [3]int{5, 0, 2}},
		{"MNIST/raw/train-images-idx3-ubyte.gz", "", 8, reds, []int{0, 1, 2, 3, 4}, []int{0, 0, 0, 0, 0}, []string{"images", "images"}, [3]int{}},
		{"EMNIST", "", 8, reds, []int{1, 2}, []int{1, 2}, []string{"0", "2"}, [3]int{}},
		{"EMNIST", "letters", 8, reds, []int{1, 2}, []int{1, 2}, []string{"0", "2"}, [3]int{}},
		{"EMNIST-torchvision", "balanced", 8, reds, []int{4, 1, 2, 3}, []int{4, 1, 2, 3}, []string{"0", "4"}, [3]int{3, 0, 1}},
		{"EMNIST-torchvision", "letters", 8, reds, []int{0, 7, 8}, []int{0, 7, 8}, []string{"0", "8"}, [3]int{2, 0, 1}},
		{"imagenet64", "", 8, pattern, []int{0, 1, 2, 3, 4, 5, 6}, []int{0, 1, 2, 3, 4, 5, 6}, []string{"1", "7"}, [3]int{5, 0, 2}},
		{"imagenet64/train_data_batch_1.npz", "", 8, pattern, []int{0, 1, 2}, []int{0, 1, 2}, []string{"1", "3"}, [3]int{}},
		{"samples.npz", "", 8, pattern, []int{0, 1, 2, 3}, []int{0, 1, 0, 1}, []string{"0", "1"}, [3]int{}},
		{"lsun/bedroom_train_lmdb", "", 8, jpegOrWebP, []int{0, 1, 2, 3}, []int{0, 0, 0, 0}, []string{"bedroom", "bedroom"}, [3]int{}},
		{"lsun/bedroom_train", "", 8, jpegOrWebP, []int{0, 1, 2, 3}, []int{0, 0, 0, 0}, []string{"bedroom", "bedroom"}, [3]int{}},
		{"lsun/bedroom_val", "", 64, tone, []int{4, 5}, []int{0, 0}, []string{"bedroom", "bedroom"}, [3]int{}},
		{"lsun/bedroom_val_lmdb/data.mdb", "", 64, tone, []int{4, 5}, []int{0, 0}, []string{"images", "images"}, [3]int{}},
		{"lsun/test", "", 8, tone, []int{8}, []int{0}, []string{"test", "test"}, [3]int{}},
		{"celeba", "", 8, tone, []int{1, 2, 3, 4, 5, 6}, []int{0, 0, 0, 0, 0, 0}, []string{"celeba", "celeba"}, [3]int{3, 1, 2}},
		{"celeba", "Smiling", 8, tone, []int{1, 2, 3, 4, 5, 6}, []int{1, 1, 1, 0, 0, 0}, []string{"not Smiling", "Smiling"}, [3]int{3, 1, 2}},
		{"celeba", "Male", 8, tone, []int{1, 2, 3, 4, 5, 6}, []int{1, 0, 1, 0, 1, 0}, []string{"not Male", "Male"}, [3]int{3, 1, 2}},
		{"celeba", "identity", 8, tone, []int{1, 2, 3, 4, 5, 6}, []int{2, 1, 2, 0, 1, 0}, []string{"00012", "02880"}, [3]int{3, 1, 2}},
		{"lfw.tgz", "", 8, tone, []int{1, 5, 6, 9}, []int{0, 1, 1, 2}, []string{"Aaron_Eckhart", "Zorica_Radovic"}, [3]int{}},
		{"lfw-py", "", 8, tone, []int{1, 5, 6, 9}, []int{0, 1, 1, 2}, []string{"Aaron_Eckhart", "Zorica_Radovic"}, [3]int{}},
		{"flowers-102", "", 8, tone, []int{1, 2, 3, 4, 5, 6, 7, 8}, []int{2, 0, 1, 2, 0, 1, 2, 0}, []string{"1", "3"}, [3]int{3, 2, 3}},
		{"flowers-102-tgz", "", 8, tone, []int{1, 2, 3, 4, 5, 6, 7, 8}, []int{2, 0, 1, 2, 0, 1, 2, 0}, []string{"1", "3"}, [3]int{3, 2, 3}},
		{"cityscapes", "", 8, pattern, []int{5, 1, 2, 3, 4}, []int{2, 0, 1, 4, 3}, []string{"aachen", "mainz"}, [3]int{3, 1, 1}},
		{"places365", "", 8, tone, []int{1, 2, 3, 4, 5, 6, 7, 8}, []int{0, 0, 1, 1, 2, 2, 2, 1}, []string{"airfield", "zen_garden"}, [3]int{6, 0, 2}},
		{"places365/data_256_standard", "", 8, tone, []int{1, 2, 3, 4, 5, 6}, []int{0, 0, 1, 1, 2, 2}, []string{"airfield", "zen_garden"}, [3]int{}},
		{"stylegan.zip", "", 8, pattern, []int{0, 1, 2}, []int{6, 0, 6}, []string{"0", "6"}, [3]int{}},
		{"stylegan-unlabelled", "", 8, pattern, []int{0, 1}, []int{0, 0}, []string{"images", "images"}, [3]int{}},
		{"webdataset", "", 8, pattern, []int{0, 1, 2, 3, 4, 5}, []int{2, 1, 0, 2, 1, 0}, []string{"2", "10"}, [3]int{}},
		{"webdataset/set-{000000..000001}.tar", "", 8, pattern, []int{0, 1, 2, 3}, []int{2, 1, 0, 2}, []string{"2", "10"}, [3]int{}},
		{"webdataset.tar", "", 8, tone, []int{0, 1}, []int{1, 0}, []string{"cat", "dog"}, [3]int{}},
		{"imagenet", "", 8, tone, []int{0, 1, 3, 2}, []int{0, 1, 0, 1}, []string{"n01440764", "n02979186"}, [3]int{2, 0, 2}},
	} {
		t.Run(c.source+" "+c.label, func(t *testing.T) {
			root := filepath.Join("testdata", "fixtures")
			spec := datasets.Spec{Source: c.source, Side: c.side, Fit: datasets.Crop, Split: datasets.All, Label: c.label}
			m, err := datasets.Open(context.Background(), root, spec, datasets.Options{Threads: 2})
			require.NoError(t, err)
			require.Equal(t, len(c.images), m.Len())
			require.Equal(t, c.labels, labelsOf(m))
			for i, k := range c.images {
				require.Equal(t, c.pixels(k, c.side), m.At(i), "image %d", i)
			}
			classes := m.Classes()
			require.Equal(t, c.classes, []string{classes[0], classes[len(classes)-1]})
			id, err := datasets.Identity(t.Context(), root, spec)
			require.NoError(t, err)
			require.NotContains(t, id, "\n")
			if c.splits == [3]int{} {
				return
			}
			survey, err := datasets.Look(context.Background(), root, spec)
			require.NoError(t, err)
			for s, split := range []string{datasets.Train, datasets.Validation, datasets.Test} {
				spec.Split, spec.Count = split, c.splits[s]+1
				require.ErrorContains(t, survey.Holds(spec), map[bool]string{true: "is empty", false: "images, "}[c.splits[s] == 0])
				if spec.Count = c.splits[s]; spec.Count > 0 {
					require.NoError(t, survey.Holds(spec))
				}
			}
		})
	}
}

// A database with branch pages and a value of several pages gives every value under its key, in order.
func TestLargeDatabase(t *testing.T) {
	root := filepath.Join("testdata", "fixtures")
	c, err := datasets.OpenCollection(context.Background(), root, datasets.Spec{Source: "lsun", Split: datasets.All})
	require.NoError(t, err)
	defer c.Close()
	require.Equal(t, []string{"bedroom", "church_outdoor"}, c.Classes())
	require.Equal(t, 4+2+301, c.Len())
	for k := range 300 {
		i := 6 + k
		require.Equal(t, fmt.Sprintf("church_outdoor_train/%040x", k), c.Name(i))
		img, err := c.Decode(i)
		require.NoError(t, err)
		require.Equal(t, uint8(16*(k%9)+1), img.RGBAAt(1, 2).R)
		require.Equal(t, uint8(10), img.RGBAAt(1, 2).G)
		require.Equal(t, 1, c.Label(i))
	}
	noise, err := c.Decode(306)
	require.NoError(t, err)
	want, err := png.Decode(bytes.NewReader(fixture(t, "fixtures/lsun-noise.png")))
	require.NoError(t, err)
	for p := range 64 * 64 {
		require.Equal(t, color.RGBAModel.Convert(want.At(p%64, p/64)), noise.At(p%64, p/64))
	}
}
