package codec

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// wanted returns what Pillow decodes a fixture to, with its alpha.
func wanted(t *testing.T, name string) image.Image {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", strings.TrimSuffix(name, filepath.Ext(name))+".want.png"))
	require.NoError(t, err)
	m, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	return m
}

// Opaque pictures are Pillow's to the bit; composition over white, which Pillow leaves to its user, may round otherwise.
func TestPillowsPixels(t *testing.T) {
	for _, name := range []string{
		"lossless.webp", "lossy.webp", "lossy-33x21.webp", "lossy-32x24.webp", "lossy-1x3.webp", "lossy-3x1.webp",
		"alpha-33x21.webp", "alpha-32x24.webp", "alpha-1x3.webp", "alpha-3x1.webp", "animated.webp", "animated-part.webp",
		"exif-webp.webp", "exif-png.png", "exif-png-last.png", "exif-jpeg-long.jpg",
	} {
		t.Run(name, func(t *testing.T) {
			want, got := wanted(t, name), readFixture(t, name)
			require.Equal(t, want.Bounds(), got.Rect)
			for y := range got.Rect.Dy() {
				for x := range got.Rect.Dx() {
					w, g := color.NRGBAModel.Convert(want.At(x, y)).(color.NRGBA), got.RGBAAt(x, y)
					require.EqualValues(t, 255, g.A)
					tolerance := 0.5
					if w.A == 255 {
						tolerance = 0
					}
					for k, v := range []uint8{w.R, w.G, w.B} {
						over := 255 + (float64(v)-255)*float64(w.A)/255
						require.InDelta(t, over, float64([]uint8{g.R, g.G, g.B}[k]), tolerance, "(%d, %d)", x, y)
					}
				}
			}
		})
	}
}

func TestWebPThatIsDamaged(t *testing.T) {
	for _, name := range []string{"lossy-33x21.webp", "alpha-33x21.webp", "animated-part.webp", "lossless.webp"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(t, err)
		_, err = Decode(data[:len(data)/3])
		require.EqualError(t, err, "it is cut off", name)
	}
	animation, err := os.ReadFile(filepath.Join("testdata", "animated-part.webp"))
	require.NoError(t, err)
	at := bytes.Index(animation, []byte("ANMF")) + chunkHeader
	outside := bytes.Clone(animation)
	outside[at] = 8 // 16 pixels from the left, of 20 in 33
	_, err = Decode(outside)
	require.EqualError(t, err, "its first frame (16,6)-(36,21) exceeds its 33×21 pixels")
	_, err = Decode([]byte("RIFF\x10\x00\x00\x00WEBPEXIF\x04\x00\x00\x00abcd"))
	require.EqualError(t, err, "it holds no picture")
}
