package kernel

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The chains are the same whatever the instruction set, they add up to the product, and nothing before the diagonal is read.
func TestAddSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 90).Draw(t, "columns")
		n := rapid.IntRange(0, m).Draw(t, "rows")
		stride := m + rapid.SampledFrom([]int{0, 0, 1, 5}).Draw(t, "gap")
		var first []float64
		for isa := Portable; isa <= Detect(); isa++ {
			a, intactA := view("a", n, m, stride)
			for i := range n {
				for j := range i {
					a.Data[i*stride+j] = math.NaN()
				}
			}
			v, intactV := guarded[float64](noise("v", m))
			y, intactY := guarded[float64](noise("y", m))
			want := symmetric(y, v, a)
			addSymmetric(isa, y, v, a)
			require.InDeltaSlice(t, want, y, 1e-12, isa)
			if first == nil {
				first = append(first, y...)
			}
			require.Equal(t, first, append([]float64(nil), y...), isa)
			intactV(t)
			intactY(t)
			intactA(t)
		}
	})
}

// symmetric returns y plus the product, both halves written out.
func symmetric(y, v []float64, a Matrix) []float64 {
	out := append([]float64(nil), y...)
	for i := range a.Rows {
		for j := i; j < a.Cols; j++ {
			u := a.Data[i*a.Stride+j]
			out[i] += u * v[j]
			if j > i {
				out[j] += u * v[i]
			}
		}
	}
	return out
}

func TestAddSymmetricByHand(t *testing.T) {
	y := []float64{1, 0, 0}
	AddSymmetric(y, []float64{1, 10, 100}, Matrix{[]float64{2, 3, 4, 0, 5, 6}, 2, 3, 3})
	require.Equal(t, []float64{1 + 2 + 30 + 400, 3 + 50 + 600, 4 + 60}, y)
}

func TestAddSymmetricPanics(t *testing.T) {
	require.PanicsWithValue(t, "kernel: AddSymmetric: 2 values += rows of 1x3 times 3 values does not fit", func() {
		AddSymmetric(make([]float64, 2), make([]float64, 3), Matrix{make([]float64, 3), 1, 3, 3})
	})
}

func BenchmarkAddSymmetric(b *testing.B) {
	const n = 1024
	a, _ := view("a", n, n, n)
	v, y := noise("v", n), make([]float64, n)
	for isa := Portable; isa <= min(AVX2, Detect()); isa++ {
		b.Run(fmt.Sprint(isa), func(b *testing.B) {
			for b.Loop() {
				addSymmetric(isa, y, v, a)
			}
			b.ReportMetric(2*n*n*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
