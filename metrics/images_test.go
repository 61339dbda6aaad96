package metrics_test

import (
	"archive/zip"
	"errors"
	"image"
	"image/jpeg"
	"path"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/kernel"
	"tgan/metrics"
)

// pictures are square images of one side in memory, [side][side][3] each.
type pictures struct {
	side   int
	pixels [][]uint8
}

func (p pictures) Len() int { return len(p.pixels) }

func (p pictures) Decode(i int) (*image.RGBA, error) { return rgba(p.pixels[i], p.side, p.side), nil }

// rgba returns the image of RGB pixels, rows from the top.
func rgba(pixels []uint8, width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for at := range width * height {
		copy(img.Pix[4*at:], pixels[3*at:3*at+3])
		img.Pix[4*at+3] = 255
	}
	return img
}

// gallery are images of any size in memory; nil ones cannot be read.
type gallery []*image.RGBA

func (g gallery) Len() int { return len(g) }

func (g gallery) Decode(i int) (*image.RGBA, error) {
	if g[i] == nil {
		return nil, errors.New("broken.png cannot be decoded")
	}
	return g[i], nil
}

// part returns pictures [lo, hi).
func (p pictures) part(lo, hi int) pictures { return pictures{p.side, p.pixels[lo:hi]} }

// changed returns the pictures with every value replaced.
func (p pictures) changed(f func(image, k int, v uint8) float64) pictures {
	out := pictures{side: p.side}
	for i, pixels := range p.pixels {
		next := make([]uint8, len(pixels))
		for k, v := range pixels {
			next[k] = uint8(max(0, min(255, f(i, k, v)+0.5)))
		}
		out.pixels = append(out.pixels, next)
	}
	return out
}

// random returns n pictures of uniform noise.
func random(seed uint32, n, side int) pictures {
	t, p := newTwister(seed), pictures{side: side}
	for range n {
		pixels := make([]uint8, side*side*3)
		for k := range pixels {
			pixels[k] = uint8(t.next() >> 24)
		}
		p.pixels = append(p.pixels, pixels)
	}
	return p
}

// photographs returns the first n pictures, in the archive's order, of a zip of JPEG files of 64 x 64 pixels.
func photographs(t *testing.T, name string, n int) pictures {
	t.Helper()
	archive, err := zip.OpenReader(sharedData(t, name))
	require.NoError(t, err)
	defer archive.Close()
	p := pictures{side: 64}
	for _, entry := range archive.File {
		if path.Ext(entry.Name) != ".jpg" || len(p.pixels) == n {
			continue
		}
		file, err := entry.Open()
		require.NoError(t, err)
		picture, err := jpeg.Decode(file)
		require.NoError(t, err)
		require.NoError(t, file.Close())
		pixels := make([]uint8, 0, 64*64*3)
		for y := range 64 {
			for x := range 64 {
				r, g, b, _ := picture.At(x, y).RGBA()
				pixels = append(pixels, uint8(r>>8), uint8(g>>8), uint8(b>>8))
			}
		}
		p.pixels = append(p.pixels, pixels)
	}
	require.Len(t, p.pixels, n, name)
	return p
}

// newPool returns a pool that is closed with the test.
func newPool(t testing.TB, threads int, isa kernel.ISA) *kernel.Pool {
	t.Helper()
	pool := kernel.NewPool(threads, isa)
	t.Cleanup(pool.Close)
	return pool
}

// fid is the distance of two sets of pictures under an extractor.
func fid(t *testing.T, e metrics.Extractor, real, fake metrics.Images) float64 {
	t.Helper()
	a, err := e.Features(t.Context(), real, nil)
	require.NoError(t, err)
	b, err := e.Features(t.Context(), fake, nil)
	require.NoError(t, err)
	v, err := metrics.Frechet(fit(t, a), fit(t, b))
	require.NoError(t, err)
	return v
}
