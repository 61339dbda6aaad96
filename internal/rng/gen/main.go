// Command gen writes the assembly of package rng. It is run by go generate in that package.
//
// The one function does for four blocks of Philox at once, in the 64-bit lanes of AVX2 registers, what Stream.polar and package exact do
// for one: the same operations in the same order, none fused, so that the bits are the same.
package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64")
	w := &writer{places: map[uint64]Mem{}}
	w.norms()
	w.table()
	Generate()
}

// y are the registers, assigned by hand: those beyond 15 must not appear in AVX2 code.
var y = []reg.VecPhysical{reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4, reg.Y5, reg.Y6, reg.Y7, reg.Y8, reg.Y9, reg.Y10, reg.Y11, reg.Y12,
	reg.Y13, reg.Y14, reg.Y15}

// writer gathers the constants, each of which is in memory once a lane.
type writer struct {
	bits   []uint64
	places map[uint64]Mem
}

// lanes returns where the 64 bits are, four times.
func (w *writer) lanes(bits uint64) Mem {
	at, known := w.places[bits]
	if !known {
		at = place(len(w.bits))
		w.places[bits] = at
		w.bits = append(w.bits, bits, bits, bits, bits)
	}
	return at
}

// float returns where the number is, four times.
func (w *writer) float(v float64) Mem { return w.lanes(math.Float64bits(v)) }

// place returns where word number i of the constants is.
func place(i int) Mem { return NewDataAddr(Symbol{Name: "words", Static: true}, 8*i) }

// table writes the constants.
func (w *writer) table() {
	GLOBL("words", attr.RODATA|attr.NOPTR)
	for i, v := range w.bits {
		DATA(8*i, U64(v))
	}
}

// norms writes the function.
func (w *writer) norms() {
	TEXT("norms", attr.NOSPLIT, "func(dst *float32, groups int, block, sub uint64, key *[2]uint32)")
	Doc("norms writes 8*groups normal numbers to dst, as Stream.Norms draws them from the blocks from the given one on.")
	Pragma("noescape")
	dst, groups, key, t := GP64(), GP64(), GP64(), GP64()
	Load(Param("dst"), dst)
	Load(Param("groups"), groups)
	Load(Param("key"), key)
	blocks, first := y[15], len(w.bits)
	w.bits = append(w.bits, 0, 1, 2, 3)
	Load(Param("block"), t)
	VMOVQ(t, blocks.AsX())
	VPBROADCASTQ(blocks.AsX(), blocks)
	VPADDQ(place(first), blocks, blocks)
	sub := NewParamAddr("sub", 24)

	Label("group")
	u, v := w.uniforms(blocks, sub, key)
	VPADDQ(w.lanes(4), blocks, blocks)
	w.radius(u)
	w.directions(v)
	// u is the radius; v and the next register are cosine and sine.
	cosine, sine := v, y[2]
	VMULPD(cosine, u, cosine)
	VMULPD(sine, u, sine)
	VCVTPD2PSY(cosine, cosine.AsX())
	VCVTPD2PSY(sine, sine.AsX())
	VUNPCKLPS(sine.AsX(), cosine.AsX(), y[3].AsX())
	VUNPCKHPS(sine.AsX(), cosine.AsX(), y[4].AsX())
	VMOVUPS(y[3].AsX(), Mem{Base: dst})
	VMOVUPS(y[4].AsX(), Mem{Base: dst, Disp: 16})
	ADDQ(Imm(32), dst)
	DECQ(groups)
	JNZ(LabelRef("group"))
	VZEROUPPER()
	RET()
}

// Multipliers and key increments of Philox 4x32, as in philox.go.
const (
	mul0, mul1   = 0xD2511F53, 0xCD9E8D57
	weyl0, weyl1 = 0x9E3779B9, 0xBB67AE85
	rounds       = 10
)

// uniforms writes ten rounds of Philox on four blocks, and returns the registers, 0 and 1, of the two numbers of each that Float64 makes.
// Only the lower half of each lane counts between rounds.
func (w *writer) uniforms(blocks reg.VecPhysical, sub Mem, key reg.Register) (u, v reg.VecPhysical) {
	c0, c1, c2, c3, k0, k1 := y[0], y[1], y[2], y[3], y[4], y[5]
	t0, t1 := y[6], y[7]
	VMOVDQU(blocks, c0)
	VPSRLQ(Imm(32), blocks, c1)
	VPBROADCASTQ(sub, c2)
	VPSRLQ(Imm(32), c2, c3)
	VPBROADCASTD(Mem{Base: key}, k0)
	VPBROADCASTD(Mem{Base: key, Disp: 4}, k1)
	for range rounds {
		VPMULUDQ(w.lanes(mul0), c0, t0)
		VPMULUDQ(w.lanes(mul1), c2, t1)
		VPSRLQ(Imm(32), t1, c0)
		VPXOR(c1, c0, c0)
		VPXOR(k0, c0, c0)
		VPSRLQ(Imm(32), t0, c2)
		VPXOR(c3, c2, c2)
		VPXOR(k1, c2, c2)
		c1, c3, t0, t1 = t1, t0, c3, c1
		VPADDD(w.lanes(weyl0), k0, k0)
		VPADDD(w.lanes(weyl1), k1, k1)
	}
	w.uniform(c0, c1, y[8])
	w.uniform(c2, c3, y[8])
	VMOVAPD(c2, y[1])
	return y[0], y[1]
}

