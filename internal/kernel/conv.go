package kernel

import "fmt"

// filterPixels is the least number of output pixels of one block of ConvFilter's sum; a block is whole images.
const filterPixels = 4096

// Conv is the geometry of a two-dimensional convolution of N images of H x W pixels and C channels with R x S filters
// into OH x OW pixels and K channels, with the same stride in both directions and zero padding of Pad pixels above and
// below, PadW left and right.
type Conv struct {
	N, H, W, C, K, R, S, Stride, Pad, PadW, OH, OW int
}

// NewConv returns the geometry with the same padding in both directions, OH = (h+2*pad-r)/stride+1 and OW likewise. It
// returns an error when a size or the stride is not positive, the padding is negative or not less than the filter, or the
// filter exceeds the padded image.
func NewConv(n, h, w, c, k, r, s, stride, pad int) (Conv, error) {
	return NewOblongConv(n, h, w, c, k, r, s, stride, pad, pad)
}

// NewOblongConv is NewConv with padding of padH pixels above and below, padW left and right.
func NewOblongConv(n, h, w, c, k, r, s, stride, padH, padW int) (Conv, error) {
	g := Conv{N: n, H: h, W: w, C: c, K: k, R: r, S: s, Stride: stride, Pad: padH, PadW: padW}
	for _, v := range []int{n, h, w, c, k, r, s, stride} {
		if v < 1 {
			return Conv{}, fmt.Errorf("kernel: convolution %v: sizes and stride must be positive", g)
		}
	}
	if padH < 0 || padH >= r || padW < 0 || padW >= s {
		return Conv{}, fmt.Errorf("kernel: convolution %v: padding must be at least 0 and less than the filter", g)
	}
	if h+2*padH < r || w+2*padW < s {
		return Conv{}, fmt.Errorf("kernel: convolution %v: the filter exceeds the padded image", g)
	}
	g.OH = (h+2*padH-r)/stride + 1
	g.OW = (w+2*padW-s)/stride + 1
	return g, nil
}

// Linear returns the geometry of a linear layer: n rows of c inputs, weights [c][k], k outputs.
func Linear(n, c, k int) (Conv, error) { return NewConv(n, 1, 1, c, k, 1, 1, 1, 0) }

// String returns the geometry in short: images, filter, stride and padding.
func (g Conv) String() string {
	pad := fmt.Sprint(g.Pad)
	if g.PadW != g.Pad {
		pad += fmt.Sprint("x", g.PadW)
	}
	return fmt.Sprintf("%dx%dx%dx%d->%d %dx%d s%d p%s", g.N, g.H, g.W, g.C, g.K, g.R, g.S, g.Stride, pad)
}

// XLen returns the number of elements of the input images, [N][H][W][C].
func (g Conv) XLen() int { return g.N * g.H * g.W * g.C }

// WLen returns the number of elements of the weights, [R][S][C][K].
func (g Conv) WLen() int { return g.R * g.S * g.C * g.K }

// YLen returns the number of elements of the output images, [N][OH][OW][K].
func (g Conv) YLen() int { return g.N * g.OH * g.OW * g.K }

// Flops returns the floating point operations of one pass, a multiplication and an addition each counted, taps on the
// padding included. It is the same for the three kernels.
func (g Conv) Flops() float64 {
	return 2 * float64(g.N*g.OH*g.OW) * float64(g.R*g.S*g.C) * float64(g.K)
}

// check panics unless the slices fit the geometry; b may be nil, else it must have channels elements.
func (g Conv) check(kernel string, x, w, y, b, channels int) {
	need(kernel, "x", x, g.XLen())
	need(kernel, "w", w, g.WLen())
	need(kernel, "y", y, g.YLen())
	if b != 0 {
		need(kernel, "bias", b, channels)
	}
}

// filterImages returns the number of images of one block of ConvFilter's sum.
func (g Conv) filterImages() int {
	pixels := g.OH * g.OW
	return (filterPixels + pixels - 1) / pixels
}

