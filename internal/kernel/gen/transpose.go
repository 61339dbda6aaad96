package main

import (
	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// transpose8 writes the transposition of 8 rows in blocks of 8 columns, in AVX2 for both machines: it waits for memory.
func transpose8() {
	TEXT("transpose8", attr.NOSPLIT, "func(dst, src uintptr, dstStep, srcStep, blocks int)")
	Doc("transpose8 writes the 8 rows of 8*blocks float32 at src, srcStep bytes apart, as columns at dst, whose rows are dstStep bytes apart.")
	dst, src, dstStep, srcStep, blocks := GP64(), GP64(), GP64(), GP64(), GP64()
	Load(Param("dst"), dst)
	Load(Param("src"), src)
	Load(Param("dstStep"), dstStep)
	Load(Param("srcStep"), srcStep)
	Load(Param("blocks"), blocks)
	y := newAVX2().regs
	a, b := y[:8], y[8:]
	at := GP64()
	Label("block")
	MOVQ(src, at)
	for _, v := range a {
		VMOVUPS(Mem{Base: at}, v)
		ADDQ(srcStep, at)
	}
	for i := 0; i < 8; i += 2 {
		VUNPCKLPS(a[i+1], a[i], b[i])
		VUNPCKHPS(a[i+1], a[i], b[i+1])
	}
	// Rows i to i+3 of a now hold columns of four rows: 0|4, 1|5, 2|6, 3|7.
	for i := 0; i < 8; i += 4 {
		VSHUFPS(Imm(0x44), b[i+2], b[i], a[i])
		VSHUFPS(Imm(0xee), b[i+2], b[i], a[i+1])
		VSHUFPS(Imm(0x44), b[i+3], b[i+1], a[i+2])
		VSHUFPS(Imm(0xee), b[i+3], b[i+1], a[i+3])
	}
	for i := range 4 {
		VPERM2F128(Imm(0x20), a[i+4], a[i], b[i])
		VPERM2F128(Imm(0x31), a[i+4], a[i], b[i+4])
	}
	for _, v := range b {
		VMOVUPS(v, Mem{Base: dst})
		ADDQ(dstStep, dst)
	}
	ADDQ(Imm(8*4), src)
	DECQ(blocks)
	JNZ(LabelRef("block"))
	end()
}