// uniform sets lo to the upper 53 bits of the number of halves lo and hi, times 2^-53. Each half is put into the fraction of 2^52, which is
// then subtracted.
func (w *writer) uniform(lo, hi, t reg.VecPhysical) {
	const magic = 1 << 52
	VPSLLQ(Imm(32), hi, hi)
	VPAND(w.lanes(1<<32-1), lo, lo)
	VPOR(hi, lo, lo)
	VPSRLQ(Imm(11), lo, lo)
	VPSRLQ(Imm(32), lo, t)
	VPAND(w.lanes(1<<32-1), lo, lo)
	for _, half := range []reg.VecPhysical{lo, t} {
		VPOR(w.float(magic), half, half)
		VSUBPD(w.float(magic), half, half)
	}
	VMULPD(w.float(1<<32), t, t)
	VADDPD(t, lo, lo)
	VMULPD(w.float(0x1p-53), lo, lo)
}

// The logarithm of two in two parts, and half of pi in three, as in package exact.
const (
	ln2Hi   = 6.93147180369123816490e-01
	ln2Lo   = 1.90821492927058770002e-10
	halfPi1 = 1.57079632673412561417e+00
	halfPi2 = 6.07710050630396597660e-11
	halfPi3 = 2.02226624879595063154e-21
)

// radius sets x, in [0, 1), to sqrt(-2 * exact.Log(1-x)), with registers from 8 on.
func (w *writer) radius(x reg.VecPhysical) {
	const magic = 1 << 52
	m, k, s, s2, sum, t := y[8], y[9], y[10], y[11], y[12], y[13]
	VMOVUPD(w.float(1), t)
	VSUBPD(x, t, x)
	// x is m * 2^k, m in [1/2, 1): the exponent's bits are put into the fraction of 2^52.
	VPSRLQ(Imm(52), x, k)
	VPOR(w.float(magic), k, k)
	VSUBPD(w.float(magic+1022), k, k)
	VPAND(w.lanes(1<<52-1), x, m)
	VPOR(w.float(0.5), m, m)
	// Below sqrt(1/2), m*2 and k-1.
	VCMPPD(Imm(lessThan), w.float(math.Sqrt2/2), m, t)
	VPAND(w.float(1), t, s)
	VSUBPD(s, k, k)
	VPAND(m, t, s)
	VADDPD(s, m, m)
	VSUBPD(w.float(1), m, s)
	VADDPD(w.float(1), m, m)
	VDIVPD(m, s, s)
	VMULPD(s, s, s2)
	VXORPD(sum, sum, sum)
	for n := 23.0; n >= 3; n -= 2 {
		VADDPD(w.float(1/n), sum, sum)
		VMULPD(sum, s2, sum)
	}
	VADDPD(s, s, s)
	VMULPD(sum, s, sum)
	VMULPD(w.float(ln2Lo), k, t)
	VADDPD(t, sum, sum)
	VADDPD(sum, s, s)
	VMULPD(w.float(ln2Hi), k, t)
	VADDPD(s, t, t)
	VMULPD(w.float(-2), t, t)
	VSQRTPD(t, x)
}

// lessThan is the predicate of VCMPPD that is true where the first operand is less, and the rounding of VROUNDPD downwards.
const (
	lessThan  = 0x11
	downwards = 1
)

// directions sets x, a part of a turn, to its cosine, and register 2 to its sine, with registers from 8 on.
func (w *writer) directions(x reg.VecPhysical) {
	const magic = 1 << 52
	k, r, r2, t, c, s := y[8], y[9], y[10], y[11], y[12], y[13]
	VMULPD(w.float(2*math.Pi), x, x)
	VMULPD(w.float(2/math.Pi), x, k)
	VADDPD(w.float(0.5), k, k)
	VROUNDPD(Imm(downwards), k, k)
	VMOVAPD(x, r)
	for _, part := range []float64{halfPi1, halfPi2, halfPi3} {
		VMULPD(w.float(part), k, t)
		VSUBPD(t, r, r)
	}
	VMULPD(r, r, r2)
	w.series(c, r2, t, 0)
	w.series(s, r2, t, 1)
	VMULPD(s, r, s)
	// After an odd number of quarter turns the cosine is the series of the sine, and the other way round; bit 1 of the number is the
	// sine's sign, that of the number after it the cosine's.
	cosine, sine, odd := x, y[2], y[14]
	VADDPD(w.float(magic), k, k)
	VPSLLQ(Imm(63), k, odd)
	VBLENDVPD(odd, s, c, cosine)
	VBLENDVPD(odd, c, s, sine)
	VPADDQ(w.lanes(1), k, t)
	w.sign(sine, k)
	w.sign(cosine, t)
}

// sign turns the sign of v where bit 1 of turns is set.
func (w *writer) sign(v, turns reg.VecPhysical) {
	VPSLLQ(Imm(62), turns, turns)
	VPAND(w.lanes(1<<63), turns, turns)
	VXORPD(turns, v, v)
}

// series writes the sum of package exact's function of that name.
func (w *writer) series(sum, r2, t reg.VecPhysical, odd float64) {
	one := y[14]
	VMOVUPD(w.float(1), one)
	VMOVAPD(one, sum)
	for n := 18.0 + odd; n >= 2+odd; n -= 2 {
		VDIVPD(w.float(n*(n-1)), r2, t)
		VMULPD(t, sum, sum)
		VSUBPD(sum, one, sum)
	}
}
