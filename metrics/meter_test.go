package metrics

import (
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/rng"
)

// noiseSample returns n samples of d normal features.
func noiseSample(name string, n, d int) *Sample {
	f := &Features{n: n, dim: d}
	stream := rng.New("test", name)
	for range n * d {
		f.values = append(f.values, float32(stream.Norm()))
	}
	return NewSample(f)
}

// A measurement tells of its work while it computes, never less than before, and comes to its end.
func TestMeasureTellsProgress(t *testing.T) {
	for _, c := range []struct {
		name  string
		names []string
		draws int
		least int // calls
	}{
		{"one metric", []string{NameKMMD}, 0, 20},
		{"metrics that share", append(prdcNames(), NameAuthenticity), 0, 20},
		{"each", Names(), 0, 100},
		{"intervals", []string{NameKID}, 20, 30},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := StandardSettings("1")
			s.Subsets = Subsets{Count: 3, Size: 100}
			s.Draws = c.draws
			calls, last, whole := 0, 0, 0
			s.Progress = func(done, total int) {
				require.GreaterOrEqual(t, done, last)
				require.LessOrEqual(t, done, total)
				if whole > 0 {
					require.Equal(t, whole, total)
				}
				calls, last, whole = calls+1, done, total
			}
			real, fake := noiseSample("real", 300, 8), noiseSample("fake", 250, 8)
			_, err := Measure(real, fake, c.names, s)
			require.NoError(t, err)
			require.Equal(t, whole, last)
			require.Positive(t, whole)
			require.GreaterOrEqual(t, calls, c.least)
		})
	}
}
