package datasets_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
)

// A file is read by its bytes, whatever its name; one of a format that is not read is skipped under a name of its own.
func TestOtherFormatsAmongImages(t *testing.T) {
	const pixels = "012345678901"
	entries := []entry{
		{"a.ppm", []byte("P6 2 2 255\n" + pixels)},
		{"b.data", []byte("P6\n# no name tells\n2 2\n255\n" + pixels)},
		{"c.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")},
		{"d.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
	}
	for _, source := range []string{writeFolder(t, entries), writeZip(t, entries)} {
		survey, err := datasets.Look(context.Background(), "elsewhere", datasets.Spec{Source: source})
		require.NoError(t, err)
		require.Equal(t, 2, survey.Images)
		require.Equal(t, map[string]int{".heic": 1, ".svg": 1}, survey.Skipped.Files)
		m, err := datasets.Open(context.Background(), "elsewhere", datasets.Spec{Source: source, Side: 2, Fit: datasets.Crop, Split: "all"}, datasets.Options{})
		require.NoError(t, err)
		require.Equal(t, []byte(pixels), m.At(0))
		require.Equal(t, []byte(pixels), m.At(1))
	}
}
