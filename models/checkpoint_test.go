package models

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/kernel"
	"tgan/internal/safetensors"
)

// plain is a set of black images.
type plain struct{ side int }

func (p plain) Len() int         { return 4 }
func (p plain) Side() int        { return p.side }
func (p plain) At(i int) []uint8 { return make([]uint8, p.side*p.side*3) }

// written returns a checkpoint's file, changed before its digest is taken unless change is nil.
func written(t *testing.T, change func(f *safetensors.File)) []byte {
	pool := kernel.NewPool(1, kernel.Detect())
	t.Cleanup(pool.Close)
	spec := DefaultSpec()
	spec.Dim, spec.Batch, spec.EMA = 2, 2, 0.9
	trainer, err := NewTrainer(pool, spec, plain{32})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, trainer.Checkpoint(&b))
	if change == nil {
		return b.Bytes()
	}
	f, err := safetensors.Parse(b.Bytes())
	require.NoError(t, err)
	change(&f)
	f.Metadata["sha256"] = digest(f)
	b.Reset()
	require.NoError(t, safetensors.Write(&b, f))
	return b.Bytes()
}

func at(f *safetensors.File, name string) int {
	return slices.IndexFunc(f.Tensors, func(t safetensors.Tensor) bool { return t.Name == name })
}

// Files that are well signed but wrong, and files that are broken, are refused by the name of the file and of what is wrong in it.
func TestHostileCheckpointsAreRefusedByName(t *testing.T) {
	replace := func(old, new string) []byte {
		data := written(t, nil)
		require.Len(t, new, len(old))
		require.Equal(t, 1, bytes.Count(data, []byte(old)), old)
		return bytes.Replace(data, []byte(old), []byte(new), 1)
	}
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"shape", written(t, func(f *safetensors.File) {
			f.Tensors[at(f, "critic/down1/weight")].Shape = []int{5, 5, 2, 3}
		}), `tensor "critic/down1/weight" has shape [5 5 2 3], the network needs (5, 5, 3, 2)`},
		{"name", written(t, func(f *safetensors.File) {
			f.Tensors[at(f, "generator/up2/bias")].Name = "generator/up2/bios"
		}), `tensor "generator/up2/bias" is missing`},
		{"average", written(t, func(f *safetensors.File) {
			f.Tensors = slices.Delete(f.Tensors, at(f, "average/generator/up3/weight"), at(f, "average/generator/up3/weight")+1)
		}), `tensor "average/generator/up3/weight" is missing`},
		{"another network", written(t, func(f *safetensors.File) {
			f.Metadata["spec"] = `{"architecture":"vae"}`
		}), `unknown architecture "vae"`},
		{"width beyond the tensors", written(t, func(f *safetensors.File) {
			f.Metadata["spec"] = string(bytes.Replace([]byte(f.Metadata["spec"]), []byte(`"dim":2`), []byte(`"dim":9`), 1))
		}), `tensor "generator/linear/weight" has shape [128 128], the network needs (128, 576)`},
		{"step", written(t, func(f *safetensors.File) { f.Metadata["step"] = "many" }), `metadata "step"`},
		{"format", written(t, func(f *safetensors.File) { f.Metadata["format"] = "gan-1" }), `metadata "format" is "gan-1"`},
		{"dtype", replace(`"critic/linear/bias":{"dtype":"F32"`, `"critic/linear/bias":{"dtype":"I32"`), `tensor "critic/linear/bias" is of type I32; a checkpoint has only F32`},
		{"truncated", written(t, nil)[:20000], `outside of`},
		{"cut in the header", written(t, nil)[:500], "truncated"},
		{"overlap", replace(`"shape":[128,128],"data_offsets":[0,65536]`, `"shape":[127,128],"data_offsets":[0,65024]`), `starts at byte 65536 of the data, where 65024 was expected (overlap or gap)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "hostile.safetensors")
			require.NoError(t, os.WriteFile(path, c.file, 0o644))
			_, err := LoadCheckpoint(path)
			require.ErrorContains(t, err, path)
			require.ErrorContains(t, err, c.want)
		})
	}
}

// A checkpoint opens with a reader that shares nothing with this project.
func TestCheckpointOpensElsewhere(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to read the file with")
	}
	path := filepath.Join(t.TempDir(), "checkpoint.safetensors")
	require.NoError(t, os.WriteFile(path, written(t, nil), 0o644))
	out, err := exec.Command(python, "testdata/read_safetensors.py", path).Output()
	require.NoError(t, err)
	var read struct {
		Metadata map[string]string
		Tensors  map[string]struct {
			Shape            []int
			First, Last, Sum float64
		}
	}
	require.NoError(t, json.Unmarshal(out, &read))
	c, err := LoadCheckpoint(path)
	require.NoError(t, err)
	require.Equal(t, "tgan-checkpoint-1", read.Metadata["format"])
	require.Len(t, read.Tensors, len(c.params.Names())+len(c.average.Names()))
	for _, name := range c.params.Names() {
		v, got := c.params.Value(name), read.Tensors[name]
		data := v.Data().([]float32)
		sum := 0.0
		for _, x := range data {
			sum += float64(x)
		}
		require.Equal(t, []int(v.Shape()), got.Shape, name)
		require.Equal(t, []float64{float64(data[0]), float64(data[len(data)-1])}, []float64{got.First, got.Last}, name)
		require.InDelta(t, sum, got.Sum, 1e-9, name)
	}
}
