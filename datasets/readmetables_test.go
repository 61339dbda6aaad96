package datasets_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"image"
	"image/color"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
	"tgan/datasets/codec"
)

// readmeTable returns the rows of the README's table whose first heading is given, cell by cell.
func readmeTable(t *testing.T, heading string) [][]string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(readme), "\n| "+heading+" |")
	require.True(t, found, heading)
	var rows [][]string
	for k, line := range strings.Split(table, "\n") {
		if k > 0 && !strings.HasPrefix(line, "|") {
			break
		}
		if k > 1 { // after the heading and the rule
			var cells []string
			for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
				cells = append(cells, strings.TrimSpace(cell))
			}
			rows = append(rows, cells)
		}
	}
	require.NotEmpty(t, rows)
	return rows
}

// requireRows requires that the first cells of a table are the keys of what tests them.
func requireRows[V any](t *testing.T, rows [][]string, tested map[string]V) {
	t.Helper()
	var names []string
	for _, row := range rows {
		names = append(names, row[0])
	}
	require.ElementsMatch(t, names, slices.Collect(maps.Keys(tested)))
}

// shownSet is a fixture that a row of the README's table of layouts speaks of.
type shownSet struct {
	source, label, layout string
	class                 string // the first
	parts                 string // as a reading has them
}

// Each row of the table of layouts has fixtures: they hold the files that the row names, and are read with its classes and parts.
func TestReadmeLayouts(t *testing.T) {
	rows := readmeTable(t, "set")
	tested := map[string][]shownSet{
		"CIFAR-10, CIFAR-100, binary version": {
			{"fixtures/cifar10", "", "CIFAR", "airplane", "train, test"}, {"fixtures/cifar100", "", "CIFAR", "fine0", "train, test"},
			{"fixtures/cifar100", "coarse", "CIFAR", "coarse0", "train, test"}, {"fixtures/cifar-10-binary.tar.gz", "", "CIFAR", "airplane", "train, test"},
		},
		"CIFAR-10, CIFAR-100, Python version": {
			{"fixtures/cifar-10-batches-py", "", "CIFAR", "airplane", "train, test"}, {"fixtures/cifar-100-python", "", "CIFAR", "fine0", "train, test"},
			{"fixtures/cifar-100-python", "coarse", "CIFAR", "coarse0", "train, test"}, {"fixtures/cifar-10-python.tar.gz", "", "CIFAR", "airplane", "train, test"},
			{"fixtures/cifar-10-batches-py/test_batch", "", "CIFAR", "0", "test"},
		},
		"MNIST, Fashion, KMNIST, EMNIST": {
			{"fixtures/MNIST", "", "MNIST family (IDX)", "0", "train, test"}, {"layouts/mnist-kaggle", "", "MNIST family (IDX)", "0", "train, test"},
			{"fixtures/EMNIST-torchvision", "letters", "MNIST family (IDX)", "0", "train, test"},
		},
		"downsampled ImageNet":                {{"fixtures/imagenet64", "", "arrays (.npz)", "1", "train, validation"}},
		"samples of diffusion models":         {{"fixtures/samples.npz", "", "arrays (.npz)", "0", ""}},
		"LSUN":                                {{"fixtures/lsun", "", "LSUN (LMDB)", "bedroom", "train, validation"}, {"fixtures/lsun/bedroom_train", "", "LSUN (LMDB)", "bedroom", "train"}, {"containers/lsun-empty", "", "LSUN (LMDB)", "cat", ""}},
		"CelebA":                              {{"fixtures/celeba", "", "CelebA", "celeba", "train, validation, test"}, {"fixtures/celeba", "identity", "CelebA", "", "train, validation, test"}, {"layouts/celeba-kaggle", "Smiling", "CelebA", "not Smiling", "train, validation, test"}},
		"LFW":                                 {{"fixtures/lfw.tgz", "", "tar of classes", "Aaron_Eckhart", ""}, {"fixtures/lfw-py", "", "folder of classes", "Aaron_Eckhart", ""}},
		"Oxford-102":                          {{"fixtures/flowers-102", "", "Oxford-102", "1", "train, validation, test"}, {"fixtures/flowers-102-tgz", "", "Oxford-102", "1", "train, validation, test"}},
		"Cityscapes":                          {{"fixtures/cityscapes", "", "Cityscapes", "aachen", "train, validation, test"}},
		"Places365":                           {{"fixtures/places365", "", "Places365", "airfield", "train, validation"}},
		"ImageNet and other folders of parts": {{"fixtures/imagenet", "", "parts of classes", "n01440764", "train, validation"}, {"layouts/imagenet-listed", "", "parts of classes", "n01440764", "train, validation"}},
		"Tiny ImageNet":                       {{"layouts/tiny-imagenet-200", "", "parts of classes", "n01443537", "train, validation"}},
		"parts in classes":                    {{"layouts/authors", "", "classes of parts", "bedroom", "train, validation"}},
		"StyleGAN":                            {{"fixtures/stylegan.zip", "", "StyleGAN set", "0", ""}, {"containers/stylegan-lacks.zip", "", "StyleGAN set", "images", ""}, {"containers/stylegan-more.zip", "", "StyleGAN set", "0", ""}},
		"WebDataset":                          {{"fixtures/webdataset", "", "WebDataset", "", ""}, {"containers/gzipped", "", "WebDataset", "", ""}, {"containers/parts", "", "WebDataset", "0", "train, validation"}, {"containers/parts-numbered", "", "WebDataset", "images", "train, validation"}},
	}
	requireRows(t, rows, tested)
	for _, row := range rows {
		t.Run(row[0], func(t *testing.T) { checkLayoutRow(t, row[1], tested[row[0]]) })
	}
}

