package ops

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A value's place is its own from when it is computed until it is last read, but for the op that may overwrite it.
func TestPlacesOfLivingValuesDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tape := drawTape(t)
		size := place(tape)
		for i, s := range tape {
			if s.kept {
				continue
			}
			require.LessOrEqual(t, s.offset+s.size, size)
			require.Zero(t, s.offset%alignment)
			for _, later := range tape[i+1:] {
				apart := later.kept || later.born > s.dies || later.offset >= s.offset+s.size || s.offset >= later.offset+later.size
				overwritten := later.born == s.dies && later.offset == s.offset && later.size == s.size &&
					slices.Contains(later.inputs[:later.inPlace], s) && !slices.Contains(later.inputs[later.inPlace:], s)
				require.True(t, apart || overwritten, "values %d and %d", s.born, later.born)
			}
		}
	})
}

func drawTape(t *rapid.T) []*slot {
	var tape []*slot
	for born := range rapid.IntRange(1, 40).Draw(t, "ops") {
		s := &slot{born: born, dies: born, size: rapid.SampledFrom([]int{1, 15, 16, 17, 64, 100}).Draw(t, "size"), kept: rapid.IntRange(0, 9).Draw(t, "kept") == 0}
		for range rapid.IntRange(0, 3).Draw(t, "inputs") {
			var in *slot
			if i := rapid.IntRange(-1, born-1).Draw(t, "input"); i >= 0 {
				in = tape[i]
				in.dies = born
			}
			s.inputs = append(s.inputs, in)
		}
		s.inPlace = rapid.IntRange(0, len(s.inputs)).Draw(t, "in place")
		tape = append(tape, s)
	}
	return tape
}

// A chain of ops that may overwrite their input lies in one place; one that keeps its input needs two.
func TestPlacesAreShared(t *testing.T) {
	chain := func(inPlace int) []*slot {
		tape := []*slot{{size: 32}}
		for i := 1; i < 5; i++ {
			in := tape[i-1]
			in.dies = i
			tape = append(tape, &slot{size: 32, born: i, dies: i, inputs: []*slot{in}, inPlace: inPlace})
		}
		return tape
	}
	require.Equal(t, 32, place(chain(1)))
	require.Equal(t, 64, place(chain(0)))
}
