package tensorbundle_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/tensorbundle"
	"tgan/internal/tensorbundle/bundletest"
)

// several are variables whose names share prefixes, of several shapes and types.
func several() []bundletest.Variable {
	list := []bundletest.Variable{
		{Name: "global_step", Type: 9, Raw: []byte{5, 0, 0, 0, 0, 0, 0, 0}},
		{Name: "scalar", Data: []float32{2.5}},
		{Name: "empty", Shape: []int{0, 3}, Data: []float32{}},
		{Name: "bad \" name\n", Shape: []int{1}, Data: []float32{1}},
	}
	for i := range 40 {
		v := bundletest.Variable{Name: fmt.Sprintf("Generator.Res%d.Conv1.Filters", i), Shape: []int{2, i + 1}}
		for k := range 2 * (i + 1) {
			v.Data = append(v.Data, float32(i)+float32(k)/100)
		}
		list = append(list, v)
	}
	return list
}

// formats are ways to write the same variables.
var formats = map[string]bundletest.Format{
	"one block":             {},
	"every key whole":       {Restart: 1},
	"many blocks":           {Block: 100, Restart: 3},
	"many blocks, Snappy":   {Block: 100, Restart: 3, Snappy: true},
	"a block for each":      {Block: 1},
	"several files of data": {Shards: 5, Block: 300},
	"Snappy":                {Snappy: true, Restart: 100},
}

func write(t *testing.T, f bundletest.Format, variables ...bundletest.Variable) (prefix string) {
	prefix = filepath.Join(t.TempDir(), "model.ckpt-7")
	require.NoError(t, f.Write(prefix, variables...))
	return prefix
}

func TestVariablesAreReadAsWritten(t *testing.T) {
	for name, f := range formats {
		t.Run(name, func(t *testing.T) {
			b, err := tensorbundle.Open(write(t, f, several()...))
			require.NoError(t, err)
			require.Len(t, b.Variables(), len(several()))
			types := map[string]tensorbundle.Variable{}
			last := ""
			for _, v := range b.Variables() {
				require.Less(t, last, v.Name)
				last = v.Name
				types[v.Name] = v
				require.NoError(t, b.Check(v.Name))
			}
			for _, v := range several() {
				require.Equal(t, v.Shape, types[v.Name].Shape, v.Name)
				if v.Type != 0 {
					require.Equal(t, "int64", types[v.Name].Type.String())
					continue
				}
				require.Equal(t, tensorbundle.Float, types[v.Name].Type)
				got, err := b.Floats(v.Name)
				require.NoError(t, err)
				require.Equal(t, v.Data, got, v.Name)
			}
			_, err = b.Floats("none")
			require.ErrorContains(t, err, `variable "none" is missing`)
			require.ErrorContains(t, b.Check("none"), `variable "none" is missing`)
			_, err = b.Floats("global_step")
			require.ErrorContains(t, err, `variable "global_step" is of type int64, not float`)
		})
	}
}

// Checkpoints that TensorFlow wrote: one variable, three, and two with several, one of them compressed by Snappy.
func TestCheckpointsThatTensorFlowWrote(t *testing.T) {
	dir := "../../../shared/data/tensorbundle"
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no checkpoints written by TensorFlow: %v", err)
	}
	for name, want := range map[string]map[string]float32{
		"saved_model_half_plus_three":   {"a": 0.5, "b": 3, "c": 3},
		"saved_model_half_plus_two_cpu": {"a": 0.5, "a2": 0.5, "b": 2, "c": 3, "c2": 3},
		"saved_model_half_plus_two_mkl": {"a": 0.5, "b": 2, "c": 3, "conv2d/bias": 0, "conv2d_1/bias": 0, "conv2d_2/bias": 0,
			"conv2d/kernel": -0.522396, "conv2d_1/kernel": -1.0451121, "conv2d_2/kernel": 1.5779432},
		"saved_model_counter": {"counter": 0},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := tensorbundle.Open(filepath.Join(dir, name))
			require.NoError(t, err)
			require.Len(t, b.Variables(), len(want))
			for _, v := range b.Variables() {
				got, err := b.Floats(v.Name)
				require.NoError(t, err)
				require.Len(t, got, 1)
				require.InDelta(t, want[v.Name], got[0], 1e-6, v.Name)
				if strings.HasSuffix(v.Name, "kernel") {
					require.Equal(t, []int{1, 1, 1, 1}, v.Shape)
				}
			}
		})
		t.Run(name+", damaged", func(t *testing.T) { damage(t, filepath.Join(dir, name, "variables")) })
	}
}

