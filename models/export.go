package models

import (
	"fmt"
	"io"
	"strconv"

	"tgan/internal/kernel"
	"tgan/internal/safetensors"
)

// generatorFormat marks the metadata of a generator's file; the number changes when the layout does.
const generatorFormat = "tgan-generator-1"

// What users of an exported generator have to know, in its metadata.
const (
	latentNote = "independent values from N(0, 1)"
	normNote   = "batch norm uses the mean and the biased variance of the batch itself, epsilon 1e-05, in sampling as in training: " +
		"an image depends on its batch; draw batches of the training's size, at least of some dozens"
)

// exported returns what the metadata of an exported generator says, in order.
func (c *Checkpoint) exported(arch Architecture) [][2]string {
	weights := "as trained last"
	if c.average != nil {
		weights = fmt.Sprintf("average over training steps with decay %v", c.Spec.EMA)
	}
	return [][2]string{
		{"architecture", c.Spec.Architecture},
		{"batch", strconv.Itoa(c.Spec.Batch)},
		{"batch_norm", normNote},
		{"dim", strconv.Itoa(c.Spec.Dim)},
		{"latent", fmt.Sprintf("[N,%d], %s", arch.Latent, latentNote)},
		{"step", strconv.Itoa(c.Step)},
		{"weights", weights},
	}
}

// unconditional returns the architecture of a generator that can be exported: one that is told no classes.
func (c *Checkpoint) unconditional() (Architecture, error) {
	if c.Spec.Condition != "" {
		return Architecture{}, fmt.Errorf("models: export: the generator is conditional, %s of %d classes: only generators without a condition can be exported",
			c.Spec.Condition, c.Spec.Classes)
	}
	return c.Spec.network()
}

// WriteGenerator writes the generator alone, the one that images are drawn from, as a safetensors file: its tensors by their names in the
// checkpoint, without the prefix of averages.
//
//	convolutions [R,S,in,out]     transposed ones [R,S,out,in]     linear [in,out], outputs in the order of rows, columns, channels
//	images [N,Side,Side,3], values from -1 to 1
//
// It returns an error for a conditional generator, and the errors of w.
func (c *Checkpoint) WriteGenerator(w io.Writer) error {
	arch, err := c.unconditional()
	if err != nil {
		return err
	}
	f := safetensors.File{Metadata: map[string]string{
		"format": generatorFormat,
		"images": fmt.Sprintf("[N,%d,%d,3], red, green, blue from -1 to 1", arch.Side, arch.Side),
		"layout": "convolutions [R,S,in,out], transposed convolutions [R,S,out,in], linear [in,out]",
	}}
	for _, entry := range c.exported(arch) {
		f.Metadata[entry[0]] = entry[1]
	}
	weights := c.Average()
	for _, name := range weights.under("generator/") {
		v := weights.Value(name)
		f.Tensors = append(f.Tensors, safetensors.Tensor{Name: name, Shape: v.Shape(), Data: v.Data().([]float32)})
	}
	return safetensors.Write(w, f)
}

// WriteONNX writes the generator alone, the one that images are drawn from, as an ONNX model of operators of version 13, from "latent"
// [N,Latent] to "images" [N,3,Side,Side] with values from -1 to 1. Batch norm is written out as the operators that take the batch's own
// mean and variance, so that the images are those of a Sampler but for rounding. It returns an error for a
// conditional generator, one that names the operator if the generator has one that is not known here, and the errors of w.
func (c *Checkpoint) WriteONNX(w io.Writer, pool *kernel.Pool) error {
	model, err := c.onnxModel(pool)
	if err != nil {
		return err
	}
	_, err = w.Write(model.Encode())
	return err
}
