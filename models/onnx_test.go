package models

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/safetensors"
)

var onnxOut = flag.String("onnx-out", "", "folder that TestONNX writes its files to, for testdata/onnx_images.py")

// onnxCases are checkpoints with weights by the recipe of parity.py.
func onnxCases(t *testing.T) map[string]*Checkpoint {
	cases := map[string]*Checkpoint{}
	for name, change := range map[string]func(s *Spec){
		"dcgan32":       func(*Spec) {},
		"dcgan32-miner": func(s *Spec) { s.Miner = 8 },
		"resnet32":      func(s *Spec) { s.Architecture = "resnet32" },
		"resnet64":      func(s *Spec) { s.Architecture = "resnet64" },
	} {
		spec := DefaultSpec()
		spec.Dim, spec.Batch = 2, 3
		change(&spec)
		params, err := declareAll(spec)
		require.NoError(t, err)
		for _, name := range params.Names() {
			recipe(name, params.Value(name).Shape(), params.Value(name).Data().([]float32), 1)
		}
		cases[name] = &Checkpoint{Spec: spec, Step: 7, params: params}
	}
	return cases
}

// The exported bytes are those that an independent reader has drawn images from, and our images are the same ones within 1e-4.
func TestONNX(t *testing.T) {
	pool := kernel.NewPool(2, kernel.Detect())
	t.Cleanup(pool.Close)
	fixture, err := safetensors.ReadFile("testdata/onnx_images.safetensors")
	require.NoError(t, err)
	values := func(name string) []float32 {
		i := slices.IndexFunc(fixture.Tensors, func(t safetensors.Tensor) bool { return t.Name == name })
		require.GreaterOrEqual(t, i, 0, "the fixture lacks %s", name)
		return fixture.Tensors[i].Data
	}
	for name, c := range onnxCases(t) {
		t.Run(name, func(t *testing.T) {
			var file bytes.Buffer
			require.NoError(t, c.WriteONNX(&file, pool))
			if *onnxOut != "" {
				require.NoError(t, os.WriteFile(filepath.Join(*onnxOut, name+".onnx"), file.Bytes(), 0o644))
				return
			}
			sum := sha256.Sum256(file.Bytes())
			require.Equal(t, fixture.Metadata[name], hex.EncodeToString(sum[:]), "the file is another than the one that was read: run testdata/onnx_images.py")

			s, err := NewSampler(pool, c)
			require.NoError(t, err)
			copy(ops.Float32s(s.program.latent), values("latent"))
			require.NoError(t, s.program.machine.Run())
			area := s.Side() * s.Side()
			worst := 0.0
			for i, v := range values(name) { // [N,3,Side,Side]
				n, c, p := i/(3*area), i/area%3, i%area
				worst = max(worst, math.Abs(float64(v)-float64(ops.Float32s(s.program.images)[(n*area+p)*3+c])))
			}
			t.Logf("greatest difference %.2g", worst)
			require.LessOrEqual(t, worst, 1e-4)
		})
	}
}

// A generator whose operators are not all known is refused by the operator's name.
func TestONNXRefusesUnknownOperators(t *testing.T) {
	d := ops.NewDevice(nil)
	n := newNet(d, NewParams(tensor.Float32, "x"))
	z := ops.Input(n.graph, tensor.Float32, "latent", 1, 4)
	w := onnxWriter{names: map[*ops.Node]string{z: "latent"}, epsilons: map[*ops.Node]float64{}}
	require.EqualError(t, w.write(d.Softmax(z)), `operator "softmax" is not known to the export`)
	require.ErrorContains(t, w.write(d.Normalize(ops.BySample, z, 1e-5)), `operator "moments 1 eps 1e-05" is not known to the export`)
}
