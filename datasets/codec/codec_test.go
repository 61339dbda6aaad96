package codec

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/bmp"
)

func encodePNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, m))
	return b.Bytes()
}

func readFixture(t *testing.T, name string) *image.RGBA {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	m, err := Decode(data)
	require.NoError(t, err)
	return m
}

func TestColourModels(t *testing.T) {
	one := func(m image.Image) [3]uint8 {
		got, err := Decode(encodePNG(t, m))
		require.NoError(t, err)
		require.Equal(t, image.Rect(0, 0, 1, 1), got.Rect)
		return [3]uint8(got.Pix)
	}
	r := image.Rect(0, 0, 1, 1)
	clear := image.NewNRGBA(r)
	half := image.NewNRGBA(r)
	half.SetNRGBA(0, 0, color.NRGBA{R: 200, G: 100, A: 128})
	deep := image.NewRGBA64(r)
	deep.SetRGBA64(0, 0, color.RGBA64{R: 0x12ff, G: 0x3400, B: 0xff00, A: 0xffff})
	gray := image.NewGray(r)
	gray.SetGray(0, 0, color.Gray{Y: 77})
	gray16 := image.NewGray16(r)
	gray16.SetGray16(0, 0, color.Gray16{Y: 0x4dff})
	indexed := image.NewPaletted(r, color.Palette{color.RGBA{9, 8, 7, 255}})

	require.Equal(t, [3]uint8{255, 255, 255}, one(clear))
	for c, v := range one(half) { // 128/255 of the colour, the rest white
		require.InDelta(t, []float64{227.4, 177.2, 127}[c], float64(v), 1)
	}
	require.Equal(t, [3]uint8{0x12, 0x34, 0xff}, one(deep))
	require.Equal(t, [3]uint8{77, 77, 77}, one(gray))
	require.Equal(t, [3]uint8{77, 77, 77}, one(gray16))
	require.Equal(t, [3]uint8{9, 8, 7}, one(indexed))
}

func TestGIFFrameSmallerThanItsCanvas(t *testing.T) {
	frame := image.NewPaletted(image.Rect(2, 1, 4, 3), color.Palette{color.RGBA{10, 20, 30, 255}})
	second := image.NewPaletted(image.Rect(0, 0, 5, 4), color.Palette{color.RGBA{99, 99, 99, 255}})
	var b bytes.Buffer
	require.NoError(t, gif.EncodeAll(&b, &gif.GIF{
		Image: []*image.Paletted{frame, second}, Delay: []int{1, 1}, Config: image.Config{Width: 5, Height: 4},
	}))
	m, err := Decode(b.Bytes())
	require.NoError(t, err)
	require.Equal(t, image.Rect(0, 0, 5, 4), m.Rect)
	require.Equal(t, color.RGBA{10, 20, 30, 255}, m.RGBAAt(3, 2))
	require.Equal(t, color.RGBA{10, 20, 30, 255}, m.RGBAAt(0, 0), "the canvas is filled with index 0")
}

func TestBMP(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 3, 2))
	for k := range m.Pix {
		m.Pix[k] = uint8(11 * k)
	}
	for k := 3; k < len(m.Pix); k += 4 {
		m.Pix[k] = 255
	}
	var b bytes.Buffer
	require.NoError(t, bmp.Encode(&b, m))
	got, err := Decode(b.Bytes())
	require.NoError(t, err)
	require.Equal(t, m.Pix, got.Pix)
}

