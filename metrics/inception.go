package metrics

import (
	"context"
	"fmt"
	"image"

	"gonum.org/v1/gonum/mat"
	"tgan/internal/kernel"
)

const (
	inceptionSide  = 299 // pixels that the resize protocols make
	inceptionLeast = 75  // pixels below which the last layers have nothing left
	inceptionBatch = 8   // images at once; changes no bit
)

// Inception is Google's network of 2015-12-05 in the variant that FID is defined with: mean pooling leaves out the
// border, the last block pools by maxima, batch norm's epsilon is 0.001. Its features are the means over the pixels at
// one of four depths.
type Inception struct {
	pool   *kernel.Pool
	dim    int
	resize Resize
	id     string
	convs  map[string]foldedConv
}

// NewInception returns the extractor of 64, 192, 768 or 2048 features with the given weights and resize protocol, run
// in pool. It returns an error that names the layer when the weights do not reach so deep.
func NewInception(pool *kernel.Pool, weights InceptionWeights, dim int, resize Resize) (*Inception, error) {
	switch dim {
	case Inception64, Inception192, Inception768, Inception2048:
	default:
		return nil, fmt.Errorf("metrics: inception has no layer of %d features; use 64, 192, 768 or 2048", dim)
	}
	if err := resize.Validate(); err != nil {
		return nil, err
	}
	e := &Inception{pool: pool, dim: dim, resize: resize, convs: map[string]foldedConv{}}
	var convs []foldedConv
	for _, spec := range inceptionSpecs(dim) {
		conv, err := weights.conv(spec)
		if err != nil {
			return nil, err
		}
		convs = append(convs, conv)
		e.convs[spec.name] = conv
	}
	e.id = fmt.Sprintf("inception-%d-%s", dim, digest(convs))
	return e, nil
}

// Name returns "inception-", the number of features, "-" and 8 hexadecimal digits of the sha256 of the folded weights
// in use.
func (e *Inception) Name() string { return e.id }

// Dim returns the number of features.
func (e *Inception) Dim() int { return e.dim }

// Resize returns the protocol.
func (e *Inception) Resize() Resize { return e.resize }

// Features returns the features of images of any shape, n x Dim, float32 values of ReLU means. It fails as Extractor
// says, and when images are read at their own size and that is below 75 pixels in a direction. It must not be called
// twice at once, nor while another goroutine uses the pool.
func (e *Inception) Features(ctx context.Context, images Images, progress func(done, total int)) (*mat.Dense, error) {
	features := make([]float64, images.Len()*e.dim)
	err := batches(ctx, e.pool.Threads(), images, inceptionBatch, progress, e.prepare, func(lo int, frames []frame) error {
		x := featureMap{n: len(frames), h: frames[0].h, w: frames[0].w, c: channels, data: joined(frames)}
		e.forward(x).means(e.pool, features[lo*e.dim:(lo+len(frames))*e.dim])
		return nil
	})
	if err != nil {
		return nil, err
	}
	return mat.NewDense(images.Len(), e.dim, features), nil
}

// prepare resizes an image by the protocol.
func (e *Inception) prepare(img *image.RGBA) (frame, error) {
	f := e.resize.apply(img, inceptionSide)
	if f.w < inceptionLeast || f.h < inceptionLeast {
		return f, fmt.Errorf("it has %dx%d pixels, inception needs at least %d in both directions: choose a resize protocol", f.w, f.h, inceptionLeast)
	}
	return f, nil
}

