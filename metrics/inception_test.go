package metrics_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/internal/kernel"
	"tgan/metrics"
)

// folded is the file with Google's weights up to 768 features.
const folded = "inception-2015-12-05-to-mixed_7.safetensors"

// inceptionFixtures is testdata/inception.json, made by testdata/inception.py with PyTorch, NumPy and Pillow.
type inceptionFixtures struct {
	Random, Google [][]float64 // features of three pictures at each depth
}

func readInceptionFixtures(t *testing.T) inceptionFixtures {
	t.Helper()
	data, err := os.ReadFile("testdata/inception.json")
	require.NoError(t, err)
	var f inceptionFixtures
	require.NoError(t, json.Unmarshal(data, &f))
	return f
}

// picture is the same function of testdata/inception.py.
func picture(seed, side int) []uint8 {
	pixels := make([]uint8, 0, side*side*3)
	for y := range side {
		for x := range side {
			for c := range 3 {
				smooth := (x*(3+seed)*64/side + y*(5-seed)*32/side + c*40) % 256
				rough := (x*x*7 + y*y*13 + x*y*(seed+1) + c*31) * 2654435761 / 65536 % 256
				if (x/8+y/8+seed)%3 == 0 {
					smooth = rough
				}
				pixels = append(pixels, uint8(smooth))
			}
		}
	}
	return pixels
}

func inception(t testing.TB, path string, dim int, resize metrics.Resize) *metrics.Inception {
	t.Helper()
	weights, err := metrics.ReadInceptionWeights(path)
	require.NoError(t, err)
	e, err := metrics.NewInception(newPool(t, 2, kernel.Detect()), weights, dim, resize)
	require.NoError(t, err)
	return e
}

// agrees requires features within 1e-5 of the wanted ones, in length and one by one as part of the greatest.
func agrees(t *testing.T, want []float64, got *mat.Dense) {
	t.Helper()
	var square, error, greatest float64
	values := got.RawMatrix().Data
	require.Len(t, values, len(want))
	for i, v := range want {
		square += v * v
		error += (v - values[i]) * (v - values[i])
		greatest = max(greatest, v)
	}
	require.Less(t, math.Sqrt(error/square), 1e-5)
	require.InDeltaSlice(t, want, values, 1e-5*greatest)
}

func TestInceptionAgreesWithPyTorch(t *testing.T) {
	fixtures := readInceptionFixtures(t)
	images := pictures{64, [][]uint8{picture(0, 64), picture(1, 64), picture(2, 64)}}
	dims := []int{64, 192, 768, 2048}
	for _, c := range []struct {
		name, path string
		depths     int
		want       [][]float64
	}{
		{"random weights", "testdata/inception_random.pth", 4, fixtures.Random},
		{"random weights, old format", "testdata/inception_random_legacy.pth", 2, fixtures.Random},
		{"Google's weights", folded, 3, fixtures.Google},
	} {
		for i, dim := range dims[:c.depths] {
			t.Run(fmt.Sprint(c.name, " ", dim), func(t *testing.T) {
				path := c.path
				if path == folded {
					path = sharedData(t, folded)
				}
				e := inception(t, path, dim, metrics.ResizePyTorchFID)
				require.Equal(t, dim, e.Dim())
				got, err := e.Features(t.Context(), images, nil)
				require.NoError(t, err)
				agrees(t, c.want[i], got)
			})
		}
	}
}

// The doctest of torchmetrics' FID at 64 features, which draws its images from PyTorch's generator after the random
// initial weights of the network: 23,816,528 numbers are passed over.
// Source: torchmetrics, image/fid.py: 12.6388 for seed 42, in older releases 12.7202 for seed 123.
func TestInception64GivesTorchmetricsGoldens(t *testing.T) {
	e := inception(t, sharedData(t, folded), metrics.Inception64, metrics.ResizeNone)
	for seed, want := range map[uint32]float64{42: 12.6388, 123: 12.7202} {
		r := newTwister(seed)
		r.skip(23816528)
		real := drawnImages(r, 100, 0, 200)
		fake := drawnImages(r, 100, 100, 255)
		require.InDelta(t, want, fid(t, e, real, fake), 0.5e-4)
	}
}