// withOrientation puts an Exif segment after the first marker of a JPEG.
func withOrientation(data []byte, order binary.AppendByteOrder, value uint16) []byte {
	head := "II*\x00"
	if order.String() == "BigEndian" {
		head = "MM\x00*"
	}
	tiff := order.AppendUint32([]byte(head), 8)
	tiff = order.AppendUint16(tiff, 2)
	for _, field := range [][2]uint16{{0x0100, 5}, {0x0112, value}} {
		tiff = order.AppendUint16(tiff, field[0])
		tiff = order.AppendUint16(tiff, 3)
		tiff = order.AppendUint32(tiff, 1)
		tiff = order.AppendUint16(tiff, field[1])
		tiff = order.AppendUint16(tiff, 0)
	}
	body := append([]byte("Exif\x00\x00"), order.AppendUint32(tiff, 0)...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return append(append(out, body...), data[2:]...)
}

func TestExifOrientation(t *testing.T) {
	// Four quarters, 16×8: dark red, bright / gray, blue; upright as seen for orientation 1.
	m := image.NewRGBA(image.Rect(0, 0, 16, 8))
	quarters := map[image.Point]color.RGBA{{}: {200, 0, 0, 255}, {1, 0}: {255, 255, 255, 255}, {0, 1}: {90, 90, 90, 255}, {1, 1}: {0, 0, 200, 255}}
	for y := range 8 {
		for x := range 16 {
			m.SetRGBA(x, y, quarters[image.Pt(x/8, y/4)])
		}
	}
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, m, &jpeg.Options{Quality: 100}))
	const red, white, gray, blue = 'r', 'w', 'g', 'b'
	name := func(c color.RGBA) rune {
		switch {
		case c.R > 150 && c.G > 150:
			return white
		case c.R > 150:
			return red
		case c.B > 150:
			return blue
		}
		return gray
	}
	// Corners read left to right, top to bottom. Source: CIPA DC-008, section 4.6.4, "Orientation".
	for value, want := range []string{"rwgb", "rwgb", "wrbg", "bgwr", "gbrw", "rgwb", "grbw", "bwgr", "wbrg", "rwgb"} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			data := withOrientation(b.Bytes(), order, uint16(value))
			got, err := Decode(data)
			require.NoError(t, err)
			right, low := got.Rect.Dx()-2, got.Rect.Dy()-2
			corners := string([]rune{name(got.RGBAAt(1, 1)), name(got.RGBAAt(right, 1)), name(got.RGBAAt(1, low)), name(got.RGBAAt(right, low))})
			require.Equal(t, want, corners, "orientation %d %s", value, order)
			require.Equal(t, value >= 5 && value <= 8, got.Rect.Dy() == 16)
		}
	}
	// Metadata cut short or pointing elsewhere is ignored.
	whole := withOrientation(b.Bytes(), binary.LittleEndian, 6)
	for n := range 70 {
		require.NotPanics(t, func() { orientation(JPEG, whole[:n]) })
	}
	lost := bytes.Clone(whole)
	copy(lost[16:], "\xff\xff\xff\xff")
	require.Equal(t, 1, orientation(JPEG, lost))
}

func TestSniffNeedsMoreThanTwoLetters(t *testing.T) {
	require.Equal(t, Unknown, Sniff([]byte("BM is how this text begins, really")))
	require.Equal(t, Unknown, Sniff([]byte("RIFF....WAVEfmt ")))
	require.Equal(t, Unknown, Sniff(nil))
	require.Equal(t, GIF, Sniff([]byte("GIF89a")))
}

// legalAndLarge tells of a picture that decode takes, but that only costs the fuzzer time: 220 bytes of WebP can stand for 72 megapixels,
// which take a slow machine more than the ten seconds after which Go calls it hung. So can scans of a JPEG that draw it over and over.
func legalAndLarge(data []byte) bool {
	c, err := codecOf(Sniff(data))
	if err != nil {
		return false
	}
	config, err := c.config(bytes.NewReader(data))
	pixels := float64(config.Width) * float64(config.Height)
	scans := bytes.Count(data, []byte("\xff\xda"))
	return err == nil && (pixels > 512*512 && pixels <= MaxPixels || scans > 20)
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{
		"lossy.webp", "lossless.webp", "alpha-33x21.webp", "animated-part.webp", "exif-webp.webp", "exif-png.png", "exif-jpeg-long.jpg",
		"../jpeg/testdata/unequal-33x21-progressive.jpg", "../jpeg/testdata/ycck-420-33x21-baseline.jpg",
	} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(f, err)
		f.Add(data)
	}
	m := image.NewRGBA(image.Rect(0, 0, 9, 7))
	var j, g, w bytes.Buffer
	require.NoError(f, jpeg.Encode(&j, m, nil))
	require.NoError(f, gif.Encode(&g, m, nil))
	require.NoError(f, bmp.Encode(&w, m))
	for _, data := range [][]byte{encodePNG(f, m), j.Bytes(), withOrientation(j.Bytes(), binary.BigEndian, 6), g.Bytes(), w.Bytes()} {
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 || legalAndLarge(data) {
			return
		}
		if _, err := Decode(data); err != nil {
			require.NotContains(t, err.Error(), "\n")
		}
	})
}
