package tensorbundle

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// Type is TensorFlow's number of a type of elements.
type Type uint64

// Float is float32, the type of weights.
const Float Type = 1

// types are the types of a fixed size, by TensorFlow's numbers: tensorflow/core/framework/types.proto.
var types = map[Type]struct {
	name string
	size int64 // bytes of an element
}{
	Float: {"float", 4}, 2: {"double", 8}, 3: {"int32", 4}, 4: {"uint8", 1}, 5: {"int16", 2}, 6: {"int8", 1}, 8: {"complex64", 8}, 9: {"int64", 8},
	10: {"bool", 1}, 11: {"qint8", 1}, 12: {"quint8", 1}, 13: {"qint32", 4}, 14: {"bfloat16", 2}, 15: {"qint16", 2}, 16: {"quint16", 2}, 17: {"uint16", 2},
	18: {"complex128", 16}, 19: {"half", 2}, 22: {"uint32", 4}, 23: {"uint64", 8},
}

// String returns TensorFlow's name, or the number of a type without a fixed size.
func (t Type) String() string {
	if known, ok := types[t]; ok {
		return known.name
	}
	return fmt.Sprintf("number %d", uint64(t))
}

// maxRank is TensorFlow's bound of the axes of a variable.
const maxRank = 254

// entry is a BundleEntryProto.
type entry struct {
	Variable
	shard, offset, size uint64
	crc                 uint32 // masked
	sliced              bool
}

// header is what is used of a BundleHeaderProto.
type header struct {
	shards, endianness, minConsumer uint64
}

// formatVersion is the version of the format that this package reads: kTensorBundleVersion.
const formatVersion = 1

// fields calls visit for each field of a message: number is the value of a varint or of 32 bits, data that of a nested message or text.
func fields(message []byte, visit func(field protowire.Number, number uint64, data []byte) error) error {
	for len(message) > 0 {
		field, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		var number uint64
		var data []byte
		switch kind {
		case protowire.VarintType:
			number, n = protowire.ConsumeVarint(message)
		case protowire.Fixed32Type:
			var v uint32
			v, n = protowire.ConsumeFixed32(message)
			number = uint64(v)
		case protowire.BytesType:
			data, n = protowire.ConsumeBytes(message)
		default:
			n = protowire.ConsumeFieldValue(field, kind, message)
		}
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		if err := visit(field, number, data); err != nil {
			return err
		}
	}
	return nil
}

// readHeader reads a BundleHeaderProto.
func readHeader(message []byte) (h header, err error) {
	err = fields(message, func(field protowire.Number, number uint64, data []byte) error {
		switch field {
		case 1:
			h.shards = number
		case 2:
			h.endianness = number
		case 3: // VersionDef
			return fields(data, func(field protowire.Number, number uint64, _ []byte) error {
				if field == 2 {
					h.minConsumer = number
				}
				return nil
			})
		}
		return nil
	})
	if err != nil {
		return h, fmt.Errorf("header: %w", err)
	}
	return h, nil
}

// fits returns an error if what the header tells of is not read.
func (h header) fits() error {
	switch {
	case h.shards < 1 || h.shards > 99999:
		return fmt.Errorf("header: %d files of data; there must be 1 to 99999", h.shards)
	case h.endianness != 0:
		return errors.New("header: the variables are big-endian, which is not read: save them on another machine")
	case h.minConsumer > formatVersion:
		return fmt.Errorf("header: the format is of version %d, known is %d", h.minConsumer, formatVersion)
	}
	return nil
}

// readEntry reads the BundleEntryProto of the named variable.
func readEntry(name string, message []byte) (e entry, err error) {
	e.Name = name
	err = fields(message, func(field protowire.Number, number uint64, data []byte) error {
		switch field {
		case 1:
			e.Type = Type(number)
		case 2:
			return e.readShape(data)
		case 3:
			e.shard = number
		case 4:
			e.offset = number
		case 5:
			e.size = number
		case 6:
			e.crc = uint32(number)
		case 7:
			e.sliced = true
		}
		return nil
	})
	if err != nil {
		return e, fmt.Errorf("variable %q: %w", name, err)
	}
	return e, nil
}

// readShape reads a TensorShapeProto.
func (e *entry) readShape(message []byte) error {
	return fields(message, func(field protowire.Number, number uint64, data []byte) error {
		switch {
		case field == 3 && number != 0:
			return errors.New("its shape is not known")
		case field != 2:
			return nil
		case len(e.Shape) == maxRank:
			return fmt.Errorf("it has more than %d axes", maxRank)
		}
		var size uint64
		if err := fields(data, func(field protowire.Number, number uint64, _ []byte) error {
			if field == 1 {
				size = number
			}
			return nil
		}); err != nil {
			return err
		}
		if size > maxElements {
			return fmt.Errorf("an axis of %d", int64(size))
		}
		e.Shape = append(e.Shape, int(size))
		return nil
	})
}

// maxElements bounds the elements of a variable.
const maxElements = 1 << 40

// fits returns an error if the entry is of no use by itself: in slices, of a type without a fixed size, or of another size than its shape's.
func (e entry) fits(shards uint64) error {
	if e.sliced {
		return fmt.Errorf("variable %q is kept in slices, which are not read: save it without a partitioner", e.Name)
	}
	known, ok := types[e.Type]
	if !ok {
		return fmt.Errorf("variable %q is of type %v, which has no fixed size and is not read: save a checkpoint without it", e.Name, e.Type)
	}
	n := int64(1)
	for _, d := range e.Shape {
		if d > 0 && n > maxElements/int64(d) {
			return fmt.Errorf("variable %q: shape %v is too large", e.Name, e.Shape)
		}
		n *= int64(d)
	}
	if e.size != uint64(n*known.size) {
		return fmt.Errorf("variable %q: shape %v of %v does not fit %d bytes", e.Name, e.Shape, e.Type, e.size)
	}
	if e.shard >= shards {
		return fmt.Errorf("variable %q: lies in data file %d of %d", e.Name, e.shard, shards)
	}
	return nil
}
