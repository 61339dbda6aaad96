package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// peakChains is the number of independent fused multiply-adds of the loop that measures the peak: more than latency
// times throughput of any machine, and few enough for 16 registers.
const peakChains = 12

// peak writes a loop of nothing but fused multiply-adds of float32.
func peak(m *machine) { peakLoop(m, "peak", fmt.Sprintf("%d float32", m.bytes/4), VFMADD231PS) }

// peakDouble writes the same of float64.
func peakDouble(m *machine) {
	peakLoop(m, "peakDouble", fmt.Sprintf("%d float64", m.bytes/8), VFMADD231PD)
}

func peakLoop(m *machine, name, of string, multiplyAdd func(...Op)) {
	TEXT(name+m.name, attr.NOSPLIT, "func(rounds int)")
	Doc(fmt.Sprintf("%s%s does rounds times %d fused multiply-adds of %s.", name, m.name, peakChains, of))
	rounds := GP64()
	Load(Param("rounds"), rounds)
	for _, v := range m.regs[:peakChains+2] {
		m.zero(v)
	}
	Label("round")
	for _, v := range m.regs[:peakChains] {
		multiplyAdd(m.regs[peakChains], m.regs[peakChains+1], v)
	}
	DECQ(rounds)
	JNZ(LabelRef("round"))
	end()
}

// pause writes a wait of a few ten cycles for loops that watch memory.
func pause() {
	TEXT("pause", attr.NOSPLIT, "func()")
	Doc("pause tells the processor that the caller is waiting in a loop.")
	PAUSE()
	RET()
}
