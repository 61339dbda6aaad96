package main

import (
	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// machine is an instruction set: its registers and how a logical vector is made of them.
type machine struct {
	name   string // suffix of the functions
	wide   bool   // AVX-512
	bytes  int    // of one register
	parts  int    // registers of a logical vector
	rows   int    // of the tiles of gemm that are computed at once
	tiles  int    // computed at once
	widest int    // panel of gemm, in logical vectors
	regs   []reg.VecPhysical
}

func newAVX512() *machine {
	return &machine{name: "AVX512", wide: true, bytes: 64, parts: 1, rows: 8, tiles: 1, widest: 3, regs: []reg.VecPhysical{
		reg.Z0, reg.Z1, reg.Z2, reg.Z3, reg.Z4, reg.Z5, reg.Z6, reg.Z7, reg.Z8, reg.Z9, reg.Z10, reg.Z11, reg.Z12,
		reg.Z13, reg.Z14, reg.Z15, reg.Z16, reg.Z17, reg.Z18, reg.Z19, reg.Z20, reg.Z21, reg.Z22, reg.Z23, reg.Z24,
		reg.Z25, reg.Z26, reg.Z27, reg.Z28, reg.Z29, reg.Z30, reg.Z31}}
}

func newAVX2() *machine {
	return &machine{name: "AVX2", bytes: 32, parts: 2, rows: 6, tiles: 1, widest: 1, regs: []reg.VecPhysical{
		reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4, reg.Y5, reg.Y6, reg.Y7, reg.Y8, reg.Y9, reg.Y10, reg.Y11, reg.Y12,
		reg.Y13, reg.Y14, reg.Y15}}
}

// function starts a function of the machine that takes the address of its arguments, and returns that pointer.
func (m *machine) function(name, doc string) reg.GPVirtual {
	TEXT(name+m.name, attr.NOSPLIT, "func(args *byte)")
	Doc(name + m.name + " " + doc)
	Pragma("noescape")
	return arguments()
}

// field is the argument at an index of a structure whose fields all have eight bytes.
func field(args reg.Register, index int) Mem { return Mem{Base: args, Disp: 8 * index} }

// zero clears a register.
func (m *machine) zero(v reg.VecPhysical) {
	if m.wide {
		VPXORD(v, v, v)
		return
	}
	VXORPS(v, v, v)
}

// end returns from the function; the upper halves are cleared, since Go code uses SSE.
func end() {
	VZEROUPPER()
	RET()
}
