package metrics

import (
	"encoding/json"
	"fmt"
	"image"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestResizeAgreesWithItsReferences(t *testing.T) {
	data, err := os.ReadFile("testdata/inception.json")
	require.NoError(t, err)
	var fixtures struct {
		Resize []struct {
			Protocol      Resize
			Width, Height int
			Values        []float64
		}
	}
	require.NoError(t, json.Unmarshal(data, &fixtures))
	require.Len(t, fixtures.Resize, 36)
	for _, c := range fixtures.Resize {
		t.Run(fmt.Sprint(c.Protocol, c.Width, "x", c.Height), func(t *testing.T) {
			f := c.Protocol.apply(testPicture(1, c.Width, c.Height), inceptionSide)
			require.Equal(t, []int{inceptionSide, inceptionSide}, []int{f.w, f.h})
			out, at := f.values, 0
			for y := 0; y < inceptionSide; y += 37 {
				for x := 0; x < inceptionSide; x += 41 {
					for k := range channels {
						require.InDelta(t, c.Values[at], out[(y*inceptionSide+x)*channels+k], 1e-5, "row %d, column %d", y, x)
						at++
					}
				}
			}
			require.Len(t, c.Values, at)
		})
	}
}

func TestResizeNoneKeepsPixels(t *testing.T) {
	img := &image.RGBA{Pix: []uint8{0, 64, 128, 255, 192, 255, 1, 255}, Stride: 4, Rect: image.Rect(0, 0, 1, 2)}
	f := Resize(ResizeNone).apply(img, inceptionSide)
	require.Equal(t, frame{h: 2, w: 1, values: []float32{-1, -0.5, 0, 0.5, 127. / 128, -127. / 128}}, f)
}

func TestResizeOfConstantImagesIsConstant(t *testing.T) {
	for _, protocol := range Resizes()[1:] {
		for _, size := range [][2]int{{1, 1}, {3, 3}, {64, 1}, {299, 40}, {640, 333}} {
			img := image.NewRGBA(image.Rect(0, 0, size[0], size[1]))
			for i := range img.Pix {
				img.Pix[i] = 255
			}
			out := protocol.apply(img, inceptionSide).values
			want := 127. / 128
			if protocol == ResizePyTorchFID {
				want = 1
			}
			require.InDelta(t, want, slices.Min(out), 1e-6)
			require.InDelta(t, want, slices.Max(out), 1e-6)
		}
	}
}

// testPicture is the function picture of testdata/inception.py.
func testPicture(seed, width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			for c := range 3 {
				v := (x*(3+seed)*64/width + y*(5-seed)*32/height + c*40) % 256
				if (x/8+y/8+seed)%3 == 0 {
					v = (x*x*7 + y*y*13 + x*y*(seed+1) + c*31) * 2654435761 / 65536 % 256
				}
				img.Pix[(y*width+x)*4+c] = uint8(v)
			}
		}
	}
	return img
}
