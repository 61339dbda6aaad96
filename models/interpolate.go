package models

import (
	"fmt"
	"math"

	"tgan/internal/exact"
	"tgan/internal/rng"
)

// Path is the way between two latent codes.
type Path string

// The paths.
const (
	Slerp  Path = "slerp"  // along the great circle: the codes between are as long as random ones; White 2016
	Linear Path = "linear" // along the straight line: those in the middle are shorter
)

// Paths returns all names.
func Paths() []Path { return []Path{Slerp, Linear} }

// Interpolate returns rows strips of columns images each (at least 2), uint8 RGB, [rows*columns,Side,Side,3], strip by strip. Strip r goes from code
// 2r to code 2r+1 of the named stream, both included, along the path. Because an image depends on its batch, all images of a
// column are drawn in batches that the same other codes of the stream fill up: what changes along a strip is the code alone. Strip r of a
// conditional generator is of class Label(r). It returns an error for a path that is none.
func (s *Sampler) Interpolate(rows, columns int, path Path, seed string) ([]uint8, error) {
	between, err := path.between()
	if err != nil {
		return nil, err
	}
	if rows < 1 || columns < 2 {
		return nil, fmt.Errorf("models: interpolation of %d rows and %d columns: there must be at least 1 and 2", rows, columns)
	}
	n, size := s.arch.Latent, s.arch.Side*s.arch.Side*3
	ends, fill := make([]float32, 2*rows*n), make([]float32, s.batch*n)
	s.norms(rng.New(seed, "interpolation"), ends)
	rng.New(seed, "interpolation/fill").Norms(fill)
	strips := min(rows, max(1, s.batch/2)) // of one batch
	pixels := make([]uint8, rows*columns*size)
	for first := 0; first < rows; first += strips {
		for column := range columns {
			codes := append([]float32(nil), fill...)
			count := min(strips, rows-first)
			for i := range count {
				pair := ends[2*(first+i)*n:][:2*n]
				between(codes[i*n:][:n], pair[:n], pair[n:], float64(column)/float64(columns-1))
			}
			drawn, err := s.render(codes, func(i int) int { return s.Label(first + i) })
			if err != nil {
				return nil, err
			}
			for i := range count {
				copy(pixels[((first+i)*columns+column)*size:][:size], drawn[i*size:])
			}
		}
	}
	return pixels, nil
}

// between returns what writes the code at a share of the way from a to b.
func (p Path) between() (func(dst, a, b []float32, share float64), error) {
	switch p {
	case Slerp:
		return slerp, nil
	case Linear:
		return func(dst, a, b []float32, share float64) { mix(dst, a, b, 1-share, share) }, nil
	}
	return nil, fmt.Errorf("models: unknown path %q; known: %v", string(p), Paths())
}

// slerp weighs a and b by the sines of their parts of the angle between them.
func slerp(dst, a, b []float32, share float64) {
	var aa, bb, ab float64
	for i, v := range a {
		x, y := float64(v), float64(b[i])
		aa, bb, ab = aa+float64(x*x), bb+float64(y*y), ab+float64(x*y)
	}
	angle := math.Acos(max(-1, min(1, ab/math.Sqrt(aa*bb))))
	if sine := exact.Sin(angle); sine > 1e-6 {
		mix(dst, a, b, exact.Sin((1-share)*angle)/sine, exact.Sin(share*angle)/sine)
		return
	}
	mix(dst, a, b, 1-share, share)
}

func mix(dst, a, b []float32, ofA, ofB float64) {
	for i, v := range a {
		dst[i] = float32(float64(float64(v)*ofA) + float64(float64(b[i])*ofB))
	}
}
