package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
)

// Tensor is a named array, row-major.
type Tensor struct {
	Name  string
	Shape []int // non-negative; empty for a scalar
	Data  []float32
}

// File is the content of a safetensors file: tensors in the order of their data, and free text.
type File struct {
	Metadata map[string]string
	Tensors  []Tensor
	// Others are the types of the tensors that are not float32, such as "I64", by name. Their values are not read, and not written.
	Others map[string]string
}

const (
	metadataKey = "__metadata__"
	maxHeader   = 100 << 20 // bytes; the limit of the reference implementation
)

// entry is the header's description of a tensor.
type entry struct {
	Dtype   string  `json:"dtype"`
	Shape   []int   `json:"shape"`
	Offsets []int64 `json:"data_offsets"`
}

// Write writes f. The bytes depend on f alone: names keep their order, metadata is sorted, the header is padded to 8 bytes.
func Write(w io.Writer, f File) error {
	var header bytes.Buffer
	header.WriteByte('{')
	if len(f.Metadata) > 0 {
		text, err := json.Marshal(f.Metadata) // sorts the keys
		if err != nil {
			return fmt.Errorf("safetensors: metadata: %w", err)
		}
		fmt.Fprintf(&header, "%q:%s", metadataKey, text)
	}
	var offset int64
	for _, t := range f.Tensors {
		if elements(t.Shape) != int64(len(t.Data)) {
			return fmt.Errorf("safetensors: tensor %q: shape %v needs %d values, it has %d", t.Name, t.Shape, elements(t.Shape), len(t.Data))
		}
		end := offset + 4*int64(len(t.Data))
		name, err := json.Marshal(t.Name)
		if err != nil {
			return fmt.Errorf("safetensors: name %q: %w", t.Name, err)
		}
		shape := t.Shape
		if shape == nil {
			shape = []int{}
		}
		text, err := json.Marshal(entry{"F32", shape, []int64{offset, end}})
		if err != nil {
			return fmt.Errorf("safetensors: tensor %q: %w", t.Name, err)
		}
		if header.Len() > 1 {
			header.WriteByte(',')
		}
		fmt.Fprintf(&header, "%s:%s", name, text)
		offset = end
	}
	header.WriteByte('}')
	for header.Len()%8 != 0 {
		header.WriteByte(' ')
	}
	if err := binary.Write(w, binary.LittleEndian, uint64(header.Len())); err != nil {
		return err
	}
	if _, err := w.Write(header.Bytes()); err != nil {
		return err
	}
	for _, t := range f.Tensors {
		if err := writeFloats(w, t.Data); err != nil {
			return err
		}
	}
	return nil
}

