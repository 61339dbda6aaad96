package models

import (
	"fmt"
	"strings"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/onnx"
	"tgan/internal/ops"
)

// onnxOpset is the version of the operators that are written: the first with all of them, read by every runtime since 2020.
const onnxOpset = 13

// onnxModel returns the checkpoint's generator as a model.
func (c *Checkpoint) onnxModel(pool *kernel.Pool) (onnx.Model, error) {
	arch, err := c.unconditional()
	if err != nil {
		return onnx.Model{}, err
	}
	n := newNet(ops.NewDevice(pool), c.Average())
	latent := ops.Input(n.graph, tensor.Float32, "latent", 1, arch.Latent)
	w := onnxWriter{names: map[*ops.Node]string{latent: "latent"}, epsilons: map[*ops.Node]float64{}}
	if err := w.write(arch.generator(n, c.Spec.Dim, latent)); err != nil {
		return onnx.Model{}, fmt.Errorf("models: onnx: %w", err)
	}
	batch := onnx.Dim{Name: "N"}
	w.graph.Name = "generator"
	w.graph.Inputs = []onnx.Value{{Name: "latent", Doc: latentNote, Shape: []onnx.Dim{batch, {Size: arch.Latent}}}}
	w.graph.Outputs = []onnx.Value{{
		Name: "images", Doc: "red, green, blue from -1 to 1", Shape: []onnx.Dim{batch, {Size: 3}, {Size: arch.Side}, {Size: arch.Side}},
	}}
	m := onnx.Model{Producer: "tgan", Doc: "Generator of a GAN. Its " + normNote + ".", Opset: onnxOpset, Graph: w.graph}
	for _, entry := range c.exported(arch) {
		m.Metadata = append(m.Metadata, onnx.Entry{Key: entry[0], Value: entry[1]})
	}
	return m, nil
}

// onnxWriter writes the graph of a generator. Images, which are [N,H,W,C] in the graph, are [N,C,H,W] in what it writes.
type onnxWriter struct {
	graph    onnx.Graph
	names    map[*ops.Node]string  // of what is written already
	epsilons map[*ops.Node]float64 // of moments, which are written where they are used
}

// write writes everything that the images are computed from, and the images.
func (w *onnxWriter) write(images *ops.Node) error {
	steps := ops.Applications(images)
	if err := w.fold(steps); err != nil {
		return err
	}
	for _, step := range steps {
		if !w.varies(step.Inputs) {
			continue
		}
		if err := w.step(step); err != nil {
			return err
		}
	}
	w.graph.Nodes[len(w.graph.Nodes)-1].Outputs = []string{"images"}
	return nil
}

// fold computes what does not depend on the latent code.
func (w *onnxWriter) fold(steps []ops.Application) error {
	varying := map[*ops.Node]bool{}
	for n := range w.names {
		varying[n] = true
	}
	var constant []*ops.Node
	for _, step := range steps {
		for _, input := range step.Inputs {
			varying[step.Output] = varying[step.Output] || varying[input]
		}
		if !varying[step.Output] {
			constant = append(constant, step.Output)
		}
	}
	if len(constant) == 0 {
		return nil
	}
	machine, err := ops.Compile(constant...)
	if err != nil {
		return err
	}
	return machine.Run()
}

// varies tells whether a value that is not constant is among the inputs.
func (w *onnxWriter) varies(inputs gorgonia.Nodes) bool {
	for _, n := range inputs {
		if _, ok := w.names[n]; ok {
			return true
		}
	}
	return false
}

// step writes one operator.
func (w *onnxWriter) step(s ops.Application) error {
	x, out := s.Inputs, s.Output
	name, parameters, _ := strings.Cut(s.Operator, " ")
	var stride, pad int
	var number float64
	switch name {
	case "conv", "conv-data":
		if _, err := fmt.Sscanf(parameters, "stride %d pad %d", &stride, &pad); err != nil {
			return fmt.Errorf("operator %q: %w", s.Operator, err)
		}
		return w.convolve(s, name == "conv-data", stride, pad)
	case "moments":
		var group int
		if _, err := fmt.Sscanf(parameters, "%d eps %g", &group, &number); err != nil || ops.Group(group) != ops.ByChannel {
			return fmt.Errorf("operator %q is not known to the export", s.Operator)
		}
		w.names[out], w.epsilons[out] = "", number
		return nil
	case "standardize":
		w.standardize(x[0], out, w.epsilons[x[1]])
	case "affine":
		scaled := w.add("Mul", []string{w.names[x[0]], w.channels(x[1], out)})
		w.names[out] = w.add("Add", []string{scaled, w.channels(x[2], out)})
	case "leaky":
		if _, err := fmt.Sscan(parameters, &number); err != nil {
			return fmt.Errorf("operator %q: %w", s.Operator, err)
		}
		w.rectify(x[0], out, number)
	case "tanh":
		w.names[out] = w.add("Tanh", []string{w.names[x[0]]})
	case "add":
		w.names[out] = w.add("Add", []string{w.names[x[0]], w.names[x[1]]})
	case "upsample":
		w.upsample(x[0], out)
	case "reshape":
		return w.reshape(s)
	default:
		return fmt.Errorf("operator %q is not known to the export", s.Operator)
	}
	return nil
}