// Whatever bit is flipped and wherever a file is cut, it is told in one line that names the file.
func TestEveryFlippedByteAndEveryCutIsSeen(t *testing.T) {
	for _, name := range []string{"one block", "many blocks, Snappy", "several files of data"} {
		t.Run(name, func(t *testing.T) { damage(t, write(t, formats[name], several()[:7]...)) })
	}
}

// damage changes copies of a checkpoint's files, one byte or the length at a time.
func damage(t *testing.T, prefix string) {
	paths, err := filepath.Glob(prefix + ".*")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(paths), 2)
	dir := t.TempDir()
	for _, path := range paths {
		whole, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, other := range paths {
			data, err := os.ReadFile(other)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(other)), data, 0o644))
		}
		copied := filepath.Join(dir, filepath.Base(path))
		refused := func(changed []byte, what string, i int) {
			require.NoError(t, os.WriteFile(copied, changed, 0o644))
			err := readAll(filepath.Join(dir, filepath.Base(prefix)))
			require.Error(t, err, "%s: %s %d", copied, what, i)
			require.NotContains(t, err.Error(), "\n")
			require.Contains(t, err.Error(), copied)
		}
		for i := range whole {
			changed := bytes.Clone(whole)
			changed[i] ^= 1 << (i % 8)
			refused(changed, "flipped byte", i)
			refused(whole[:i], "cut to", i)
		}
	}
}

// readAll opens a checkpoint and reads all variables.
func readAll(path string) error {
	b, err := tensorbundle.Open(path)
	if err != nil {
		return err
	}
	for _, v := range b.Variables() {
		if err := b.Check(v.Name); err != nil {
			return err
		}
	}
	return nil
}

func TestWhatIsNotReadIsRefusedByName(t *testing.T) {
	one := bundletest.Variable{Name: "w", Shape: []int{2}, Data: []float32{1, 2}}
	for _, c := range []struct {
		name, want string
		format     bundletest.Format
		variables  []bundletest.Variable
	}{
		{"slices", `variable "w" is kept in slices, which are not read`, bundletest.Format{}, []bundletest.Variable{{Name: "w", Shape: []int{2}, Data: []float32{1, 2}, Sliced: true}}},
		{"text", `variable "w" is of type number 7, which has no fixed size and is not read`, bundletest.Format{}, []bundletest.Variable{{Name: "w", Type: 7, Raw: []byte("abc")}}},
		{"a shape of more", `variable "w": shape [3] of float does not fit 8 bytes`, bundletest.Format{}, []bundletest.Variable{{Name: "w", Shape: []int{3}, Data: []float32{1, 2}}}},
		{"a huge shape", `variable "w": shape [1099511627776 1099511627776] is too large`, bundletest.Format{}, []bundletest.Variable{{Name: "w", Shape: []int{1 << 40, 1 << 40}, Data: []float32{1, 2}}}},
		{"an axis below zero", `variable "w": an axis of -1`, bundletest.Format{}, []bundletest.Variable{{Name: "w", Shape: []int{-1}, Data: []float32{1, 2}}}},
		{"too many axes", `variable "w": it has more than 254 axes`, bundletest.Format{}, []bundletest.Variable{{Name: "w", Shape: make([]int, 255), Data: []float32{}}}},
		{"big-endian", "the variables are big-endian", bundletest.Format{Header: []byte{8, 1, 16, 1}}, []bundletest.Variable{one}},
		{"no files of data", "header: 0 files of data", bundletest.Format{Header: []byte{16, 0}}, []bundletest.Variable{one}},
		{"a later version", "the format is of version 2, known is 1", bundletest.Format{Header: []byte{8, 1, 26, 2, 16, 2}}, []bundletest.Variable{one}},
		{"a broken header", "header: ", bundletest.Format{Header: []byte{8}}, []bundletest.Variable{one}},
		{"names twice", `key "w" stands behind "w": keys must ascend`, bundletest.Format{}, []bundletest.Variable{one, one}},
	} {
		t.Run(c.name, func(t *testing.T) {
			prefix := write(t, c.format, c.variables...)
			_, err := tensorbundle.Open(prefix)
			require.ErrorContains(t, err, c.want)
			require.ErrorContains(t, err, prefix+".index")
		})
	}
}

