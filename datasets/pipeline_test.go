package datasets_test

import (
	"archive/zip"
	"bufio"
	"context"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
	"tgan/internal/rng"
)

var pipelineImages = flag.Int("images", 2000, "images of BenchmarkPipeline")

// BenchmarkPipeline times what stands between a set of files and training: a zip of PNG files of 48×40 pixels in 20 classes is converted
// to 32 pixels, the result is put into the cache, and three epochs in random order read every byte from there. Peak is the largest
// resident memory of the process, mapped pages included (VmHWM). Run it by make bench-data.
func BenchmarkPipeline(b *testing.B) {
	n := *pipelineImages
	ctx, opts := context.Background(), datasets.Options{Threads: 2}
	for b.Loop() {
		b.StopTimer()
		dir := b.TempDir()
		source := filepath.Join(dir, "source.zip")
		writePictures(b, source, n)
		b.StartTimer()

		rate := func(stage string, images int, work func()) {
			before := b.Elapsed()
			work()
			b.ReportMetric(float64(images)/(b.Elapsed()-before).Seconds(), stage+"-images/s")
		}
		small := filepath.Join(dir, "small.zip")
		spec := datasets.Spec{Source: source, Side: 32, Fit: datasets.Crop, Split: datasets.All}
		rate("convert", n, func() {
			made, err := datasets.Convert(ctx, small, "", spec, opts)
			require.NoError(b, err)
			require.Equal(b, n, made.Images)
		})
		spec.Source = small
		var images *datasets.Images
		rate("cache", n, func() {
			var err error
			images, err = datasets.OpenCached(ctx, filepath.Join(dir, "cache"), "", spec, opts)
			require.NoError(b, err)
		})
		require.Len(b, images.Classes(), 20)
		rate("iterate", 3*n, func() {
			sum := 0
			for epoch := range 3 {
				for _, i := range rng.New("pipeline", "order").Sub(uint64(epoch)).Perm(n) {
					for _, v := range images.At(i) {
						sum += int(v)
					}
				}
			}
			require.Positive(b, sum)
		})
		require.NoError(b, images.Close())
	}
	b.ReportMetric(peakMiB(b), "peak-MiB")
	b.ReportMetric(0, "ns/op")
}

// writePictures writes a zip of n PNG files, made one at a time.
func writePictures(b *testing.B, path string, n int) {
	f, err := os.Create(path)
	require.NoError(b, err)
	out := bufio.NewWriterSize(f, 1<<20)
	z := zip.NewWriter(out)
	encoder := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &onePNGBuffer{}}
	img := image.NewRGBA(image.Rect(0, 0, 48, 40))
	for k := range n {
		for p := 0; p < len(img.Pix); p += 4 {
			x, y := p/4%48, p/4/48
			img.Pix[p], img.Pix[p+1], img.Pix[p+2], img.Pix[p+3] = uint8(x*y+k), uint8(x*x+k/256), uint8(y*k), 255
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("class%02d/%07d.png", k%20, k), Method: zip.Store})
		require.NoError(b, err)
		require.NoError(b, encoder.Encode(w, img))
	}
	require.NoError(b, z.Close())
	require.NoError(b, out.Flush())
	require.NoError(b, f.Close())
}

// onePNGBuffer is the memory of one encoder.
type onePNGBuffer struct{ buffer *png.EncoderBuffer }

func (b *onePNGBuffer) Get() *png.EncoderBuffer       { return b.buffer }
func (b *onePNGBuffer) Put(buffer *png.EncoderBuffer) { b.buffer = buffer }

// peakMiB returns the largest resident memory of this process so far.
func peakMiB(b *testing.B) float64 {
	f, err := os.Open("/proc/self/status")
	require.NoError(b, err)
	defer f.Close()
	text, err := io.ReadAll(f)
	require.NoError(b, err)
	_, after, ok := strings.Cut(string(text), "VmHWM:")
	require.True(b, ok)
	var kb float64
	_, err = fmt.Sscan(after, &kb)
	require.NoError(b, err)
	return kb / 1024
}
