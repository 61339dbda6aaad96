package metrics

import (
	"context"
	"errors"
	"image"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"tgan/internal/rng"
)

// numbered are images whose first pixels are their numbers.
type numbered struct{ n, bad int }

func (s numbered) Len() int { return s.n }

func (s numbered) Decode(i int) (*image.RGBA, error) {
	if s.bad > 0 && i == s.bad {
		return nil, errors.New("cannot be decoded")
	}
	img := image.NewRGBA(image.Rect(0, 0, 2, 1))
	img.Pix[0], img.Pix[1], img.Pix[4] = uint8(i>>8), uint8(i), uint8(i%7)
	return img, nil
}

// drawn is a cheap extractor: the features of an image are normal numbers of the stream of its first two pixels.
type drawn struct {
	dim     int
	shift   float64
	threads int
}

func (e drawn) Name() string { return "drawn" }
func (e drawn) Dim() int     { return e.dim }

func (e drawn) Features(ctx context.Context, images Images, progress func(done, total int)) (*mat.Dense, error) {
	out := rowsOf{data: make([]float64, images.Len()*e.dim), n: images.Len(), cols: e.dim}
	identity := func(img *image.RGBA) (frame, error) {
		return scaled(img, func(v uint8) float32 { return float32(v) }), nil
	}
	err := batches(ctx, max(1, e.threads), images, 64, progress, identity, func(lo int, frames []frame) error {
		for i, f := range frames {
			stream := rng.New("drawn", "features").Sub(uint64(f.values[0])<<8 + uint64(f.values[1]))
			row := out.row(lo + i)
			for k := range row {
				row[k] = float64(float32(stream.Norm() + e.shift))
			}
			row[0] = float64(f.values[3]) // repeats, so that rows must be compared further
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out.dense(), nil
}

// inFile returns the features in a file, as large ones are kept.
func inFile(t testing.TB, f *Features) *Features {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "features"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	write := rowWriter(file)
	for i := range f.n {
		require.NoError(t, write(f.values[i*f.dim:][:f.dim]))
	}
	return &Features{n: f.n, dim: f.dim, file: file}
}

func extracted(t testing.TB, e Extractor, n int) *Features {
	t.Helper()
	f, err := ExtractFeatures(t.Context(), e, numbered{n: n}, nil)
	require.NoError(t, err)
	return f
}

// Large sets are extracted a part at a time: every image has its own features, in its own row.
func TestExtractFeaturesOfManyImages(t *testing.T) {
	e := drawn{dim: 9}
	last := 0
	got, err := ExtractFeatures(t.Context(), e, numbered{n: 2100}, func(done, total int) {
		require.Equal(t, 2100, total)
		require.Greater(t, done, last)
		last = done
	})
	require.NoError(t, err)
	require.Equal(t, []int{2100, 2100, 9}, []int{last, got.Len(), got.Dim()})
	whole, err := e.Features(t.Context(), numbered{n: 2100}, nil)
	require.NoError(t, err)
	row := make([]float64, 9)
	for i := range 2100 {
		got.row(i, row, &scratch{})
		require.Equal(t, whole.RawRowView(i), row, "image %d", i)
	}
}

func TestExtractFeaturesRefuses(t *testing.T) {
	_, err := ExtractFeatures(t.Context(), drawn{dim: 2}, numbered{n: 40, bad: 33}, nil)
	require.EqualError(t, err, "metrics: features: image 33: cannot be decoded")
	_, err = ExtractFeatures(t.Context(), drawn{dim: 2}, numbered{}, nil)
	require.EqualError(t, err, "metrics: features: 0 images; at least one is needed")
	_, err = ExtractFeatures(t.Context(), drawn{dim: 2, shift: math.Inf(1)}, numbered{n: 3}, nil)
	require.EqualError(t, err, "metrics: features of image 0: value 1 is +Inf")
}

// Every metric gives the same bits of features in memory and in a file, whatever the order of the images.
func TestMetricsOfFilesAreTheSame(t *testing.T) {
	real, fake := extracted(t, drawn{dim: 40}, 300), extracted(t, drawn{dim: 40, shift: 0.2}, 260)
	settings := StandardSettings("1")
	settings.Subsets, settings.Draws = Subsets{Count: 5, Size: 50}, 20
	want, err := Measure(NewSample(real), NewSample(fake), Names(), settings)
	require.NoError(t, err)
	require.Len(t, want, len(Names()))
	onDisk := func(f *Features) *Sample {
		f = inFile(t, f)
		for i := range f.n / 2 { // another order
			swapRows(t, f, i, f.n-1-i)
		}
		return NewSample(f)
	}
	a, b := onDisk(real), onDisk(fake)
	got, err := Measure(a, b, Names(), settings)
	require.NoError(t, err)
	require.Equal(t, want, got)
	x, y := a.features.sorted(), b.features.sorted()
	require.False(t, x.inMemory())
	direct := &pairing{settings: settings, real: a.Moments, fake: b.Moments, x: x, y: y} // rows are read for each panel
	for i, name := range Names() {
		value, _, err := direct.value(name)
		require.NoError(t, err)
		require.Equal(t, want[i].Value, value, name)
	}
}

func swapRows(t *testing.T, f *Features, i, j int) {
	t.Helper()
	a, b := make([]byte, 4*f.dim), make([]byte, 4*f.dim)
	at := func(i int) int64 { return 4 * int64(i) * int64(f.dim) }
	for _, p := range []struct {
		row []byte
		i   int
	}{{a, i}, {b, j}} {
		_, err := f.file.ReadAt(p.row, at(p.i))
		require.NoError(t, err)
	}
	_, errA := f.file.WriteAt(a, at(j))
	_, errB := f.file.WriteAt(b, at(i))
	require.NoError(t, errors.Join(errA, errB))
}

// A file that can no longer be read is an error, not a number.
func TestFeaturesThatCannotBeRead(t *testing.T) {
	real, fake := inFile(t, extracted(t, drawn{dim: 6}, 80)), extracted(t, drawn{dim: 6}, 80)
	require.NoError(t, real.file.Truncate(1000))
	for _, name := range Names() {
		settings := StandardSettings("1")
		settings.Subsets = Subsets{Count: 2, Size: 10}
		_, err := Measure(NewSample(real), NewSample(fake), []string{name}, settings)
		require.ErrorContains(t, err, "metrics: read features: EOF", name)
	}
	_, err := NearestImages(NewSample(real), NewSample(fake))
	require.ErrorContains(t, err, "metrics: read features")
}
