package models

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
	"tgan/internal/ops"
	"tgan/internal/tensorbundle/bundletest"
)

// byRecipe fills a published variable as published.py does.
func byRecipe(name string, shape []int, data []float32) {
	kind := map[string]string{"W": "weight", "Filters": "weight", "b": "bias", "Biases": "bias", "scale": "scale", "offset": "offset"}
	recipe(name+"/"+kind[name[strings.LastIndexByte(name, '.')+1:]], shape, data, 1)
}

// importAs writes variables as a checkpoint of several blocks and files, and imports it.
func importAs(t *testing.T, name string, variables []bundletest.Variable) (*Imported, error) {
	prefix := filepath.Join(t.TempDir(), name)
	require.NoError(t, bundletest.Format{Shards: 3, Block: 700, Restart: 4, Snappy: true}.Write(prefix, variables...))
	return ImportPublished(prefix)
}

// Images, the critic's values and its logits of imported networks against PyTorch in float64, where they are computed as transfer_gan.py does, from
// the same variables in its layouts: relative error at most 1e-5.
func TestImportedNetworksComputeWhatTheAuthorsDo(t *testing.T) {
	text, err := os.ReadFile("testdata/published.json")
	require.NoError(t, err)
	var cases []struct {
		Dim, Samples, Classes  int
		Images, Values, Logits summary
	}
	require.NoError(t, json.Unmarshal(text, &cases))
	require.Len(t, cases, 3)
	for _, c := range cases {
		t.Run(fmt.Sprint("dim ", c.Dim, ", classes ", c.Classes), func(t *testing.T) {
			imported, err := importAs(t, "wgan-gp.model", bundletest.TransferGAN(c.Dim, c.Classes, byRecipe))
			require.NoError(t, err)
			arch, err := imported.Spec.network()
			require.NoError(t, err)
			d := testDevice(t, 2, kernel.Detect())
			agree := func(name string, got *ops.Node, want summary) {
				require.LessOrEqual(t, want.distance(name, ops.Float32s(got)), 1e-5*want.Norm, name)
			}

			images, err := newImageProgram(d, new(ops.Arena), arch, c.Dim, c.Samples, imported.Params())
			require.NoError(t, err)
			recipe("latent", nil, ops.Float32s(images.latent), 2)
			if c.Classes > 0 {
				setLabels(images.labels, func(i int) int { return i % c.Classes })
			}
			require.NoError(t, images.machine.Run())
			agree("images", images.images, c.Images)

			n := newNet(d, imported.Params())
			batch := ops.Input(n.graph, tensor.Float32, "batch", c.Samples, 64, 64, 3)
			recipe("batch", nil, ops.Float32s(batch), 1)
			features := arch.features(n, c.Dim, batch)
			outputs := []*ops.Node{n.value(features)}
			if c.Classes > 0 {
				outputs = append(outputs, n.classify(features, c.Classes))
			}
			machine, err := ops.Compile(outputs...)
			require.NoError(t, err)
			require.NoError(t, machine.Run())
			agree("values", outputs[0], c.Values)
			if c.Classes > 0 {
				agree("logits", outputs[1], c.Logits)
			}
		})
	}
}

// asPublished returns the numbers of a weight in the order of transfer_gan.py.
func asPublished(name string, shape []int, data []float32) []float32 {
	out := slices.Clone(data)
	channels := 0 // of an image of 4 x 4
	switch {
	case strings.HasPrefix(name, "generator/linear"):
		channels = shape[len(shape)-1] / 16
		for row := range len(data) / (16 * channels) {
			for i := range 16 * channels {
				out[row*16*channels+i] = data[row*16*channels+i%16*channels+i/16]
			}
		}
	case name == "critic/linear/weight" || name == "critic/auxiliary/weight":
		channels = shape[0] / 16
		for i := range 16 * channels {
			copy(out[i*shape[1]:(i+1)*shape[1]], data[(i%16*channels+i/16)*shape[1]:])
		}
	case strings.HasPrefix(name, "generator/block") && strings.HasSuffix(name, "conv1/weight"):
		k, in := shape[2], shape[3]
		for r := range 3 {
			for s := range 3 {
				for i := range in {
					for o := range k {
						out[((r*3+s)*in+i)*k+o] = data[(((2-r)*3+2-s)*k+o)*in+i]
					}
				}
			}
		}
	}
	return out
}

