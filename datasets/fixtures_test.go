package datasets_test

import (
	"archive/zip"
	"bytes"
	"context"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/bmp"
	"tgan/datasets"
)

// picture returns a smooth w×h picture that differs with k.
func picture(w, h, k int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, color.RGBA{R: uint8(255 * x / w), G: uint8(255 * y / h), B: uint8(37 * k), A: 255})
		}
	}
	return m
}

// encoded returns what encode writes.
func encoded(t testing.TB, encode func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, encode(&b))
	return b.Bytes()
}

func pngOf(t testing.TB, m image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return png.Encode(w, m) })
}

func jpegOf(t testing.TB, m image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: 95}) })
}

func gifOf(t testing.TB, m image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return gif.Encode(w, m, nil) })
}

func bmpOf(t testing.TB, m image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return bmp.Encode(w, m) })
}

func fixture(t testing.TB, name string) []byte {
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return data
}

// entry is a file of a fixture. Fixtures are lists, so that zips can hold them out of order.
type entry struct {
	name string
	data []byte
}

// everyFormat is a collection of two classes in all formats, with files that are not images beside them.
func everyFormat(t testing.TB) []entry {
	dotted := image.NewPaletted(image.Rect(0, 0, 12, 12), palette.Plan9)
	draw.Draw(dotted, dotted.Rect, picture(12, 12, 6), image.Point{}, draw.Src)
	gray := image.NewGray(image.Rect(0, 0, 9, 14))
	draw.Draw(gray, gray.Rect, picture(9, 14, 0), image.Point{}, draw.Src)
	return []entry{
		{"set/dogs/b.jpg", jpegOf(t, picture(20, 10, 1))},
		{"set/dogs/a.png", pngOf(t, picture(8, 8, 2))},
		{"set/cats/deep/er/c.gif", gifOf(t, dotted)},
		{"set/cats/d.bmp", bmpOf(t, picture(16, 16, 4))},
		{"set/cats/without-extension", pngOf(t, gray)},
		{"set/cats/e.WEBP", fixture(t, "../codec/testdata/lossy.webp")},
		{"set/cats/f.webp", fixture(t, "../codec/testdata/lossless.webp")},
		{"set/labels.txt", []byte("BM looks like a bitmap but is not one")},
		{"set/dogs/empty.csv", nil},
		{"set/.DS_Store", []byte("hidden")},
		{"set/.hidden/g.png", pngOf(t, picture(8, 8, 7))},
		{"__MACOSX/set/dogs/._a.png", []byte("resource fork")},
	}
}

// writeFolder writes entries below a new folder.
func writeFolder(t testing.TB, entries []entry) string {
	t.Helper()
	dir := t.TempDir()
	for _, e := range entries {
		path := filepath.Join(dir, filepath.FromSlash(e.name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, e.data, 0o644))
	}
	return dir
}

// zipOf packs entries in their order.
func zipOf(t testing.TB, entries []entry) []byte {
	t.Helper()
	return encoded(t, func(w io.Writer) error {
		z := zip.NewWriter(w)
		for _, e := range entries {
			f, err := z.Create(e.name)
			require.NoError(t, err)
			_, err = f.Write(e.data)
			require.NoError(t, err)
		}
		return z.Close()
	})
}

// writeZip writes a zip file into a new folder and returns its path.
func writeZip(t testing.TB, entries []entry) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "set.zip")
	require.NoError(t, os.WriteFile(path, zipOf(t, entries), 0o644))
	return path
}

// numbered is n PNG images of one class.
func numbered(t testing.TB, n int) []entry {
	entries := make([]entry, n)
	for k := range entries {
		m := image.NewRGBA(image.Rect(0, 0, 8, 8))
		draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{R: uint8(k), G: uint8(k / 256), B: 9, A: 255}), image.Point{}, draw.Src)
		entries[k] = entry{"c/" + string(rune('a'+k/26/26%26)) + string(rune('a'+k/26%26)) + string(rune('a'+k%26)) + ".png", pngOf(t, m)}
	}
	return entries
}

func open(t testing.TB, spec datasets.Spec, opts datasets.Options) *datasets.Images {
	t.Helper()
	images, err := datasets.Open(context.Background(), "", spec, opts)
	require.NoError(t, err)
	return images
}

// pixel returns one pixel of an image.
func pixel(m *datasets.Images, i, x, y int) [3]uint8 {
	return [3]uint8(m.At(i)[(y*m.Side()+x)*3:])
}
