package models

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"tgan/internal/safetensors"
)

// The exported generator is the one that images are drawn from: the average where there is one, under the names of the weights.
func TestWriteGenerator(t *testing.T) {
	c := onnxCases(t)["dcgan32"]
	read := func() safetensors.File {
		var b bytes.Buffer
		require.NoError(t, c.WriteGenerator(&b))
		f, err := safetensors.Parse(b.Bytes())
		require.NoError(t, err)
		return f
	}
	plain := read()
	names := c.params.under("generator/")
	require.Len(t, plain.Tensors, len(names))
	for i, name := range names {
		require.Equal(t, name, plain.Tensors[i].Name)
		require.Equal(t, c.params.Value(name).Data(), plain.Tensors[i].Data)
	}
	require.Equal(t, "as trained last", plain.Metadata["weights"])
	require.Equal(t, "7", plain.Metadata["step"])
	require.Equal(t, "[N,128], "+latentNote, plain.Metadata["latent"])

	c.Spec.EMA = 0.9
	c.average = NewParams(tensor.Float32, "average")
	for _, name := range names {
		c.average.declare(name, c.params.Value(name).Shape(), constant(2))
	}
	averaged := read()
	require.Equal(t, "average over training steps with decay 0.9", averaged.Metadata["weights"])
	require.Equal(t, float32(2), averaged.Tensors[0].Data[0])
}

func TestConditionalGeneratorsAreNotExported(t *testing.T) {
	c := onnxCases(t)["dcgan32"]
	c.Spec.Condition, c.Spec.Classes = ConditionBatchNorm, 3
	const want = "models: export: the generator is conditional, batch-norm of 3 classes: only generators without a condition can be exported"
	var b bytes.Buffer
	require.EqualError(t, c.WriteGenerator(&b), want)
	require.EqualError(t, c.WriteONNX(&b, nil), want)
	require.Zero(t, b.Len())
}
