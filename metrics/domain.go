package metrics

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"image"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"

	"tgan/internal/kernel"
	"tgan/internal/safetensors"
)

// domainWeights are those of the embedded classifier; "make extractor" writes them.
//
//go:embed domain.safetensors
var domainWeights []byte

const (
	domainSide  = 32 // pixels that images are brought to, by DomainResize
	domainBatch = 64 // images at once; changes no bit
)

// DomainResize is the protocol by which Domain takes images to its side; it leaves images of that side as they are.
const DomainResize Resize = ResizeClean

// Domain is an extractor that needs no file: a small convolutional network that was trained to tell all classes of all procedural
// domains, at 32 pixels. Its features are the means of its last layer over the pixels, 96 in the embedded weights. It knows the shapes,
// textures and scenes of those domains, hence orders them as a person would; its FID is comparable only with its own.
type Domain struct {
	space    workspace
	convs    []foldedConv
	strides  []int
	head     []float32 // [features][classes]
	bias     []float32 // [classes]
	classes  []string
	metadata map[string]string
	id       string
}

// NewDomain returns the extractor with the embedded weights, which runs in pool.
func NewDomain(pool *kernel.Pool) *Domain {
	file, err := safetensors.Parse(domainWeights)
	if err == nil {
		var e *Domain
		if e, err = NewDomainFrom(pool, file); err == nil {
			return e
		}
	}
	panic(fmt.Sprintf("metrics: embedded weights: %v", err)) // the program was built with a broken file
}

// NewDomainFrom returns the extractor with other weights: tensors "conv1/weight" [h][w][in][out] and "conv1/bias", and so on,
// "head/weight" [features][classes] and "head/bias"; metadata "strides" with the layers' numbers and "classes" with their names as a
// JSON list. Errors name the tensor or the key.
func NewDomainFrom(pool *kernel.Pool, file safetensors.File) (*Domain, error) {
	e := &Domain{space: workspace{pool: pool}, metadata: file.Metadata}
	if err := json.Unmarshal([]byte(file.Metadata["classes"]), &e.classes); err != nil {
		return nil, fmt.Errorf("metrics: domain weights: metadata \"classes\": %w", err)
	}
	in := channels
	for i, text := range strings.Fields(file.Metadata["strides"]) {
		stride, err := strconv.Atoi(text)
		if err != nil || stride < 1 || stride > 2 {
			return nil, fmt.Errorf("metrics: domain weights: metadata \"strides\" has %q; a stride is 1 or 2", text)
		}
		conv, err := domainConv(file, fmt.Sprintf("conv%d", i+1), in)
		if err != nil {
			return nil, err
		}
		e.convs, e.strides, in = append(e.convs, conv), append(e.strides, stride), conv.out
	}
	if len(e.convs) == 0 {
		return nil, fmt.Errorf("metrics: domain weights: metadata \"strides\" names no layers")
	}
	var err error
	if e.head, err = domainTensor(file, "head/weight", in, len(e.classes)); err != nil {
		return nil, err
	}
	if e.bias, err = domainTensor(file, "head/bias", len(e.classes)); err != nil {
		return nil, err
	}
	e.id = NameDomain + "-" + digest(e.convs)
	return e, nil
}

// domainConv returns a layer of any width and size, over so many channels.
func domainConv(file safetensors.File, name string, in int) (foldedConv, error) {
	conv := foldedConv{convSpec: convSpec{name: name, in: in}}
	i := slices.IndexFunc(file.Tensors, func(t safetensors.Tensor) bool { return t.Name == name+"/weight" })
	if i < 0 || len(file.Tensors[i].Shape) != 4 {
		return conv, fmt.Errorf("metrics: domain weights: no tensor %q of four dimensions", name+"/weight")
	}
	conv.h, conv.w, conv.out = file.Tensors[i].Shape[0], file.Tensors[i].Shape[1], file.Tensors[i].Shape[3]
	var err error
	if conv.weights, err = domainTensor(file, name+"/weight", conv.h, conv.h, in, conv.out); err != nil {
		return conv, err
	}
	conv.bias, err = domainTensor(file, name+"/bias", conv.out)
	return conv, err
}

// domainTensor returns the values of a tensor of the given shape, all finite.
func domainTensor(file safetensors.File, name string, shape ...int) ([]float32, error) {
	i := slices.IndexFunc(file.Tensors, func(t safetensors.Tensor) bool { return t.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("metrics: domain weights: no tensor %q", name)
	}
	t := file.Tensors[i]
	if !slices.Equal(t.Shape, shape) || len(t.Data) == 0 {
		return nil, fmt.Errorf("metrics: domain weights: tensor %q has shape %v, want %v", name, t.Shape, shape)
	}
	for k, v := range t.Data {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return nil, fmt.Errorf("metrics: domain weights: tensor %q, value %d is %v", name, k, v)
		}
	}
	return t.Data, nil
}

// Name returns "domain-" and 8 hexadecimal digits of the sha256 of the weights in use.
func (e *Domain) Name() string { return e.id }

// Dim returns the number of features.
func (e *Domain) Dim() int { return e.convs[len(e.convs)-1].out }

// Classes returns the names of the classes, "domain/class".
func (e *Domain) Classes() []string { return slices.Clone(e.classes) }

// Metadata returns what the file of weights says about itself: how it was trained, and how well it tells classes.
func (e *Domain) Metadata() map[string]string { return e.metadata }

// Features returns the features of images of any shape, n x Dim, float32 values of ReLU means. It fails as Extractor says. It must not be
// called twice at once, nor while another goroutine uses the pool.
func (e *Domain) Features(ctx context.Context, images Images, progress func(done, total int)) (*mat.Dense, error) {
	d := e.Dim()
	features := make([]float64, images.Len()*d)
	prepare := func(img *image.RGBA) (frame, error) { return DomainResize.apply(img, domainSide), nil }
	err := batches(ctx, e.space.pool.Threads(), images, domainBatch, progress, prepare, func(lo int, frames []frame) error {
		x := e.space.take(len(frames), domainSide, domainSide, channels)
		join(x.data, frames)
		for i, conv := range e.convs {
			y := e.space.apply(conv, x, e.strides[i], conv.h/2, conv.w/2)
			e.space.give(x)
			x = y
		}
		x.means(e.space.pool, features[lo*d:(lo+len(frames))*d])
		e.space.give(x)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return mat.NewDense(images.Len(), d, features), nil
}

// Classify returns the class of each image that the network holds most likely, an index into Classes. It fails as Features does.
func (e *Domain) Classify(ctx context.Context, images Images) ([]int, error) {
	features, err := e.Features(ctx, images, nil)
	if err != nil {
		return nil, err
	}
	told := make([]int, images.Len())
	logits := make([]float64, len(e.classes))
	for i := range told {
		for k := range logits {
			logits[k] = float64(e.bias[k])
		}
		for f, v := range features.RawRowView(i) {
			for k, w := range e.head[f*len(logits):][:len(logits)] {
				logits[k] += float64(v * float64(w))
			}
		}
		for k, v := range logits {
			if v > logits[told[i]] {
				told[i] = k
			}
		}
	}
	return told, nil
}
