package main

import (
	"fmt"
	"math/bits"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Fields of gemmArgs, in order.
const (
	argA = iota
	argC
	argB
	argBias
	argRowA
	argRowC
	argTiles
	argTaps
	argTapCount
	argRun
	argSkip
	argStepB
	argLoad
	argKeep
	argMask
	argMaskTable
	argSlope
	argActivate
)

// access is how a kernel of the gemm family reads A. All keep a tile of rows by some logical vectors in registers over
// the whole sum, and take B as one sequence of vectors for all terms, stepB apart. A logical vector is 64 bytes: 16
// float32 or 8 float64.
type access struct {
	name, doc string
	size      int // bytes of an element
	write     func(g *gemmWriter)
}

// accesses returns the members of the family.
func accesses() []access {
	return []access{
		{"gemmRun", "whose rows of A are tapCount runs of consecutive elements, skip bytes between them", 4, (*gemmWriter).runs},
		{"gemmColumn", "whose rows of A are neighbours: row i is i elements beyond the first", 4, (*gemmWriter).columns},
		{"gemmTaps", "whose rows of A lie anywhere", 4, (*gemmWriter).anywhere},
		{"gemmDouble", "of float64, whose rows of A are tapCount runs of consecutive elements, skip bytes between them", 8, (*gemmWriter).runs},
	}
}

// gemm writes one kernel of the family for panels of width logical vectors.
func gemm(m *machine, a access, width int) {
	writeTiles(m, a, fmt.Sprintf("%s%d", a.name, width), width*m.parts)
}

// gemmHalf writes the kernels of the family for panels of at most half a logical vector: one for a tile, and one for two
// tiles at once, since the chains of one tile are too few to keep the multipliers busy.
func gemmHalf(m *machine, a access) {
	writeTiles(m, a, a.name+"Half", m.parts/2)
	pair := *m
	pair.rows, pair.tiles = 2*m.rows, 2
	writeTiles(&pair, a, a.name+"Pair", m.parts/2)
}

// writeTiles writes one kernel of the family for panels of so many registers, of which the last may be partial.
func writeTiles(m *machine, a access, name string, vectors int) {
	m.function(name, fmt.Sprintf("computes tiles of %d by %d elements %s.", m.rows, m.bytes/a.size*vectors, a.doc))
	g := &gemmWriter{machine: m, size: a.size, vectors: vectors, rowA: AllocLocal(8), rowC: AllocLocal(8), tapsLeft: AllocLocal(8)}
	g.assign()
	tiles := AllocLocal(8)
	args := arguments()
	move(field(args, argRowA), g.rowA)
	move(field(args, argRowC), g.rowC)
	move(field(args, argTiles), tiles)
	if m.wide {
		KMOVW(field(args, argMask), reg.K1)
	}
	Label("tile")
	g.init()
	args = arguments()
	move(field(args, argTapCount), g.tapsLeft)
	CMPQ(g.tapsLeft, Imm(0))
	JE(LabelRef("store"))
	a.write(g)
	Label("store")
	if a.name == "gemmRun" {
		g.activate()
	}
	g.store(a.name)
	ADDQ(Imm(uint64(8*m.rows)), g.rowA)
	ADDQ(Imm(uint64(8*m.rows)), g.rowC)
	DECQ(tiles)
	JNZ(LabelRef("tile"))
	end()
}

// arguments loads the address of the function's arguments. It is loaded where it is needed, since the inner loops have
// no register to spare for it.
func arguments() reg.GPVirtual {
	p := GP64()
	Load(Param("args"), p)
	return p
}

// gemmWriter holds the registers and the stack frame of one gemm function.
type gemmWriter struct {
	*machine
	size                 int // bytes of an element
	vectors              int // registers of a row of the tile
	rowA, rowC, tapsLeft Mem
	acc                  [][]reg.VecPhysical
	b                    []reg.VecPhysical
	temp                 []reg.VecPhysical
}

// assign deals out the vector registers.
func (g *gemmWriter) assign() {
	regs := g.regs
	for range g.rows {
		g.acc = append(g.acc, regs[:g.vectors])
		regs = regs[g.vectors:]
	}
	g.b, g.temp = regs[:g.vectors], regs[g.vectors:]
}

// init sets the accumulators to the bias or to the values in memory.
func (g *gemmWriter) init() {
	args := arguments()
	CMPQ(field(args, argLoad), Imm(0))
	JNE(LabelRef("load"))
	bias := GP64()
	MOVQ(field(args, argBias), bias)
	for i, row := range g.acc {
		for j, acc := range row {
			if i == 0 {
				VMOVUPS(Mem{Base: bias, Disp: j * g.bytes}, acc)
			} else {
				VMOVAPS(g.acc[0][j], acc)
			}
		}
	}
	JMP(LabelRef("ready"))
	Label("load")
	lanes := g.temp[0] // AVX2 has the mask of the last register there
	if !g.wide {
		mask := GP64()
		MOVQ(field(args, argMaskTable), mask)
		VMOVUPS(Mem{Base: mask, Disp: (g.vectors - 1) % g.parts * g.bytes}, lanes)
	}
	g.each(func(at Mem, i, j int) {
		if !g.last(j) {
			VMOVUPS(at, g.acc[i][j])
		} else if g.wide {
			VMOVUPS_Z(at, reg.K1, g.acc[i][j])
		} else {
			VMASKMOVPS(at, lanes, g.acc[i][j])
		}
	})
	Label("ready")
}

// activate applies the leaky ReLU, max(v, slope*v) for a slope below 1, where the arguments ask for it.
func (g *gemmWriter) activate() {
	args := arguments()
	CMPQ(field(args, argActivate), Imm(0))
	JE(LabelRef("linear"))
	slope := g.b[0]
	VBROADCASTSS(field(args, argSlope), slope)
	for i := range g.rows {
		for j := range g.vectors {
			t := g.temp[0]
			VMULPS(g.acc[i][j], slope, t)
			VMAXPS(t, g.acc[i][j], g.acc[i][j])
		}
	}
	Label("linear")
}

// store writes the accumulators to memory.
func (g *gemmWriter) store(access string) {
	if g.wide {
		g.each(func(at Mem, i, j int) {
			if g.last(j) {
				VMOVUPS(g.acc[i][j], reg.K1, at)
			} else {
				VMOVUPS(g.acc[i][j], at)
			}
		})
		return
	}
	// A masked store takes tens of cycles on some processors, so that lanes are stored by fours, twos and ones.
	lanes := GP64()
	POPCNTQ(field(arguments(), argMask), lanes)
	TESTQ(U32(lanesOfYMM-1), lanes)
	JNE(LabelRef("partial"))
	g.each(func(at Mem, i, j int) { VMOVUPS(g.acc[i][j], at) })
	JMP(LabelRef("stored"))
	Label("partial")
	if access == "gemmRun" {
		g.storeKeeping()
	}
	g.each(func(at Mem, i, j int) {
		if !g.last(j) {
			VMOVUPS(g.acc[i][j], at)
			return
		}
		g.storePartial(at, lanes, i)
	})
	Label("stored")
}

// storeKeeping writes whole registers, the lanes beyond the last with what memory holds there, where the arguments allow that.
func (g *gemmWriter) storeKeeping() {
	args := arguments()
	CMPQ(field(args, argKeep), Imm(0))
	JE(LabelRef("exact"))
	lanes, old := g.temp[0], g.temp[1]
	mask := GP64()
	MOVQ(field(args, argMaskTable), mask)
	VMOVUPS(Mem{Base: mask, Disp: (g.vectors - 1) % g.parts * g.bytes}, lanes)
	g.each(func(at Mem, i, j int) {
		if g.last(j) {
			VMOVUPS(at, old)
			VBLENDVPS(lanes, g.acc[i][j], old, g.acc[i][j])
		}
		VMOVUPS(g.acc[i][j], at)
	})
	JMP(LabelRef("stored"))
	Label("exact")
}

// storePartial writes the first lanes of the last register of a row, fewer than it has. Each bit of their number stands for so many lanes.
func (g *gemmWriter) storePartial(at Mem, lanes reg.Register, row int) {
	place := GP64()
	LEAQ(at, place)
	whole := g.acc[row][g.vectors-1]
	v := whole.AsX()
	without := func(n int) string { return fmt.Sprintf("row%dwithout%d", row, n) }

	TESTQ(U32(4), lanes)
	JEQ(LabelRef(without(4)))
	VMOVUPS(v, Mem{Base: place})
	VEXTRACTF128(Imm(1), whole, v)
	ADDQ(Imm(16), place)
	Label(without(4))

	TESTQ(U32(2), lanes)
	JEQ(LabelRef(without(2)))
	VMOVLPS(v, Mem{Base: place})
	VMOVHLPS(v, v, v)
	ADDQ(Imm(8), place)
	Label(without(2))

	TESTQ(U32(1), lanes)
	JEQ(LabelRef(without(1)))
	VMOVSS(v, Mem{Base: place})
	Label(without(1))
}

// lanesOfYMM is the number of float32 of a YMM register.
const lanesOfYMM = 8

// tileRows is the number of rows of one tile.
func (g *gemmWriter) tileRows() int { return g.rows / g.tiles }

// last reports whether register j of a row is the last, the one that may be partial.
func (g *gemmWriter) last(j int) bool { return j == g.vectors-1 }

// each calls f with the place in C of every accumulator.
func (g *gemmWriter) each(f func(at Mem, i, j int)) {
	args, offsets, c, at := arguments(), GP64(), GP64(), GP64()
	MOVQ(g.rowC, offsets)
	MOVQ(field(args, argC), c)
	for i := range g.rows {
		MOVQ(Mem{Base: offsets, Disp: 8 * i}, at)
		for j := range g.vectors {
			f(Mem{Base: c, Index: at, Scale: 1, Disp: j * g.bytes}, i, j)
		}
	}
}

// pointers loads the addresses of count rows, each step rows after the one before.
func (g *gemmWriter) pointers(count, step int) []reg.GPVirtual {
	offsets, a := GP64(), arguments()
	MOVQ(g.rowA, offsets)
	MOVQ(field(a, argA), a)
	var rows []reg.GPVirtual
	for i := range count {
		p := GP64()
		MOVQ(Mem{Base: offsets, Disp: 8 * step * i}, p)
		ADDQ(a, p)
		rows = append(rows, p)
	}
	return rows
}

// term adds one product to every accumulator: the vectors at b times the element of each row that at gives.
func (g *gemmWriter) term(b reg.Register, at func(row int) Mem) {
	broadcast, multiplyAdd, multiplyAddMemory := VBROADCASTSS, VFMADD231PS, VFMADD231PS_BCST
	if g.size == 8 {
		broadcast, multiplyAdd, multiplyAddMemory = VBROADCASTSD, VFMADD231PD, VFMADD231PD_BCST
	}
	for j, v := range g.b {
		VMOVUPS(Mem{Base: b, Disp: j * g.bytes}, v)
	}
	for i := range g.rows {
		if g.wide && g.vectors == 1 {
			multiplyAddMemory(at(i), g.b[0], g.acc[i][0])
			continue
		}
		t := g.temp[i%len(g.temp)]
		broadcast(at(i), t)
		for j, v := range g.b {
			multiplyAdd(v, t, g.acc[i][j])
		}
	}
}

// unroll is the number of terms of one round of runs.
const unroll = 4

// runs writes the sum over runs of consecutive elements.
func (g *gemmWriter) runs() {
	if g.wide {
		g.runsByPointer()
		return
	}
	g.runsByIndex()
}

// runsByPointer addresses the rows without an index register, which lets the processor keep a load and its multiplication together.
func (g *gemmWriter) runsByPointer() {
	rows := g.pointers(g.rows, 1)
	b, stepB, left := GP64(), GP64(), GP64()
	args := arguments()
	MOVQ(field(args, argB), b)
	MOVQ(field(args, argStepB), stepB)
	place := func(u int) func(int) Mem {
		return func(i int) Mem { return Mem{Base: rows[i], Disp: g.size * u} }
	}
	Label("tap")
	MOVQ(field(arguments(), argRun), left)
	SUBQ(Imm(unroll), left)
	JL(LabelRef("rest"))
	Label("round")
	for u := range unroll {
		g.term(b, place(u))
		ADDQ(stepB, b)
	}
	for _, p := range rows {
		ADDQ(Imm(uint64(g.size*unroll)), p)
	}
	SUBQ(Imm(unroll), left)
	JGE(LabelRef("round"))
	Label("rest")
	ADDQ(Imm(unroll), left)
	for u := range unroll - 1 {
		CMPQ(left, Imm(uint64(u)))
		JE(LabelRef("next"))
		g.term(b, place(u))
		ADDQ(stepB, b)
	}
	Label("next")
	SHLQ(Imm(uint64(bits.TrailingZeros(uint(g.size)))), left)
	ADDQ(field(arguments(), argSkip), left)
	for _, p := range rows {
		ADDQ(left, p)
	}
	DECQ(g.tapsLeft)
	JNZ(LabelRef("tap"))
}

// runsByIndex moves all rows by one index register, which leaves registers for twelve of them and spares additions: loads and multiplications
// are apart anyway. Of a pair of tiles, all general registers are in use.
func (g *gemmWriter) runsByIndex() {
	rows := g.pointers(g.rows, 1)
	b, stepB, at, end := GP64(), GP64(), GP64(), AllocLocal(8)
	MOVQ(field(arguments(), argB), b)
	XORQ(at, at)
	place := func(disp int) func(int) Mem {
		return func(i int) Mem { return Mem{Base: rows[i], Index: at, Scale: 1, Disp: disp} }
	}
	round := g.size * unroll
	Label("tap")
	Load(Param("args"), stepB)
	MOVQ(field(stepB, argRun), stepB)
	SHLQ(Imm(uint64(bits.TrailingZeros(uint(g.size)))), stepB)
	ADDQ(at, stepB)
	MOVQ(stepB, end)
	Load(Param("args"), stepB)
	MOVQ(field(stepB, argStepB), stepB)
	ADDQ(Imm(uint64(round)), at)
	CMPQ(at, end)
	JG(LabelRef("rest"))
	Label("round")
	for u := range unroll {
		g.term(b, place(g.size*u-round))
		ADDQ(stepB, b)
	}
	ADDQ(Imm(uint64(round)), at)
	CMPQ(at, end)
	JLE(LabelRef("round"))
	Label("rest")
	SUBQ(Imm(uint64(round)), at)
	for range unroll - 1 {
		CMPQ(at, end)
		JE(LabelRef("next"))
		g.term(b, place(0))
		ADDQ(Imm(uint64(g.size)), at)
		ADDQ(stepB, b)
	}
	Label("next")
	Load(Param("args"), stepB)
	ADDQ(field(stepB, argSkip), at)
	DECQ(g.tapsLeft)
	JNZ(LabelRef("tap"))
}

// columns writes the sum for rows that are neighbours.
func (g *gemmWriter) columns() {
	first := g.pointers(g.tiles, g.tileRows())
	g.scattered(func(at reg.GPVirtual) func(int) Mem {
		if len(first) == 1 {
			ADDQ(first[0], at)
			return func(i int) Mem { return Mem{Base: at, Disp: 4 * i} }
		}
		return func(i int) Mem {
			return Mem{Base: first[i/g.tileRows()], Index: at, Scale: 1, Disp: 4 * (i % g.tileRows())}
		}
	})
}

// anywhere writes the sum for rows without order.
func (g *gemmWriter) anywhere() {
	rows := g.pointers(g.rows, 1)
	g.scattered(func(at reg.GPVirtual) func(int) Mem {
		return func(i int) Mem { return Mem{Base: rows[i], Index: at, Scale: 1} }
	})
}

// scattered writes the sum over one element of each row for every tap; place takes the tap's offset. Of a pair of tiles, which leaves no
// registers, the step and the end are in memory.
func (g *gemmWriter) scattered(place func(at reg.GPVirtual) func(int) Mem) {
	b, tap, at := GP64(), GP64(), GP64()
	var stepB, end Op = AllocLocal(8), AllocLocal(8)
	if g.tiles == 1 {
		stepB, end = GP64(), GP64()
	}
	Load(Param("args"), at)
	MOVQ(field(at, argB), b)
	MOVQ(field(at, argTaps), tap)
	MOVQ(field(at, argTapCount), at)
	SHLQ(Imm(3), at)
	ADDQ(tap, at)
	MOVQ(at, end)
	Load(Param("args"), at)
	MOVQ(field(at, argStepB), at)
	MOVQ(at, stepB)
	Label("term")
	MOVQ(Mem{Base: tap}, at)
	ADDQ(Imm(8), tap)
	g.term(b, place(at))
	ADDQ(stepB, b)
	CMPQ(tap, end)
	JNE(LabelRef("term"))
}

// move copies eight bytes in memory.
func move(from, to Mem) {
	t := GP64()
	MOVQ(from, t)
	MOVQ(t, to)
}
