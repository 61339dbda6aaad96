package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sumVectors is the number of logical vectors of accumulators of a contiguous sum: 64 lanes.
const sumVectors = 4

// term is what a sum adds up: it loads from pointers p0 and p1 as needed and adds to acc.
type term struct {
	name, doc string
	pointers  int
	centred   bool // subtracts a constant, which a mask must undo
	add       func(x, y, acc reg.VecPhysical)
}

// terms returns the sums.
func terms() []term {
	return []term{
		{"sum", "of p0", 1, false, func(x, _, acc reg.VecPhysical) { VADDPS(x, acc, acc) }},
		{"squares", "of the squares of p0 less its centre", 1, true, func(x, _, acc reg.VecPhysical) { VFMADD231PS(x, x, acc) }},
		{"product", "of p0 * p1", 2, false, func(x, y, acc reg.VecPhysical) { VFMADD231PS(y, x, acc) }},
	}
}

// laneSum writes a sum over n contiguous elements, into q0: element i goes to lane i mod 64, and the lanes are added as
// halves. The centre is constant 0.
func laneSum(m *machine, k term) {
	args := m.function(k.name+"Lanes", "sets q0 to the sum "+k.doc+".")
	count := sumVectors * m.parts
	acc, x, y, centre := m.regs[:count], m.regs[count], m.regs[count+1], m.regs[count+2]
	for _, v := range acc {
		m.zero(v)
	}
	if k.centred {
		VBROADCASTSS(field(args, constants), centre)
	}
	p := pointers(args, mapping{loads: []int{0, 1}[:k.pointers]})
	n := GP64()
	MOVQ(field(args, vecN), n)
	width := m.bytes / 4
	advance := func(bytes int) {
		for i := range k.pointers {
			ADDQ(U32(uint64(bytes)), p[i].Base)
		}
	}
	full := func(at int, v reg.VecPhysical) {
		VMOVUPS(p[0].Offset(at), x)
		if k.centred {
			VSUBPS(centre, x, x)
		}
		if k.pointers == 2 {
			VMOVUPS(p[1].Offset(at), y)
		}
		k.add(x, y, v)
	}
	Label("round")
	CMPQ(n, U32(uint64(count*width)))
	JL(LabelRef("rest"))
	for i, v := range acc {
		full(i*m.bytes, v)
	}
	advance(count * m.bytes)
	SUBQ(U32(uint64(count*width)), n)
	JMP(LabelRef("round"))
	Label("rest")
	for i, v := range acc {
		next := fmt.Sprintf("part%d", i)
		CMPQ(n, Imm(uint64(width)))
		JL(LabelRef(next))
		full(0, v)
		advance(m.bytes)
		SUBQ(Imm(uint64(width)), n)
		if i < count-1 {
			JMP(LabelRef(fmt.Sprintf("after%d", i)))
		} else {
			JMP(LabelRef("fold"))
		}
		Label(next)
		TESTQ(n, n)
		JE(LabelRef("fold"))
		m.setMask(args, n)
		m.loadMasked(p[0], x)
		if k.centred {
			m.maskedSub(centre, x)
		}
		if k.pointers == 2 {
			m.loadMasked(p[1], y)
		}
		k.add(x, y, v)
		JMP(LabelRef("fold"))
		if i < count-1 {
			Label(fmt.Sprintf("after%d", i))
		}
	}
	Label("fold")
	m.fold(acc)
	out := GP64()
	MOVQ(field(args, vecQ0), out)
	VMOVSS(reg.X0, Mem{Base: out})
	end()
}

// maskedSub subtracts centre from the lanes of the mask in x, where the others are zero.
func (m *machine) maskedSub(centre, x reg.VecPhysical) {
	if m.wide {
		VSUBPS_Z(centre, x, reg.K1, x)
		return
	}
	VSUBPS(centre, x, x)
	VANDPS(m.regs[15], x, x)
}