// checkLayoutRow opens the fixtures of a row, and looks in them for each file that the row says must be there.
func checkLayoutRow(t *testing.T, there string, fixtures []shownSet) {
	var files []string
	for _, c := range fixtures {
		name := c.source + " " + c.label
		files = append(files, filesOf(t, c.source)...)
		set, err := datasets.OpenSet(context.Background(), "testdata", datasets.Spec{Source: c.source, Label: c.label}, datasets.Options{})
		require.NoError(t, err, name)
		require.Equal(t, c.layout, set.Reading().Layout, name)
		if c.class != "" {
			require.Equal(t, c.class, set.Survey().Classes[0], name)
		}
		var parts []string
		for _, p := range set.Reading().Parts {
			parts = append(parts, p.Part)
		}
		require.Equal(t, c.parts, strings.Join(parts, ", "), name)
		require.NoError(t, set.Close())
	}
	for _, m := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(there, -1) {
		if strings.HasPrefix(m[1], "label: ") {
			continue
		}
		pattern := regexp.QuoteMeta(strings.NewReplacer("{000000..000012}", "######", "...", "@@@").Replace(m[1]))
		pattern = strings.NewReplacer(`\*`, "[^/]*", "@@@", ".+", "######", `\d{6}`, "PART", "[^/]+", "CITY", "[^/]+", "CLASS", "[^/]+", "Name", "[^/]+").Replace(pattern)
		require.True(t, slices.ContainsFunc(files, regexp.MustCompile(pattern).MatchString), "no fixture has %s", m[1])
	}
}

// filesOf returns the paths of a fixture's files, and of what is in archives among them.
func filesOf(t *testing.T, source string) (files []string) {
	t.Helper()
	root := filepath.Join("testdata", source)
	if _, err := os.Stat(root); errors.Is(err, fs.ErrNotExist) {
		root += "_lmdb"
	}
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files = append(files, filepath.ToSlash(path))
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		switch {
		case strings.HasPrefix(string(data), "PK"):
			z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
			require.NoError(t, err)
			for _, f := range z.File {
				files = append(files, f.Name)
			}
		case strings.HasSuffix(path, ".tar.gz"), strings.HasSuffix(path, ".tgz"):
			files = append(files, slices.Collect(maps.Keys(packedFiles(t, path)))...)
		}
		return nil
	}))
	return files
}