// ConvForward sets y [N][OH][OW][K] to the convolution of x [N][H][W][C] with w [R][S][C][K], plus bias [K] unless it
// is nil:
//
//	y[n,oh,ow,k] = bias[k] + sum over r, s, c of x[n, oh*Stride+r-Pad, ow*Stride+s-PadW, c] * w[r,s,c,k]
//
// with x zero outside the image. The sum is one chain that starts at the bias and takes r, then s, then c upwards.
func ConvForward[T Float](p *Pool, g Conv, y, x, w, bias []T) {
	g.check("ConvForward", len(x), len(w), len(y), len(bias), g.K)
	if e := assembly[T](p); e != nil {
		e.forward(g, Target{g.K, 0}, f32(y), f32(x), f32(w), f32(bias), activation{})
		return
	}
	p.Run(g.N*g.OH, func(task, _ int) {
		forwardRow(g, task/g.OH, task%g.OH, Target{g.K, 0}, y, x, w, bias)
	})
}

// Target says where a kernel writes its channels: from channel From on, in images of Channels channels.
type Target struct{ Channels, From int }

// ConvActivate sets K channels of y [N][OH][OW][to.Channels] to max(v, slope*v), v being the results of ConvForward: the
// leaky ReLU where slope is in [0, 1), the plain one where it is 0. The other channels keep their values.
func ConvActivate[T Float](p *Pool, g Conv, y []T, to Target, x, w, bias []T, slope T) {
	if to.From < 0 || to.From+g.K > to.Channels {
		panic(fmt.Sprintf("kernel: ConvActivate: %d channels from %d on do not fit into %d", g.K, to.From, to.Channels))
	}
	need("ConvActivate", "y", len(y), g.N*g.OH*g.OW*to.Channels)
	g.check("ConvActivate", len(x), len(w), g.YLen(), len(bias), g.K)
	if e := assembly[T](p); e != nil {
		e.forward(g, to, f32(y), f32(x), f32(w), f32(bias), activation{[2]float32{float32(slope)}, 1})
		return
	}
	p.Run(g.N*g.OH, func(task, _ int) {
		forwardRow(g, task/g.OH, task%g.OH, to, y, x, w, bias)
		for pixel := task * g.OW; pixel < (task+1)*g.OW; pixel++ {
			for k, v := range y[pixel*to.Channels+to.From:][:g.K] {
				if u := slope * v; !(v > u) {
					y[pixel*to.Channels+to.From+k] = u
				}
			}
		}
	})
}

// ConvData sets dx [N][H][W][C] to the adjoint of ConvForward in its images, applied to dy [N][OH][OW][K], plus bias
// [C] unless it is nil. It is the gradient of a convolution, and itself the forward pass of a transposed convolution
// (from OH x OW to H x W pixels):
//
//	dx[n,h,w,c] = bias[c] + sum over oh, ow, k of dy[n,oh,ow,k] * w[h+Pad-oh*Stride, w+PadW-ow*Stride, c, k]
//
// over the taps inside the filter. The sum is one chain that starts at the bias and takes oh, then ow, then k upwards.
func ConvData[T Float](p *Pool, g Conv, dx, dy, w, bias []T) {
	g.check("ConvData", len(dx), len(w), len(dy), len(bias), g.C)
	if e := assembly[T](p); e != nil {
		e.data(g, f32(dx), f32(dy), f32(w), f32(bias))
		return
	}
	p.Run(g.N*g.H, func(task, _ int) {
		dataRow(g, task/g.H, task%g.H, dx, dy, w, bias)
	})
}

// ConvFilter sets dw [R][S][C][K] to the adjoint of ConvForward in its weights, given x [N][H][W][C] and dy
// [N][OH][OW][K]:
//
//	dw[r,s,c,k] = sum over n, oh, ow of x[n, oh*Stride+r-Pad, ow*Stride+s-PadW, c] * dy[n,oh,ow,k]
//
// The images are cut into blocks of ceil(4096/(OH*OW)) images. Each block is one chain from zero over n, then oh, then
// ow upwards, and the blocks are added in order.
func ConvFilter[T Float](p *Pool, g Conv, dw, x, dy []T) {
	g.check("ConvFilter", len(x), len(dw), len(dy), 0, 0)
	if e := assembly[T](p); e != nil {
		e.filter(g, f32(dw), f32(x), f32(dy))
		return
	}
	p.Run(g.R*g.S*g.C, func(task, _ int) {
		filterRow(g, task, dw, x, dy)
	})
}