// fold adds the upper half of the lanes of acc, whose first register is number 0, to the lower until lane 0 of X0 holds
// the sum.
func (m *machine) fold(acc []reg.VecPhysical) {
	for n := len(acc) / 2; n > 0; n /= 2 {
		for i := range n {
			VADDPS(acc[i+n], acc[i], acc[i])
		}
	}
	if m.wide {
		VEXTRACTF64X4(Imm(1), reg.Z0, reg.Y1)
		VADDPS(reg.Y1, reg.Y0, reg.Y0)
	}
	VEXTRACTF128(Imm(1), reg.Y0, reg.X1)
	VADDPS(reg.X1, reg.X0, reg.X0)
	VPERMILPS(Imm(0x0e), reg.X0, reg.X1)
	VADDPS(reg.X1, reg.X0, reg.X0)
	VPERMILPS(Imm(0x01), reg.X0, reg.X1)
	VADDPS(reg.X1, reg.X0, reg.X0)
}

// rowLanes is the number of chains of a sum by channel.
const rowLanes = 4

// rowSum writes a sum by channel over n rows of channels, into the vector q0: row i goes to chain i mod 4, and the
// chains are added as halves. The centres are the vector q1.
func rowSum(m *machine, k term) {
	args := m.function(k.name+"Rows", "sets the vector q0 to the sums by channel "+k.doc+".")
	acc, x, y, centre := m.regs[:rowLanes], m.regs[rowLanes], m.regs[rowLanes+1], m.regs[rowLanes+2]
	p := pointers(args, mapping{loads: []int{0, 1}[:k.pointers]})
	out, line, at, rest := GP64(), GP64(), GP64(), GP64()
	MOVQ(field(args, vecQ0), out)
	MOVQ(field(args, vecChannels), line)
	MOVQ(line, rest)
	ANDQ(Imm(uint64(m.bytes/4-1)), rest)
	m.setMask(args, rest)
	SHLQ(Imm(2), line)
	XORQ(at, at)
	Label("column")
	left := GP64()
	MOVQ(line, left)
	SUBQ(at, left)
	JE(LabelRef("done"))
	CMPQ(left, U32(uint64(m.bytes)))
	JL(LabelRef("maskedColumn"))
	rowPass(m, k, args, p, at, line, acc, x, y, centre, "full", loadWhole)
	VMOVUPS(acc[0], indexed(Mem{Base: out}, at))
	ADDQ(Imm(uint64(m.bytes)), at)
	JMP(LabelRef("column"))
	Label("maskedColumn")
	rowPass(m, k, args, p, at, line, acc, x, y, centre, "masked", m.loadMasked)
	m.storeMasked(acc[0], indexed(Mem{Base: out}, at))
	Label("done")
	end()
}

// loadWhole loads a whole register.
func loadWhole(at Mem, v reg.VecPhysical) { VMOVUPS(at, v) }

// rowPass sums one register's columns over all rows into acc[0].
func rowPass(m *machine, k term, args reg.Register, p []Mem, at, line reg.GPVirtual,
	acc []reg.VecPhysical, x, y, centre reg.VecPhysical, label string, load func(Mem, reg.VecPhysical)) {
	for _, v := range acc {
		m.zero(v)
	}
	if k.centred {
		q := GP64()
		MOVQ(field(args, vecQ0+1), q)
		load(indexed(Mem{Base: q}, at), centre)
	}
	rows := GP64()
	MOVQ(field(args, vecN), rows)
	var here []Mem
	for i := range k.pointers {
		r := GP64()
		LEAQ(indexed(p[i], at), r)
		here = append(here, Mem{Base: r})
	}
	one := func(v reg.VecPhysical) {
		load(here[0], x)
		if k.centred {
			VSUBPS(centre, x, x)
		}
		ADDQ(line, here[0].Base)
		if k.pointers == 2 {
			load(here[1], y)
			ADDQ(line, here[1].Base)
		}
		k.add(x, y, v)
	}
	Label(label + "Rows")
	CMPQ(rows, Imm(rowLanes))
	JL(LabelRef(label + "Rest"))
	for _, v := range acc {
		one(v)
	}
	SUBQ(Imm(rowLanes), rows)
	JMP(LabelRef(label + "Rows"))
	Label(label + "Rest")
	for _, v := range acc[:rowLanes-1] {
		TESTQ(rows, rows)
		JE(LabelRef(label + "Fold"))
		one(v)
		DECQ(rows)
	}
	Label(label + "Fold")
	VADDPS(acc[2], acc[0], acc[0])
	VADDPS(acc[3], acc[1], acc[1])
	VADDPS(acc[1], acc[0], acc[0])
}
