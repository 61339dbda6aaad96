package kernel

import "fmt"

// ISA is an instruction set that the float32 kernels can be run with.
type ISA int

// The instruction sets, weakest first. AVX2 means AVX2 with FMA, AVX512 means AVX-512 F, DQ, BW and VL.
const (
	Portable ISA = iota
	AVX2
	AVX512
)

// String returns the lower-case name of the instruction set: "portable", "avx2" or "avx512".
func (i ISA) String() string {
	switch i {
	case Portable:
		return "portable"
	case AVX2:
		return "avx2"
	case AVX512:
		return "avx512"
	}
	return fmt.Sprintf("ISA(%d)", int(i))
}

// ParseISA returns the instruction set of the given name, as String writes it.
// It returns an error that lists the names when there is none such.
func ParseISA(name string) (ISA, error) {
	for i := Portable; i <= AVX512; i++ {
		if i.String() == name {
			return i, nil
		}
	}
	return Portable, fmt.Errorf("kernel: no instruction set %q; use portable, avx2 or avx512", name)
}

// Arithmetic names what decides the bits of results: "fma" for all instruction sets with fused multiply-add, which agree bit by bit, and
// "portable" for the others.
func (i ISA) Arithmetic() string {
	if i == Portable {
		return "portable"
	}
	return "fma"
}
