package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Fields of gaussianArgs, in order.
const (
	gaussY = iota
	gaussProducts
	gaussNorms
	gaussN
	gaussNorm
	gaussTwice
	gaussBeyond
)

// expTerms is the degree of the series of exact.Exp.
const expTerms = 14

// The constants of exact.Exp in memory, in order: then 1/n and n for n from expTerms down to 1.
const (
	expLn2 = iota
	expHalf
	expLn2Hi
	expLn2Lo
	expOne
	expMagic
	expLeast
	expSeries
)

// expConstants writes them. The magic number leaves an integer plus the bias of exponents in the last bits of a sum. From the least
// argument on all results are normal numbers.
func expConstants() {
	GLOBL("expConstants", attr.RODATA|attr.NOPTR)
	all := []float64{math.Ln2, 0.5, 6.93147180369123816490e-01, 1.90821492927058770002e-10, 1, 0x1.8p52 + 1023, -708}
	for n := float64(expTerms); n >= 1; n-- {
		all = append(all, 1/n, n)
	}
	for i, v := range all {
		DATA(8*i, U64(math.Float64bits(v)))
	}
}

// expConstant returns the place of constant i.
func expConstant(i int) Mem { return NewDataAddr(Symbol{Name: "expConstants", Static: true}, 8*i) }

// gaussianSet are the registers of one register of elements.
type gaussianSet struct{ x, k, sum, q, t reg.VecPhysical }

// gaussian writes exponentials of squared distances, with the operations of exact.Exp in its order.
func gaussian(m *machine) {
	args := m.function("gaussian", "sets y to exp(min(0, 2*products - (norm + norms)) / twice), and beyond to not zero where an exponent is below -708 or NaN, whose results are wrong.")
	regs := m.regs
	one, c, d, beyond := regs[0], regs[1], regs[2], regs[3]
	sets := (len(regs) - 4) / 5
	var all []gaussianSet
	for s := range sets {
		r := regs[4+5*s:]
		all = append(all, gaussianSet{r[0], r[1], r[2], r[3], r[4]})
	}
	VBROADCASTSD(expConstant(expOne), one)
	m.zero(beyond)
	y, products, norms, n := GP64(), GP64(), GP64(), GP64()
	MOVQ(field(args, gaussY), y)
	MOVQ(field(args, gaussProducts), products)
	MOVQ(field(args, gaussNorms), norms)
	MOVQ(field(args, gaussN), n)
	pass := func(sets []gaussianSet) {
		m.exponents(args, sets, products, norms, c, d, beyond)
		m.exponentials(sets, one, c, d)
		for s, g := range sets {
			VMOVUPD(g.sum, Mem{Base: y, Disp: s * m.bytes})
		}
		for _, p := range []reg.GPVirtual{y, products, norms} {
			ADDQ(U32(uint64(len(sets)*m.bytes)), p)
		}
		SUBQ(U32(uint64(len(sets)*m.bytes/8)), n)
	}
	Label("several")
	CMPQ(n, U32(uint64(sets*m.bytes/8)))
	JL(LabelRef("single"))
	pass(all)
	JMP(LabelRef("several"))
	Label("single")
	TESTQ(n, n)
	JE(LabelRef("done"))
	pass(all[:1])
	JMP(LabelRef("single"))
	Label("done")
	flags := GP64()
	if m.wide {
		VEXTRACTF64X4(Imm(1), regs[3], reg.Y4)
		VORPD(reg.Y4, reg.Y3, reg.Y3)
	}
	VMOVMSKPD(reg.Y3, flags.As32())
	MOVQ(flags, field(args, gaussBeyond))
	end()
}

// exponents sets x, and in beyond the signs of lanes whose exponent is out of range.
func (m *machine) exponents(args reg.Register, sets []gaussianSet, products, norms reg.Register, c, d, beyond reg.VecPhysical) {
	VBROADCASTSD(field(args, gaussNorm), c)
	VBROADCASTSD(field(args, gaussTwice), d)
	for s, g := range sets {
		VMOVUPD(Mem{Base: products, Disp: s * m.bytes}, g.x)
		VADDPD(Mem{Base: norms, Disp: s * m.bytes}, c, g.t)
		VADDPD(g.x, g.x, g.x)
		VSUBPD(g.t, g.x, g.x)
		m.zero(g.t)
		VMINPD(g.x, g.t, g.x) // NaN stays NaN
		VDIVPD(d, g.x, g.x)
	}
	VBROADCASTSD(expConstant(expLeast), c)
	for _, g := range sets {
		if m.wide {
			VCMPPD(Imm(0x19), c, g.x, reg.K2) // not greater or equal
			VPMOVM2Q(reg.K2, g.t)
			VORPD(g.t, beyond, beyond)
		} else {
			VCMPPD(Imm(0x19), c, g.x, g.t)
			VORPD(g.t, beyond, beyond)
		}
	}
}

// exponentials sets sum to the exponential of x. Divisions by the numbers n of the series are products with 1/n and a correction, which give
// the same: see Gaussian.
func (m *machine) exponentials(sets []gaussianSet, one, c, d reg.VecPhysical) {
	VBROADCASTSD(expConstant(expLn2), c)
	VBROADCASTSD(expConstant(expHalf), d)
	for _, g := range sets {
		VDIVPD(c, g.x, g.k)
		VADDPD(d, g.k, g.k)
		if m.wide {
			VRNDSCALEPD(Imm(9), g.k, g.k)
		} else {
			VROUNDPD(Imm(9), g.k, g.k)
		}
	}
	VBROADCASTSD(expConstant(expLn2Hi), c)
	VBROADCASTSD(expConstant(expLn2Lo), d)
	for _, g := range sets {
		VMULPD(c, g.k, g.t)
		VSUBPD(g.t, g.x, g.x)
		VMULPD(d, g.k, g.t)
		VSUBPD(g.t, g.x, g.x)
		VMOVAPD(one, g.sum)
	}
	for i := range expTerms {
		n := expTerms - i
		VBROADCASTSD(expConstant(expSeries+2*i), c)
		exact := n&(n-1) == 0
		if !exact {
			VBROADCASTSD(expConstant(expSeries+2*i+1), d)
		}
		for _, g := range sets {
			VMULPD(c, g.x, g.q)
			if !exact {
				VMOVAPD(g.x, g.t)
				VFNMADD231PD(d, g.q, g.t)
				VFMADD231PD(c, g.t, g.q)
			}
			VMULPD(g.sum, g.q, g.q)
			VADDPD(one, g.q, g.sum)
		}
	}
	VBROADCASTSD(expConstant(expMagic), c)
	for _, g := range sets {
		VADDPD(c, g.k, g.k)
		VPSLLQ(Imm(52), g.k, g.k)
		VMULPD(g.k, g.sum, g.sum)
	}
}
