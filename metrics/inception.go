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
	space  workspace
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
	e := &Inception{space: workspace{pool: pool}, dim: dim, resize: resize, convs: map[string]foldedConv{}}
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
	err := batches(ctx, e.space.pool.Threads(), images, inceptionBatch, progress, e.prepare, func(lo int, frames []frame) error {
		x := e.space.take(len(frames), frames[0].h, frames[0].w, channels)
		join(x.data, frames)
		y := e.forward(x)
		y.means(e.space.pool, features[lo*e.dim:(lo+len(frames))*e.dim])
		e.space.give(y)
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

// forward returns the activations at the extractor's depth. It gives back the memory of x.
func (e *Inception) forward(x featureMap) featureMap {
	x = e.next(x, "Conv2d_1a_3x3", 2, 0)
	x = e.next(x, "Conv2d_2a_3x3", 1, 0)
	x = e.next(x, "Conv2d_2b_3x3", 1, 1)
	x = e.halved(x)
	if e.dim == Inception64 {
		return x
	}
	x = e.next(x, "Conv2d_3b_1x1", 1, 0)
	x = e.next(x, "Conv2d_4a_3x3", 1, 0)
	x = e.halved(x)
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
	x = e.forwardE(x, "Mixed_7b", e.space.meanPool(x))
	return e.forwardE(x, "Mixed_7c", e.space.maxPool(x, 1, 1))
}

// next applies a layer and gives back the memory of x.
func (e *Inception) next(x featureMap, name string, stride, pad int) featureMap {
	y := e.space.apply(e.convs[name], x, stride, pad, pad)
	e.space.give(x)
	return y
}

// halved pools by maxima and gives back the memory of x.
func (e *Inception) halved(x featureMap) featureMap {
	y := e.space.maxPool(x, 2, 0)
	e.space.give(x)
	return y
}

// mixed is a block in the making: the results of its branches lie side by side in out.
type mixed struct {
	*Inception
	name string
	out  featureMap
	from int // channels of out that are there
}

// block returns a block whose result has h x w pixels and as many channels as the named layers, and more beside them.
func (e *Inception) block(name string, x featureMap, h, w, more int, last ...string) *mixed {
	for _, layer := range last {
		more += e.convs[name+"."+layer].out
	}
	return &mixed{Inception: e, name: name, out: e.space.take(x.n, h, w, more)}
}

// chain applies layers that keep the size, one after the other, and returns a map that does not share memory with x.
func (b *mixed) chain(x featureMap, names ...string) featureMap {
	for i, name := range names {
		f := b.convs[b.name+"."+name]
		y := b.space.apply(f, x, 1, f.h/2, f.w/2)
		if i > 0 {
			b.space.give(x)
		}
		x = y
	}
	return x
}

// branch adds layers that keep the size, one after the other, as the next channels of the block.
func (b *mixed) branch(x featureMap, names ...string) {
	last := len(names) - 1
	y := b.chain(x, names[:last]...)
	f := b.convs[b.name+"."+names[last]]
	b.end(f, y, 1, f.h/2, f.w/2)
	if last > 0 {
		b.space.give(y)
	}
}

// end adds a layer as the next channels of the block.
func (b *mixed) end(f foldedConv, x featureMap, stride, padY, padX int) {
	b.space.into(f, x, stride, padY, padX, b.out, b.from)
	b.from += f.out
}

// pooling adds layers over a map that nothing else needs.
func (b *mixed) pooling(x featureMap) {
	b.branch(x, "branch_pool")
	b.space.give(x)
}

// halving adds a layer of stride 2, over a map that nothing else needs.
func (b *mixed) halving(x featureMap, name string) {
	b.end(b.convs[b.name+"."+name], x, 2, 0, 0)
	b.space.give(x)
}

func (e *Inception) forwardA(x featureMap, name string) featureMap {
	b := e.block(name, x, x.h, x.w, 0, "branch1x1", "branch5x5_2", "branch3x3dbl_3", "branch_pool")
	b.branch(x, "branch1x1")
	b.branch(x, "branch5x5_1", "branch5x5_2")
	b.branch(x, "branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3")
	b.pooling(e.space.meanPool(x))
	e.space.give(x)
	return b.out
}

func (e *Inception) forwardB(x featureMap, name string) featureMap {
	b := e.block(name, x, pooled(x.h, 2, 0), pooled(x.w, 2, 0), x.c, "branch3x3", "branch3x3dbl_3")
	double := b.chain(x, "branch3x3dbl_1", "branch3x3dbl_2")
	b.end(e.convs[name+".branch3x3"], x, 2, 0, 0)
	b.halving(double, "branch3x3dbl_3")
	e.space.maxPoolInto(x, 2, 0, b.out, b.from)
	e.space.give(x)
	return b.out
}

func (e *Inception) forwardC(x featureMap, name string) featureMap {
	b := e.block(name, x, x.h, x.w, 0, "branch1x1", "branch7x7_3", "branch7x7dbl_5", "branch_pool")
	b.branch(x, "branch1x1")
	b.branch(x, "branch7x7_1", "branch7x7_2", "branch7x7_3")
	b.branch(x, "branch7x7dbl_1", "branch7x7dbl_2", "branch7x7dbl_3", "branch7x7dbl_4", "branch7x7dbl_5")
	b.pooling(e.space.meanPool(x))
	e.space.give(x)
	return b.out
}

func (e *Inception) forwardD(x featureMap, name string) featureMap {
	b := e.block(name, x, pooled(x.h, 2, 0), pooled(x.w, 2, 0), x.c, "branch3x3_2", "branch7x7x3_4")
	b.halving(b.chain(x, "branch3x3_1"), "branch3x3_2")
	b.halving(b.chain(x, "branch7x7x3_1", "branch7x7x3_2", "branch7x7x3_3"), "branch7x7x3_4")
	e.space.maxPoolInto(x, 2, 0, b.out, b.from)
	e.space.give(x)
	return b.out
}

func (e *Inception) forwardE(x featureMap, name string, pooled featureMap) featureMap {
	b := e.block(name, x, x.h, x.w, 0, "branch1x1", "branch3x3_2a", "branch3x3_2b", "branch3x3dbl_3a", "branch3x3dbl_3b", "branch_pool")
	b.branch(x, "branch1x1")
	three := b.chain(x, "branch3x3_1")
	b.branch(three, "branch3x3_2a")
	b.branch(three, "branch3x3_2b")
	e.space.give(three)
	double := b.chain(x, "branch3x3dbl_1", "branch3x3dbl_2")
	b.branch(double, "branch3x3dbl_3a")
	b.branch(double, "branch3x3dbl_3b")
	e.space.give(double)
	b.pooling(pooled)
	e.space.give(x)
	return b.out
}
