package ops

import (
	"fmt"
	"sort"
	"time"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// Machine runs the part of a graph that some outputs need, on Gorgonia's tape machine, with storage that is reused: a buffer is
// taken over as soon as the last op that reads it is done, and from the second run on nothing is allocated for values.
// A graph can have one machine. A Machine is not safe for concurrent use.
type Machine struct {
	vm  gorgonia.VM
	ops []*op
}

// Arena is storage that machines share which never need each other's values but their outputs.
type Arena struct{ free buffers }

// Compile prepares the outputs' part of their graph on storage of its own; see Arena.Compile.
func Compile(outputs ...*Node) (*Machine, error) { return new(Arena).Compile(outputs...) }

// Compile prepares the outputs' part of their graph. Values of the outputs may be read after each Run, until the next; other machines of
// the arena may run in between.
func (a *Arena) Compile(outputs ...*Node) (*Machine, error) {
	if len(outputs) == 0 {
		return nil, fmt.Errorf("ops: compile: no outputs")
	}
	nodes := inputsFirst(outputs...)
	m := &Machine{}
	var inputs gorgonia.Nodes
	for _, n := range nodes {
		o, ok := n.Op().(*op)
		if !ok {
			inputs = append(inputs, n)
			continue
		}
		mustFit(o.slot == nil, "compile: the graph already has a machine")
		m.ops = append(m.ops, o)
		o.slot = &slot{free: &a.free, dtype: n.Dtype()}
		for _, c := range children(n) {
			var computed *slot
			if co, ok := c.Op().(*op); ok {
				computed = co.slot
				computed.readers++
			}
			o.slot.inputs = append(o.slot.inputs, computed)
		}
	}
	for _, n := range outputs {
		if o, ok := n.Op().(*op); ok {
			o.slot.kept = true
			o.slot.readers++ // the caller, who is never done
		}
	}
	prog, locations, err := gorgonia.CompileFunction(outputs[0].Graph(), inputs, outputs)
	if err != nil {
		return nil, fmt.Errorf("ops: compile: %w", err)
	}
	m.vm = gorgonia.NewTapeMachine(outputs[0].Graph(), gorgonia.WithPrecompiled(prog, locations))
	return m, nil
}

// Run computes the outputs from the values that the inputs hold now.
func (m *Machine) Run() error {
	defer m.vm.Reset()
	if err := m.vm.RunAll(); err != nil {
		return fmt.Errorf("ops: run: %w", err)
	}
	return nil
}

// slot is the storage of one op's output. The first run finds it a buffer, in the order in which the tape runs; later runs go
// through the same order, so the assignment stays valid.
type slot struct {
	free    *buffers
	dtype   tensor.Dtype
	inputs  []*slot // of the inputs, nil where an input is not computed
	kept    bool    // an output of the machine, in storage that no other value ever has
	readers int     // ops that still read the output during the first run
	value   *tensor.Dense
	backing any // the whole buffer, which may be longer than the output

	clock func() time.Duration // nil unless the machine is timed
	spent time.Duration
}

// run computes o into the slot.
func (s *slot) run(o *op, inputs []gorgonia.Value) (gorgonia.Value, error) {
	if s.clock != nil {
		begin := s.clock()
		defer func() { s.spent += s.clock() - begin }()
	}
	if s.value != nil {
		return o.UsePreallocDo(s.value, inputs...)
	}
	size := o.out.TotalSize()
	s.release(0, o.inPlace) // before taking: the output may get one of these buffers, never one that is read otherwise
	s.backing = s.free.take(s.dtype, size, s.kept)
	s.value = tensor.New(tensor.WithShape(o.out...), tensor.WithBacking(prefix(s.backing, size)))
	s.release(o.inPlace, len(inputs))
	return o.UsePreallocDo(s.value, inputs...)
}

// release counts this op as done with its inputs from up to before to, and gives back the buffers that nobody reads any more.
func (s *slot) release(from, to int) {
	for _, in := range s.inputs[from:to] {
		if in == nil {
			continue
		}
		if in.readers--; in.readers == 0 {
			s.free.give(in.backing)
		}
	}
}

// buffers are the free ones, in no particular order.
type buffers struct{ list []any }

// take returns the smallest free buffer that is large enough, but not twice as large, or a new one; always a new one if fresh.
func (b *buffers) take(dt tensor.Dtype, size int, fresh bool) any {
	sort.SliceStable(b.list, func(i, j int) bool { return length(b.list[i]) < length(b.list[j]) })
	for i, buf := range b.list {
		if n := length(buf); !fresh && n >= size && n <= 2*size && sameType(buf, dt) {
			b.list = append(b.list[:i], b.list[i+1:]...)
			return buf
		}
	}
	if dt == tensor.Float64 {
		return make([]float64, size)
	}
	return make([]float32, size)
}

func (b *buffers) give(buf any) { b.list = append(b.list, buf) }

func length(buf any) int {
	if f, ok := buf.([]float64); ok {
		return len(f)
	}
	return len(buf.([]float32))
}

func sameType(buf any, dt tensor.Dtype) bool {
	_, double := buf.([]float64)
	return double == (dt == tensor.Float64)
}

func prefix(buf any, size int) any {
	if f, ok := buf.([]float64); ok {
		return f[:size]
	}
	return buf.([]float32)[:size]
}