func TestMissingFilesAreNamed(t *testing.T) {
	prefix := write(t, bundletest.Format{Shards: 2}, several()...)
	require.NoError(t, os.Remove(prefix+".data-00001-of-00002"))
	_, err := tensorbundle.Open(prefix)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, prefix+".data-00001-of-00002, which holds variable ")
	require.NoError(t, os.Remove(prefix+".index"))
	_, err = tensorbundle.Open(prefix)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, prefix+".index")
}

func TestCheckpointsAreFound(t *testing.T) {
	dir := t.TempDir()
	open := func(path string) (string, error) {
		b, err := tensorbundle.Open(filepath.Join(dir, path))
		if err != nil {
			return "", err
		}
		return filepath.Rel(dir, b.Prefix)
	}
	found := func(path, want string) {
		t.Helper()
		got, err := open(path)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	refused := func(path, want string) {
		t.Helper()
		_, err := open(path)
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "\n")
	}
	state := func(text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "checkpoint"), []byte(text), 0o644))
	}

	refused(".", "holds no checkpoint of TensorFlow's V2 format")
	require.NoError(t, bundletest.Format{}.Write(filepath.Join(dir, "m-1"), several()...))
	found("m-1", "m-1")
	found("m-1.index", "m-1")
	found(".", "m-1")
	require.NoError(t, bundletest.Format{}.Write(filepath.Join(dir, "m-2"), several()...))
	refused(".", `holds 2 checkpoints and no file "checkpoint" that names the last: name one of m-1, m-2`)
	state("model_checkpoint_path: \"m-2\"\nall_model_checkpoint_paths: \"m-1\"\nall_model_checkpoint_paths: \"m-2\"\n")
	found(".", "m-2")
	state("all_model_checkpoint_paths: \"m-2\"\nmodel_checkpoint_path: \"/data/elsewhere/m-1\"\n")
	found(".", "m-1")
	state("model_checkpoint_path: \"m\\0551\"\n") // an escape of the text format
	found(".", "m-1")
	state(`model_checkpoint_path: "m-\x"`)
	refused(".", "names no model_checkpoint_path")
	state("")
	refused(".", "names no model_checkpoint_path")
	state("model_checkpoint_path: \"gone\"\n")
	refused(".", "gone.index: no such file")
	require.NoError(t, os.Mkdir(filepath.Join(dir, "folder.index"), 0o755))
	refused("folder", "folder.index: it is not a regular file")
	refused("m-1.data-00000-of-00001", "is no checkpoint of TensorFlow's V2 format")
}

// sealed is a block of an index with the right checksum.
func sealed(block []byte, kind byte) []byte {
	block = append(bytes.Clone(block), kind)
	crc := crc32.Checksum(block, crc32.MakeTable(crc32.Castagnoli))
	return binary.LittleEndian.AppendUint32(block, (crc>>15|crc<<17)+0xa282ead8)
}

// tableOf is an index of one block of entries and one of blocks, of that content, sealed.
func tableOf(block []byte, kind byte) []byte {
	empty := []byte{0, 0, 0, 0, 1, 0, 0, 0}
	file := sealed(block, kind)
	meta := len(file)
	file = append(file, sealed(empty, 0)...)
	index := len(file)
	entry := binary.AppendUvarint([]byte{0, 1, 0, 0xff, 0}, uint64(len(block)))
	entry[2] = byte(len(entry) - 4)
	content := append(entry, empty...)
	file = append(file, sealed(content, 0)...)
	footer := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(meta)), uint64(len(empty)))
	footer = binary.AppendUvarint(binary.AppendUvarint(footer, uint64(index)), uint64(len(content)))
	footer = append(footer, make([]byte, 40-len(footer))...)
	return append(append(file, footer...), 0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb)
}

