package kernel

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/exact"
	"tgan/internal/rng"
)

// exponentTable returns squared distances whose exponentials are everywhere: small and large, at the ends of the range and around the
// multiples of log 2 where the reduction changes.
func exponentTable() []float64 {
	values := []float64{0, math.Copysign(0, -1), 5e-324, 1e-310, 0x1p-1022, 1e-300, 1e-17, 0x1p-53, 0x1p-52, 1, 707.9, 708}
	for k := range 1022 {
		for _, half := range []float64{0, 0.5} {
			at := (float64(k) + half) * math.Ln2
			values = append(values, math.Nextafter(at, 0), at, math.Nextafter(at, 1e9))
		}
	}
	s := rng.New("test", "exponents")
	for range 200000 {
		values = append(values, math.Ldexp(s.Float64(), int(s.Float64()*80)-70), s.Float64()*708)
	}
	kept := values[:0]
	for _, v := range values {
		if v >= 0 && v <= 708 {
			kept = append(kept, v)
		}
	}
	return kept
}

// The assembly has the bits of exact.Exp.
func TestGaussianIsExactExp(t *testing.T) {
	table := exponentTable()
	for len(table)%doubles != 0 {
		table = append(table, 1)
	}
	want := make([]float64, len(table))
	for i, d := range table {
		want[i] = exact.Exp(-d)
	}
	for isa := Portable; isa <= Detect(); isa++ {
		got := make([]float64, len(table))
		gaussian(isa, got, make([]float64, len(table)), table, 0, 1)
		for i, d := range table {
			if math.Float64bits(want[i]) != math.Float64bits(got[i]) {
				t.Fatalf("%v: exp(-%x) is %x, want %x", isa, d, got[i], want[i])
			}
		}
	}
}

// Lengths that fill no register, and exponents out of the assembly's range.
func TestGaussianAnyLength(t *testing.T) {
	for _, c := range []struct {
		name  string
		twice float64
		odd   float64
	}{{"usual", 3, 1}, {"zero results", 1e-3, 1}, {"denormal results", 1, 730}, {"infinite", 1, math.Inf(1)}, {"no number", 1, math.NaN()}} {
		t.Run(c.name, func(t *testing.T) {
			for n := range 70 {
				for isa := Portable; isa <= Detect(); isa++ {
					products, intactP := guarded[float64](noise("p", n))
					norms, intactN := guarded[float64](noise("n", n))
					if n > 2 {
						norms[n/2] = c.odd
					}
					y, intactY := guarded[float64](noise("y", n))
					gaussian(isa, y, products, norms, 2.5, c.twice)
					for j, v := range y {
						want := exact.Exp(-max(0, 2.5+norms[j]-2*products[j]) / c.twice)
						require.Equal(t, math.Float64bits(want), math.Float64bits(v), "%v, element %d of %d", isa, j, n)
					}
					intactP(t)
					intactN(t)
					intactY(t)
				}
			}
		})
	}
}

func TestGaussianPanics(t *testing.T) {
	require.PanicsWithValue(t, "kernel: Gaussian: slices of 2, 1 and 2 elements, want equal lengths", func() {
		Gaussian(make([]float64, 2), make([]float64, 1), make([]float64, 2), 0, 1)
	})
}

func FuzzGaussian(f *testing.F) {
	f.Add(1.0, 2.0, 0.5, 3.0)
	f.Add(0.0, 708.0, -1e-300, 1.0)
	f.Add(900.0, 0.0, 0.0, -1.0)
	f.Fuzz(func(t *testing.T, norm, other, product, twice float64) {
		const n = 2 * doubles
		products, norms := make([]float64, n), make([]float64, n)
		for j := range n {
			products[j], norms[j] = product*float64(j), other/float64(j+1)
		}
		for isa := AVX2; isa <= Detect(); isa++ {
			y := make([]float64, n)
			gaussian(isa, y, products, norms, norm, twice)
			for j, v := range y {
				want := exact.Exp(-max(0, norm+norms[j]-2*products[j]) / twice)
				if math.Float64bits(want) != math.Float64bits(v) && !(math.IsNaN(want) && math.IsNaN(v)) {
					t.Fatalf("%v: element %d is %x, want %x", isa, j, v, want)
				}
			}
		}
	})
}

func BenchmarkGaussian(b *testing.B) {
	products, norms := noise("p", 64), noise("n", 64)
	y := make([]float64, 64)
	for isa := Portable; isa <= Detect(); isa++ {
		b.Run(fmt.Sprint(isa), func(b *testing.B) {
			for b.Loop() {
				gaussian(isa, y, products, norms, 10, 7)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/64, "ns/exp")
		})
	}
}
