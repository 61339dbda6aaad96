package main

import (
	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// copyRows writes the copying of rows with zeros between them, in AVX2 for both machines: rows of images are too short for a call each.
func copyRows() {
	TEXT("copyRows", attr.NOSPLIT, "func(dst, src uintptr, rows, bytes, skip, gap int)")
	Doc("copyRows copies rows of so many bytes, at least 32, passing over skip bytes at src after each and writing gap bytes of zeros at dst. " +
		"Where there is a gap, it writes up to 28 zeros more after the last.")
	dst, src, rows, bytes, skip, gap := GP64(), GP64(), GP64(), GP64(), GP64(), GP64()
	Load(Param("dst"), dst)
	Load(Param("src"), src)
	Load(Param("rows"), rows)
	Load(Param("bytes"), bytes)
	Load(Param("skip"), skip)
	Load(Param("gap"), gap)
	y := newAVX2().regs
	zero, v := y[0], y[1]
	VXORPS(zero, zero, zero)
	left := GP64()
	Label("row")
	MOVQ(bytes, left)
	Label("copy")
	VMOVUPS(Mem{Base: src}, v)
	VMOVUPS(v, Mem{Base: dst})
	ADDQ(Imm(32), src)
	ADDQ(Imm(32), dst)
	SUBQ(Imm(32), left)
	CMPQ(left, Imm(32))
	JGE(LabelRef("copy"))
	// The rest ends where the row does, and overlaps what is there.
	ADDQ(left, src)
	ADDQ(left, dst)
	VMOVUPS(Mem{Base: src, Disp: -32}, v)
	VMOVUPS(v, Mem{Base: dst, Disp: -32})
	ADDQ(skip, src)
	MOVQ(gap, left)
	TESTQ(left, left)
	JE(LabelRef("next"))
	Label("clear")
	VMOVUPS(zero, Mem{Base: dst})
	ADDQ(Imm(32), dst)
	SUBQ(Imm(32), left)
	JG(LabelRef("clear"))
	ADDQ(left, dst)
	Label("next")
	DECQ(rows)
	JNZ(LabelRef("row"))
	end()
}
