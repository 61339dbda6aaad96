package metrics

import (
	"fmt"
	"image"
	"math"
	"slices"
)

// Resize is a named protocol that takes images to the extractor's side and values. FID depends on it: numbers under
// different protocols are not comparable.
type Resize string

const (
	// ResizeNone reads images at their own size, values (v-128)/128.
	ResizeNone = "none"
	// ResizePyTorchFID is the bilinear interpolation of mseitzer/pytorch-fid: pixel centres at half-integers, no
	// antialiasing, values 2v/255-1.
	ResizePyTorchFID = "pytorch-fid"
	// ResizeTF1 is the bilinear interpolation inside Google's graph, as of TTUR: pixel i of the result lies at i*in/out
	// of the image, no antialiasing, values (v-128)/128. Source: TensorFlow 1 ResizeBilinear with align_corners=False.
	ResizeTF1 = "tf1"
	// ResizeClean is the bicubic interpolation (a = -0.5) of clean-fid, by Pillow's antialiasing resampler without
	// rounding to bytes, clipped to 0..255, values (v-128)/128. Source: Parmar et al. 2022.
	ResizeClean = "clean"
)

// Resizes returns all protocols.
func Resizes() []Resize { return []Resize{ResizeNone, ResizePyTorchFID, ResizeTF1, ResizeClean} }

// Validate returns an error that lists the names when r is none of Resizes.
func (r Resize) Validate() error {
	if slices.Contains(Resizes(), r) {
		return nil
	}
	return fmt.Errorf("metrics: no resize protocol %q; use one of %q", string(r), Resizes())
}

// taps are the weights of consecutive input pixels in one output pixel.
type taps struct {
	from    int
	weights []float64
}

// value returns what the protocol makes of a colour, 0..255, after resampling.
func (r Resize) value(v float64) float64 {
	switch r {
	case ResizePyTorchFID:
		return 2*(v/255) - 1
	case ResizeClean:
		v = max(0, min(255, v))
	}
	return (v - 128) / 128
}

// taps returns the weights of each of out pixels over in pixels in one direction.
func (r Resize) taps(in, out int) []taps {
	scale := float64(in) / float64(out)
	single := float32(in) / float32(out) // PyTorch and TensorFlow round it, which large images show
	list := make([]taps, out)
	for i := range list {
		switch r {
		case ResizePyTorchFID:
			list[i] = linearTaps(max(0, float64(single)*(float64(i)+0.5)-0.5), in)
		case ResizeTF1:
			list[i] = linearTaps(float64(float32(i)*single), in)
		case ResizeClean:
			list[i] = cubicTaps((float64(i)+0.5)*scale, max(1, scale), in)
		}
	}
	return list
}

// linearTaps returns the two pixels around a position, of which the second may be beyond the border.
func linearTaps(position float64, in int) taps {
	from := min(int(position), in-1)
	if from == in-1 {
		return taps{from: from, weights: []float64{1}}
	}
	second := position - float64(from)
	return taps{from: from, weights: []float64{1 - second, second}}
}

// cubicTaps returns Pillow's weights around a centre for a filter stretched by scale.
// Source: Pillow, src/libImaging/Resample.c, precompute_coeffs and bicubic_filter.
func cubicTaps(center, scale float64, in int) taps {
	support := 2 * scale
	from := max(0, int(center-support+0.5))
	to := min(in, int(center+support+0.5))
	t := taps{from: from}
	var sum float64
	for i := from; i < to; i++ {
		x := math.Abs((float64(i) - center + 0.5) / scale)
		var w float64
		switch {
		case x < 1:
			w = float64((float64(1.5*x)-2.5)*x)*x + 1
		case x < 2:
			w = float64((float64((float64(-0.5*x)+2.5)*x)-4)*x) + 2
		}
		t.weights = append(t.weights, w)
		sum += w
	}
	for i := range t.weights {
		t.weights[i] /= sum
	}
	return t
}

// apply returns the image at side x side pixels, each direction from its own size, first along the rows and then along
// the columns. ResizeNone leaves the size.
func (r Resize) apply(img *image.RGBA, side int) frame {
	if r == ResizeNone {
		return scaled(img, func(v uint8) float32 { return float32(r.value(float64(v))) })
	}
	size := img.Rect.Size()
	across, down := r.taps(size.X, side), r.taps(size.Y, side)
	width := side * channels
	wide := make([]float64, size.Y*width)
	for y := range size.Y {
		row := img.Pix[y*img.Stride:][:4*size.X]
		for x, t := range across {
			pixel := wide[y*width+x*channels:][:channels]
			for i, w := range t.weights {
				for c := range pixel {
					pixel[c] += float64(w * float64(row[(t.from+i)*4+c]))
				}
			}
		}
	}
	f := frame{h: side, w: side, values: make([]float32, side*width)}
	sum := make([]float64, width)
	for y, t := range down {
		clear(sum)
		for i, w := range t.weights {
			for k, v := range wide[(t.from+i)*width:][:width] {
				sum[k] += float64(w * v)
			}
		}
		for k, v := range sum {
			f.values[y*width+k] = float32(r.value(v))
		}
	}
	return f
}
