package ops

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
)

// Node is a vertex of the expression graph.
type Node = gorgonia.Node

// Device makes operators that run on one pool of workers.
type Device struct{ pool *kernel.Pool }

// NewDevice returns a device over the pool, which stays the caller's to close.
func NewDevice(pool *kernel.Pool) *Device { return &Device{pool: pool} }

// Input returns a new input of the graph with storage of its own, zero at first. Names must be unique in a graph.
func Input(g *gorgonia.ExprGraph, dt tensor.Dtype, name string, shape ...int) *Node {
	value := tensor.New(tensor.Of(dt), tensor.WithShape(shape...))
	return Bind(g, name, value)
}

// Bind returns a new input of the graph that reads the given storage whenever the graph runs.
func Bind(g *gorgonia.ExprGraph, name string, value *tensor.Dense) *Node {
	return gorgonia.NewTensor(g, value.Dtype(), value.Dims(), gorgonia.WithShape(value.Shape()...), gorgonia.WithName(name), gorgonia.WithValue(value))
}

// Float32s returns the storage of a node that was bound or computed, row-major.
func Float32s(n *Node) []float32 { return n.Value().Data().([]float32) }

// Float64s is Float32s for float64 graphs.
func Float64s(n *Node) []float64 { return n.Value().Data().([]float64) }

// ones returns an input of all ones like n: the seed of a gradient.
func ones(n *Node) *Node {
	shape := n.Shape()
	value := tensor.New(tensor.Of(n.Dtype()), tensor.WithShape(shape...))
	switch data := value.Data().(type) {
	case []float32:
		fill(data, 1)
	case []float64:
		fill(data, 1)
	}
	return Bind(n.Graph(), "ones"+shapeName(shape), value)
}

func fill[T kernel.Float](data []T, v T) {
	for i := range data {
		data[i] = v
	}
}
