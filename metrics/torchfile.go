package metrics

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"math/big"
	"path"

	"tgan/internal/pickle"
)

// torchTypes returns the size in bytes of the elements of each kind of storage.
func torchTypes() map[string]int {
	return map[string]int{
		"torch.FloatStorage": 4, "torch.DoubleStorage": 8, "torch.HalfStorage": 2, "torch.BFloat16Storage": 2,
		"torch.LongStorage": 8, "torch.IntStorage": 4, "torch.ShortStorage": 2, "torch.CharStorage": 1,
		"torch.ByteStorage": 1, "torch.BoolStorage": 1, "torch.ComplexFloatStorage": 8, "torch.ComplexDoubleStorage": 16,
		"torch.storage.UntypedStorage": 1,
	}
}

// torchNewTypes returns the types that have no kind of storage: PyTorch 2 keeps them in bytes, with the type beside.
// Source: torch/storage.py, _new_dtypes.
func torchNewTypes() []string {
	return []string{
		"torch.float8_e4m3fn", "torch.float8_e4m3fnuz", "torch.float8_e5m2", "torch.float8_e5m2fnuz", "torch.float8_e8m0fnu",
		"torch.float4_e2m1fn_x2", "torch.complex32", "torch.uint16", "torch.uint32", "torch.uint64",
		"torch.bits8", "torch.bits16", "torch.bits1x8", "torch.bits2x4", "torch.bits4x2",
	}
}

// torchStorage is the memory behind tensors.
type torchStorage struct {
	kind string
	key  string
	n    int64 // elements
	raw  []byte
	sum  func() error // checks raw; nil where the file has no checksum
}

// torchTensor is a view of a storage.
type torchTensor struct {
	storage       *torchStorage
	offset        int64
	shape, stride []int64
	kind          string // of its storage, or its type where the storage is of bytes
}

// isTorch reports whether data is a file of torch.save, of either format.
func isTorch(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."))
}

// parseTorch reads a dictionary of tensors as torch.save writes it: a zip archive (PyTorch 1.6 and later) or the
// sequence of pickles before. Tensors that are not float32 (counters) have a type and no values.
func parseTorch(data []byte) (map[string]weightTensor, error) {
	if bytes.HasPrefix(data, []byte("PK")) {
		return parseTorchZip(data)
	}
	return parseTorchLegacy(data)
}

// parseTorchZip reads <root>/data.pkl and <root>/data/<key>, all stored without compression.
func parseTorchZip(data []byte) (map[string]weightTensor, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	entries := map[string]*zip.File{}
	root := ""
	for _, f := range archive.File {
		entries[f.Name] = f
		if path.Base(f.Name) == "data.pkl" {
			root = path.Dir(f.Name)
		}
	}
	content := func(name string) ([]byte, *zip.File, error) {
		f, ok := entries[path.Join(root, name)]
		if !ok {
			return nil, nil, fmt.Errorf("the archive has no %q: not a file of torch.save", name)
		}
		at, err := f.DataOffset()
		if err != nil {
			return nil, nil, fmt.Errorf("archive entry %q: %w", f.Name, err)
		}
		size := f.UncompressedSize64
		if f.Method != zip.Store || at < 0 || at > int64(len(data)) || size > uint64(int64(len(data))-at) {
			return nil, nil, fmt.Errorf("archive entry %q is compressed or outside of the file", f.Name)
		}
		return data[at : at+int64(size)], f, nil
	}
	if order, _, err := content("byteorder"); err == nil && string(order) != "little" {
		return nil, fmt.Errorf("byte order %.20q; only little is read", order)
	}
	program, _, err := content("data.pkl")
	if err != nil {
		return nil, err
	}
	storages := map[string]*torchStorage{}
	top, err := pickle.NewReader(program, torchRules(storages)).Load()
	if err != nil {
		return nil, err
	}
	for key, s := range storages {
		raw, f, err := content(path.Join("data", key))
		if err != nil {
			return nil, err
		}
		s.raw = raw
		s.sum = func() error {
			if crc32.ChecksumIEEE(raw) != f.CRC32 {
				return fmt.Errorf("archive entry %q is corrupt (checksum)", f.Name)
			}
			return nil
		}
	}
	return stateDict(top)
}

