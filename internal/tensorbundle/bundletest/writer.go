// Package bundletest writes checkpoints in TensorFlow's TensorBundle format, for tests: with as many blocks, restart points and files of data as a
// test wants, compressed or not. It is not for programs.
package bundletest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/golang/snappy"
	"google.golang.org/protobuf/encoding/protowire"
)

// Variable is what is written of a variable.
type Variable struct {
	Name  string
	Type  int // TensorFlow's number; 0 stands for float
	Shape []int
	Data  []float32
	Raw   []byte // in the place of Data, if Type is another

	Sliced bool // as if the values were kept in slices
}

// Format says how it is written. The zero value is TensorFlow's.
type Format struct {
	Shards  int  // files of data, 1 if 0
	Block   int  // bytes after which a block ends, 262144 if 0
	Restart int  // entries between restart points, 16 if 0
	Snappy  bool // compresses the blocks
	Header  []byte
}

// Write writes the files of the checkpoint with that prefix.
func (f Format) Write(prefix string, variables ...Variable) error {
	f.Shards = max(f.Shards, 1)
	variables = slices.Clone(variables)
	slices.SortFunc(variables, func(a, b Variable) int { return strings.Compare(a.Name, b.Name) })
	shards := make([][]byte, f.Shards)
	if f.Header == nil {
		f.Header = protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), uint64(f.Shards))
		f.Header = protowire.AppendBytes(protowire.AppendTag(f.Header, 3, protowire.BytesType), []byte{8, 1}) // producer 1
	}
	pairs := [][2][]byte{{{}, f.Header}}
	for i, v := range variables {
		raw := v.bytes()
		shard := i * f.Shards / len(variables)
		pairs = append(pairs, [2][]byte{[]byte(v.Name), v.entry(shard, len(shards[shard]), raw)})
		shards[shard] = append(shards[shard], raw...)
	}
	for i, data := range shards {
		if err := os.WriteFile(fmt.Sprintf("%s.data-%05d-of-%05d", prefix, i, f.Shards), data, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(prefix+".index", f.Table(pairs), 0o644)
}

func (v Variable) bytes() []byte {
	if v.Raw != nil {
		return v.Raw
	}
	raw := make([]byte, 0, 4*len(v.Data))
	for _, x := range v.Data {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	return raw
}

// entry returns the BundleEntryProto, without fields that are zero, as TensorFlow writes it.
func (v Variable) entry(shard, offset int, raw []byte) []byte {
	number := func(b []byte, field protowire.Number, value int) []byte {
		if value == 0 {
			return b
		}
		return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), uint64(value))
	}
	var shape []byte
	for _, d := range v.Shape {
		shape = protowire.AppendBytes(protowire.AppendTag(shape, 2, protowire.BytesType), number(nil, 1, d))
	}
	b := number(nil, 1, max(v.Type, 1))
	b = protowire.AppendBytes(protowire.AppendTag(b, 2, protowire.BytesType), shape)
	b = number(number(number(b, 3, shard), 4, offset), 5, len(raw))
	b = protowire.AppendFixed32(protowire.AppendTag(b, 6, protowire.Fixed32Type), mask(checksum(raw)))
	if v.Sliced {
		b = protowire.AppendBytes(protowire.AppendTag(b, 7, protowire.BytesType), nil)
	}
	return b
}

// Table returns a table file of keys and values, in the order given.
func (f Format) Table(pairs [][2][]byte) []byte {
	if f.Block == 0 {
		f.Block = 262144
	}
	var file, last []byte
	var index [][2][]byte
	for len(pairs) > 0 {
		n, size := 0, 0
		for n < len(pairs) && (n == 0 || size < f.Block) {
			size += len(pairs[n][0]) + len(pairs[n][1])
			n++
		}
		last = pairs[n-1][0]
		index = append(index, [2][]byte{last, f.append(&file, block(pairs[:n], f.Restart))})
		pairs = pairs[n:]
	}
	meta := f.append(&file, block(nil, 1))
	footer := append(meta, f.append(&file, block(index, 1))...)
	footer = append(footer, make([]byte, 40-len(footer))...)
	return append(append(file, footer...), 0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb)
}

// append appends a block and its trailer to the file, and returns its handle.
func (f Format) append(file *[]byte, block []byte) []byte {
	kind := byte(0)
	if f.Snappy {
		kind, block = 1, snappy.Encode(nil, block)
	}
	handle := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(len(*file))), uint64(len(block)))
	block = append(bytes.Clone(block), kind)
	*file = append(*file, binary.LittleEndian.AppendUint32(block, mask(checksum(block)))...)
	return handle
}

// block returns the prefix-compressed keys and the values.
func block(pairs [][2][]byte, restart int) []byte {
	if restart == 0 {
		restart = 16
	}
	var b, key []byte
	restarts := []uint32{0}
	for i, p := range pairs {
		shared := 0
		if i%restart > 0 {
			for shared < min(len(key), len(p[0])) && key[shared] == p[0][shared] {
				shared++
			}
		} else if i > 0 {
			restarts = append(restarts, uint32(len(b)))
		}
		for _, n := range []int{shared, len(p[0]) - shared, len(p[1])} {
			b = binary.AppendUvarint(b, uint64(n))
		}
		b = append(append(b, p[0][shared:]...), p[1]...)
		key = p[0]
	}
	for _, r := range restarts {
		b = binary.LittleEndian.AppendUint32(b, r)
	}
	return binary.LittleEndian.AppendUint32(b, uint32(len(restarts)))
}

func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

func mask(crc uint32) uint32 { return (crc>>15 | crc<<17) + 0xa282ead8 }