// forward returns the activations at the extractor's depth.
func (e *Inception) forward(x featureMap) featureMap {
	x = e.conv(x, "Conv2d_1a_3x3", 2, 0, 0)
	x = e.conv(x, "Conv2d_2a_3x3", 1, 0, 0)
	x = e.conv(x, "Conv2d_2b_3x3", 1, 1, 1)
	x = x.maxPool(e.pool, 2, 0)
	if e.dim == Inception64 {
		return x
	}
	x = e.conv(x, "Conv2d_3b_1x1", 1, 0, 0)
	x = e.conv(x, "Conv2d_4a_3x3", 1, 0, 0)
	x = x.maxPool(e.pool, 2, 0)
	if e.dim == Inception192 {
		return x
	}
	for _, name := range []string{"Mixed_5b", "Mixed_5c", "Mixed_5d"} {
		x = e.forwardA(x, name)
	}
	x = e.forwardB(x, "Mixed_6a")
	for _, name := range []string{"Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"} {
		x = e.forwardC(x, name)
	}
	if e.dim == Inception768 {
		return x
	}
	x = e.forwardD(x, "Mixed_7a")
	x = e.forwardE(x, "Mixed_7b", x.meanPool(e.pool))
	return e.forwardE(x, "Mixed_7c", x.maxPool(e.pool, 1, 1))
}

// conv applies a layer.
func (e *Inception) conv(x featureMap, name string, stride, padY, padX int) featureMap {
	return e.convs[name].apply(e.pool, x, stride, padY, padX)
}

// same applies a layer with the padding that keeps the size.
func (e *Inception) same(x featureMap, name string) featureMap {
	f := e.convs[name]
	return f.apply(e.pool, x, 1, f.h/2, f.w/2)
}

// chain applies layers that keep the size, one after the other.
func (e *Inception) chain(x featureMap, block string, names ...string) featureMap {
	for _, name := range names {
		x = e.same(x, block+"."+name)
	}
	return x
}

func (e *Inception) forwardA(x featureMap, block string) featureMap {
	return concat(e.pool,
		e.chain(x, block, "branch1x1"),
		e.chain(x, block, "branch5x5_1", "branch5x5_2"),
		e.chain(x, block, "branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"),
		e.chain(x.meanPool(e.pool), block, "branch_pool"))
}

func (e *Inception) forwardB(x featureMap, block string) featureMap {
	double := e.chain(x, block, "branch3x3dbl_1", "branch3x3dbl_2")
	return concat(e.pool,
		e.conv(x, block+".branch3x3", 2, 0, 0),
		e.conv(double, block+".branch3x3dbl_3", 2, 0, 0),
		x.maxPool(e.pool, 2, 0))
}

func (e *Inception) forwardC(x featureMap, block string) featureMap {
	return concat(e.pool,
		e.chain(x, block, "branch1x1"),
		e.chain(x, block, "branch7x7_1", "branch7x7_2", "branch7x7_3"),
		e.chain(x, block, "branch7x7dbl_1", "branch7x7dbl_2", "branch7x7dbl_3", "branch7x7dbl_4", "branch7x7dbl_5"),
		e.chain(x.meanPool(e.pool), block, "branch_pool"))
}

func (e *Inception) forwardD(x featureMap, block string) featureMap {
	three := e.chain(x, block, "branch3x3_1")
	seven := e.chain(x, block, "branch7x7x3_1", "branch7x7x3_2", "branch7x7x3_3")
	return concat(e.pool,
		e.conv(three, block+".branch3x3_2", 2, 0, 0),
		e.conv(seven, block+".branch7x7x3_4", 2, 0, 0),
		x.maxPool(e.pool, 2, 0))
}

func (e *Inception) forwardE(x featureMap, block string, pooled featureMap) featureMap {
	three := e.chain(x, block, "branch3x3_1")
	double := e.chain(x, block, "branch3x3dbl_1", "branch3x3dbl_2")
	return concat(e.pool,
		e.chain(x, block, "branch1x1"),
		e.chain(three, block, "branch3x3_2a"), e.chain(three, block, "branch3x3_2b"),
		e.chain(double, block, "branch3x3dbl_3a"), e.chain(double, block, "branch3x3dbl_3b"),
		e.chain(pooled, block, "branch_pool"))
}
