package codec

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

// The orientation that ImageMagick and Adobe's programs keep in texts of PNG files is that which Pillow's exif_transpose takes.
func TestOrientationInTextOfPNG(t *testing.T) {
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00")
	profile := fmt.Sprintf("\nexif\n%8d\n%s\n%s\n", len(exif), hex.EncodeToString(exif[:20]), hex.EncodeToString(exif[20:]))
	xmp := `<rdf:Description tiff:Orientation="6"/>`
	packed := func(text string) string {
		var b bytes.Buffer
		w := zlib.NewWriter(&b)
		_, err := w.Write([]byte(text))
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return b.String()
	}
	for _, c := range []struct {
		name, chunk, body string
		turned            bool
	}{
		{"Exif", "tEXt", rawExifText + "\x00" + profile, true},
		{"Exif, packed", "zTXt", rawExifText + "\x00\x00" + packed(profile), true},
		{"XMP", "iTXt", xmpText + "\x00\x00\x00\x00\x00" + xmp, true},
		{"XMP as elements, packed", "iTXt", xmpText + "\x00\x01\x00en\x00\x00" + packed("<tiff:Orientation>6</tiff:Orientation>"), true},
		{"no digits", "tEXt", rawExifText + "\x00\nexif\n 2\nzz\n", false},
		{"cut off", "zTXt", rawExifText + "\x00", false},
		{"damaged", "zTXt", rawExifText + "\x00\x00junk", false},
		{"another text", "tEXt", "Comment\x00" + xmp, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2))))
			const header = 8 + 25 // the signature and IHDR
			data := append(appendChunk(bytes.Clone(b.Bytes()[:header]), c.chunk, []byte(c.body)), b.Bytes()[header:]...)
			m, err := Decode(data)
			require.NoError(t, err)
			want := image.Pt(3, 2)
			if c.turned {
				want = image.Pt(2, 3)
			}
			require.Equal(t, want, m.Rect.Size())
		})
	}
}
