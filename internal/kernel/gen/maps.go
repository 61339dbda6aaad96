package main

import (
	"slices"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Fields of vecArgs, in order. The constants are float32, from constants on.
const (
	vecN = iota
	vecChannels
	vecTable
	vecP0
	vecQ0     = vecP0 + 5
	constants = vecQ0 + 3
)

// mapping is an element-wise kernel: it loads one vector from each of the pointers loads, computes, and stores results
// to the pointers stores.
type mapping struct {
	name, doc     string
	loads, stores []int
	consts, temps int
	stride        int // rows that the loads advance for one of the stores
	body          func(m *machine, in, c, t []reg.VecPhysical) []reg.VecPhysical
}

// maps returns the element-wise kernels over whole slices.
func maps() []mapping {
	return []mapping{
		{"add", "sets p0 = p1 + p2.", []int{1, 2}, []int{0}, 0, 0, 1, binary(VADDPS)},
		{"sub", "sets p0 = p1 - p2.", []int{1, 2}, []int{0}, 0, 0, 1, binary(VSUBPS)},
		{"mul", "sets p0 = p1 * p2.", []int{1, 2}, []int{0}, 0, 0, 1, binary(VMULPS)},
		{"leakyMask", "sets p0 = p1 where p2 > 0, c0*p1 elsewhere.", []int{1, 2}, []int{0}, 1, 2, 1, leakyMask},
		{"tanh", "sets p0 to the hyperbolic tangent of p1.", []int{1}, []int{0}, 0, 4, 1, tanh},
		{"tanhGrad", "sets p0 = p1 * (1 - p2*p2), where c0 is 1.", []int{1, 2}, []int{0}, 1, 1, 1,
			func(_ *machine, in, c, t []reg.VecPhysical) []reg.VecPhysical {
				VMOVAPS(c[0], t[0])
				VFNMADD231PS(in[1], in[1], t[0])
				VMULPS(t[0], in[0], in[0])
				return in[:1]
			}},
		{"meanThree", "sets p0 = ((p1 + p2) + p3) * c0.", []int{1, 2, 3}, []int{0}, 1, 0, 1,
			func(_ *machine, in, c, _ []reg.VecPhysical) []reg.VecPhysical {
				VADDPS(in[1], in[0], in[0])
				VADDPS(in[2], in[0], in[0])
				VMULPS(c[0], in[0], in[0])
				return in[:1]
			}},
		{"interpolate", "sets p0 = p2 + c0*(p1-p2).", []int{1, 2}, []int{0}, 1, 0, 1,
			func(_ *machine, in, c, _ []reg.VecPhysical) []reg.VecPhysical {
				VSUBPS(in[1], in[0], in[0])
				VMULPS(c[0], in[0], in[0])
				VADDPS(in[1], in[0], in[0])
				return in[:1]
			}},
		{"adam", "updates weights p0, moments p1 and p2 by gradients p3.", []int{0, 1, 2, 3}, []int{0, 1, 2}, 7, 2, 1, adam},
	}
}

// groupMaps returns the kernels whose constants are one a group: written for whole slices (constants c) and for rows of
// channels (vectors q).
func groupMaps() []mapping {
	return []mapping{
		{"scale", "sets p0 = c0 * p1.", []int{1}, []int{0}, 1, 0, 1,
			func(_ *machine, in, c, _ []reg.VecPhysical) []reg.VecPhysical {
				VMULPS(c[0], in[0], in[0])
				return in
			}},
		{"standardize", "sets p0 = (p1 - c0) * c1.", []int{1}, []int{0}, 2, 0, 1,
			func(_ *machine, in, c, _ []reg.VecPhysical) []reg.VecPhysical {
				VSUBPS(c[0], in[0], in[0])
				VMULPS(c[1], in[0], in[0])
				return in
			}},
		{"normGrad", "sets p0 = c0 * (p1 - c1 - p2*c2).", []int{1, 2}, []int{0}, 3, 0, 1,
			func(_ *machine, in, c, _ []reg.VecPhysical) []reg.VecPhysical {
				VSUBPS(c[1], in[0], in[0])
				VFNMADD231PS(in[1], c[2], in[0])
				VMULPS(c[0], in[0], in[0])
				return in[:1]
			}},
	}
}

// pool returns the kernel of MeanPool2, over rows of channels: p1 to p4 are four pixels of every other of which p0 is the
// mean.
func pool() mapping {
	return mapping{"pool", "sets p0 = ((p1 + p2) + (p3 + p4)) / 4.", []int{1, 2, 3, 4}, []int{0}, 0, 0, 2,
		func(_ *machine, in, _, _ []reg.VecPhysical) []reg.VecPhysical {
			VADDPS(in[1], in[0], in[0])
			VADDPS(in[3], in[2], in[2])
			VADDPS(in[2], in[0], in[0])
			VBROADCASTSS(constant(0), in[1])
			VMULPS(in[1], in[0], in[0])
			return in[:1]
		}}
}

// maxThree returns the kernel of MaxPool3: over whole slices, and over rows of channels with one result for every other.
func maxThree() mapping {
	body := func(_ *machine, in, _, _ []reg.VecPhysical) []reg.VecPhysical {
		VMAXPS(in[1], in[0], in[0])
		VMAXPS(in[2], in[0], in[0])
		return in[:1]
	}
	return mapping{"maxThree", "sets p0 = max(p1, p2, p3).", []int{1, 2, 3}, []int{0}, 0, 0, 2, body}
}

// affine returns the kernel of Affine, over rows of channels.
func affine() mapping {
	return mapping{"affine", "sets p0 = c0*p1 + c1.", []int{1}, []int{0}, 2, 0, 1,
		func(_ *machine, in, c, _ []reg.VecPhysical) []reg.VecPhysical {
			VFMADD213PS(c[1], c[0], in[0])
			return in
		}}
}

// binary returns the body of an operation of two vectors.
func binary(op func(...Op)) func(*machine, []reg.VecPhysical, []reg.VecPhysical, []reg.VecPhysical) []reg.VecPhysical {
	return func(_ *machine, in, _, _ []reg.VecPhysical) []reg.VecPhysical {
		op(in[1], in[0], in[0])
		return in[:1]
	}
}

// greater is the predicate of VCMPPS that is true where the first operand is greater, false for NaN.
const greater = 0x1e

func leakyMask(m *machine, in, c, t []reg.VecPhysical) []reg.VecPhysical {
	m.zero(t[0])
	VMULPS(c[0], in[0], t[1])
	if m.wide {
		VCMPPS(Imm(greater), t[0], in[1], reg.K2)
		VMOVAPS(in[0], reg.K2, t[1])
		return t[1:]
	}
	VCMPPS(Imm(greater), t[0], in[1], in[1])
	VBLENDVPS(in[1], in[0], t[1], t[1])
	return t[1:]
}

// adam follows the formulas of kernel.Adam; the constants are beta1, 1-beta1, beta2, 1-beta2, lr/c1, 1/sqrt(c2), eps.
func adam(_ *machine, in, c, t []reg.VecPhysical) []reg.VecPhysical {
	w, m, v, g := in[0], in[1], in[2], in[3]
	VMULPS(c[1], g, t[0])
	VFMADD213PS(t[0], c[0], m)
	VMULPS(g, g, t[0])
	VMULPS(c[3], t[0], t[0])
	VFMADD213PS(t[0], c[2], v)
	VSQRTPS(v, t[0])
	VFMADD213PS(c[6], c[5], t[0])
	VMULPS(c[4], m, t[1])
	VDIVPS(t[0], t[1], t[1])
	VSUBPS(t[1], w, w)
	return []reg.VecPhysical{w, m, v}
}

// flat writes a mapping over whole slices of n elements: four registers at a time where they suffice, then one at a
// time, then a masked rest.
func flat(m *machine, k mapping) {
	args := m.function(k.name, k.doc)
	c := m.regs[:k.consts]
	for i, v := range c {
		VBROADCASTSS(Mem{Base: args, Disp: 8*constants + 4*i}, v)
	}
	p := pointers(args, k)
	n := GP64()
	MOVQ(field(args, vecN), n)
	width := m.bytes / 4
	sets := min(4, (m.free()-k.consts)/(len(k.loads)+k.temps))
	if sets > 1 {
		count := uint64(sets * width)
		Label("several")
		CMPQ(n, U32(count))
		JL(LabelRef("single"))
		m.steps(k, p, c, sets)
		SUBQ(U32(count), n)
		JMP(LabelRef("several"))
	}
	Label("single")
	CMPQ(n, Imm(uint64(width)))
	JL(LabelRef("rest"))
	m.steps(k, p, c, 1)
	SUBQ(Imm(uint64(width)), n)
	JMP(LabelRef("single"))
	Label("rest")
	TESTQ(n, n)
	JE(LabelRef("done"))
	m.setMask(args, n)
	m.masked(k, p, nil, c)
	Label("done")
	end()
}

// pointers loads the pointers that a mapping uses, by number; the others have no base.
func pointers(args reg.Register, k mapping) []Mem {
	p := make([]Mem, vecQ0-vecP0)
	for i := range p {
		if slices.Contains(k.loads, i) || slices.Contains(k.stores, i) {
			r := GP64()
			MOVQ(field(args, vecP0+i), r)
			p[i] = Mem{Base: r}
		}
	}
	return p
}

// steps writes one pass over sets registers of every pointer, and advances the pointers.
func (m *machine) steps(k mapping, p []Mem, c []reg.VecPhysical, sets int) {
	for s := range sets {
		in, t := m.set(k, s)
		for i, ptr := range k.loads {
			VMOVUPS(p[ptr].Offset(s*m.bytes), in[i])
		}
		for i, v := range k.body(m, in, c, t) {
			VMOVUPS(v, p[k.stores[i]].Offset(s*m.bytes))
		}
	}
	for i := range p {
		if p[i].Base != nil {
			ADDQ(U32(uint64(sets*m.bytes)), p[i].Base)
		}
	}
}

// set returns the registers of set s: what is loaded and temporary ones.
func (m *machine) set(k mapping, s int) (in, t []reg.VecPhysical) {
	size := len(k.loads) + k.temps
	all := m.regs[k.consts+s*size:][:size]
	return all[:len(k.loads)], all[len(k.loads):]
}

// free returns the number of vector registers that are not set aside for the mask.
func (m *machine) free() int {
	if m.wide {
		return len(m.regs)
	}
	return len(m.regs) - 1
}

// setMask sets the mask to the first n lanes, n less than a register.
func (m *machine) setMask(args reg.Register, n reg.GPVirtual) {
	at := GP64()
	MOVQ(n, at)
	SHLQ(Imm(6), at)
	ADDQ(field(args, vecTable), at)
	if m.wide {
		VMOVUPS(Mem{Base: at}, m.regs[31])
		VPMOVD2M(m.regs[31], reg.K1)
		return
	}
	VMOVUPS(Mem{Base: at}, m.regs[15])
}

// loadMasked loads the lanes of the mask, zeros elsewhere.
func (m *machine) loadMasked(at Mem, v reg.VecPhysical) {
	if m.wide {
		VMOVUPS_Z(at, reg.K1, v)
		return
	}
	VMASKMOVPS(at, m.regs[15], v)
}

// storeMasked stores the lanes of the mask.
func (m *machine) storeMasked(v reg.VecPhysical, at Mem) {
	if m.wide {
		VMOVUPS(v, reg.K1, at)
		return
	}
	VMASKMOVPS(v, m.regs[15], at)
}

// masked writes one masked pass; index, where there is one, is added to the pointers.
func (m *machine) masked(k mapping, p []Mem, index reg.Register, c []reg.VecPhysical) {
	in, t := m.set(k, 0)
	for i, ptr := range k.loads {
		m.loadMasked(indexed(p[ptr], index), in[i])
	}
	for i, v := range k.body(m, in, c, t) {
		m.storeMasked(v, indexed(p[k.stores[i]], index))
	}
}

// indexed returns the place index bytes beyond at.
func indexed(at Mem, index reg.Register) Mem {
	if index == nil {
		return at
	}
	at.Index, at.Scale = index, 1
	return at
}

// byRow writes a mapping over n rows of channels, whose constants are the vectors q of one value a channel.
func byRow(m *machine, k mapping) {
	args := m.function(k.name+"Rows", k.doc+" It does so for rows of channels, with the vectors q for the constants c.")
	c := m.regs[:k.consts]
	p := pointers(args, k)
	var q []Mem
	for i := range k.consts {
		r := GP64()
		MOVQ(field(args, vecQ0+i), r)
		q = append(q, Mem{Base: r})
	}
	rows, line, whole, rest := GP64(), GP64(), GP64(), GP64()
	MOVQ(field(args, vecN), rows)
	MOVQ(field(args, vecChannels), line)
	MOVQ(line, rest)
	ANDQ(Imm(uint64(m.bytes/4-1)), rest)
	m.setMask(args, rest)
	SHLQ(Imm(2), line)
	MOVQ(line, whole)
	ANDQ(I32(int32(-m.bytes)), whole)

	Label("row")
	at := GP64()
	XORQ(at, at)
	Label("columns")
	CMPQ(at, whole)
	JGE(LabelRef("rest"))
	in, t := m.set(k, 0)
	for i := range q {
		VMOVUPS(indexed(q[i], at), c[i])
	}
	for i, ptr := range k.loads {
		VMOVUPS(indexed(p[ptr], at), in[i])
	}
	for i, v := range k.body(m, in, c, t) {
		VMOVUPS(v, indexed(p[k.stores[i]], at))
	}
	ADDQ(Imm(uint64(m.bytes)), at)
	JMP(LabelRef("columns"))
	Label("rest")
	CMPQ(at, line)
	JGE(LabelRef("next"))
	for i := range q {
		m.loadMasked(indexed(q[i], at), c[i])
	}
	m.masked(k, p, at, c)
	Label("next")
	for i := range p {
		if p[i].Base == nil {
			continue
		}
		steps := k.stride
		if slices.Contains(k.stores, i) {
			steps = 1
		}
		for range steps {
			ADDQ(line, p[i].Base)
		}
	}
	DECQ(rows)
	JNZ(LabelRef("row"))
	end()
}
