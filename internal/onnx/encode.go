package onnx

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// irVersion is the version of the format that belongs to operators of version 13.
const irVersion = 7

// Codes of onnx.proto.
const (
	typeFloat     = 1 // TensorProto.FLOAT
	typeInt64     = 7 // TensorProto.INT64
	attributeReal = 1 // AttributeProto.FLOAT
	attributeInt  = 2 // AttributeProto.INT
	attributeText = 3 // AttributeProto.STRING
	attributeInts = 7 // AttributeProto.INTS
)

// message is an encoded protocol buffer message in the making.
type message []byte

func (m *message) integer(field protowire.Number, v int64) {
	*m = protowire.AppendVarint(protowire.AppendTag(*m, field, protowire.VarintType), uint64(v))
}

func (m *message) text(field protowire.Number, s string) {
	if s != "" {
		*m = protowire.AppendString(protowire.AppendTag(*m, field, protowire.BytesType), s)
	}
}

func (m *message) texts(field protowire.Number, list []string) {
	for _, s := range list {
		*m = protowire.AppendString(protowire.AppendTag(*m, field, protowire.BytesType), s)
	}
}

func (m *message) bytes(field protowire.Number, b []byte) {
	*m = protowire.AppendBytes(protowire.AppendTag(*m, field, protowire.BytesType), b)
}

// Encode returns the model as a file holds it.
func (m Model) Encode() []byte {
	var out, opset message
	opset.text(1, "")
	opset.integer(2, int64(m.Opset))
	out.integer(1, irVersion)
	out.text(2, m.Producer)
	out.text(6, m.Doc)
	out.bytes(7, m.Graph.encode())
	out.bytes(8, opset)
	for _, e := range m.Metadata {
		var entry message
		entry.text(1, e.Key)
		entry.text(2, e.Value)
		out.bytes(14, entry)
	}
	return out
}

func (g Graph) encode() []byte {
	var out message
	for _, n := range g.Nodes {
		out.bytes(1, n.encode())
	}
	out.text(2, g.Name)
	for _, t := range g.Initializers {
		out.bytes(5, t.encode())
	}
	for _, v := range g.Inputs {
		out.bytes(11, v.encode())
	}
	for _, v := range g.Outputs {
		out.bytes(12, v.encode())
	}
	return out
}

func (n Node) encode() []byte {
	var out message
	out.texts(1, n.Inputs)
	out.texts(2, n.Outputs)
	out.text(3, n.Outputs[0])
	out.text(4, n.Operator)
	for _, a := range n.Attributes {
		out.bytes(5, a.encode())
	}
	return out
}

func (a Attribute) encode() []byte {
	var out message
	out.text(1, a.Name)
	switch {
	case a.Ints != nil:
		for _, v := range a.Ints {
			out.integer(8, v)
		}
		out.integer(20, attributeInts)
	case a.Text != "":
		out.text(4, a.Text)
		out.integer(20, attributeText)
	case a.Int != 0:
		out.integer(3, a.Int)
		out.integer(20, attributeInt)
	default:
		out = protowire.AppendFixed32(protowire.AppendTag(out, 2, protowire.Fixed32Type), math.Float32bits(a.Float))
		out.integer(20, attributeReal)
	}
	return out
}

func (t Tensor) encode() []byte {
	var out message
	for _, d := range t.Shape {
		out.integer(1, int64(d))
	}
	code := int64(typeFloat)
	raw := make([]byte, 0, 4*len(t.Floats)+8*len(t.Ints))
	for _, v := range t.Floats {
		raw = protowire.AppendFixed32(raw, math.Float32bits(v))
	}
	if t.Floats == nil {
		code = typeInt64
		for _, v := range t.Ints {
			raw = protowire.AppendFixed64(raw, uint64(v))
		}
	}
	out.integer(2, code)
	out.text(8, t.Name)
	out.bytes(9, raw)
	return out
}

func (v Value) encode() []byte {
	var shape, tensor, kind, out message
	for _, d := range v.Shape {
		var dim message
		if d.Name != "" {
			dim.text(2, d.Name)
		} else {
			dim.integer(1, int64(d.Size))
		}
		shape.bytes(1, dim)
	}
	tensor.integer(1, typeFloat)
	tensor.bytes(2, shape)
	kind.bytes(1, tensor)
	out.text(1, v.Name)
	out.bytes(2, kind)
	out.text(3, v.Doc)
	return out
}
