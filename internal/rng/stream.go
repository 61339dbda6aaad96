package rng

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/bits"

	"tgan/internal/exact"
)

// Stream is a sequence of random numbers and a position in it. It is not safe for concurrent use; take a Sub for each consumer.
type Stream struct {
	key [2]uint32
	sub uint64 // upper half of the 128-bit counter
	pos uint64 // next 64-bit number

	block uint64 // the numbers of a block come in pairs: 1 + index of the one in out, 0 for none
	out   [4]uint32
}

// New returns the stream of that name under a seed, at position 0. The seed is any text: a trial's key, or what a user typed.
func New(seed, name string) *Stream {
	h := sha256.New()
	h.Write([]byte(seed))
	h.Write([]byte{0})
	h.Write([]byte(name))
	sum := h.Sum(nil)
	return &Stream{
		key: [2]uint32{binary.LittleEndian.Uint32(sum), binary.LittleEndian.Uint32(sum[4:])},
		sub: binary.LittleEndian.Uint64(sum[8:]),
	}
}

// Sub returns child stream number i at position 0. Children do not overlap one another or their parent in any sequence of
// practical length: each has its own place in the upper half of the counter and its own key.
func (s *Stream) Sub(i uint64) *Stream {
	a := philox(s.key, [4]uint32{uint32(i), uint32(i >> 32), uint32(s.sub), uint32(s.sub >> 32)})
	b := philox([2]uint32{^s.key[0], ^s.key[1]}, [4]uint32{uint32(i), uint32(i >> 32), uint32(s.sub), uint32(s.sub >> 32)})
	return &Stream{key: [2]uint32{a[0], a[1]}, sub: uint64(b[0]) | uint64(b[1])<<32}
}

// At returns the same stream at a position: the number of 64-bit numbers before the next. It may be used beside s.
func (s *Stream) At(pos uint64) *Stream { return &Stream{key: s.key, sub: s.sub, pos: pos} }

// Uint64 returns the next number, uniform over all 64-bit values.
func (s *Stream) Uint64() uint64 {
	if block := s.pos >> 1; s.block != block+1 {
		s.out = philox(s.key, [4]uint32{uint32(block), uint32(block >> 32), uint32(s.sub), uint32(s.sub >> 32)})
		s.block = block + 1
	}
	half := s.pos & 1 * 2
	s.pos++
	return uint64(s.out[half]) | uint64(s.out[half+1])<<32
}

// Float64 returns a number uniform in [0, 1), a multiple of 2**-53.
func (s *Stream) Float64() float64 { return float64(s.Uint64()>>11) * 0x1p-53 }

// Uniform returns a number uniform in [lo, hi).
func (s *Stream) Uniform(lo, hi float64) float64 { return lo + float64((hi-lo)*s.Float64()) }

// IntN returns an integer uniform in [0, n); n must be positive. It draws one number: the bias is below n/2**64.
func (s *Stream) IntN(n int) int {
	if n <= 0 {
		panic("rng: IntN of a non-positive n")
	}
	hi, _ := bits.Mul64(s.Uint64(), uint64(n))
	return int(hi)
}

// Norm returns a number from N(0, 1), by Box and Muller's cosine from two draws: the position advances by exactly two.
func (s *Stream) Norm() float64 {
	radius, angle := s.polar()
	return float64(radius * exact.Cos(angle))
}

// Norms fills dst with numbers from N(0, 1), rounded to float32, by Box and Muller's cosine and sine: each two take two draws, an odd
// last one too. The first is what Norm returns, and the cost of each is little more than half.
func (s *Stream) Norms(dst []float32) {
	for dst = s.normsByFour(dst); len(dst) > 0; dst = dst[min(2, len(dst)):] {
		radius, angle := s.polar()
		dst[0] = float32(float64(radius * exact.Cos(angle)))
		if len(dst) > 1 {
			dst[1] = float32(float64(radius * exact.Sin(angle)))
		}
	}
}

// polar returns the length and direction of a point of the normal distribution in the plane.
func (s *Stream) polar() (radius, angle float64) {
	u := 1 - s.Float64() // (0, 1], so that the logarithm is finite
	v := s.Float64()
	return math.Sqrt(-2 * exact.Log(u)), 2 * math.Pi * v
}

// Perm returns a permutation of 0..n-1 (Fisher and Yates); the position advances by n-1 for n > 1.
func (s *Stream) Perm(n int) []int {
	p := make([]int, n)
	for i := range p {
		p[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := s.IntN(i + 1)
		p[i], p[j] = p[j], p[i]
	}
	return p
}
