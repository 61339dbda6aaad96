package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The rational approximation x*p(x²)/q(x²) of tanh for |x| up to tanhLimit, where it reaches 1. It is
// that of Eigen (Eigen/src/Core/MathFunctionsImpl.h, generic_fast_tanh_float). Highest power first.
var (
	tanhP = []float32{-2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08,
		1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03}
	tanhQ = []float32{1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03}
)

const tanhLimit = 7.99881172180175781

// constantTable writes the constants in memory: a quarter, the limit of tanh, its negative, p and q.
func constantTable() {
	GLOBL("constants", attr.RODATA|attr.NOPTR)
	all := append([]float32{0.25, tanhLimit, -tanhLimit}, append(tanhP, tanhQ...)...)
	for i, v := range all {
		DATA(4*i, U32(math.Float32bits(v)))
	}
}

// constant returns the place of constant i.
func constant(i int) Mem {
	return NewDataAddr(Symbol{Name: "constants", Static: true}, 4*i)
}

// tanh clamps x, so that NaN stays NaN, and evaluates the rational function.
func tanh(_ *machine, in, _, t []reg.VecPhysical) []reg.VecPhysical {
	x, square, p, q, k := in[0], t[0], t[1], t[2], t[3]
	VBROADCASTSS(constant(1), k)
	VMINPS(x, k, x)
	VBROADCASTSS(constant(2), k)
	VMAXPS(x, k, x)
	VMULPS(x, x, square)
	horner(p, square, k, 3, len(tanhP))
	horner(q, square, k, 3+len(tanhP), len(tanhQ))
	VMULPS(x, p, p)
	VDIVPS(q, p, p)
	return []reg.VecPhysical{p}
}

// horner evaluates the polynomial whose n constants start at first.
func horner(sum, x, k reg.VecPhysical, first, n int) {
	VBROADCASTSS(constant(first), sum)
	for i := 1; i < n; i++ {
		VBROADCASTSS(constant(first+i), k)
		VFMADD213PS(k, x, sum)
	}
}