// A GAN of random weights, published and imported, draws the same bytes as the GAN itself.
func TestImportedWeightsAreTheWeights(t *testing.T) {
	for _, classes := range []int{0, 4} {
		t.Run(fmt.Sprint(classes, " classes"), func(t *testing.T) {
			spec := DefaultSpec()
			spec.Architecture, spec.Dim, spec.Seed = "resnet64", 2, "given"
			if classes > 0 {
				spec.Condition, spec.Classes = ConditionBatchNorm, classes
			}
			params, err := declareAll(spec)
			require.NoError(t, err)
			values := map[string][]float32{}
			for _, name := range params.Names() {
				data := params.Value(name).Data().([]float32)
				recipe("given/"+name, params.Value(name).Shape(), data, 1) // scales and biases are constants when drawn
				values[publishedName(name)] = asPublished(name, params.Value(name).Shape(), data)
			}
			imported, err := importAs(t, "lsun.model-4000", bundletest.TransferGAN(2, classes, func(name string, _ []int, data []float32) {
				require.Len(t, values[name], len(data), name)
				copy(data, values[name])
			}))
			require.NoError(t, err)
			require.Equal(t, 4000, imported.Step)
			require.Equal(t, len(values), imported.Used)

			file, err := pack(spec, 0, "", params, nil, nil)
			require.NoError(t, err)
			given, err := newCheckpoint(file)
			require.NoError(t, err)
			require.Equal(t, draws(t, given), draws(t, imported.Checkpoint))
			for _, name := range params.Names() {
				require.Equal(t, params.Value(name).Data(), imported.Params().Value(name).Data(), name)
			}

			var written bytes.Buffer
			require.NoError(t, imported.Write(&written))
			path := filepath.Join(t.TempDir(), "source.safetensors")
			require.NoError(t, os.WriteFile(path, written.Bytes(), 0o644))
			again, err := LoadCheckpoint(path)
			require.NoError(t, err)
			require.Equal(t, imported.Spec, again.Spec)
			require.Equal(t, draws(t, given), draws(t, again))
		})
	}
}

func draws(t *testing.T, c *Checkpoint) []uint8 {
	pool := kernel.NewPool(2, kernel.Detect())
	t.Cleanup(pool.Close)
	s, err := NewSampler(pool, c)
	require.NoError(t, err)
	pixels, err := s.Draw(5, "drawn")
	require.NoError(t, err)
	return pixels
}

// The sizes that the paper's networks are known to have, and what is told of the rest.
func TestImportOfThePublishedWidth(t *testing.T) {
	variables := bundletest.TransferGAN(64, 0, func(string, []int, []float32) {})
	var kept []bundletest.Variable
	for _, v := range variables {
		if !strings.HasSuffix(v.Name, "/Adam") && !strings.HasSuffix(v.Name, "/Adam_1") { // two thirds of the bytes
			kept = append(kept, v)
		}
	}
	kept = append(kept, bundletest.Variable{Name: "Generator.OutputN.scale/Adam", Shape: []int{64}, Data: make([]float32, 64)},
		bundletest.Variable{Name: "global_step", Type: 9, Raw: make([]byte, 8)})
	imported, err := importAs(t, "wgan-gp.model", kept)
	require.NoError(t, err)
	require.Equal(t, 64, imported.Spec.Dim)
	require.Equal(t, 8_540_483, imported.Params().Count("generator/"))
	require.Equal(t, 7_491_841, imported.Params().Count("critic/"))
	why := map[Reason][]string{}
	for _, u := range imported.Unused {
		why[u.Why] = append(why[u.Why], u.Name)
	}
	require.Len(t, why[MovingAverage], 18)
	require.Equal(t, []string{"Generator.OutputN.scale/Adam", "beta1_power", "beta1_power_1", "beta2_power", "beta2_power_1"}, why[OptimizerState])
	require.Equal(t, []string{"global_step"}, why[NotOfNetworks])
	require.Equal(t, len(kept), imported.Used+len(imported.Unused))
}

func TestNamesWithoutScopesAreImported(t *testing.T) {
	variables := bundletest.TransferGAN(1, 0, byRecipe)
	scoped, err := importAs(t, "a", variables)
	require.NoError(t, err)
	for i, v := range variables {
		variables[i].Name = strings.TrimPrefix(v.Name, strings.SplitAfter(v.Name, "/")[0])
		if !strings.HasPrefix(variables[i].Name, "Generator.") && !strings.HasPrefix(variables[i].Name, "Discriminator.") {
			variables[i].Name = v.Name
		}
	}
	bare, err := importAs(t, "b", variables)
	require.NoError(t, err)
	require.Equal(t, draws(t, scoped.Checkpoint), draws(t, bare.Checkpoint))
	require.Equal(t, len(scoped.Unused), len(bare.Unused))
}

