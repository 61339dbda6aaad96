package kernel

import (
	"unsafe"

	"github.com/klauspost/cpuid/v2"
)

// Detect returns the best instruction set of this machine.
func Detect() ISA {
	switch {
	case cpuid.CPU.Supports(cpuid.AVX512F, cpuid.AVX512DQ, cpuid.AVX512BW, cpuid.AVX512VL, cpuid.AVX2, cpuid.FMA3):
		return AVX512
	case cpuid.CPU.Supports(cpuid.AVX2, cpuid.FMA3):
		return AVX2
	}
	return Portable
}

// vectors returns the element-wise and summing functions of an instruction set.
func vectors(isa ISA) *[vecOps]func(*byte) {
	if isa == AVX2 {
		return &[vecOps]func(*byte){
			opAdd:             addAVX2,
			opSub:             subAVX2,
			opMul:             mulAVX2,
			opLeakyMask:       leakyMaskAVX2,
			opTanh:            tanhAVX2,
			opTanhGrad:        tanhGradAVX2,
			opAdam:            adamAVX2,
			opScale:           scaleAVX2,
			opScaleRows:       scaleRowsAVX2,
			opStandardize:     standardizeAVX2,
			opStandardizeRows: standardizeRowsAVX2,
			opNormGrad:        normGradAVX2,
			opNormGradRows:    normGradRowsAVX2,
			opAffineRows:      affineRowsAVX2,
			opPoolRows:        poolRowsAVX2,
			opMaxThree:        maxThreeAVX2,
			opMaxThreeRows:    maxThreeRowsAVX2,
			opMeanThree:       meanThreeAVX2,
			opInterpolate:     interpolateAVX2,
			opSumLanes:        sumLanesAVX2,
			opSumRows:         sumRowsAVX2,
			opSquaresLanes:    squaresLanesAVX2,
			opSquaresRows:     squaresRowsAVX2,
			opProductLanes:    productLanesAVX2,
			opProductRows:     productRowsAVX2,
		}
	}
	return &[vecOps]func(*byte){
		opAdd:             addAVX512,
		opSub:             subAVX512,
		opMul:             mulAVX512,
		opLeakyMask:       leakyMaskAVX512,
		opTanh:            tanhAVX512,
		opTanhGrad:        tanhGradAVX512,
		opAdam:            adamAVX512,
		opScale:           scaleAVX512,
		opScaleRows:       scaleRowsAVX512,
		opStandardize:     standardizeAVX512,
		opStandardizeRows: standardizeRowsAVX512,
		opNormGrad:        normGradAVX512,
		opNormGradRows:    normGradRowsAVX512,
		opAffineRows:      affineRowsAVX512,
		opPoolRows:        poolRowsAVX512,
		opMaxThree:        maxThreeAVX512,
		opMaxThreeRows:    maxThreeRowsAVX512,
		opMeanThree:       meanThreeAVX512,
		opInterpolate:     interpolateAVX512,
		opSumLanes:        sumLanesAVX512,
		opSumRows:         sumRowsAVX512,
		opSquaresLanes:    squaresLanesAVX512,
		opSquaresRows:     squaresRowsAVX512,
		opProductLanes:    productLanesAVX512,
		opProductRows:     productRowsAVX512,
	}
}

// gemm runs the tiles of args, width vectors wide. The functions are called by name, not through variables, so that
// the arguments may stay on the stack.
func gemm(isa ISA, how access, width int, args *gemmArgs) {
	p := (*byte)(unsafe.Pointer(args))
	if isa == AVX2 {
		const half = 1<<(vector/2) - 1 // the mask of so many lanes: one register holds them
		if args.mask <= half {
			gemmHalf(how, args)
			return
		}
		switch how {
		case byRuns:
			gemmRun1AVX2(p)
		case byColumns:
			gemmColumn1AVX2(p)
		case byTaps:
			gemmTaps1AVX2(p)
		case byDoubles:
			gemmDouble1AVX2(p)
		}
		return
	}
	switch how*4 + access(width) {
	case byRuns*4 + 1:
		gemmRun1AVX512(p)
	case byRuns*4 + 2:
		gemmRun2AVX512(p)
	case byRuns*4 + 3:
		gemmRun3AVX512(p)
	case byColumns*4 + 1:
		gemmColumn1AVX512(p)
	case byColumns*4 + 2:
		gemmColumn2AVX512(p)
	case byColumns*4 + 3:
		gemmColumn3AVX512(p)
	case byTaps*4 + 1:
		gemmTaps1AVX512(p)
	case byTaps*4 + 2:
		gemmTaps2AVX512(p)
	case byTaps*4 + 3:
		gemmTaps3AVX512(p)
	case byDoubles*4 + 1:
		gemmDouble1AVX512(p)
	case byDoubles*4 + 2:
		gemmDouble2AVX512(p)
	case byDoubles*4 + 3:
		gemmDouble3AVX512(p)
	}
}

// runGaussian runs the assembly of Gaussian.
func runGaussian(isa ISA, args *gaussianArgs) {
	p := (*byte)(unsafe.Pointer(args))
	if isa == AVX2 {
		gaussianAVX2(p)
		return
	}
	gaussianAVX512(p)
}

// runTriangle runs the assembly of AddSymmetric, for any machine.
func runTriangle(args *triangleArgs) { triangleAVX2((*byte)(unsafe.Pointer(args))) }

// gemmHalf runs tiles of one register by AVX2: two at once, then what is left.
func gemmHalf(how access, args *gemmArgs) {
	const rows = 6
	pairs, rest := args.pairs(rows)
	if pairs.tiles > 0 {
		p := (*byte)(unsafe.Pointer(&pairs))
		switch how {
		case byRuns:
			gemmRunPairAVX2(p)
		case byColumns:
			gemmColumnPairAVX2(p)
		case byTaps:
			gemmTapsPairAVX2(p)
		case byDoubles:
			gemmDoublePairAVX2(p)
		}
	}
	if rest.tiles > 0 {
		p := (*byte)(unsafe.Pointer(&rest))
		switch how {
		case byRuns:
			gemmRunHalfAVX2(p)
		case byColumns:
			gemmColumnHalfAVX2(p)
		case byTaps:
			gemmTapsHalfAVX2(p)
		case byDoubles:
			gemmDoubleHalfAVX2(p)
		}
	}
}

// peak runs the loop of FMALoop.
func (e *engine) peak(rounds int) {
	if e.isa == AVX2 {
		peakAVX2(rounds)
		return
	}
	peakAVX512(rounds)
}

// peakDouble runs the loop of DoubleFMALoop.
func (e *engine) peakDouble(rounds int) {
	if e.isa == AVX2 {
		peakDoubleAVX2(rounds)
		return
	}
	peakDoubleAVX512(rounds)
}
