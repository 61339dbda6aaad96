package safetensors_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/safetensors"
)

func encode(header string, data int) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), make([]byte, data)...)
}

func TestRoundTrip(t *testing.T) {
	want := safetensors.File{
		Metadata: map[string]string{"b": "2", "a": "quote \" and ü"},
		Tensors: []safetensors.Tensor{
			{Name: "z/w", Shape: []int{2, 3}, Data: []float32{1, 2, 3, 4, 5, -6}},
			{Name: "a", Shape: []int{}, Data: []float32{7}},
			{Name: "empty", Shape: []int{0, 4}, Data: []float32{}},
		},
	}
	var first, second bytes.Buffer
	require.NoError(t, safetensors.Write(&first, want))
	require.NoError(t, safetensors.Write(&second, want))
	require.Equal(t, first.Bytes(), second.Bytes())
	got, err := safetensors.Parse(first.Bytes())
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestHostileFilesAreRefusedByName(t *testing.T) {
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "too short"},
		{"header longer than the file", encode(`{}`, 0)[:9], "truncated"},
		{"huge header", binary.LittleEndian.AppendUint64(nil, 1<<62), "truncated"},
		{"not JSON", encode(`hello`, 0), "not a JSON object"},
		{"no type", encode(`{"w":{"shape":[2],"data_offsets":[0,4]}}`, 4), `tensor "w" has no type (dtype): the file is damaged`},
		{"offsets of another type", encode(`{"w":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}`, 4), `tensor "w": offsets`},
		{"shape", encode(`{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`, 4), `tensor "w": shape [2]`},
		{"negative shape", encode(`{"w":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}`, 4), `tensor "w": shape`},
		{"overflowing shape", encode(`{"w":{"dtype":"F32","shape":[1099511627776,1099511627776],"data_offsets":[0,0]}}`, 0), `tensor "w": shape`},
		{"offsets", encode(`{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, 4), `tensor "w": offsets`},
		{"no offsets", encode(`{"w":{"dtype":"F32","shape":[1]}}`, 4), `tensor "w": offsets`},
		{"overlap", encode(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4), `tensor "b": starts`},
		{"gap", encode(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, 8), `tensor "a": starts`},
		{"trailing data", encode(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 8), "8 bytes of data"},
		{"twice", encode(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4), `"a" appears twice`},
		{"metadata", encode(`{"__metadata__":{"a":1}}`, 0), "__metadata__"},
		{"cut header", encode(`{"a":{"dtype":"F32",`, 0), "header"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := safetensors.Parse(c.file)
			require.ErrorContains(t, err, c.want)
		})
	}
}

// Tensors of other types lie between those of F32, and are named.
func TestOtherTypesAreNamed(t *testing.T) {
	file, err := safetensors.Parse(encode(`{"bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]},`+
		`"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"later":{"dtype":"F4","shape":[2],"data_offsets":[12,13]}}`, 13))
	require.NoError(t, err)
	require.Equal(t, []safetensors.Tensor{{Name: "w", Shape: []int{1}, Data: []float32{0}}}, file.Tensors)
	require.Equal(t, map[string]string{"bn.num_batches_tracked": "I64", "later": "F4"}, file.Others)
}

func FuzzParse(f *testing.F) {
	f.Add(encode(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4))
	f.Add(encode(`{"__metadata__":{"k":"v"}}   `, 0))
	f.Add(encode(`{"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}`, 12))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := safetensors.Parse(data)
		if err != nil {
			return
		}
		var out bytes.Buffer
		require.NoError(t, safetensors.Write(&out, file))
		again, err := safetensors.Parse(out.Bytes())
		require.NoError(t, err)
		require.Equal(t, len(file.Tensors), len(again.Tensors))
	})
}

func ExampleWrite() {
	var b bytes.Buffer
	err := safetensors.Write(&b, safetensors.File{Tensors: []safetensors.Tensor{{Name: "w", Shape: []int{2}, Data: []float32{1, 2}}}})
	fmt.Println(b.Len(), err)
	// Output: 72 <nil>
}