func TestOtherNetworksAreRefusedByName(t *testing.T) {
	find := func(list []bundletest.Variable, name string) *bundletest.Variable {
		i := slices.IndexFunc(list, func(v bundletest.Variable) bool { return lastPart(v.Name) == name })
		require.GreaterOrEqual(t, i, 0, name)
		return &list[i]
	}
	resize := func(v *bundletest.Variable, shape ...int) {
		v.Shape, v.Data = shape, make([]float32, tensor.Shape(shape).TotalSize())
	}
	for _, c := range []struct {
		name    string
		classes int
		change  func(list []bundletest.Variable) []bundletest.Variable
		want    string
	}{
		{"none of its variables", 0, func([]bundletest.Variable) []bundletest.Variable {
			return []bundletest.Variable{{Name: "global_step", Data: []float32{1}}}
		}, `no variable is of transfer_gan.py, such as "Generator.Input.W"`},
		{"no critic", 0, func(list []bundletest.Variable) []bundletest.Variable {
			return slices.DeleteFunc(list, func(v bundletest.Variable) bool { return strings.HasPrefix(lastPart(v.Name), "Discriminator.") })
		}, `variable "Discriminator.Input.Filters", which resnet64 needs, is missing`},
		{"no batch norm", 0, func(list []bundletest.Variable) []bundletest.Variable {
			return slices.DeleteFunc(list, func(v bundletest.Variable) bool { return strings.Contains(v.Name, "Generator.Res1.BN1.scale") })
		}, `variable "Generator.Res1.BN1.scale", which resnet64 needs, is missing`},
		{"images of 32 pixels", 0, func(list []bundletest.Variable) []bundletest.Variable {
			resize(find(list, "Generator.Input.W"), 128, 2*2*8)
			return list
		}, `variable "Generator.Input/Generator.Input.W" has shape [128 32], resnet64 of dim 1 needs [128 128]`},
		{"another kernel", 0, func(list []bundletest.Variable) []bundletest.Variable {
			resize(find(list, "Generator.Res1.Conv1.Filters"), 5, 5, 8, 8)
			return list
		}, `has shape [5 5 8 8], resnet64 needs [3 3 N N]`},
		{"a convolution that is a vector", 0, func(list []bundletest.Variable) []bundletest.Variable {
			resize(find(list, "Generator.Res1.Conv1.Filters"), 8)
			return list
		}, `has shape [8], resnet64 needs [3 3 N N]`},
		{"a convolution of nothing", 0, func(list []bundletest.Variable) []bundletest.Variable {
			resize(find(list, "Generator.Res1.Conv1.Filters"), 3, 3, 0, 0)
			return list
		}, `has shape [3 3 0 0], resnet64 needs [3 3 N N]`},
		{"a fifth block", 0, func(list []bundletest.Variable) []bundletest.Variable {
			return append(list, bundletest.Variable{Name: "Generator.Res5.BN1/Generator.Res5.BN1.scale", Shape: []int{1}, Data: []float32{1}})
		}, `variable "Generator.Res5.BN1/Generator.Res5.BN1.scale" has no place in resnet64`},
		{"weight norm", 0, func(list []bundletest.Variable) []bundletest.Variable {
			return append(list, bundletest.Variable{Name: "Generator.Input/Generator.Input.g", Shape: []int{1}, Data: []float32{1}})
		}, `variable "Generator.Input/Generator.Input.g" has no place in resnet64`},
		{"the same weights twice", 0, func(list []bundletest.Variable) []bundletest.Variable {
			return append(list, bundletest.Variable{Name: "tower/Generator.Input.b", Shape: []int{1}, Data: []float32{1}})
		}, `variables "Generator.Input/Generator.Input.b" and "tower/Generator.Input.b" are both Generator.Input.b`},
		{"half precision", 0, func(list []bundletest.Variable) []bundletest.Variable {
			v := find(list, "Generator.Output.Biases")
			v.Type, v.Raw = 19, make([]byte, 2*len(v.Data))
			return list
		}, `variable "Generator.Output/Generator.Output.Biases" is of type half, not float`},
		{"not finite", 0, func(list []bundletest.Variable) []bundletest.Variable {
			find(list, "Discriminator.Res2.BN2.offset").Data[1] = float32(math.NaN())
			return list
		}, `variable "Discriminator.Res2.BN2.offset": value 1 is NaN: the training had diverged`},
		{"classes without a classifier", 3, func(list []bundletest.Variable) []bundletest.Variable {
			return slices.DeleteFunc(list, func(v bundletest.Variable) bool { return strings.Contains(v.Name, "ACGANOutput") })
		}, `variable "Discriminator.ACGANOutput.W", which resnet64 needs, is missing`},
		{"a classifier without classes", 0, func(list []bundletest.Variable) []bundletest.Variable {
			return append(list, bundletest.Variable{Name: "Discriminator.ACGANOutput/Discriminator.ACGANOutput.b", Shape: []int{3}, Data: make([]float32, 3)})
		}, `"Discriminator.ACGANOutput/Discriminator.ACGANOutput.b" has no place in resnet64`},
		{"tables of different classes", 3, func(list []bundletest.Variable) []bundletest.Variable {
			resize(find(list, "Generator.Res3.BN2.scale"), 4, 2)
			return list
		}, `variable "Generator.Res3.BN2.scale" has shape [4 2], resnet64 of dim 1 needs [3 2]`},
		{"a table of more classes than the classifier", 3, func(list []bundletest.Variable) []bundletest.Variable {
			resize(find(list, "Generator.OutputN.scale"), 4, 1)
			return list
		}, `variable "Discriminator.ACGANOutput/Discriminator.ACGANOutput.W" has shape [128 3], resnet64 of dim 1 needs [128 4]`},
		{"one class", 1, func(list []bundletest.Variable) []bundletest.Variable { return list }, "classes is 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := importAs(t, "other", c.change(bundletest.TransferGAN(1, c.classes, byRecipe)))
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "\n")
			require.Contains(t, err.Error(), "other")
		})
	}
}
