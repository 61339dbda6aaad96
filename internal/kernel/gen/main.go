// Command gen writes the assembly of package kernel. It is run by go generate in that package.
//
// Every kernel is written once for a machine, AVX-512 or AVX2 with FMA, in terms of logical vectors of 16 float32: one
// ZMM register or two YMM registers. Both therefore do the same arithmetic on the same lanes. Vector registers are
// assigned by hand, because registers 16 to 31 must not appear in AVX2 code; the general ones are left to avo.
package main

import . "github.com/mmcloughlin/avo/build"

func main() {
	ConstraintExpr("amd64")
	constantTable()
	expConstants()
	for _, m := range []*machine{newAVX2(), newAVX512()} {
		for _, a := range accesses() {
			for width := 1; width <= m.widest; width++ {
				gemm(m, a, width)
			}
			if m.parts > 1 {
				gemmHalf(m, a)
			}
		}
		for _, k := range maps() {
			flat(m, k)
		}
		for _, k := range groupMaps() {
			flat(m, k)
			byRow(m, k)
		}
		byRow(m, affine())
		byRow(m, pool())
		flat(m, maxThree())
		byRow(m, maxThree())
		for _, k := range terms() {
			laneSum(m, k)
			rowSum(m, k)
		}
		gaussian(m)
		peak(m)
		peakDouble(m)
	}
	triangle(newAVX2())
	transpose8()
	copyRows()
	pause()
	Generate()
}