// parseTorchLegacy reads pickles of the magic number, version, system and dictionary, then the keys of the storages and
// the storages, each with its length before it.
func parseTorchLegacy(data []byte) (map[string]weightTensor, error) {
	storages := map[string]*torchStorage{}
	u := pickle.NewReader(data, torchRules(storages))
	var values [5]any
	for i := range values {
		var err error
		if values[i], err = u.Load(); err != nil {
			return nil, err
		}
	}
	magic, _ := new(big.Int).SetString("1950a86a20f9469cfc6c", 16)
	if v, ok := values[0].(*big.Int); !ok || v.Cmp(magic) != 0 {
		return nil, errors.New("not a file of torch.save")
	}
	keys, ok := values[4].(*pickle.List)
	if !ok {
		return nil, errors.New("the list of storages is missing")
	}
	for _, key := range keys.Items {
		name, _ := pickle.Text(key)
		s, ok := storages[name]
		if !ok || s.raw != nil {
			return nil, fmt.Errorf("storage %s belongs to no tensor, or comes twice", pickle.Describe(key))
		}
		length, err := u.Take(8)
		if err != nil {
			return nil, err
		}
		if n := binary.LittleEndian.Uint64(length); n != uint64(s.n) {
			return nil, fmt.Errorf("storage %q has %d elements, its tensors say %d", name, n, s.n)
		}
		if s.raw, err = u.Take(int(s.n) * torchTypes()[s.kind]); err != nil {
			return nil, err
		}
	}
	return stateDict(values[3])
}

// storageOf returns the storage of a persistent identifier: ("storage", type, key, device, elements, ...).
func storageOf(storages map[string]*torchStorage, id any) (any, error) {
	t, ok := id.(pickle.Tuple)
	if !ok || len(t) < 5 {
		return nil, errors.New("a persistent value that is no storage")
	}
	if what, _ := pickle.Text(t[0]); what != "storage" {
		return nil, errors.New("a persistent value that is no storage")
	}
	kind, isKind := t[1].(pickle.Name)
	key, isKey := pickle.Text(t[2])
	n, isNumber := t[4].(int64)
	width, known := torchTypes()[string(kind)]
	if !isKind || !isKey || !isNumber || !known || n < 0 || n > math.MaxInt64/int64(width) {
		return nil, errors.New("a storage without type, key or length")
	}
	if len(t) > 5 && t[5] != nil {
		return nil, fmt.Errorf("storage %q is a view of another; save the tensors with a newer PyTorch", key)
	}
	if s, ok := storages[key]; ok {
		if s.kind != string(kind) || s.n != n {
			return nil, fmt.Errorf("storage %q is described in two ways", key)
		}
		return s, nil
	}
	s := &torchStorage{kind: string(kind), key: key, n: n}
	storages[key] = s
	return s, nil
}

// torchRules are the names in a dictionary of tensors: kinds of storage, ordered dictionaries, and what makes tensors of storages.
func torchRules(storages map[string]*torchStorage) pickle.Rules {
	calls := map[string]func(pickle.Tuple) (any, error){
		"collections.OrderedDict":         newOrderedDict,
		"torch._utils._rebuild_tensor_v2": newTorchTensor,
		"torch._utils._rebuild_tensor_v3": newTorchTensorOf,
		"torch._utils._rebuild_parameter": newParameter,
	}
	for _, kind := range torchNewTypes() {
		calls[kind] = nil
	}
	for kind := range torchTypes() {
		calls[kind] = nil
	}
	return pickle.Rules{What: "tensor", Calls: calls, Persistent: func(id any) (any, error) { return storageOf(storages, id) }}
}

// newOrderedDict returns the dictionary of OrderedDict(), which is filled afterwards.
func newOrderedDict(args pickle.Tuple) (any, error) {
	if len(args) > 0 {
		return nil, errors.New("an ordered dictionary made of something")
	}
	return &pickle.Dict{}, nil
}

