// Package matfile reads integer vectors from MATLAB files of level 5, as MATLAB 5 to 7.2 and SciPy write them, compressed or not.
//
// It exists for the labels and splits that come with image collections: real numeric arrays. Everything else in a file (cells,
// structures, text, sparse and complex arrays) is passed over. A damaged file is an error, never a panic, and no more is
// allocated than the file can back. Files of level 7.3, which are HDF5, are refused by name.
// Source: "MAT-File Format", The MathWorks, R2022a, chapter 1.
package matfile

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

const (
	headerSize  = 128
	maxElements = 1 << 20         // of one array; labels of a collection are fewer
	maxInflated = 9 * maxElements // bytes that a compressed array may become

	miInt8, miUint8, miInt16, miUint16, miInt32, miUint32 = 1, 2, 3, 4, 5, 6
	miSingle, miDouble, miInt64, miUint64                 = 7, 9, 12, 13
	miMatrix, miCompressed                                = 14, 15

	classDouble, classUint64 = 6, 15 // the first and the last numeric class, mxDOUBLE_CLASS and mxUINT64_CLASS
	flagComplex              = 0x0800
)

// Vectors returns the real numeric arrays of a file by name, each as its elements in column order. All elements must be whole numbers.
func Vectors(data []byte) (map[string][]int, error) {
	if bytes.HasPrefix(data, []byte("MATLAB 7.3")) {
		return nil, errors.New("it is a MATLAB 7.3 file: save it with -v7")
	}
	if len(data) < headerSize {
		return nil, errors.New("it is too short for a MATLAB file")
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(data[126:128]) {
	case "IM":
	case "MI":
		order = binary.BigEndian
	default:
		return nil, errors.New("it is not a MATLAB file of level 5")
	}
	found := map[string][]int{}
	for rest := data[headerSize:]; len(rest) > 0; {
		e, after, err := next(rest, order)
		if err != nil {
			return nil, err
		}
		rest = after
		if e.kind == miCompressed {
			if e, err = inflate(e.data, order); err != nil {
				return nil, err
			}
		}
		if e.kind != miMatrix {
			continue
		}
		name, values, err := vector(e.data, order)
		if err != nil {
			return nil, err
		}
		if values != nil {
			found[name] = values
		}
	}
	return found, nil
}

// element is one tagged piece of a file.
type element struct {
	kind uint32
	data []byte
}

// next returns the first element of data and what follows it.
func next(data []byte, order binary.ByteOrder) (element, []byte, error) {
	if len(data) < 8 {
		return element{}, nil, errors.New("it is cut off")
	}
	kind := order.Uint32(data)
	if size := kind >> 16; size != 0 { // a small element: four bytes of data within the tag
		if size > 4 {
			return element{}, nil, errors.New("it is damaged: a small element of more than 4 bytes")
		}
		return element{kind & 0xffff, data[4 : 4+size]}, data[8:], nil
	}
	size := int64(order.Uint32(data[4:]))
	if size > int64(len(data)-8) {
		return element{}, nil, errors.New("it is cut off")
	}
	padded := size
	if kind != miCompressed {
		padded = min((size+7)/8*8, int64(len(data)-8))
	}
	return element{kind, data[8 : 8+size]}, data[8+padded:], nil
}

// inflate unpacks a compressed element, which holds one other.
func inflate(data []byte, order binary.ByteOrder) (element, error) {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return element{}, fmt.Errorf("it is damaged: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(z, maxInflated+1))
	if err != nil {
		return element{}, fmt.Errorf("it is damaged: %w", err)
	}
	if len(plain) > maxInflated {
		return element{}, fmt.Errorf("an array of more than %d bytes, which are no labels", maxInflated)
	}
	e, _, err := next(plain, order)
	return e, err
}

// vector returns the name and the elements of a matrix, nil for one that is not real and numeric.
func vector(data []byte, order binary.ByteOrder) (string, []int, error) {
	var parts [4]element // flags, dimensions, name, real part
	for k := range parts {
		var err error
		if parts[k], data, err = next(data, order); err != nil {
			return "", nil, err
		}
		if k > 0 {
			continue
		}
		if len(parts[0].data) < 8 {
			return "", nil, errors.New("it is damaged: an array without flags")
		}
		flags := order.Uint32(parts[0].data)
		if class := flags & 0xff; class < classDouble || class > classUint64 || flags&flagComplex != 0 {
			return "", nil, nil
		}
	}
	name := string(parts[2].data)
	values, err := integers(parts[3], order)
	if err != nil {
		return "", nil, fmt.Errorf("array %q: %w", name, err)
	}
	count := int64(1)
	for at := 0; at+4 <= len(parts[1].data); at += 4 {
		count *= int64(order.Uint32(parts[1].data[at:]))
		if count > int64(len(values)) {
			break
		}
	}
	if count != int64(len(values)) {
		return "", nil, fmt.Errorf("array %q has %d elements, its dimensions say otherwise: the file is damaged", name, len(values))
	}
	return name, values, nil
}

// integers returns the numbers of an element, which may be stored in any type that holds them.
func integers(e element, order binary.ByteOrder) ([]int, error) {
	size := map[uint32]int{
		miInt8: 1, miUint8: 1, miInt16: 2, miUint16: 2, miInt32: 4, miUint32: 4, miSingle: 4, miDouble: 8, miInt64: 8, miUint64: 8,
	}[e.kind]
	if size == 0 || len(e.data)%size != 0 {
		return nil, fmt.Errorf("%d bytes of unknown type %d: the file is damaged", len(e.data), e.kind)
	}
	if len(e.data)/size > maxElements {
		return nil, fmt.Errorf("%d elements, which are no labels", len(e.data)/size)
	}
	values := make([]int, len(e.data)/size)
	for k := range values {
		v, ok := integer(e.kind, e.data[k*size:], order)
		if !ok {
			return nil, fmt.Errorf("element %d is not a whole number", k)
		}
		values[k] = v
	}
	return values, nil
}

// integer decodes one number; ok is false unless it is whole and in range.
func integer(kind uint32, data []byte, order binary.ByteOrder) (v int, ok bool) {
	switch kind {
	case miInt8:
		return int(int8(data[0])), true
	case miUint8:
		return int(data[0]), true
	case miInt16:
		return int(int16(order.Uint16(data))), true
	case miUint16:
		return int(order.Uint16(data)), true
	case miInt32:
		return int(int32(order.Uint32(data))), true
	case miUint32:
		return int(order.Uint32(data)), true
	case miInt64:
		return int(order.Uint64(data)), true
	case miUint64:
		u := order.Uint64(data)
		return int(u), u <= math.MaxInt64
	}
	f := float64(math.Float32frombits(order.Uint32(data)))
	if kind == miDouble {
		f = math.Float64frombits(order.Uint64(data))
	}
	return int(f), f == math.Trunc(f) && math.Abs(f) <= 1<<53
}
