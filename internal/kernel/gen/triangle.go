package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// triangleRows is the number of rows of a symmetric matrix that are taken at once, and triangleLanes the number of float64 of a register.
const (
	triangleRows  = 4
	triangleLanes = 4
)

// Fields of triangleArgs, in order.
const (
	triRows   = 0 // addresses
	triV      = triRows + triangleRows
	triY      = triV + 1
	triN      = triY + 1
	triScales = triN + 1
	triSums   = triScales + triangleRows
)

// triangle writes the pass over four rows of a symmetric matrix beyond their diagonal: each element is read once and used twice. It is the
// same for all machines, since it waits for memory.
func triangle(m *machine) {
	args := m.function("triangle", "adds the rows, each times its scale, to y, and sets the sums to the inner products of the rows with v, element i in lane i mod 4.")
	sums, scales := m.regs[:triangleRows], m.regs[triangleRows:2*triangleRows]
	v, y, a := m.regs[8], m.regs[9], m.regs[10]
	var rows []reg.GPVirtual
	for i := range triangleRows {
		p := GP64()
		MOVQ(field(args, triRows+i), p)
		rows = append(rows, p)
		m.zero(sums[i])
		VBROADCASTSD(field(args, triScales+i), scales[i])
	}
	pv, py, n, at := GP64(), GP64(), GP64(), GP64()
	MOVQ(field(args, triV), pv)
	MOVQ(field(args, triY), py)
	MOVQ(field(args, triN), n)
	XORQ(at, at)
	place := func(p reg.Register) Mem { return Mem{Base: p, Index: at, Scale: 8} }
	Label("column")
	VMOVUPD(place(pv), v)
	VMOVUPD(place(py), y)
	for i, p := range rows {
		VMOVUPD(place(p), a)
		VFMADD231PD(scales[i], a, y)
		VFMADD231PD(v, a, sums[i])
	}
	VMOVUPD(y, place(py))
	ADDQ(Imm(triangleLanes), at)
	CMPQ(at, n)
	JL(LabelRef("column"))
	for i, s := range sums {
		VMOVUPD(s, field(args, triSums+triangleLanes*i))
	}
	end()
}
