package benchmarks

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tgan/internal/rng"
)

type scipy struct {
	Cases []struct {
		Differences     []float64
		Mean, Low, High float64
		Above, Below    float64
		FlipAbove       float64 `json:"flip_above"`
		FlipBelow       float64 `json:"flip_below"`
		Margin, Within  float64
	}
	Ranks []struct {
		A, B []float64
		Rho  float64
	}
	Welch []struct {
		Reference, Values []float64
		P                 float64
	}
}

func readSciPy(t *testing.T) (s scipy) {
	data, err := os.ReadFile("testdata/inference.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &s))
	require.NotEmpty(t, s.Cases)
	return s
}

func TestInferenceIsThatOfSciPy(t *testing.T) {
	for _, c := range readSciPy(t).Cases {
		above := infer(c.Differences, Difference, interval{0, math.Inf(1)})
		require.InDelta(t, c.Mean, above.Value, 1e-12)
		require.InDelta(t, c.Low, above.Low, 1e-6*math.Abs(c.Low))
		require.InDelta(t, c.High, above.High, 1e-6*math.Abs(c.High))
		require.InDelta(t, c.Above, above.P, 1e-9)
		require.InDelta(t, c.Below, above.Contra, 1e-9)
		require.InDelta(t, c.FlipAbove, *above.SignFlip, 1e-12)
		require.Equal(t, "above 0", above.Wanted)
		below := infer(c.Differences, Ratio, interval{math.Inf(-1), 0})
		require.InDelta(t, math.Exp(c.Mean), below.Value, 1e-9)
		require.InDelta(t, c.Below, below.P, 1e-9)
		require.InDelta(t, c.FlipBelow, *below.SignFlip, 1e-12)
		require.Equal(t, "below 1", below.Wanted)
		within := infer(c.Differences, Difference, interval{-c.Margin, c.Margin})
		require.InDelta(t, c.Within, within.P, 1e-9)
	}
}

func TestRanksAreThoseOfSciPy(t *testing.T) {
	for _, c := range readSciPy(t).Ranks {
		require.InDelta(t, c.Rho, spearman(c.A, c.B), 1e-12)
	}
	require.Zero(t, spearman([]float64{1, 1, 1}, []float64{1, 2, 3}), "no order")
}

// Equal differences have no spread to compare with: no p below that of the signs is to be had of them.
func TestEqualDifferencesAreNotCertain(t *testing.T) {
	e := infer([]float64{-1, -1, -1}, Ratio, interval{math.Inf(-1), 0})
	require.Equal(t, 0.125, e.P)
	require.Equal(t, 1.0, e.Contra)
	require.Equal(t, 1.0, infer([]float64{0, 0, 0}, Ratio, interval{math.Inf(-1), 0}).P)
}

// Derived by hand: 0.01*3, 0.02*2, 0.03*1 raised to what stands before it.
func TestHolm(t *testing.T) {
	corrected := holm([]float64{0.03, 0.01, 0.02, 0.9})
	for i, want := range []float64{0.06, 0.04, 0.06, 0.9} {
		require.InDelta(t, want, corrected[i], 1e-12)
	}
	require.Empty(t, holm(nil))
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 9).Draw(t, "p")
		for i, v := range holm(p) {
			if v < p[i] || v > math.Min(1, float64(len(p))*p[i]+1e-15) {
				t.Fatalf("%v became %v", p[i], v)
			}
		}
	})
}

// Under no difference at all, t tests of five seeds reject at their level, towards and against.
func TestLevelUnderNoDifference(t *testing.T) {
	stream := rng.New("level", "differences")
	const trials = 4000
	towards, against := 0, 0
	for range trials {
		d := make([]float64, 5)
		for i := range d {
			d[i] = stream.Norm()
		}
		e := infer(d, Ratio, interval{math.Inf(-1), 0})
		if e.P < Alpha {
			towards++
		}
		if e.Contra < Alpha {
			against++
		}
	}
	for _, n := range []int{towards, against} { // three standard deviations of a binomial count
		require.InDelta(t, Alpha*trials, n, 3*math.Sqrt(trials*Alpha*(1-Alpha)))
	}
}

func TestWelchIsThatOfSciPy(t *testing.T) {
	for _, c := range readSciPy(t).Welch {
		require.InDelta(t, c.P, welch(c.Reference, c.Values), 1e-9)
	}
	require.Equal(t, 1.0, welch([]float64{1, 1, 1}, []float64{1, 1}))
	require.Equal(t, 0.0, welch([]float64{1, 1, 1}, []float64{2, 2}))
}
