package jpeg

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzDecode(f *testing.F) {
	for _, name := range []string{
		"420-33x21-baseline", "420-33x21-restart", "unequal-33x21-progressive", "unequal-33x21-arithmetic", "gray-32x24-arithmetic-progressive",
		"ycck-420-33x21-baseline", "standard-tables-baseline",
	} {
		f.Add(fixture(f, name+".jpg"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		config, err := DecodeConfig(bytes.NewReader(data))
		if err != nil || config.Width*config.Height > 128*128 || bytes.Count(data, []byte{0xff, markerSOS}) > 20 {
			return // what is large, or drawn over and over, only costs time
		}
		m, err := Decode(bytes.NewReader(data))
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		require.Equal(t, config.Width, m.Bounds().Dx())
		require.Equal(t, config.Height, m.Bounds().Dy())
	})
}
