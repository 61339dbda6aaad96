package kernel

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// view returns a guarded matrix of normal numbers whose rows are stride apart, its end at a guard page, and the check of its guards.
func view(what string, rows, cols, stride int) (Matrix, func(require.TestingT)) {
	data, intact := guarded[float64](noise(what, max(0, (rows-1)*stride+cols)))
	return Matrix{data, rows, cols, stride}, intact
}

// Each element is one chain of fused multiply-adds, whatever the instruction set; nothing beside c is written.
func TestProduct(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := func(name string, most int) int {
			if rapid.IntRange(0, 9).Draw(t, name+" long") == 0 {
				return rapid.IntRange(most, 5*most).Draw(t, name)
			}
			return rapid.IntRange(1, most).Draw(t, name)
		}
		n, k, m := size("n", 20), size("k", 70), size("m", 30)
		gap := func(name string) int { return rapid.SampledFrom([]int{0, 0, 1, 5}).Draw(t, name) }
		strideA, strideB, strideC := k+gap("a"), m+gap("b"), m+gap("c")
		load := rapid.IntRange(0, 1).Draw(t, "load")
		for isa := Portable; isa <= Detect(); isa++ {
			a, intactA := view("a", n, k, strideA)
			b, intactB := view("b", k, m, strideB)
			c, intactC := view("c", n, m, strideC)
			old := append([]float64(nil), c.Data...)
			product(isa, c, a, b, load)
			for i := range n {
				for j := range strideC {
					at := i*strideC + j
					if at >= len(old) {
						continue
					}
					want := old[at]
					if j < m {
						want = chainOf(a, b, i, j, want*float64(load))
					}
					require.Equal(t, math.Float64bits(want), math.Float64bits(c.Data[at]), "%v element (%d, %d)", isa, i, j)
				}
			}
			intactA(t)
			intactB(t)
			intactC(t)
		}
	})
}

// chainOf continues the chain of an element of a product.
func chainOf(a, b Matrix, i, j int, sum float64) float64 {
	for k := range a.Cols {
		sum = math.FMA(a.Data[i*a.Stride+k], b.Data[k*b.Stride+j], sum)
	}
	return sum
}

func TestProductOfNothing(t *testing.T) {
	c := Matrix{[]float64{7, 8}, 1, 2, 2}
	AddProduct(c, Matrix{nil, 1, 0, 0}, Matrix{nil, 0, 2, 2})
	require.Equal(t, []float64{7, 8}, c.Data)
	Product(c, Matrix{nil, 1, 0, 0}, Matrix{nil, 0, 2, 2})
	require.Equal(t, []float64{0, 0}, c.Data)
}

func TestProductPanics(t *testing.T) {
	require.PanicsWithValue(t, "kernel: Product: 1x2 = 1x3 times 2x2 does not fit", func() {
		Product(Matrix{make([]float64, 2), 1, 2, 2}, Matrix{make([]float64, 3), 1, 3, 3}, Matrix{make([]float64, 4), 2, 2, 2})
	})
}

func FuzzProduct(f *testing.F) {
	f.Add(uint8(8), uint16(256), uint8(24), uint8(0))
	f.Add(uint8(65), uint16(257), uint8(7), uint8(3))
	f.Fuzz(func(t *testing.T, n uint8, k uint16, m, gap uint8) {
		rows, terms, cols, more := int(n), int(k%600), int(m), int(gap%9)
		var first []float64
		for isa := Portable; isa <= Detect(); isa++ {
			a, intactA := view("a", rows, terms, terms+more)
			b, intactB := view("b", terms, cols, cols+more)
			c, intactC := view("c", rows, cols, cols+more)
			product(isa, c, a, b, 0)
			if first == nil {
				first = append(first, c.Data...)
			}
			require.Equal(t, first, append([]float64(nil), c.Data...), isa)
			intactA(t)
			intactB(t)
			intactC(t)
		}
	})
}

func BenchmarkProduct(b *testing.B) {
	x, _ := view("a", 64, 768, 768)
	y, _ := view("b", 768, 64, 64)
	z, _ := view("c", 64, 64, 64)
	for isa := Portable; isa <= Detect(); isa++ {
		b.Run(fmt.Sprint(isa), func(b *testing.B) {
			for b.Loop() {
				product(isa, z, x, y, 0)
			}
			b.ReportMetric(2*64*64*768*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