// drawnImages is torch.randint(low, high, (n, 3, 299, 299)).
func drawnImages(r *twister, n, low, high int) pictures {
	p := pictures{side: 299}
	for range n {
		pixels := make([]uint8, 299*299*3)
		for c := range 3 {
			for at := range 299 * 299 {
				pixels[at*3+c] = uint8(low + int(r.next())%(high-low))
			}
		}
		p.pixels = append(p.pixels, pixels)
	}
	return p
}

func TestInceptionIgnoresBatchesAndThreads(t *testing.T) {
	weights, err := metrics.ReadInceptionWeights("testdata/inception_random.pth")
	require.NoError(t, err)
	images := random(5, 11, 40)
	var want *mat.Dense
	for _, threads := range []int{1, 2, 5} {
		e, err := metrics.NewInception(newPool(t, threads, kernel.Detect()), weights, metrics.Inception192, metrics.ResizeClean)
		require.NoError(t, err)
		got, err := e.Features(t.Context(), images, nil)
		require.NoError(t, err)
		require.True(t, want == nil || mat.Equal(want, got), "%d threads", threads)
		want = got
		part, err := e.Features(t.Context(), images.part(5, 11), nil)
		require.NoError(t, err)
		require.True(t, mat.Equal(want.Slice(5, 11, 0, 192), part), "part, %d threads", threads)
	}
}

func TestInceptionNamesItsWeights(t *testing.T) {
	a := inception(t, "testdata/inception_random.pth", 64, metrics.ResizeTF1)
	b := inception(t, "testdata/inception_random_legacy.pth", 64, metrics.ResizeClean)
	require.Regexp(t, `^inception-64-[0-9a-f]{8}$`, a.Name())
	require.Equal(t, a.Name(), b.Name())
	require.Equal(t, metrics.Resize("tf1"), a.Resize())
	require.NotEqual(t, a.Name()[len(a.Name())-8:], inception(t, "testdata/inception_random.pth", 192, metrics.ResizeTF1).Name()[14:])
}

func TestInceptionRefuses(t *testing.T) {
	pool := newPool(t, 1, kernel.Detect())
	weights, err := metrics.ReadInceptionWeights("testdata/inception_random_legacy.pth")
	require.NoError(t, err)
	_, err = metrics.NewInception(pool, weights, 100, metrics.ResizeTF1)
	require.EqualError(t, err, "metrics: inception has no layer of 100 features; use 64, 192, 768 or 2048")
	_, err = metrics.NewInception(pool, weights, 64, "cubic")
	require.EqualError(t, err, `metrics: no resize protocol "cubic"; use one of ["none" "pytorch-fid" "tf1" "clean"]`)
	_, err = metrics.NewInception(pool, weights, 768, metrics.ResizeTF1)
	require.EqualError(t, err, `metrics: inception weights testdata/inception_random_legacy.pth: no tensor "Mixed_5b.branch1x1.conv.weight"; `+
		"use a file that reaches this depth (pt_inception-2015-12-05-6726825d.pth has all), or fewer features")
	e, err := metrics.NewInception(pool, weights, 64, metrics.ResizeNone)
	require.NoError(t, err)
	_, err = e.Features(t.Context(), random(1, 2, 74), nil)
	require.EqualError(t, err, "metrics: features: image 0: it has 74x74 pixels, inception needs at least 75 in both directions: choose a resize protocol")
	_, err = metrics.ReadInceptionWeights("testdata/fixtures.json")
	require.ErrorContains(t, err, "metrics: inception weights testdata/fixtures.json: header of")
	_, err = metrics.ReadInceptionWeights("testdata/nothing.pth")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestInceptionWorksAtItsLeastSide(t *testing.T) {
	features, err := inception(t, "testdata/inception_random.pth", 2048, metrics.ResizeNone).Features(t.Context(), random(1, 1, 75), nil)
	require.NoError(t, err)
	require.Positive(t, mat.Norm(features, 2))
}

func BenchmarkInception(b *testing.B) {
	for _, dim := range []int{64, 768, 2048} {
		b.Run(fmt.Sprint(dim), func(b *testing.B) {
			e := inception(b, "testdata/inception_random.pth", dim, metrics.ResizePyTorchFID)
			images := random(1, 16, 64)
			for b.Loop() {
				_, err := e.Features(b.Context(), images, nil)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.N*images.Len())/b.Elapsed().Seconds(), "images/s")
		})
	}
}
