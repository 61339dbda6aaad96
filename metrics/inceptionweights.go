package metrics

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"slices"

	"tgan/internal/safetensors"
)

// normEpsilon is added to the variances of Inception's batch norms. torchvision's and pytorch-fid's value.
const normEpsilon = 0.001

// InceptionWeights are tensors of Inception by name, as one of three kinds of file has them: pytorch-fid's names
// ("Mixed_5b.branch1x1.conv.weight" [out][in][h][w] with ".bn.weight", ".bn.bias", ".bn.running_mean" and
// ".bn.running_var") in a PyTorch or a safetensors file, or names of Google's graph with batch norm folded in
// ("mixed_conv/weight" [out][h][w][in] and "/bias") in a safetensors file.
type InceptionWeights struct {
	path    string
	tensors map[string]weightTensor
}

// weightTensor is a tensor in a file. Its values are made only once its shape is known to be the wanted one, so that
// a hostile shape costs nothing. One of another type than float32 has neither: it is an error only where it is needed.
type weightTensor struct {
	shape  []int
	values func() ([]float32, error)
	other  string // the file's name of its type where that is not float32
}

// ReadInceptionWeights reads the file at path, whose kind is told by its content. Errors name the file, and what in it
// is wrong. Whether the weights reach deep enough is for NewInception to say.
func ReadInceptionWeights(path string) (InceptionWeights, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return InceptionWeights{}, fmt.Errorf("metrics: inception weights: %w", err)
	}
	parse := parseSafetensors
	if isTorch(data) {
		parse = parseTorch
	}
	tensors, err := parse(data)
	if err != nil {
		return InceptionWeights{}, fmt.Errorf("metrics: inception weights %s: %w", path, err)
	}
	return InceptionWeights{path: path, tensors: tensors}, nil
}

// parseSafetensors reads a safetensors file.
func parseSafetensors(data []byte) (map[string]weightTensor, error) {
	file, err := safetensors.Parse(data)
	if err != nil {
		return nil, err
	}
	tensors := make(map[string]weightTensor, len(file.Tensors))
	for _, t := range file.Tensors {
		tensors[t.Name] = weightTensor{shape: t.Shape, values: func() ([]float32, error) { return t.Data, nil }}
	}
	for name, kind := range file.Others {
		tensors[name] = weightTensor{other: kind}
	}
	return tensors, nil
}

// conv returns a layer, folded and in the kernels' layout.
func (w InceptionWeights) conv(spec convSpec) (foldedConv, error) {
	conv := foldedConv{convSpec: spec}
	size := spec.h * spec.w * spec.in * spec.out
	if _, ok := w.tensors[spec.google+"/weight"]; ok && spec.google != "" {
		weights, err := w.tensor(spec.google+"/weight", spec.out, spec.h, spec.w, spec.in)
		if err != nil {
			return conv, err
		}
		conv.bias, err = w.tensor(spec.google+"/bias", spec.out)
		if err != nil {
			return conv, err
		}
		conv.weights = make([]float32, 0, size)
		for at := range size / spec.out {
			for k := range spec.out {
				conv.weights = append(conv.weights, weights[k*(size/spec.out)+at])
			}
		}
		return conv, nil
	}
	return w.fold(conv)
}

// fold joins a convolution with its batch norm: w*gamma/sqrt(var+eps), beta-mean*gamma/sqrt(var+eps), in float64.
func (w InceptionWeights) fold(conv foldedConv) (foldedConv, error) {
	spec := conv.convSpec
	weights, err := w.tensor(spec.name+".conv.weight", spec.out, spec.in, spec.h, spec.w)
	if err != nil {
		return conv, err
	}
	var norm [4][]float32
	for i, name := range []string{"weight", "bias", "running_mean", "running_var"} {
		if norm[i], err = w.tensor(spec.name+".bn."+name, spec.out); err != nil {
			return conv, err
		}
	}
	scale := make([]float64, spec.out)
	conv.bias = make([]float32, spec.out)
	for k := range scale {
		variance := float64(norm[3][k])
		if !(variance >= 0) {
			return conv, fmt.Errorf("metrics: inception weights %s: %s.bn.running_var has the value %v", w.path, spec.name, variance)
		}
		scale[k] = float64(norm[0][k]) / math.Sqrt(variance+normEpsilon)
		conv.bias[k] = float32(float64(norm[1][k]) - float64(float64(norm[2][k])*scale[k]))
	}
	taps := spec.h * spec.w
	conv.weights = make([]float32, 0, len(weights))
	for tap := range taps {
		for c := range spec.in {
			for k := range spec.out {
				conv.weights = append(conv.weights, float32(float64(weights[(k*spec.in+c)*taps+tap])*scale[k]))
			}
		}
	}
	return conv, nil
}

// tensor returns the values of a tensor of the given shape, all finite.
func (w InceptionWeights) tensor(name string, shape ...int) ([]float32, error) {
	t, ok := w.tensors[name]
	if !ok {
		return nil, fmt.Errorf("metrics: inception weights %s: no tensor %q; use a file that reaches this depth (pt_inception-2015-12-05-6726825d.pth has all), or fewer features", w.path, name)
	}
	if t.other != "" {
		return nil, fmt.Errorf("metrics: inception weights %s: tensor %q is of type %s; save it as float32", w.path, name, t.other)
	}
	if !slices.Equal(t.shape, shape) {
		return nil, fmt.Errorf("metrics: inception weights %s: tensor %q has shape %v, want %v", w.path, name, t.shape, shape)
	}
	values, err := t.values()
	if err != nil {
		return nil, fmt.Errorf("metrics: inception weights %s: tensor %q: %w", w.path, name, err)
	}
	for i, v := range values {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return nil, fmt.Errorf("metrics: inception weights %s: tensor %q, value %d is %v", w.path, name, i, v)
		}
	}
	return values, nil
}

// digest returns the first 8 hexadecimal digits of the sha256 of all layers in use, in their order.
func digest(convs []foldedConv) string {
	h := sha256.New()
	var buffer []byte
	for _, c := range convs {
		for _, values := range [][]float32{c.weights, c.bias} {
			buffer = buffer[:0]
			for _, v := range values {
				buffer = binary.LittleEndian.AppendUint32(buffer, math.Float32bits(v))
			}
			h.Write(buffer)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}
