//go:build !amd64

package rng

// normsByFour leaves everything to Norms.
func (s *Stream) normsByFour(dst []float32) []float32 { return dst }
