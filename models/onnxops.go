package models

import (
	"fmt"

	"tgan/internal/onnx"
	"tgan/internal/ops"
)

// add adds an operator and returns the name of its output.
func (w *onnxWriter) add(operator string, inputs []string, attributes ...onnx.Attribute) string {
	name := fmt.Sprintf("%s_%d", operator, len(w.graph.Nodes))
	w.graph.Nodes = append(w.graph.Nodes, onnx.Node{Operator: operator, Inputs: inputs, Outputs: []string{name}, Attributes: attributes})
	return name
}

// constant adds a constant under the name of its node, or of a place in the graph where it has none.
func (w *onnxWriter) constant(n *ops.Node, shape []int, values []float32) string {
	name := n.Name()
	if n.Op() != nil { // a value that was computed
		name = fmt.Sprintf("constant_%d", len(w.graph.Initializers))
	}
	w.graph.Initializers = append(w.graph.Initializers, onnx.Tensor{Name: name, Shape: shape, Floats: values})
	return name
}

// integers adds a constant of integers.
func (w *onnxWriter) integers(values ...int64) string {
	name := fmt.Sprintf("constant_%d", len(w.graph.Initializers))
	w.graph.Initializers = append(w.graph.Initializers, onnx.Tensor{Name: name, Shape: []int{len(values)}, Ints: values})
	return name
}

// reals adds a constant of numbers.
func (w *onnxWriter) reals(values ...float32) string {
	name := fmt.Sprintf("constant_%d", len(w.graph.Initializers))
	w.graph.Initializers = append(w.graph.Initializers, onnx.Tensor{Name: name, Shape: []int{len(values)}, Floats: values})
	return name
}

// channels adds a constant of one value a channel, in a shape that spreads over out.
func (w *onnxWriter) channels(n, out *ops.Node) string {
	shape := []int{n.Shape().TotalSize()}
	if out.Dims() == 4 {
		shape = []int{n.Shape().TotalSize(), 1, 1}
	}
	return w.constant(n, shape, ops.Float32s(n))
}

// convolve writes a convolution or its adjoint, the transposed convolution to twice the side, and a linear layer, which is one of single pixels.
func (w *onnxWriter) convolve(s ops.Application, transposed bool, stride, pad int) error {
	x, weight := s.Inputs[0], s.Inputs[1]
	inputs := []string{w.names[x]}
	bias := func() {
		if len(s.Inputs) == 3 {
			inputs = append(inputs, w.constant(s.Inputs[2], []int{s.Inputs[2].Shape().TotalSize()}, ops.Float32s(s.Inputs[2])))
		}
	}
	shape := weight.Shape()
	if len(shape) == 2 {
		if x.Dims() != 2 || s.Output.Dims() != 2 {
			return fmt.Errorf("linear layer from %v to %v: only those from vectors to vectors are known to the export", x.Shape(), s.Output.Shape())
		}
		// Some readers know the transposed form alone, which is how PyTorch writes linear layers.
		inputs = append(inputs, w.constant(weight, []int{shape[1], shape[0]}, reversed(ops.Float32s(weight), []int{1, 1, shape[0], shape[1]})))
		bias()
		w.names[s.Output] = w.add("Gemm", inputs, onnx.Attribute{Name: "transB", Int: 1})
		return nil
	}
	r, c := shape[0], shape[1]
	inputs = append(inputs, w.constant(weight, []int{shape[3], shape[2], r, c}, reversed(ops.Float32s(weight), shape)))
	bias()
	edge := int64(pad)
	attributes := []onnx.Attribute{
		{Name: "kernel_shape", Ints: []int64{int64(r), int64(c)}},
		{Name: "pads", Ints: []int64{edge, edge, edge, edge}},
		{Name: "strides", Ints: []int64{int64(stride), int64(stride)}},
	}
	operator := "Conv"
	if transposed {
		operator = "ConvTranspose"
		spare := int64(stride + 2*pad - r) // of the output's side, which is stride times that of the input
		attributes = append(attributes, onnx.Attribute{Name: "output_padding", Ints: []int64{spare, spare}})
	}
	w.names[s.Output] = w.add(operator, inputs, attributes...)
	return nil
}

// reversed returns values [R,S,C,K] as [K,C,R,S].
func reversed(values []float32, shape []int) []float32 {
	area, c, k := shape[0]*shape[1], shape[2], shape[3]
	out := make([]float32, len(values))
	for i, v := range values {
		pixel, from, to := i/(c*k), i/k%c, i%k
		out[(to*c+from)*area+pixel] = v
	}
	return out
}

// standardize writes (x - mean) / sqrt(variance + epsilon) with mean and variance over the batch and the pixels.
func (w *onnxWriter) standardize(x, out *ops.Node, epsilon float64) {
	axes := []int64{0}
	if x.Dims() == 4 {
		axes = []int64{0, 2, 3}
	}
	mean := w.mean(w.names[x], axes)
	centred := w.add("Sub", []string{w.names[x], mean})
	variance := w.mean(w.add("Mul", []string{centred, centred}), axes)
	deviation := w.add("Sqrt", []string{w.add("Add", []string{variance, w.reals(float32(epsilon))})})
	w.names[out] = w.add("Div", []string{centred, deviation})
}

// mean writes the mean over axes, which stay as axes of length 1.
func (w *onnxWriter) mean(x string, axes []int64) string {
	return w.add("ReduceMean", []string{x}, onnx.Attribute{Name: "axes", Ints: axes})
}

// rectify writes ReLU, or LeakyReLU with a slope above 0.
func (w *onnxWriter) rectify(x, out *ops.Node, slope float64) {
	operator, attributes := "Relu", []onnx.Attribute(nil)
	if slope > 0 {
		operator, attributes = "LeakyRelu", []onnx.Attribute{{Name: "alpha", Float: float32(slope)}}
	}
	w.names[out] = w.add(operator, []string{w.names[x]}, attributes...)
}

// upsample writes the repetition of each pixel to twice the side.
func (w *onnxWriter) upsample(x, out *ops.Node) {
	w.names[out] = w.add("Resize", []string{w.names[x], "", w.reals(1, 1, 2, 2)},
		onnx.Attribute{Name: "coordinate_transformation_mode", Text: "asymmetric"},
		onnx.Attribute{Name: "mode", Text: "nearest"},
		onnx.Attribute{Name: "nearest_mode", Text: "floor"})
}

// reshape writes vectors as images.
func (w *onnxWriter) reshape(s ops.Application) error {
	from, to := s.Inputs[0].Shape(), s.Output.Shape()
	if len(from) != 2 || len(to) != 4 {
		return fmt.Errorf("reshape from %v to %v: only that of vectors to images is known to the export", from, to)
	}
	images := w.add("Reshape", []string{w.names[s.Inputs[0]], w.integers(0, int64(to[1]), int64(to[2]), int64(to[3]))})
	w.names[s.Output] = w.add("Transpose", []string{images}, onnx.Attribute{Name: "perm", Ints: []int64{0, 3, 1, 2}})
	return nil
}
