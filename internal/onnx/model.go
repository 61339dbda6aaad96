package onnx

// Model is a graph with the version of the operators that it is written in, and free text.
type Model struct {
	Producer string
	Doc      string
	Opset    int // version of the operators of the default domain
	Graph    Graph
	Metadata []Entry
}

// Entry is a key of a model's metadata with its text.
type Entry struct{ Key, Value string }

// Graph is nodes in an order in which each finds its inputs computed.
type Graph struct {
	Name         string
	Nodes        []Node
	Initializers []Tensor
	Inputs       []Value
	Outputs      []Value
}

// Node is an operator of the default domain applied to named values.
type Node struct {
	Operator   string
	Inputs     []string
	Outputs    []string
	Attributes []Attribute
}

// Attribute is a named parameter of a node: the first of its values that is not zero.
type Attribute struct {
	Name  string
	Ints  []int64
	Text  string
	Int   int64
	Float float32
}

// Tensor is a named constant, row-major, of float32 values or, if they are nil, of int64 values.
type Tensor struct {
	Name   string
	Shape  []int
	Floats []float32
	Ints   []int64
}

// Value is an input or output of a graph, a float32 tensor.
type Value struct {
	Name  string
	Doc   string
	Shape []Dim
}

// Dim is one dimension of a value: a name if the size is open, else a size.
type Dim struct {
	Name string
	Size int
}
