package codec

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// formatFixtures returns the files of testdata/formats.tar.gz, by name; see testdata/README.md.
func formatFixtures(t testing.TB) map[string][]byte {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", "formats.tar.gz"))
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

// isNote reports whether a name is that of what should become of a fixture, and not of one.
func isNote(name string) bool {
	return strings.HasSuffix(name, ".pixels") || strings.HasSuffix(name, ".refused")
}

// refusals are the words with which each file that is refused is refused.
func refusals() map[string]string {
	return map[string]string{
		"tiff/ii-float.tif": "floating-point samples", "tiff/mm-float.tif": "floating-point samples",
		"tiff/ii-signed16.tif": "signed samples", "tiff/mm-signed16.tif": "signed samples",
		"tiff/ii-gray32.tif": "32 bits a sample", "tiff/mm-gray32.tif": "32 bits a sample",
		"tiff/ii-predictor-float.tif": "predictor 3", "tiff/mm-predictor-float.tif": "predictor 3",
		"tiff/jpeg-inside.tif": "JPEG compression: not read, save it as PNG first", "tiff/lab.tif": "CIE Lab",
		"tiff/filled-fax.tif": "fax compression", "tiff/old-lzw.tif": "LZW of before TIFF 5.0",
		"tiff/huge-tiles.tif": "tiles of 65536×65536", "tiff/huge.tif": "more than 100 million",
		"tiff/preview.tif": "preview", "tiff/cut.tif": "cut off", "tiff/lzw-cut.tif": "cut off", "tiff/mixed.tif": "samples of different sizes",
		"tiff/more-strips.tif": "3 of its 5 strips", "tiff/no-palette.tif": "palette is missing",
		"pnm/cut.ppm": "cut off", "pnm/cut-plain.ppm": "cut off", "pnm/above.pgm": "sample 11 is above", "pnm/maxval.pgm": "maxval is 65536",
		"pnm/maxval0.pgm": "maxval is 0", "pnm/letters.pgm": "no number", "pnm/two.pbm": "neither 0 nor 1", "pnm/glued.pgm": "no number",
		"pnm/huge.pgm":       "more than 100 million",
		"bmp/rle8-short.bmp": "cut off", "bmp/rle8-cut.bmp": "cut off", "bmp/cut.bmp": "cut off", "bmp/jpeg-inside.bmp": "compression 4",
		"bmp/2-bits.bmp": "2 bits a pixel", "bmp/masks-overlap.bmp": "bit masks", "bmp/huge.bmp": "more than 100 million",
		"png/wrong-checksum-of-text.png": `chunk "tEXt" is wrong`, "png/damaged.png": "invalid checksum", "png/cut.png": "not enough pixel data",
		"png/no-pixels.png": "no pixel data", "png/late-palette.png": "comes after its pixels", "png/no-palette.png": "out of order",
		"png/huge.png": "more than 100 million",
		"gif/cut.gif":  "cut off", "gif/few-pixels.gif": "cut off", "gif/no-image.gif": "no image", "gif/huge.gif": "more than 100 million",
		"other/photo.heic": "HEIC, which is not read: convert it", "other/photo-generic.heic": "HEIC", "other/photo.avif": "AVIF",
		"other/photo-generic.avif": "AVIF", "other/photo.heif": "HEIF", "other/photo.cr3": "camera raw", "other/photo.cr2": "camera raw",
		"other/photo.jp2": "JPEG 2000", "other/photo.jxl": "JPEG XL", "other/layers.psd": "Photoshop", "other/any.pam": "PAM",
		"other/float.pfm": "PFM", "other/drawing.svg": "SVG", "other/favicon.ico": "icon",
	}
}

func TestFormatsAsPillowReadsThem(t *testing.T) {
	files, refused := formatFixtures(t), refusals()
	seen := 0
	for name, data := range files {
		if isNote(name) {
			continue
		}
		seen++
		got, err := Decode(data)
		if words, ok := refused[name]; ok {
			require.Contains(t, files, name+".refused")
			require.ErrorContains(t, err, words, name)
			require.NotContains(t, err.Error(), "\n")
			continue
		}
		require.NoError(t, err, name)
		want, err := Decode(files[name+".pixels"])
		require.NoError(t, err, name)
		require.Equal(t, want.Rect, got.Rect, name)
		require.Equal(t, want.Pix, got.Pix, name)
	}
	require.Greater(t, seen, 340)
}

// Whatever a file is cut to, it is refused or read, and an error is one line.
func TestCutFormats(t *testing.T) {
	for name, data := range formatFixtures(t) {
		for n := 0; n < len(data); n += 1 + len(data)/20 {
			if _, err := Decode(data[:n]); err != nil {
				require.NotContains(t, err.Error(), "\n", name)
			}
		}
	}
}

func TestSniffTellsFormatsApart(t *testing.T) {
	groups := map[string]Format{"tiff": TIFF, "pnm": PNM, "bmp": BMP, "png": PNG, "gif": GIF}
	others := map[string]Format{
		".heic": HEIC, ".avif": AVIF, ".heif": HEIF, ".cr3": RAW, ".cr2": RAW, ".jp2": JPEG2000, ".jxl": JPEGXL, ".psd": PSD, ".pam": PAM,
		".pfm": PFM, ".svg": SVG, ".ico": ICO,
	}
	for name, data := range formatFixtures(t) {
		if isNote(name) {
			continue
		}
		want, read := groups[path.Dir(name)]
		if !read {
			want = others[path.Ext(name)]
		}
		got := Sniff(data[:min(len(data), SniffLen)])
		require.Equal(t, want, got, name)
		require.Equal(t, read, got.Supported(), name)
		require.Equal(t, read, got.Cure() == "", name)
		require.NotEqual(t, "unknown", got.String(), name)
	}
	for _, text := range []string{
		"P1 is a wall", "P3", "P6 7", "Photos of 2019", "<html><body>", "<?xml version=\"1.0\"?><annotation/>", "II would say", "\x00\x00\x01\x00 0123456789012345678",
		"\x28\x00\x00\x00 not a bitmap at all", "....ftypisom....", "BM, and so on: a text",
	} {
		require.Equal(t, Unknown, Sniff([]byte(text)), text)
	}
}

func TestReadmeNamesEveryFormatAndEnding(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	require.NoError(t, err)
	for _, ending := range Extensions() {
		require.Contains(t, string(readme), "`"+ending+"`")
	}
	for _, name := range formatNames() {
		for word := range strings.FieldsSeq(strings.NewReplacer(",", "", " or", "").Replace(name)) {
			require.Contains(t, string(readme), word)
		}
	}
}

func TestEveryFixtureHasAKnownEnding(t *testing.T) {
	for name := range formatFixtures(t) {
		if path.Dir(name) != "other" && !isNote(name) {
			require.Contains(t, Extensions(), path.Ext(name))
		}
	}
}

// fuzzFormat feeds one parser with files made from the fixtures of its group.
func fuzzFormat(f *testing.F, group string, format Format) {
	for name, data := range formatFixtures(f) {
		if path.Dir(name) == group && !isNote(name) {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 || Sniff(data) != format || legalAndLarge(data) {
			return
		}
		first, err := Decode(bytes.Clone(data))
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		again, err := Decode(data)
		require.NoError(t, err)
		require.True(t, bytes.Equal(first.Pix, again.Pix), "the same bytes, other pixels")
		require.True(t, first.Opaque())
	})
}

func FuzzTIFF(f *testing.F) { fuzzFormat(f, "tiff", TIFF) }
func FuzzPNM(f *testing.F)  { fuzzFormat(f, "pnm", PNM) }
func FuzzBMP(f *testing.F)  { fuzzFormat(f, "bmp", BMP) }
func FuzzPNG(f *testing.F)  { fuzzFormat(f, "png", PNG) }
func FuzzGIF(f *testing.F)  { fuzzFormat(f, "gif", GIF) }
