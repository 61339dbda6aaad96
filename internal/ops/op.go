package ops

import (
	"fmt"
	"hash"
	"hash/fnv"
	"strings"

	"github.com/chewxy/hm"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
)

// op is one application of an operator, with everything that is fixed when the graph is built. It satisfies gorgonia.SDOp and
// gorgonia.UsePreallocDoer.
type op struct {
	name    string         // operator and parameters: two ops of one name and one list of inputs are the same node
	in      []tensor.Shape // shapes of the inputs
	out     tensor.Shape
	f32     body[float32]
	f64     body[float64]
	flops   float64 // multiplications and additions of a convolution, 0 for other operators, whose time is that of memory
	inPlace int     // so many of the first inputs may be overwritten by the output, element by element, if nobody needs them any more

	// differentiable tells the inputs that derive can be asked for.
	differentiable []bool
	// derive returns, per input, the gradient that dy sends to it, or nil where it is zero.
	derive func(x gorgonia.Nodes, y, dy *Node) gorgonia.Nodes

	slot *slot // storage given by a Machine; nil outside of one
}

// body computes y from x. y holds anything at entry.
type body[T kernel.Float] func(y []T, x [][]T)

// apply adds the op to the graph of its inputs.
func (o *op) apply(x ...*Node) *Node {
	for i, n := range x {
		o.in = append(o.in, n.Shape())
		if n.Dtype() != x[0].Dtype() {
			panic(fmt.Sprintf("ops: %s: input %d is %v, input 0 is %v", o.name, i, n.Dtype(), x[0].Dtype()))
		}
	}
	n, err := gorgonia.ApplyOp(o, x...)
	if err != nil {
		panic(fmt.Sprintf("ops: %s: %v", o.name, err))
	}
	// Gorgonia merges nodes of equal 32-bit hash without comparing their inputs.
	for i, c := range children(n) {
		if c != x[i] {
			panic(fmt.Sprintf("ops: %s: merged with a node of the same hash but other inputs", o.name))
		}
	}
	return n
}

// Do computes the op into new storage. In the rehearsal of a Machine it only notes the op's place.
func (o *op) Do(inputs ...gorgonia.Value) (gorgonia.Value, error) {
	if o.slot != nil && o.slot.machine.rehearsing {
		return o.slot.rehearse(), nil
	}
	return o.UsePreallocDo(tensor.New(tensor.Of(inputs[0].Dtype()), tensor.WithShape(o.out...)), inputs...)
}

// UsePreallocDo computes the op into prealloc, which must have the op's shape and type. All values are dense tensors, whose typed slices are
// had without reflection.
func (o *op) UsePreallocDo(prealloc gorgonia.Value, inputs ...gorgonia.Value) (gorgonia.Value, error) {
	y := prealloc.(*tensor.Dense)
	switch y.Dtype() {
	case tensor.Float32:
		o.f32(y.Float32s(), slices32(inputs))
	case tensor.Float64:
		o.f64(y.Float64s(), slices64(inputs))
	default:
		return nil, fmt.Errorf("ops: %s: values of type %v", o.name, prealloc.Dtype())
	}
	return prealloc, nil
}

func slices32(values []gorgonia.Value) [][]float32 {
	x := make([][]float32, len(values))
	for i, v := range values {
		x[i] = v.(*tensor.Dense).Float32s()
	}
	return x
}

func slices64(values []gorgonia.Value) [][]float64 {
	x := make([][]float64, len(values))
	for i, v := range values {
		x[i] = v.(*tensor.Dense).Float64s()
	}
	return x
}

// DiffWRT tells the inputs that the op has a derivative for.
func (o *op) DiffWRT(int) []bool { return o.differentiable }

// SymDiff returns the gradients that grad sends to the inputs: nil entries where they are zero.
func (o *op) SymDiff(inputs gorgonia.Nodes, output, grad *Node) (gorgonia.Nodes, error) {
	return o.derive(inputs, output, grad), nil
}

// Arity returns the number of inputs.
func (o *op) Arity() int { return len(o.in) }

// Type returns tensors of the inputs' dimensions to a tensor of the output's, all of one element type.
func (o *op) Type() hm.Type {
	element := hm.TypeVariable('a')
	types := make([]hm.Type, 0, len(o.in)+1)
	for _, s := range append(o.in[:len(o.in):len(o.in)], o.out) {
		types = append(types, gorgonia.TensorType{Dims: s.Dims(), Of: element})
	}
	return hm.NewFnType(types...)
}

// InferShape returns the output's shape, fixed at construction.
func (o *op) InferShape(...gorgonia.DimSizer) (tensor.Shape, error) { return o.out.Clone(), nil }

// ReturnsPtr is true: results are tensors.
func (o *op) ReturnsPtr() bool { return true }

// CallsExtern is false, so that the tape machine does not allocate what the op has storage for.
func (o *op) CallsExtern() bool { return false }

// OverwritesInput is -1: reuse of storage is decided by Machine.
func (o *op) OverwritesInput() int { return -1 }

// WriteHash writes what tells the op from others.
func (o *op) WriteHash(h hash.Hash) { _, _ = h.Write([]byte(o.String())) }

// Hashcode is the hash of String.
func (o *op) Hashcode() uint32 {
	h := fnv.New32a()
	o.WriteHash(h)
	return h.Sum32()
}

// String returns the name and the shapes.
func (o *op) String() string {
	var b strings.Builder
	b.WriteString(o.name)
	for _, s := range o.in {
		b.WriteString(shapeName(s))
	}
	b.WriteString(shapeName(o.out))
	return b.String()
}

func shapeName(s tensor.Shape) string { return strings.ReplaceAll(fmt.Sprint([]int(s)), " ", "x") }

// children returns the inputs of a node, in order.
func children(n *Node) gorgonia.Nodes {
	var c gorgonia.Nodes
	for it := n.Graph().From(n.ID()); it.Next(); {
		c = append(c, it.Node().(*Node))
	}
	return c
}

// all returns n times true.
func all(n int) []bool {
	b := make([]bool, n)
	for i := range b {
		b[i] = true
	}
	return b
}

func mustFit(ok bool, format string, args ...any) {
	if !ok {
		panic("ops: " + fmt.Sprintf(format, args...))
	}
}
