package metrics

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/pickle"
	"tgan/internal/safetensors"
)

// torchZip returns an archive as torch.save writes it, with the given pickle and one storage "0".
func torchZip(t testing.TB, method uint16, program string, storage []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, entry := range []struct {
		name string
		data []byte
	}{{"archive/data.pkl", []byte(program)}, {"archive/data/0", storage}} {
		f, err := w.CreateHeader(&zip.FileHeader{Name: entry.name, Method: method})
		require.NoError(t, err)
		_, err = f.Write(entry.data)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// tensorPickle is a dictionary of one tensor "w" of a storage of n elements, protocol 2.
func tensorPickle(kind string, n, offset byte, shape, stride string) string {
	return "\x80\x02}X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\n" +
		"((X\x07\x00\x00\x00storagectorch\n" + kind + "\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK" + string([]byte{n}) + "tQ" +
		"K" + string([]byte{offset}) + shape + stride + "\x89NtRs."
}

func TestTorchTensorsAreViews(t *testing.T) {
	storage := []byte{0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40} // 1 2 3 4
	for _, c := range []struct {
		name          string
		offset        byte
		shape, stride string
		want          []float32
		wantShape     []int
	}{
		{"whole", 0, "K\x04\x85", "K\x01\x85", []float32{1, 2, 3, 4}, []int{4}},
		{"transposed", 0, "K\x02K\x02\x86", "K\x01K\x02\x86", []float32{1, 3, 2, 4}, []int{2, 2}},
		{"part", 1, "K\x02\x85", "K\x02\x85", []float32{2, 4}, []int{2}},
		{"repeated", 3, "K\x02K\x03\x86", "K\x00K\x00\x86", []float32{4, 4, 4, 4, 4, 4}, []int{2, 3}},
		{"number", 2, ")", ")", []float32{3}, []int{}},
		{"nothing", 0, "K\x00K\x02\x86", "K\x02K\x01\x86", []float32{}, []int{0, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseTorch(torchZip(t, zip.Store, tensorPickle("FloatStorage", 4, c.offset, c.shape, c.stride), storage))
			require.NoError(t, err)
			values, err := got["w"].values()
			require.NoError(t, err)
			require.Equal(t, c.want, values)
			require.Equal(t, c.wantShape, got["w"].shape)
		})
	}
	got, err := parseTorch(torchZip(t, zip.Store, tensorPickle("LongStorage", 2, 0, "K\x02\x85", "K\x01\x85"), storage))
	require.NoError(t, err)
	require.Equal(t, map[string]weightTensor{"w": {other: "torch.LongStorage"}}, got)
}

// types.pth and types.safetensors hold the layer "c" beside tensors of every other type, and the layer "d" of the wrong one.
func TestTensorsOfOtherTypes(t *testing.T) {
	for file, kinds := range map[string][2]string{"types.pth": {"torch.HalfStorage", "torch.LongStorage"}, "types.safetensors": {"F16", "I64"}} {
		weights, err := ReadInceptionWeights(filepath.Join("testdata", file))
		require.NoError(t, err, file)
		conv, err := weights.conv(convSpec{name: "c", in: 1, out: 2, h: 1, w: 1})
		require.NoError(t, err, file)
		require.Equal(t, "[0.9995004 1.9990008] [-1.9985012 1]", fmt.Sprint(conv.weights, conv.bias))
		_, err = weights.conv(convSpec{name: "d", in: 1, out: 2, h: 1, w: 1})
		require.EqualError(t, err, fmt.Sprintf(`metrics: inception weights testdata/%s: tensor "d.conv.weight" is of type %s; save it as float32`, file, kinds[0]))
		require.Equal(t, kinds[1], weights.tensors["c.bn.num_batches_tracked"].other)
	}
	// What PyTorch 2 writes of a type without a kind of storage.
	got, err := parseTorch(torchZip(t, zip.Store, "\x80\x02}X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v3\n"+
		"((X\x07\x00\x00\x00storagectorch.storage\nUntypedStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x04tQ"+
		"K\x00K\x02\x85K\x01\x85\x89ccollections\nOrderedDict\n)Rctorch\nuint16\ntRs.", make([]byte, 4)))
	require.NoError(t, err)
	require.Equal(t, map[string]weightTensor{"w": {other: "torch.uint16"}}, got)
}

func TestTorchFileRefuses(t *testing.T) {
	good := tensorPickle("FloatStorage", 4, 0, "K\x04\x85", "K\x01\x85")
	for _, c := range []struct {
		name, program string
		want          string
	}{
		{"system call", "\x80\x02cos\nsystem\nX\x04\x00\x00\x00echo\x85R.", `asks for "os.system"; only tensors are read, nothing is called`},
		{"evaluation", "\x80\x02c__builtin__\neval\nX\x01\x00\x00\x001\x85R.", `asks for "__builtin__.eval"`},
		{"module of torch", "\x80\x02ctorch.nn.modules.linear\nLinear\n)\x81.", `asks for "torch.nn.modules.linear.Linear"`},
		{"call of a kind", "\x80\x02ctorch\nFloatStorage\n)R.", "a call that builds no tensor"},
		{"dictionary of something", "\x80\x02ccollections\nOrderedDict\nK\x01\x85R.", "an ordered dictionary made of something"},
		{"parameter", "\x80\x02ctorch._utils\n_rebuild_parameter\n)R.", "a parameter without a tensor"},
		{"tensor of nothing", "\x80\x02ctorch._utils\n_rebuild_tensor_v2\n)R.", "a tensor without storage, offset, shape or strides"},
		{"tensor of no type", "\x80\x02ctorch._utils\n_rebuild_tensor_v3\n)R.", "a tensor without storage or type"},
		{"empty", "", "truncated"},
		{"cut", good[:40], "truncated"},
		{"number", "\x80\x02K\x01.", "no dictionary of tensors"},
		{"text in the dictionary", "\x80\x02}X\x01\x00\x00\x00wK\x01s.", `entry "w" is no tensor`},
		{"tuple of tuples as a key", "\x80\x02})" + strings.Repeat("q\x00h\x00\x86", 60) + "K\x01s.", "entry a tuple of 2 is no tensor"},
		{"other persistent value", "\x80\x02K\x01Q.", "no storage"},
		{"unknown storage", tensorPickle("ComplexStorage", 4, 0, "K\x04\x85", "K\x01\x85"), `asks for "torch.ComplexStorage"`},
		{"beyond the storage", tensorPickle("FloatStorage", 4, 1, "K\x04\x85", "K\x01\x85"), "outside of a storage of 4"},
		{"far beyond", tensorPickle("FloatStorage", 4, 0, "K\x02\x85", "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f\x85"), "outside"},
		{"negative stride", tensorPickle("FloatStorage", 4, 3, "K\x02\x85", "J\xff\xff\xff\xff\x85"), "outside"},
		{"negative shape", tensorPickle("FloatStorage", 4, 0, "J\xff\xff\xff\xff\x85", "K\x01\x85"), "outside"},
		{"shape without strides", tensorPickle("FloatStorage", 4, 0, "K\x02\x85", ")"), "without storage, offset, shape or strides"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseTorch(torchZip(t, zip.Store, c.program, make([]byte, 16)))
			require.ErrorContains(t, err, c.want)
		})
	}
	_, err := parseTorch(torchZip(t, zip.Deflate, good, make([]byte, 16)))
	require.ErrorContains(t, err, "is compressed or outside of the file")
	got, err := parseTorch(torchZip(t, zip.Store, good, make([]byte, 12)))
	require.NoError(t, err)
	_, err = got["w"].values()
	require.ErrorContains(t, err, `storage "0" has 12 bytes, its tensors need 16`)
	file := torchZip(t, zip.Store, good, []byte("0123456789abcdef"))
	file[bytes.Index(file, []byte("456789"))]++
	got, err = parseTorch(file)
	require.NoError(t, err)
	_, err = got["w"].values()
	require.ErrorContains(t, err, `archive entry "archive/data/0" is corrupt (checksum)`)
	_, err = parseTorch(npzOf(t, "mu.npy", "x"))
	require.ErrorContains(t, err, `the archive has no "data.pkl"`)
}

func TestTorchFileSurvivesTruncation(t *testing.T) {
	for _, name := range []string{"inception_random.pth", "inception_random_legacy.pth"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(t, err)
		for n := 0; n < len(data); n += 997 {
			_, err := parseTorch(data[:n])
			require.Error(t, err, "%s cut to %d bytes", name, n)
		}
	}
}

// The tensors of a PyTorch file, written as safetensors, make the same network.
func TestWeightsOfEitherFormatAreTheSame(t *testing.T) {
	weights, err := ReadInceptionWeights("testdata/inception_random_legacy.pth")
	require.NoError(t, err)
	var names []string
	for name := range weights.tensors {
		names = append(names, name)
	}
	slices.Sort(names)
	var file safetensors.File
	for _, name := range names {
		if weights.tensors[name].other != "" {
			continue
		}
		values, err := weights.tensors[name].values()
		require.NoError(t, err)
		file.Tensors = append(file.Tensors, safetensors.Tensor{Name: name, Shape: weights.tensors[name].shape, Data: values})
	}
	path := filepath.Join(t.TempDir(), "weights.safetensors")
	var b bytes.Buffer
	require.NoError(t, safetensors.Write(&b, file))
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o600))
	other, err := ReadInceptionWeights(path)
	require.NoError(t, err)
	for _, spec := range inceptionSpecs(Inception192) {
		want, err := weights.conv(spec)
		require.NoError(t, err)
		got, err := other.conv(spec)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestWeightsRefuse(t *testing.T) {
	spec := convSpec{name: "c", google: "g", in: 1, out: 2, h: 1, w: 1}
	one := func(shape []int, values ...float32) weightTensor {
		return weightTensor{shape: shape, values: func() ([]float32, error) { return values, nil }}
	}
	norm := func(name string, values ...float32) map[string]weightTensor {
		m := map[string]weightTensor{"c.conv.weight": one([]int{2, 1, 1, 1}, 1, 2)}
		for _, n := range []string{"weight", "bias", "running_mean", "running_var"} {
			m["c.bn."+n] = one([]int{2}, 1, 1)
		}
		m[name] = one([]int{len(values)}, values...)
		return m
	}
	nan := float32(0)
	nan /= nan
	for _, c := range []struct {
		name    string
		tensors map[string]weightTensor
		want    string
	}{
		{"nothing", nil, `no tensor "c.conv.weight"`},
		{"shape", norm("c.bn.bias", 1, 2, 3), `tensor "c.bn.bias" has shape [3], want [2]`},
		{"NaN", norm("c.bn.bias", 1, nan), `tensor "c.bn.bias", value 1 is NaN`},
		{"variance", norm("c.bn.running_var", 1, -1), "c.bn.running_var has the value -1"},
		{"no bias", map[string]weightTensor{"g/weight": one([]int{2, 1, 1, 1}, 1, 2)}, `no tensor "g/bias"`},
		{"folded shape", map[string]weightTensor{"g/weight": one([]int{2, 1}, 1, 2)}, `tensor "g/weight" has shape [2 1], want [2 1 1 1]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := InceptionWeights{path: "file", tensors: c.tensors}.conv(spec)
			require.ErrorContains(t, err, "metrics: inception weights file: ")
			require.ErrorContains(t, err, c.want)
		})
	}
	conv, err := InceptionWeights{tensors: norm("c.bn.running_mean", 3, 0)}.conv(spec)
	require.NoError(t, err)
	require.Equal(t, "[0.9995004 1.9990008] [-1.9985012 1]", fmt.Sprint(conv.weights, conv.bias))
}

func FuzzTorchFile(f *testing.F) {
	f.Add(torchZip(f, zip.Store, tensorPickle("FloatStorage", 4, 0, "K\x04\x85", "K\x01\x85"), make([]byte, 16)))
	f.Add(torchZip(f, zip.Deflate, "\x80\x02cos\nsystem\n)R.", nil))
	legacy, err := os.ReadFile("testdata/inception_random_legacy.pth")
	require.NoError(f, err)
	f.Add(legacy[:6000])
	f.Fuzz(func(t *testing.T, data []byte) {
		tensors, err := parseTorch(data)
		if err != nil {
			return
		}
		for _, tensor := range tensors {
			if tensor.other != "" {
				continue
			}
			n := 1
			for _, v := range tensor.shape {
				if v != 0 && n > 1<<16/v {
					return
				}
				n *= v
			}
			values, err := tensor.values()
			require.True(t, err != nil || len(values) == n)
		}
	})
}

// The zip around a pickle hides it from the fuzzer, so the pickle has a target of its own.
func FuzzPickle(f *testing.F) {
	f.Add([]byte(tensorPickle("FloatStorage", 4, 0, "K\x02K\x02\x86", "K\x01K\x02\x86")))
	f.Add([]byte("\x80\x02ccollections\nOrderedDict\n)R(X\x01\x00\x00\x00a]q\x00h\x00K\x01aub."))
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := pickle.NewReader(data, torchRules(map[string]*torchStorage{})).Load()
		if err == nil {
			_, _ = stateDict(v)
		}
	})
}