// Indices whose checksums are right and whose content is not.
func TestHostileIndicesAreRefused(t *testing.T) {
	restart := []byte{0, 0, 0, 0, 1, 0, 0, 0}
	header := []byte{0, 0, 2, 8, 1}
	deflated := append(binary.AppendUvarint(nil, 1<<31), make([]byte, 60)...)
	for _, c := range []struct {
		name, want string
		index      []byte
	}{
		{"nothing", "too short for a table", nil},
		{"no restart points", "0 restart points in 4 bytes", tableOf([]byte{0, 0, 0, 0}, 0)},
		{"more restart points than bytes", "restart points in 4 bytes", tableOf([]byte{255, 255, 255, 255}, 0)},
		{"a short block", "no number of restart points", tableOf([]byte{1}, 0)},
		{"a restart point between entries", "a restart point at 3 is no entry's", tableOf(append(header, 0, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0), 0)},
		{"a key that shares with nothing", "has impossible lengths 1, 0 and 2", tableOf(append([]byte{1, 0, 2, 8, 1}, restart...), 0)},
		{"a value beyond the block", "has impossible lengths 0, 0 and 9", tableOf(append([]byte{0, 0, 9, 8, 1}, restart...), 0)},
		{"lengths that overflow", "has impossible lengths 0, 18446744073709551615 and 2", tableOf(append(append(append([]byte{0}, bytes.Repeat([]byte{255}, 9)...), 1, 2, 8, 1), restart...), 0)},
		{"lengths cut off", "entry at 0 is cut off", tableOf(append([]byte{255}, restart...), 0)},
		{"no header", "no header", tableOf(restart, 0)},
		{"another key first", `the first key is "a", where the header should be`, tableOf(append([]byte{0, 1, 2, 'a', 8, 1}, restart...), 0)},
		{"the header twice", `key "" stands behind ""`, tableOf(append(append(header, header...), restart...), 0)},
		{"an unknown compression", "compression 4 is not known", tableOf(append(header, restart...), 4)},
		{"Snappy of two gigabytes", "cannot decompress to what they say", tableOf(deflated, 1)},
		{"broken Snappy", "corrupt", tableOf([]byte{8, 255, 255, 255, 255}, 1)},
		{"a variable in another file", `variable "a": lies in data file 9 of 1`, tableOf(append(append(header, 0, 1, 6, 'a', 8, 1, 24, 9, 40, 4), restart...), 0)},
		{"a variable beyond its file", "takes 4 bytes from byte 16777215, the file has 8: it is truncated", tableOf(append(append(header, 0, 1, 9, 'a', 8, 1, 32, 255, 255, 255, 7, 40, 4), restart...), 0)},
		{"variables on each other", `variables "a" and "b" overlap`, tableOf(append(append(append(header, 0, 1, 4, 'a', 8, 1, 40, 4), 0, 1, 4, 'b', 8, 1, 40, 4), restart...), 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			prefix := filepath.Join(t.TempDir(), "m")
			require.NoError(t, os.WriteFile(prefix+".data-00000-of-00001", make([]byte, 8), 0o644))
			require.NoError(t, os.WriteFile(prefix+".index", c.index, 0o644))
			_, err := tensorbundle.Open(prefix)
			require.ErrorContains(t, err, c.want)
			require.ErrorContains(t, err, prefix)
		})
	}
}

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "bundle")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	prefix := filepath.Join(dir, "model.ckpt-7")
	if err := (bundletest.Format{}).Write(prefix, bundletest.Variable{Name: "w", Shape: []int{2, 1}, Data: []float32{1, 2}}); err != nil {
		panic(err)
	}

	b, err := tensorbundle.Open(prefix)
	if err != nil {
		panic(err)
	}
	for _, v := range b.Variables() {
		values, err := b.Floats(v.Name)
		fmt.Println(v.Name, v.Type, v.Shape, values, err)
	}
	// Output: w float [2 1] [1 2] <nil>
}