func writeFloats(w io.Writer, data []float32) error {
	buf := make([]byte, 0, 1<<16)
	for chunk := range slices.Chunk(data, 1<<14) {
		buf = buf[:0]
		for _, v := range chunk {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

// ReadFile reads the file at path. Errors name the file and the tensor.
func ReadFile(path string) (File, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return File{}, fmt.Errorf("safetensors: %w", err)
	}
	f, err := Parse(data)
	if err != nil {
		return File{}, fmt.Errorf("safetensors: %s: %w", path, err)
	}
	return f, nil
}

// Parse reads a whole file from memory. It allocates no more than a small multiple of len(data). A tensor of another type than F32 is only
// named, so that counters beside weights do no harm.
func Parse(data []byte) (File, error) {
	if len(data) < 8 {
		return File{}, fmt.Errorf("%d bytes: too short for a safetensors file", len(data))
	}
	size := binary.LittleEndian.Uint64(data)
	if size > maxHeader || size > uint64(len(data)-8) {
		return File{}, fmt.Errorf("header of %d bytes in a file of %d: truncated, or not a safetensors file", size, len(data))
	}
	values := data[8+size:]
	names, entries, metadata, err := parseHeader(data[8 : 8+size])
	if err != nil {
		return File{}, err
	}
	f := File{Metadata: metadata}
	for i, e := range entries {
		if err := e.inside(names[i], len(values)); err != nil {
			return File{}, err
		}
		if e.Dtype != "F32" {
			if f.Others == nil {
				f.Others = map[string]string{}
			}
			f.Others[names[i]] = e.Dtype
			continue
		}
		t, err := e.tensor(names[i], values)
		if err != nil {
			return File{}, err
		}
		f.Tensors = append(f.Tensors, t)
	}
	if err := covers(names, entries, int64(len(values))); err != nil {
		return File{}, err
	}
	return f, nil
}

// parseHeader reads the header token by token, because a decoder into a map would hide repeated names.
func parseHeader(header []byte) (names []string, entries []entry, metadata map[string]string, err error) {
	dec := json.NewDecoder(bytes.NewReader(header))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, nil, nil, errors.New("header is not a JSON object: not a safetensors file")
	}
	seen := map[string]bool{}
	for dec.More() {
		t, err := dec.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return nil, nil, nil, fmt.Errorf("header: %w", errors.Join(err, errors.New("broken JSON")))
		}
		if seen[name] {
			return nil, nil, nil, fmt.Errorf("tensor %q appears twice", name)
		}
		seen[name] = true
		if name == metadataKey {
			if err := dec.Decode(&metadata); err != nil {
				return nil, nil, nil, fmt.Errorf("header: %s: %w", metadataKey, err)
			}
			continue
		}
		var e entry
		if err := dec.Decode(&e); err != nil {
			return nil, nil, nil, fmt.Errorf("header: tensor %q: %w", name, err)
		}
		names, entries = append(names, name), append(entries, e)
	}
	if _, err := dec.Token(); err != nil {
		return nil, nil, nil, fmt.Errorf("header: %w", err)
	}
	return names, entries, metadata, nil
}

// inside checks that the entry has a type and lies within size bytes of data.
func (e entry) inside(name string, size int) error {
	if e.Dtype == "" {
		return fmt.Errorf("tensor %q has no type (dtype): the file is damaged", name)
	}
	if len(e.Offsets) != 2 || e.Offsets[0] < 0 || e.Offsets[1] < e.Offsets[0] || e.Offsets[1] > int64(size) {
		return fmt.Errorf("tensor %q: offsets %v outside of %d bytes of data", name, e.Offsets, size)
	}
	return nil
}

// tensor checks the shape against the values and copies them.
func (e entry) tensor(name string, values []byte) (Tensor, error) {
	if n := elements(e.Shape); n < 0 || 4*n != e.Offsets[1]-e.Offsets[0] {
		return Tensor{}, fmt.Errorf("tensor %q: shape %v does not fit %d bytes", name, e.Shape, e.Offsets[1]-e.Offsets[0])
	}
	raw := values[e.Offsets[0]:e.Offsets[1]]
	data := make([]float32, len(raw)/4)
	for i := range data {
		data[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return Tensor{Name: name, Shape: e.Shape, Data: data}, nil
}

// elements returns the number of elements of a shape, or -1 if it is negative or above 2**40.
func elements(shape []int) int64 {
	n := int64(1)
	for _, d := range shape {
		if d < 0 || (d > 0 && n > 1<<40/int64(d)) {
			return -1
		}
		n *= int64(d)
	}
	return n
}

// covers checks that the tensors fill the data without gap or overlap.
func covers(names []string, entries []entry, size int64) error {
	order := make([]int, len(entries))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if d := entries[a].Offsets[0] - entries[b].Offsets[0]; d != 0 {
			return int(max(min(d, 1), -1))
		}
		return int(max(min(entries[a].Offsets[1]-entries[b].Offsets[1], 1), -1))
	})
	var end int64
	for _, i := range order {
		if entries[i].Offsets[0] != end {
			return fmt.Errorf("tensor %q: starts at byte %d of the data, where %d was expected (overlap or gap)", names[i], entries[i].Offsets[0], end)
		}
		end = entries[i].Offsets[1]
	}
	if end != size {
		return fmt.Errorf("%d bytes of data, the tensors need %d", size, end)
	}
	return nil
}
