package metrics

import (
	"encoding/json"
	"fmt"
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
			Protocol Resize
			Side     int
			Values   []float64
		}
	}
	require.NoError(t, json.Unmarshal(data, &fixtures))
	require.Len(t, fixtures.Resize, 24)
	for _, c := range fixtures.Resize {
		t.Run(fmt.Sprint(c.Protocol, c.Side), func(t *testing.T) {
			out := make([]float32, inceptionSide*inceptionSide*channels)
			newResampler(c.Protocol, c.Side, inceptionSide).resample(out, testPicture(1, c.Side))
			at := 0
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
	out := make([]float32, 4*3)
	newResampler(ResizeNone, 2, inceptionSide).resample(out, []uint8{0, 64, 128, 192, 255, 1, 2, 3, 4, 5, 6, 7})
	require.Equal(t, []float32{-1, -0.5, 0, 0.5, 127. / 128}, out[:5])
}

func TestResizeOfConstantImagesIsConstant(t *testing.T) {
	for _, protocol := range Resizes()[1:] {
		for _, side := range []int{1, 3, 64, 299, 640} {
			image := make([]uint8, side*side*channels)
			for i := range image {
				image[i] = 255
			}
			out := make([]float32, inceptionSide*inceptionSide*channels)
			newResampler(protocol, side, inceptionSide).resample(out, image)
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
func testPicture(seed, side int) []uint8 {
	var pixels []uint8
	for y := range side {
		for x := range side {
			for c := range 3 {
				v := (x*(3+seed)*64/side + y*(5-seed)*32/side + c*40) % 256
				if (x/8+y/8+seed)%3 == 0 {
					v = (x*x*7 + y*y*13 + x*y*(seed+1) + c*31) * 2654435761 / 65536 % 256
				}
				pixels = append(pixels, uint8(v))
			}
		}
	}
	return pixels
}
