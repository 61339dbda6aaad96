package kernel

import (
	"fmt"

	"tgan/internal/exact"
)

// gaussianArgs are the arguments of the assembly of Gaussian. The generator knows the order of the fields.
type gaussianArgs struct {
	y, products, norms uintptr
	n                  int // a multiple of the lanes of a register
	norm, twice        float64
	beyond             int
}

// Gaussian sets y[j] to exact.Exp(-max(0, norm + norms[j] - 2*products[j]) / twice), all of one length: the Gaussian kernel of squared
// distances, given squared lengths and inner products. y must not overlap the others. It runs in the caller alone, with the same bits on every
// machine.
//
// The assembly divides by the numbers n <= 14 of the series as Markstein (1990) does: q = x*(1/n), then q + (x - n*q)/n with fused
// multiply-adds. The remainder is exact, so that the second sum is within 2^-53 of an ulp and a half of the quotient before it is rounded, and
// a quotient by n lies no nearer than 1/(2n) ulp to the middle between two numbers.
func Gaussian(y, products, norms []float64, norm, twice float64) {
	gaussian(Detect(), y, products, norms, norm, twice)
}

func gaussian(isa ISA, y, products, norms []float64, norm, twice float64) {
	if len(y) != len(products) || len(y) != len(norms) {
		panic(fmt.Sprintf("kernel: Gaussian: slices of %d, %d and %d elements, want equal lengths", len(y), len(products), len(norms)))
	}
	whole := 0
	if isa != Portable && twice > 0 {
		whole = len(y) / doubles * doubles
	}
	if whole > 0 {
		args := gaussianArgs{y: atDouble(y, 0), products: atDouble(products, 0), norms: atDouble(norms, 0), n: whole, norm: norm, twice: twice}
		if runGaussian(isa, &args); args.beyond != 0 {
			whole = 0 // rare: results that are no normal numbers
		}
	}
	for j := whole; j < len(y); j++ {
		y[j] = exact.Exp(-max(0, norm+norms[j]-2*products[j]) / twice)
	}
}
