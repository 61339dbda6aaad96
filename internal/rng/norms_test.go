package rng

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/exact"
)

// TestNormsByFour holds Norms, which may draw four blocks at once, against one point of the plane at a time, bit by bit.
func TestNormsByFour(t *testing.T) {
	for _, c := range []struct {
		pos uint64
		n   int
	}{{0, 0}, {0, 1}, {0, 7}, {0, 8}, {1, 40}, {2, 41}, {6, 128}, {1<<33 - 8, 64}, {0, 1 << 17}} {
		t.Run(fmt.Sprintf("%d from %d", c.n, c.pos), func(t *testing.T) {
			s := New("norms", "by four").Sub(3)
			for _, key := range []*Stream{s, {key: [2]uint32{0, math.MaxUint32}, sub: math.MaxUint64}} {
				fast, plain := key.At(c.pos), key.At(c.pos)
				got := make([]float32, c.n+1)
				got[c.n] = 12345
				fast.Norms(got[:c.n])
				for i := 0; i < c.n; i += 2 {
					radius, angle := plain.polar()
					require.Equal(t, math.Float32bits(float32(float64(radius*exact.Cos(angle)))), math.Float32bits(got[i]), "number %d", i)
					if i+1 < c.n {
						require.Equal(t, math.Float32bits(float32(float64(radius*exact.Sin(angle)))), math.Float32bits(got[i+1]), "number %d", i+1)
					}
				}
				require.EqualValues(t, 12345, got[c.n], "beyond the end")
				require.Equal(t, plain.Uint64(), fast.Uint64(), "position")
			}
		})
	}
}
