package rng

import "github.com/klauspost/cpuid/v2"

//go:generate go run ./gen -out norms_amd64.s -stubs stub_amd64.go -pkg rng

// normsByFour fills the beginning of dst as Norms does, four blocks at a time, and returns what is left.
func (s *Stream) normsByFour(dst []float32) []float32 {
	const size = 8 // numbers of four blocks, and their draws
	groups := len(dst) / size
	if groups == 0 || s.pos%2 != 0 || !cpuid.CPU.Supports(cpuid.AVX2) {
		return dst
	}
	norms(&dst[0], groups, s.pos/2, s.sub, &s.key)
	s.pos += uint64(groups * size)
	return dst[groups*size:]
}