// packedFiles returns the files of a gzipped tar.
func packedFiles(t *testing.T, path string) map[string][]byte {
	t.Helper()
	packed, err := os.Open(path)
	require.NoError(t, err)
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	require.NoError(t, err)
	files := map[string][]byte{}
	for r := tar.NewReader(unpacked); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		require.NoError(t, err)
		files[h.Name], err = io.ReadAll(r)
		require.NoError(t, err)
	}
}

// Each row of the table of what happens has a case.
func TestReadmeSaysWhatHappens(t *testing.T) {
	formats := packedFiles(t, filepath.Join("codec", "testdata", "formats.tar.gz"))
	// as requires that images have the pixels of others once they are read as a set.
	as := func(t *testing.T, pairs ...[2][]byte) {
		t.Helper()
		for k, pair := range pairs {
			want, err := codec.Decode(pair[1])
			require.NoError(t, err)
			c, err := datasets.OpenCollection(context.Background(), "", datasets.Spec{Source: writeFolder(t, []entry{{"a", pair[0]}}), Split: datasets.All})
			require.NoError(t, err)
			got, err := c.Decode(0)
			require.NoError(t, err)
			require.Equal(t, want.Rect, got.Rect, k)
			require.Equal(t, want.Pix, got.Pix, k)
			require.NoError(t, c.Close())
		}
	}
	pair := func(name string) [2][]byte { return [2][]byte{formats[name], formats[name+".pixels"]} }
	wanted := func(name string) [2][]byte {
		return [2][]byte{fixture(t, "../codec/testdata/"+name), fixture(t, "../codec/testdata/"+strings.TrimSuffix(name, filepath.Ext(name))+".want.png")}
	}
	read := func(t *testing.T, data []byte, side int, fit datasets.Fit) *datasets.Images {
		t.Helper()
		return open(t, datasets.Spec{Source: writeFolder(t, []entry{{"a", data}}), Side: side, Fit: fit, Split: datasets.All}, datasets.Options{})
	}
	skipped := func(t *testing.T, source string) string {
		t.Helper()
		survey, err := datasets.Look(context.Background(), "", datasets.Spec{Source: source})
		require.NoError(t, err)
		return survey.Skipped.String()
	}
	wide := picture(16, 8, 1) // red grows from left to right
	tested := map[string]func(t *testing.T){
		"odd sizes, portrait, panorama": func(t *testing.T) {
			crop, stretch := read(t, pngOf(t, wide), 8, datasets.Crop), read(t, pngOf(t, wide), 8, datasets.Stretch)
			require.Equal(t, [3]uint8{255 * 4 / 16, 0, 37}, pixel(crop, 0, 0, 0))
			require.Equal(t, [3]uint8{uint8(255 * 11 / 16), 255 * 7 / 8, 37}, pixel(crop, 0, 7, 7))
			require.Less(t, pixel(stretch, 0, 0, 0)[0], uint8(20))
			require.Greater(t, pixel(stretch, 0, 7, 7)[0], uint8(220))
		},
		"already of the size asked for": func(t *testing.T) {
			m := picture(8, 8, 3)
			for p, v := range read(t, pngOf(t, m), 8, datasets.Crop).At(0) {
				require.Equal(t, m.Pix[p/3*4+p%3], v)
			}
		},
		"gray": func(t *testing.T) {
			m := image.NewGray(image.Rect(0, 0, 8, 8))
			m.SetGray(3, 5, color.Gray{Y: 77})
			require.Equal(t, [3]uint8{77, 77, 77}, pixel(read(t, pngOf(t, m), 8, datasets.Crop), 0, 3, 5))
		},
		"transparent": func(t *testing.T) {
			m := image.NewNRGBA(image.Rect(0, 0, 8, 8))
			m.SetNRGBA(1, 1, color.NRGBA{R: 100, A: 51})
			got := read(t, pngOf(t, m), 8, datasets.Crop)
			require.Equal(t, [3]uint8{255, 255, 255}, pixel(got, 0, 0, 0))
			require.Equal(t, [3]uint8{224, 204, 204}, pixel(got, 0, 1, 1)) // a fifth of it
		},
		"12 or 16 bits a channel": func(t *testing.T) {
			m := image.NewRGBA64(image.Rect(0, 0, 2, 2))
			m.SetRGBA64(0, 0, color.RGBA64{R: 0x12ff, G: 0xff80, B: 0x0080, A: 0xffff})
			require.Equal(t, [3]uint8{0x12, 0xff, 0}, pixel(read(t, pngOf(t, m), 2, datasets.Crop), 0, 0, 0))
			require.Equal(t, [3]uint8{128, 128, 128}, pixel(read(t, []byte("P5 1 1 4095\n\x08\x00"), 1, datasets.Crop), 0, 0, 0)) // 127.53
		},
		"rotated by EXIF": func(t *testing.T) {
			as(t, wanted("exif-jpeg-long.jpg"), wanted("exif-png.png"), wanted("exif-webp.webp"), pair("tiff/orientation6.tif"))
		},
		"CMYK": func(t *testing.T) { as(t, pair("tiff/ii-cmyk8.tif")) },
		"animated, several pages": func(t *testing.T) {
			as(t, wanted("animated.webp"), pair("tiff/pages.tif"), pair("gif/animated.gif"))
		},
		"cut off, damaged, more than 100 megapixels": func(t *testing.T) {
			p := pngOf(t, wide)
			source := writeFolder(t, []entry{{"a/1.png", p}, {"a/2.png", p[:60]}, {"a/3.png", bytes.Replace(p, []byte("IDAT"), []byte("IDAU"), 1)}, {"a/4.png", bomb(20_000, 6_000)}})
			spec := datasets.Spec{Source: source, Side: 8, Fit: datasets.Crop, Split: datasets.All}
			_, err := datasets.Open(context.Background(), "", spec, datasets.Options{})
			for _, bad := range []string{"3 images are bad (--skip-bad", "a/2.png", "a/3.png", "a/4.png"} {
				require.ErrorContains(t, err, bad)
			}
			spec.SkipBad = true
			require.Equal(t, 1, open(t, spec, datasets.Options{}).Len())
		},
		"links in a folder": func(t *testing.T) {
			require.Equal(t, "3 links to nothing", skipped(t, filepath.Join(unpackTar(t, "folder-links.tar"), "set")))
			for target, want := range map[string]string{".": "1 link into a cycle", "nowhere": "1 link to nothing"} {
				dir := writeFolder(t, []entry{{"c/1.png", pngOf(t, wide)}})
				require.NoError(t, os.Symlink(target, filepath.Join(dir, "c", "d")))
				require.Equal(t, want, skipped(t, dir))
				require.NoError(t, os.Symlink("nowhere", filepath.Join(dir, "c", "2.jpg")))
				_, err := datasets.Look(context.Background(), "", datasets.Spec{Source: dir})
				require.ErrorContains(t, err, "c/2.jpg cannot be read: it is a symbolic link to nowhere")
			}
		},
		"links in a tar or a zip": func(t *testing.T) {
			require.Empty(t, skipped(t, containers("hard-links.tar")))
			require.Equal(t, "1 link", skipped(t, containers("links.zip")))
		},
		"names that are not UTF-8": func(t *testing.T) {
			survey, err := datasets.Look(context.Background(), "", datasets.Spec{Source: containers("latin1.tar")})
			require.NoError(t, err)
			require.Equal(t, []string{`caf\xe9`, `f\xfcr`}, survey.Classes)
		},
	}
	rows := readmeTable(t, "what")
	requireRows(t, rows, tested)
	for _, row := range rows {
		t.Run(row[0], tested[row[0]])
	}
}
