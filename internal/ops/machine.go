package ops

import (
	"fmt"
	"runtime"
	"time"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// Machine runs the part of a graph that some outputs need, in the order of Gorgonia's tape machine and in storage that is planned when it is
// compiled: values that are never needed at once lie in the same place, and no run allocates for values. The tape machine itself runs once,
// while compiling, to see the order; the tape is played here. A run of the tape machine is a goroutine that another waits for, locked to
// its thread: with a machine a core, that costs a sixth of the time.
// A graph can have one machine. A Machine is not safe for concurrent use.
type Machine struct {
	ops     []*op // inputs before their users
	outputs []*Node
	arena   *Arena

	rehearsing bool
	tape       []*slot // in the order in which the tape computes them
	bound      bool    // slots have their places, and the outputs' nodes their values
}

// Compile prepares the outputs' part of their graph on storage of its own; see Arena.Compile.
func Compile(outputs ...*Node) (*Machine, error) { return new(Arena).Compile(outputs...) }

// Compile prepares the outputs' part of their graph. Values of the outputs may be read after each Run, until the next; other machines of
// the arena may run in between.
func (a *Arena) Compile(outputs ...*Node) (*Machine, error) {
	if len(outputs) == 0 {
		return nil, fmt.Errorf("ops: compile: no outputs")
	}
	m := &Machine{arena: a, outputs: outputs}
	inputs, err := m.addSlots(inputsFirst(outputs...))
	if err != nil {
		return nil, err
	}
	for _, n := range outputs {
		if o, ok := n.Op().(*op); ok {
			o.slot.kept = true
		}
	}
	prog, locations, err := gorgonia.CompileFunction(outputs[0].Graph(), inputs, outputs)
	if err != nil {
		return nil, fmt.Errorf("ops: compile: %w", err)
	}
	if err := m.rehearse(gorgonia.NewTapeMachine(outputs[0].Graph(), gorgonia.WithPrecompiled(prog, locations))); err != nil {
		return nil, err
	}
	a.size = max(a.size, place(m.tape))
	return m, nil
}

// addSlots gives each op of the nodes, which are in order, a slot, and returns the inputs.
func (m *Machine) addSlots(nodes gorgonia.Nodes) (inputs gorgonia.Nodes, err error) {
	for _, n := range nodes {
		o, ok := n.Op().(*op)
		if !ok && n.Op() != nil {
			return nil, fmt.Errorf("ops: compile: %v is no operator of this package", n.Op())
		}
		if !ok {
			inputs = append(inputs, n)
			continue
		}
		mustFit(o.slot == nil, "compile: the graph already has a machine")
		m.ops = append(m.ops, o)
		o.slot = &slot{machine: m, op: o, nodes: children(n), dtype: n.Dtype(), size: o.out.TotalSize(), inPlace: o.inPlace}
		o.slot.values = make([]gorgonia.Value, len(o.slot.nodes))
		for _, c := range o.slot.nodes {
			var computed *slot
			if co, ok := c.Op().(*op); ok {
				computed = co.slot
			}
			o.slot.inputs = append(o.slot.inputs, computed)
		}
	}
	return inputs, nil
}

// rehearse runs Gorgonia's machine without computing anything, to see the tape's order. The machine is of no use afterwards and is not kept:
// it has a finalizer and leads to the graph, whose operators lead to m, and the collector never frees a cycle with a finalizer in it.
func (m *Machine) rehearse(vm gorgonia.VM) error {
	defer runtime.SetFinalizer(vm, nil) // which would keep the graph for one more collection
	m.rehearsing = true
	err := vm.RunAll()
	m.rehearsing = false
	if err != nil {
		return fmt.Errorf("ops: compile: %w", err)
	}
	return nil
}

// Run computes the outputs from the values that the inputs hold now.
func (m *Machine) Run() error {
	if !m.bound {
		if err := m.bind(); err != nil {
			return err
		}
	}
	for _, s := range m.tape {
		if err := s.play(); err != nil {
			return fmt.Errorf("ops: run: %w", err)
		}
	}
	return nil
}

// bind gives the slots their places: in the arena, but for the outputs, whose storage no other value ever has and whose nodes it binds.
func (m *Machine) bind() error {
	for _, s := range m.tape {
		backing := any(nil)
		if s.kept {
			backing = floats(s.dtype, s.size)
		} else {
			backing = part(m.arena.storage(s.dtype), s.offset, s.size)
		}
		s.value = tensor.New(tensor.WithShape(s.op.out...), tensor.WithBacking(backing))
	}
	for _, n := range m.outputs {
		if o, ok := n.Op().(*op); ok {
			if err := gorgonia.UnsafeLet(n, o.slot.value); err != nil { // Let takes inputs only
				return fmt.Errorf("ops: run: bind an output: %w", err)
			}
		}
	}
	m.bound = true
	return nil
}

// slot is the storage of one op's output.
type slot struct {
	machine *Machine
	op      *op
	nodes   gorgonia.Nodes   // the inputs
	values  []gorgonia.Value // of the inputs, in a run
	dtype   tensor.Dtype
	size    int     // elements
	inputs  []*slot // of the inputs, nil where an input is not computed
	inPlace int     // so many of the first inputs may lie where the output does
	kept    bool    // an output of the machine

	// The places on the tape, from 0, at which the value is computed and last read.
	born, dies int
	offset     int // in the arena, in elements

	value *tensor.Dense
	clock func() time.Duration // nil unless the machine is timed
	spent time.Duration
}

// play computes the slot's op from the values that its inputs hold now.
func (s *slot) play() error {
	for i, in := range s.inputs {
		if in != nil {
			s.values[i] = in.value
		} else {
			s.values[i] = s.nodes[i].Value()
		}
	}
	if s.clock != nil {
		begin := s.clock()
		defer func() { s.spent += s.clock() - begin }()
	}
	_, err := s.op.UsePreallocDo(s.value, s.values...)
	return err
}

// rehearse notes the slot's place on the tape, and that its inputs are read there. What it returns stands for a value that nobody looks at.
func (s *slot) rehearse() *tensor.Dense {
	s.born, s.dies = len(s.machine.tape), len(s.machine.tape)
	s.machine.tape = append(s.machine.tape, s)
	for _, in := range s.inputs {
		if in != nil {
			in.dies = s.born
		}
	}
	return tensor.New(tensor.Of(s.dtype), tensor.WithShape(1))
}

// floats returns that many zeros of a type.
func floats(dt tensor.Dtype, n int) any {
	if dt == tensor.Float64 {
		return make([]float64, n)
	}
	return make([]float32, n)
}

// part returns n elements from an offset.
func part(values any, offset, n int) any {
	if f, ok := values.([]float64); ok {
		return f[offset : offset+n : offset+n]
	}
	return values.([]float32)[offset : offset+n : offset+n]
}
