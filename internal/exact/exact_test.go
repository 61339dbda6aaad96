package exact_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/exact"
)

// The standard library is the independent value: it is accurate to one unit in the last place, though not the same everywhere.
func TestAgainstTheStandardLibrary(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want func(float64) float64
		lo, hi    float64
		absolute  float64
	}{
		{"exp", exact.Exp, math.Exp, -700, 700, 0},
		{"exp near zero", exact.Exp, math.Exp, -1, 1, 0},
		{"log", exact.Log, math.Log, 1e-12, 50, 1e-17},
		{"log near one", exact.Log, math.Log, 0.9, 1.1, 1e-17},
		{"sin", exact.Sin, math.Sin, -40, 40, 1e-16},
		{"cos", exact.Cos, math.Cos, -40, 40, 1e-16},
		{"tanh", exact.Tanh, math.Tanh, -25, 25, 0},
		{"tanh near zero", exact.Tanh, math.Tanh, -0.6, 0.6, 0},
		{"atan2", func(x float64) float64 { return exact.Atan2(x, -0.7) }, func(x float64) float64 { return math.Atan2(x, -0.7) }, -9, 9, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			const steps = 20011
			for i := range steps {
				x := c.lo + (c.hi-c.lo)*float64(i)/steps
				got, want := c.got(x), c.want(x)
				require.LessOrEqual(t, math.Abs(got-want), c.absolute+8*math.Abs(want)*0x1p-53, "at %v", x)
			}
		})
	}
}

// The bits of a few values, so that a change of compiler or machine that alters them is seen.
func TestBits(t *testing.T) {
	require.Equal(t, uint64(0x4005bf0a8b14576a), math.Float64bits(exact.Exp(1)))
	require.Equal(t, uint64(0x3fe62e42fefa39ef), math.Float64bits(exact.Log(2)))
	require.Equal(t, uint64(0x3feaed548f090cee), math.Float64bits(exact.Sin(1)))
	require.Equal(t, uint64(0x3fe14a280fb5068c), math.Float64bits(exact.Cos(1)))
	require.Equal(t, uint64(0x3fe85efab514f394), math.Float64bits(exact.Tanh(1)))
	require.Equal(t, uint64(0x3fe921fb54442d19), math.Float64bits(exact.Atan2(1, 1)))
}

func TestEdges(t *testing.T) {
	require.True(t, math.IsInf(exact.Exp(1000), 1))
	require.Zero(t, exact.Exp(-1000))
	require.True(t, math.IsInf(exact.Log(0), -1))
	require.True(t, math.IsNaN(exact.Log(-1)))
	require.True(t, math.IsNaN(exact.Sin(1e7)))
	require.Equal(t, -1.0, exact.Tanh(-100))
	require.Zero(t, exact.Atan2(0, 0))
	require.InDelta(t, math.Pi, exact.Atan2(0, -1), 0)
	for _, f := range []func(float64) float64{exact.Exp, exact.Log, exact.Sin, exact.Tanh} {
		require.True(t, math.IsNaN(f(math.NaN())))
	}
}

func ExampleExp() {
	fmt.Printf("%.4f %.4f\n", exact.Exp(0), exact.Exp(1))
	// Output: 1.0000 2.7183
}
