package jpeg

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The transform is that of T.81, section A.3.3, to a rounding.
func TestInverseIsTheTransformOfTheStandard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b block
		quant := new([64]uint16)
		for k := range quant {
			quant[k] = uint16(rapid.IntRange(1, 16).Draw(t, "quant"))
		}
		for range rapid.IntRange(0, 12).Draw(t, "coefficients") {
			b[rapid.IntRange(0, 63).Draw(t, "at")] = int16(rapid.IntRange(-60, 60).Draw(t, "value"))
		}
		var got [64]uint8
		inverse(&b, quant, got[:], 8)
		for y := range 8 {
			for x := range 8 {
				sum := 0.0
				for v := range 8 {
					for u := range 8 {
						scale := 0.25
						if u == 0 {
							scale /= math.Sqrt2
						}
						if v == 0 {
							scale /= math.Sqrt2
						}
						sum += scale * float64(b[8*v+u]) * float64(quant[8*v+u]) *
							math.Cos(float64((2*x+1)*u)*math.Pi/16) * math.Cos(float64((2*y+1)*v)*math.Pi/16)
					}
				}
				require.InDelta(t, min(max(sum+128, 0), 255), float64(got[8*y+x]), 0.6)
			}
		}
	})
}
