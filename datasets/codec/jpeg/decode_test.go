package jpeg

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return data
}

func decoded(t testing.TB, data []byte) *image.RGBA {
	t.Helper()
	m, err := Decode(bytes.NewReader(data))
	require.NoError(t, err)
	return m.(*image.RGBA)
}

// difference returns the largest and the mean difference of the samples of two pictures.
func difference(t *testing.T, want image.Image, got *image.RGBA) (largest int, mean float64) {
	t.Helper()
	require.Equal(t, want.Bounds(), got.Bounds())
	sum, n := 0, 0
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			r, g, b, _ := want.At(x, y).RGBA()
			c := got.RGBAAt(x, y)
			for k, v := range []uint32{r, g, b} {
				d := int(v>>8) - int([]uint8{c.R, c.G, c.B}[k])
				d = max(d, -d)
				largest, sum, n = max(largest, d), sum+d, n+1
			}
		}
	}
	return largest, float64(sum) / float64(n)
}

func TestPillowsPixels(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("testdata", "*.png"))
	require.NoError(t, err)
	require.Len(t, names, 2*16+8)
	for _, name := range names {
		name = strings.TrimSuffix(filepath.Base(name), ".png")
		want, err := png.Decode(bytes.NewReader(fixture(t, name+".png")))
		require.NoError(t, err)
		codings := 0
		for _, coding := range []string{"baseline", "progressive", "restart", "arithmetic", "arithmetic-progressive"} {
			data, err := os.ReadFile(filepath.Join("testdata", name+"-"+coding+".jpg"))
			if os.IsNotExist(err) {
				continue
			}
			require.NoError(t, err)
			codings++
			t.Run(name+"-"+coding, func(t *testing.T) {
				largest, mean := difference(t, want, decoded(t, data))
				require.Zero(t, largest, "mean %.3f", mean)
				config, err := DecodeConfig(bytes.NewReader(data))
				require.NoError(t, err)
				require.Equal(t, want.Bounds().Size(), image.Pt(config.Width, config.Height))
			})
		}
		require.Positive(t, codings, name)
	}
}

// A part of a file is never taken for the whole.
func TestCutOff(t *testing.T) {
	for _, name := range []string{"420-33x21-baseline", "ycck-420-33x21-restart", "440-32x24-progressive", "unequal-33x21-arithmetic-progressive"} {
		data := fixture(t, name+".jpg")
		for n := range data {
			_, err := Decode(bytes.NewReader(data[:n]))
			require.ErrorIs(t, err, errCutOff, "%s, %d of %d bytes", name, n, len(data))
		}
		require.NotNil(t, decoded(t, append(bytes.Clone(data), "what follows"...)))
	}
}

// changed returns a copy of data with the bytes that follow the first occurrence of mark, and skip more, replaced.
func changed(t *testing.T, data []byte, mark string, skip int, by ...byte) []byte {
	t.Helper()
	at := bytes.Index(data, []byte(mark))
	require.GreaterOrEqual(t, at, 0)
	out := bytes.Clone(data)
	copy(out[at+len(mark)+skip:], by)
	return out
}

func TestWhatIsRefused(t *testing.T) {
	plain, restarts, progressive := fixture(t, "420-33x21-baseline.jpg"), fixture(t, "420-33x21-restart.jpg"), fixture(t, "420-33x21-progressive.jpg")
	const frame = "\xff\xc0\x00\x11" // then: bits, height, width, components, each with its sampling
	lastScan := bytes.LastIndex(progressive, []byte("\xff\xda"))
	two := changed(t, plain, "\xff\xc0\x00", 0, 14)
	two = changed(t, two, "\xff\xc0\x00\x0e", 5, 2)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"12 bits", changed(t, plain, frame, 0, 12), "unsupported JPEG: 12 bits a sample: save it with 8"},
		{"lossless", changed(t, plain, frame, -4, 0xff, 0xc3), "unsupported JPEG: lossless: save it as PNG"},
		{"hierarchical", changed(t, plain, frame, -4, 0xff, 0xc5), "unsupported JPEG: hierarchical: save it as a baseline JPEG or PNG"},
		{"2 components", two, "unsupported JPEG: 2 components: save it as gray, RGB or CMYK"},
		{"no height", changed(t, plain, frame, 1, 0, 0), "invalid JPEG: 33×0 pixels"},
		{"fractional sampling", changed(t, changed(t, plain, frame, 7, 0x31), frame, 10, 0x21), "unsupported JPEG: samples of 2×1 beside 3×1 are no whole ratio: save it with another subsampling"},
		{"sampling 0", changed(t, plain, frame, 7, 0x02), "invalid JPEG: sampling 0×2, quantization table 0"},
		{"11 blocks an MCU", changed(t, changed(t, plain, frame, 7, 0x33), frame, 10, 0x11), "invalid JPEG: 11 blocks in an MCU, more than 10"},
		{"two pictures", append(bytes.Clone(plain[:len(plain)-2]), plain...), "invalid JPEG: a picture begins inside another"},
		{"no picture", []byte("\xff\xd8\xff\xd9"), "invalid JPEG: it holds no picture"},
		{"another format", []byte("GIF89a"), "invalid JPEG: it does not begin as one"},
		{"a restart marker out of turn", changed(t, restarts, "\xff\xd1", -1, 0xd3), "invalid JPEG: the data before byte"},
		{"scans left out", append(bytes.Clone(progressive[:lastScan]), "\xff\xd9"...), "invalid JPEG: its scans end before the picture is complete"},
		{"data left out", append(bytes.Clone(plain[:len(plain)-90]), "\xff\xd9"...), "invalid JPEG: the data before byte"},
		{"no quantization table", changed(t, plain, frame, 8, 3), "invalid JPEG: quantization table 3 is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Decode(bytes.NewReader(c.data))
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "\n")
		})
	}
}

// Without tables of its own a progressive file is damaged; a sequential one means those of the standard.
func TestMissingHuffmanTables(t *testing.T) {
	_, err := Decode(bytes.NewReader(changed(t, fixture(t, "standard-tables-baseline.jpg"), "\xff\xc0", -1, 0xc2)))
	require.ErrorContains(t, err, "invalid JPEG")
}

func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"420-33x21-baseline", "420-33x21-progressive", "420-33x21-arithmetic"} {
		data := fixture(b, name+".jpg")
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				decoded(b, data)
			}
		})
	}
}
