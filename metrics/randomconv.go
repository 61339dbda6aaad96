package metrics

import (
	"context"
	"fmt"
	"image"
	"math"

	"gonum.org/v1/gonum/mat"
	"tgan/internal/kernel"
	"tgan/internal/rng"
)

// The random network: three convolutions of 5x5 taps and stride 2, each with LeakyReLU 0.2.
const (
	randomTaps   = 5
	randomStride = 2
	randomSlope  = 0.2
	randomBatch  = 64 // images at once; changes no bit
	randomDim    = 2 * (16 + 16 + 32)
)

// RandomConv is an extractor with fixed random weights, for images of any side: of the three layers of a convolutional
// network, the mean and the standard deviation over the pixels of each channel, 128 features. It needs no file and no
// training, and tells sets apart by colour, texture and coarse shape. It knows no objects, so its FID is comparable
// only with its own, at one side.
type RandomConv struct {
	pool   *kernel.Pool
	layers []randomLayer
}

// randomLayer holds weights [5][5][in][out] and biases [out].
type randomLayer struct {
	in, out       int
	weights, bias []float32
}

// NewRandomConv returns the random extractor, which runs in pool. Its weights are the same in every program and on
// every machine; see randomLayers.
func NewRandomConv(pool *kernel.Pool) *RandomConv {
	return &RandomConv{pool: pool, layers: randomLayers()}
}

// Name returns "random-conv-v1".
func (e *RandomConv) Name() string { return "random-conv-v1" }

// Dim returns 128.
func (e *RandomConv) Dim() int { return randomDim }

