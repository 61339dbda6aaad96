package ops

import (
	"fmt"
	"time"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// Machine runs the part of a graph that some outputs need, in the order of Gorgonia's tape machine and in storage that is planned when it is
// compiled: values that are never needed at once lie in the same place, and no run allocates for values. The tape machine itself runs twice:
// to see the order, and to bind the outputs' values to their nodes; from then on the tape is played here. A run of the tape machine is
// a goroutine that another waits for, locked to its thread: with a machine a core, that costs a sixth of the time.
// A graph can have one machine. A Machine is not safe for concurrent use.
type Machine struct {
	vm    gorgonia.VM
	ops   []*op // inputs before their users
	arena *Arena

	rehearsing bool
	scratch    any     // what every value of the rehearsal lies in
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
	m := &Machine{arena: a}
	inputs := m.addSlots(inputsFirst(outputs...))
	for _, n := range outputs {
		if o, ok := n.Op().(*op); ok {
			o.slot.kept = true
		}
	}
	prog, locations, err := gorgonia.CompileFunction(outputs[0].Graph(), inputs, outputs)
	if err != nil {
		return nil, fmt.Errorf("ops: compile: %w", err)
	}
	m.vm = gorgonia.NewTapeMachine(outputs[0].Graph(), gorgonia.WithPrecompiled(prog, locations))
	if err := m.rehearse(); err != nil {
		return nil, err
	}
	a.size = max(a.size, place(m.tape))
	return m, nil
}

// addSlots gives each op of the nodes, which are in order, a slot, and returns the nodes that are none.
func (m *Machine) addSlots(nodes gorgonia.Nodes) (inputs gorgonia.Nodes) {
	for _, n := range nodes {
		o, ok := n.Op().(*op)
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
	return inputs
}

// rehearse runs the tape without computing anything, to see its order.
func (m *Machine) rehearse() error {
	largest := 0
	for _, o := range m.ops {
		largest = max(largest, o.slot.size)
	}
	if len(m.ops) > 0 {
		m.scratch = floats(m.ops[0].slot.dtype, largest)
	}
	m.rehearsing = true
	err := m.record()
	m.rehearsing, m.scratch = false, nil
	return err
}

// Run computes the outputs from the values that the inputs hold now.
func (m *Machine) Run() error {
	if !m.bound {
		m.bind()
		err := m.record()
		m.bound = err == nil
		return err
	}
	for _, s := range m.tape {
		if err := s.play(); err != nil {
			return fmt.Errorf("ops: run: %w", err)
		}
	}
	return nil
}

// record runs the tape on Gorgonia's machine.
func (m *Machine) record() error {
	defer m.vm.Reset()
	if err := m.vm.RunAll(); err != nil {
		return fmt.Errorf("ops: run: %w", err)
	}
	return nil
}

// bind gives the slots their places: in the arena, but for the outputs, whose storage no other value ever has.
func (m *Machine) bind() {
	for _, s := range m.tape {
		backing := any(nil)
		if s.kept {
			backing = floats(s.dtype, s.size)
		} else {
			backing = part(m.arena.storage(s.dtype), s.offset, s.size)
		}
		s.value = tensor.New(tensor.WithShape(s.shape...), tensor.WithBacking(backing))
	}
}

// slot is the storage of one op's output.
type slot struct {
	machine *Machine
	op      *op
	nodes   gorgonia.Nodes   // the inputs
	values  []gorgonia.Value // of the inputs, in a run
	dtype   tensor.Dtype
	shape   tensor.Shape
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
	_, err := s.run(s.values)
	return err
}

// run computes the slot's op.
func (s *slot) run(inputs []gorgonia.Value) (gorgonia.Value, error) {
	if s.machine.rehearsing {
		return s.rehearse(), nil
	}
	if s.clock != nil {
		begin := s.clock()
		defer func() { s.spent += s.clock() - begin }()
	}
	return s.op.UsePreallocDo(s.value, inputs...)
}

// rehearse notes the slot's place on the tape, and that its inputs are read there.
func (s *slot) rehearse() *tensor.Dense {
	s.shape = s.op.out
	s.born, s.dies = len(s.machine.tape), len(s.machine.tape)
	s.machine.tape = append(s.machine.tape, s)
	for _, in := range s.inputs {
		if in != nil {
			in.dies = s.born
		}
	}
	return tensor.New(tensor.WithShape(s.shape...), tensor.WithBacking(part(s.machine.scratch, 0, s.size)))
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
