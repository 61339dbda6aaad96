package kernel

import (
	"fmt"
	"unsafe"
)

// Float is the element type of every kernel.
type Float interface{ ~float32 | ~float64 }

// single reports whether T has the size of a float32, the only type with assembly.
func single[T Float]() bool {
	var zero T
	return unsafe.Sizeof(zero) == 4
}

// assembly returns the engine that a kernel in T is to be run by, or nil for the portable code.
func assembly[T Float](p *Pool) *engine {
	if single[T]() {
		return p.engine
	}
	return nil
}

// need panics unless a slice that kernel takes as name has the length want.
func need(kernel, name string, got, want int) {
	if got != want {
		panic(fmt.Sprintf("kernel: %s: %s has %d elements, want %d", kernel, name, got, want))
	}
}

// same panics unless all lengths are equal.
func same(kernel string, lengths ...int) {
	for _, n := range lengths[1:] {
		if n != lengths[0] {
			panic(fmt.Sprintf("kernel: %s: slices of %d and %d elements, want equal lengths", kernel, lengths[0], n))
		}
	}
}