// Features returns the features of images, n x 128: means then deviations of the first layer, of the second, of the
// third. Each is the float32 nearest to the exact statistic of float32 activations, of order 1. It fails as Extractor
// says, and when the images are not square or not of one side. It must not be called twice at once, nor while another
// goroutine uses the pool.
func (e *RandomConv) Features(ctx context.Context, images Images, progress func(done, total int)) (*mat.Dense, error) {
	features := make([]float64, images.Len()*randomDim)
	side := 0
	err := batches(ctx, e.pool.Threads(), images, randomBatch, progress, squareFrame, func(lo int, frames []frame) error {
		if side == 0 {
			side = frames[0].h
		}
		if frames[0].h != side {
			return fmt.Errorf("metrics: features: image %d has %d pixels a side, image 0 has %d; bring all to one side", lo, frames[0].h, side)
		}
		e.batch(features[lo*randomDim:(lo+len(frames))*randomDim], joined(frames), len(frames), side)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return mat.NewDense(images.Len(), randomDim, features), nil
}

// squareFrame returns the pixels with values -1..1.
func squareFrame(img *image.RGBA) (frame, error) {
	f := scaled(img, func(v uint8) float32 { return (float32(v) - 127.5) / 127.5 })
	if f.h != f.w || f.h == 0 {
		return f, fmt.Errorf("it has %dx%d pixels; random-conv needs square images: bring all to one side", f.w, f.h)
	}
	return f, nil
}

// batch writes the features of n images, [n][side][side][3].
func (e *RandomConv) batch(features []float64, x []float32, n, side int) {
	at := 0
	for _, l := range e.layers {
		g := l.geometry(n, side)
		y := make([]float32, g.YLen())
		kernel.ConvForward(e.pool, g, y, x, l.weights, l.bias)
		kernel.LeakyReLU(e.pool, y, y, randomSlope)
		x, side = y, g.OH
		pixels := side * side
		e.pool.Run(n, func(i, _ int) {
			spread(features[i*randomDim+at:][:2*l.out], x[i*pixels*l.out:][:pixels*l.out])
		})
		at += 2 * l.out
	}
}

// geometry returns the convolution of n images of the given side.
func (l randomLayer) geometry(n, side int) kernel.Conv {
	g, err := kernel.NewConv(n, side, side, l.in, l.out, randomTaps, randomTaps, randomStride, randomTaps/2)
	if err != nil {
		panic(fmt.Sprintf("metrics: random layer: %v", err)) // any side from 1 on fits
	}
	return g
}

// spread writes the mean of each channel of x [pixels][c] to out[:c] and the standard deviation to out[c:], rounded to
// float32.
func spread(out []float64, x []float32) {
	c := len(out) / 2
	mean, deviation := out[:c], out[c:]
	pixels := float64(len(x) / c)
	for i := 0; i < len(x); i += c {
		for k, v := range x[i:][:c] {
			mean[k] += float64(v)
		}
	}
	for k := range mean {
		mean[k] /= pixels
	}
	for i := 0; i < len(x); i += c {
		for k, v := range x[i:][:c] {
			d := float64(v) - mean[k]
			deviation[k] += float64(d * d)
		}
	}
	for k := range mean {
		mean[k] = float64(float32(mean[k]))
		deviation[k] = float64(float32(math.Sqrt(deviation[k] / pixels)))
	}
}

// randomLayers draws the layers and calibrates them: filters orthonormal (the first half of the first layer blind to
// a constant colour), scaled and biased so that each channel has mean 0 and deviation 1 before its LeakyReLU over
// images of scale-free noise. Everything here is portable float64 rounded once, the same bits everywhere.
// Source: Mishkin and Matas 2016 ("LSUV"), per channel instead of per layer.
func randomLayers() []randomLayer {
	const n, side = 32, 32
	stream := rng.New("random-conv-v1", "weights")
	x := noiseImages(rng.New("random-conv-v1", "calibration"), n, side)
	pool := kernel.NewPool(1, kernel.Portable)
	defer pool.Close()
	widths := []int{channels, 16, 16, 32}
	layers := make([]randomLayer, len(widths)-1)
	at := side
	for i := range layers {
		l := randomLayer{in: widths[i], out: widths[i+1]}
		blind := 0
		if i == 0 {
			blind = l.out / 2
		}
		filters := orthonormal(stream.Sub(uint64(i)), l.in, l.out, blind)
		g := l.geometry(n, at)
		y := make([]float64, g.YLen())
		kernel.ConvForward(pool, g, y, x, filters, nil)
		shape := kernel.Shape{N: n, P: g.OH * g.OW, C: l.out}
		mean, inv := make([]float64, l.out), make([]float64, l.out)
		kernel.Moments(pool, kernel.ByChannel, shape, mean, inv, y, 0)
		kernel.Standardize(pool, kernel.ByChannel, shape, y, y, mean, inv)
		kernel.LeakyReLU(pool, y, y, randomSlope)
		for k, v := range filters {
			l.weights = append(l.weights, float32(v*inv[k%l.out]))
		}
		for k, v := range mean {
			l.bias = append(l.bias, float32(-v*inv[k]))
		}
		layers[i], x, at = l, y, g.OH
	}
	return layers
}

// orthonormal returns weights [5][5][in][out] whose filters are orthonormal. The taps of the first blind filters add up
// to zero for each input channel.
func orthonormal(stream *rng.Stream, in, out, blind int) []float64 {
	size := randomTaps * randomTaps * in
	filters := rowsOf{data: make([]float64, out*size), n: out, cols: size}
	for i := range filters.data {
		filters.data[i] = stream.Norm()
	}
	for k := range out {
		f := filters.row(k)
		if k < blind {
			flatten(f, in)
		}
		for before := range k {
			b := filters.row(before)
			along := chain(0, f, b)
			for i, v := range b {
				f[i] -= float64(along * v)
			}
		}
		length := math.Sqrt(chain(0, f, f))
		for i := range f {
			f[i] /= length
		}
	}
	return filters.transposed().data
}

// flatten subtracts from a filter [taps][in] its mean over the taps.
func flatten(f []float64, in int) {
	taps := len(f) / in
	for c := range in {
		var sum float64
		for i := c; i < len(f); i += in {
			sum += f[i]
		}
		for i := c; i < len(f); i += in {
			f[i] -= sum / float64(taps)
		}
	}
}

// noiseImages returns n images [side][side][3] of noise with equal power at scales of 1, 2, 4, ... side pixels, two
// thirds of the variance common to the colours, of deviation about 0.5 and clipped to -1..1: a crude likeness of
// photographs.
func noiseImages(stream *rng.Stream, n, side int) []float64 {
	size := side * side * channels
	x := make([]float64, n*size)
	for i := range n {
		image := x[i*size:][:size]
		var power float64
		for scale := 1; scale <= side; scale *= 2 {
			addNoise(image, stream, side, scale)
			power++
		}
		gain := 0.5 / math.Sqrt(power)
		for k, v := range image {
			image[k] = max(-1, min(1, gain*v))
		}
	}
	return x
}

// addNoise adds squares of scale x scale pixels, each of one random colour of variance 1.
func addNoise(image []float64, stream *rng.Stream, side, scale int) {
	common, own := math.Sqrt(2./3), math.Sqrt(1./3)
	for top := 0; top < side; top += scale {
		for left := 0; left < side; left += scale {
			gray := float64(common * stream.Norm())
			var colour [channels]float64
			for c := range colour {
				colour[c] = gray + float64(own*stream.Norm())
			}
			for y := top; y < top+scale; y++ {
				for x := left; x < left+scale; x++ {
					for c, v := range colour {
						image[(y*side+x)*channels+c] += v
					}
				}
			}
		}
	}
}
