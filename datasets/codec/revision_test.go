package codec

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The pixels of these files are those of one Revision: whoever changes them on purpose raises it.
func TestRevisionStandsForPixels(t *testing.T) {
	all := sha256.New()
	for _, name := range []string{
		"testdata/lossy-33x21.webp", "testdata/alpha-33x21.webp", "testdata/lossless.webp", "testdata/animated-part.webp",
		"testdata/exif-png.png", "testdata/exif-webp.webp", "testdata/exif-jpeg-long.jpg",
		"jpeg/testdata/420-33x21-baseline.jpg", "jpeg/testdata/440-32x24-progressive.jpg", "jpeg/testdata/cmyk-33x21-baseline.jpg",
	} {
		data, err := os.ReadFile(filepath.FromSlash(name))
		require.NoError(t, err)
		m, err := Decode(data)
		require.NoError(t, err, name)
		all.Write(m.Pix)
	}
	golden := map[int]string{2: "95bb8c3939fb65030a498548973a2efa29fd7120b1853166fec6dfe88f2eea78"}
	require.Equal(t, golden[Revision], hex.EncodeToString(all.Sum(nil)))
}