// newParameter returns the tensor of _rebuild_parameter(tensor, ...).
func newParameter(args pickle.Tuple) (any, error) {
	if len(args) > 0 {
		if t, ok := args[0].(*torchTensor); ok {
			return t, nil
		}
	}
	return nil, errors.New("a parameter without a tensor")
}

// newTorchTensor returns the tensor of _rebuild_tensor_v2(storage, offset, shape, stride, ...), inside its storage.
func newTorchTensor(args pickle.Tuple) (any, error) {
	if len(args) < 4 {
		return nil, errors.New("a tensor without storage, offset, shape or strides")
	}
	s, isStorage := args[0].(*torchStorage)
	offset, isNumber := args[1].(int64)
	shape, isShape := pickle.Dims(args[2])
	stride, isStride := pickle.Dims(args[3])
	if !isStorage || !isNumber || !isShape || !isStride || len(shape) != len(stride) {
		return nil, errors.New("a tensor without storage, offset, shape or strides")
	}
	outside := func() (any, error) {
		return nil, fmt.Errorf("tensor of shape %v, strides %v and offset %d is outside of a storage of %d", shape, stride, offset, s.n)
	}
	if offset < 0 || offset > s.n {
		return outside()
	}
	rest, empty := s.n-1-offset, false // elements behind the first that may be reached
	for i, n := range shape {
		if n < 0 || stride[i] < 0 || (n > 1 && stride[i] > 0 && n-1 > max(0, rest)/stride[i]) {
			return outside()
		}
		rest -= max(0, n-1) * stride[i]
		empty = empty || n == 0
	}
	if rest < 0 && !empty {
		return outside()
	}
	return &torchTensor{s, offset, shape, stride, s.kind}, nil
}

// newTorchTensorOf returns the tensor of _rebuild_tensor_v3(storage, offset, shape, stride, gradient, hooks, type, ...), which is none of
// float32: of it nothing but the type is looked at.
func newTorchTensorOf(args pickle.Tuple) (any, error) {
	if len(args) >= 7 {
		s, isStorage := args[0].(*torchStorage)
		kind, isType := args[6].(pickle.Name)
		if isStorage && isType {
			return &torchTensor{storage: s, kind: string(kind)}, nil
		}
	}
	return nil, errors.New("a tensor without storage or type")
}

// stateDict returns the tensors of a dictionary.
func stateDict(top any) (map[string]weightTensor, error) {
	d, ok := top.(*pickle.Dict)
	if !ok {
		return nil, errors.New("it holds no dictionary of tensors; save model.state_dict()")
	}
	out := make(map[string]weightTensor, len(d.Keys))
	for i, key := range d.Keys {
		name, isName := pickle.Text(key)
		t, isTensor := d.Values[i].(*torchTensor)
		if !isName || !isTensor {
			return nil, fmt.Errorf("entry %s is no tensor; save model.state_dict()", pickle.Describe(key))
		}
		if t.kind != "torch.FloatStorage" {
			out[name] = weightTensor{other: t.kind}
			continue
		}
		shape := make([]int, len(t.shape))
		for i, n := range t.shape {
			shape[i] = int(n)
		}
		out[name] = weightTensor{shape: shape, values: t.values}
	}
	return out, nil
}

// values returns the elements in row-major order.
func (t *torchTensor) values() ([]float32, error) {
	s := t.storage
	if int64(len(s.raw)) != 4*s.n {
		return nil, fmt.Errorf("storage %q has %d bytes, its tensors need %d", s.key, len(s.raw), 4*s.n)
	}
	if s.sum != nil {
		if err := s.sum(); err != nil {
			return nil, err
		}
	}
	n := int64(1)
	for _, v := range t.shape {
		n *= v
	}
	out := make([]float32, 0, n)
	index := make([]int64, len(t.shape))
	at := t.offset
	for range n {
		out = append(out, math.Float32frombits(binary.LittleEndian.Uint32(s.raw[4*at:])))
		for d := len(index) - 1; d >= 0; d-- {
			index[d]++
			at += t.stride[d]
			if index[d] < t.shape[d] {
				break
			}
			at -= index[d] * t.stride[d]
			index[d] = 0
		}
	}
	return out, nil
}
