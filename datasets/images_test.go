package datasets_test

import (
	"image/color"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
)

func counting(n int) []uint8 {
	pix := make([]uint8, n)
	for i := range pix {
		pix[i] = uint8(i)
	}
	return pix
}

func TestImages(t *testing.T) {
	m, err := datasets.NewImages(2, counting(3*12), []int{1, 0, 1}, []string{"a", "b"})
	require.NoError(t, err)
	require.Equal(t, 3, m.Len())
	require.Equal(t, 2, m.Side())
	require.Equal(t, counting(36)[12:24], m.At(1))
	require.Equal(t, 0, m.Label(1))
	require.Equal(t, []string{"a", "b"}, m.Classes())

	s := m.Subset([]int{2, 0, 2})
	require.Equal(t, 3, s.Len())
	require.Equal(t, m.At(2), s.At(0))
	require.Equal(t, m.At(0), s.Subset([]int{1}).At(0))
	require.Equal(t, 1, s.Label(1))
	require.Equal(t, []string{"a", "b"}, s.Classes())
	require.Zero(t, m.Subset(nil).Len())
	require.Panics(t, func() { m.Subset([]int{3}) })
}

func TestNewImagesRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		side   int
		pix    []uint8
		labels []int
		want   string
	}{
		{"side", 0, nil, nil, "datasets: side is 0: it must be from 1 to 1024"},
		{"pixels", 2, counting(13), []int{0}, "datasets: 13 bytes of pixels for 1 labels of side 2: need 12"},
		{"label", 2, counting(12), []int{1}, "datasets: label 1 of image 0 is outside the 1 classes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := datasets.NewImages(c.side, c.pix, c.labels, []string{"a"})
			require.EqualError(t, err, c.want)
		})
	}
}

func TestDigest(t *testing.T) {
	make := func(side int, pix []uint8, labels ...int) *datasets.Images {
		m, err := datasets.NewImages(side, pix, labels, []string{"a", "b"})
		require.NoError(t, err)
		return m
	}
	base := make(1, []uint8{1, 2, 3, 4, 5, 6}, 0, 1)
	// From Python: hashlib.sha256(struct.pack("<QQ3BQ3BQ", 1, 2, 1, 2, 3, 0, 4, 5, 6, 1)).
	require.Equal(t, "5578178d5a800d6a82c92776947bc4f46916bc650a797b505cb993ea792840b5", base.Digest())
	for name, other := range map[string]*datasets.Images{
		"pixel": make(1, []uint8{1, 2, 3, 4, 5, 7}, 0, 1),
		"label": make(1, []uint8{1, 2, 3, 4, 5, 6}, 0, 0),
		"order": base.Subset([]int{1, 0}),
		"count": base.Subset([]int{0}),
	} {
		require.NotEqual(t, base.Digest(), other.Digest(), name)
	}
	require.Equal(t, base.Digest(), base.Subset([]int{1, 0}).Subset([]int{1, 0}).Digest())
}

func TestSheet(t *testing.T) {
	m, err := datasets.NewImages(1, []uint8{1, 2, 3, 4, 5, 6, 7, 8, 9}, []int{0, 0, 0}, []string{"a"})
	require.NoError(t, err)
	sheet := datasets.Sheet(m, 2)
	require.Equal(t, "(0,0)-(8,8)", sheet.Bounds().String())
	require.Equal(t, color.RGBA{4, 5, 6, 255}, sheet.At(5, 2))
	require.Equal(t, color.RGBA{7, 8, 9, 255}, sheet.At(2, 5))
	require.Equal(t, color.RGBA{255, 255, 255, 255}, sheet.At(5, 5))
	require.Equal(t, "(0,0)-(5,11)", datasets.Sheet(m, 0).Bounds().String())
	require.Equal(t, "(0,0)-(5,2)", datasets.Sheet(m.Subset(nil), 4).Bounds().String())
}
