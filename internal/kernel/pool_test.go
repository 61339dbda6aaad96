package kernel

import (
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every task runs once, workers never overlap with themselves, and Run ends after its last task.
func TestPoolRun(t *testing.T) {
	for _, threads := range []int{1, 2, 5} {
		p := NewPool(threads, Portable)
		for round := range 3000 {
			n := round % 40
			counts := make([]atomic.Int32, n)
			busy := make([]atomic.Int32, threads)
			p.Run(n, func(task, worker int) {
				require.Equal(t, int32(1), busy[worker].Add(1))
				counts[task].Add(1)
				busy[worker].Add(-1)
			})
			for i := range counts {
				require.Equal(t, int32(1), counts[i].Load())
			}
		}
		p.Close()
	}
}

func TestPoolRefuses(t *testing.T) {
	require.PanicsWithValue(t, "kernel: NewPool: 0 threads, want at least 1", func() { NewPool(0, Portable) })
	require.Panics(t, func() { NewPool(1, AVX512+1) })
}

func TestPoolAccessors(t *testing.T) {
	p := NewPool(3, Portable)
	defer p.Close()
	require.Equal(t, 3, p.Threads())
	require.Equal(t, Portable, p.ISA())
}

func TestParseISA(t *testing.T) {
	for isa := Portable; isa <= AVX512; isa++ {
		got, err := ParseISA(isa.String())
		require.NoError(t, err)
		require.Equal(t, isa, got)
	}
	_, err := ParseISA("sse")
	require.EqualError(t, err, `kernel: no instruction set "sse"; use portable, avx2 or avx512`)
}

func TestLengthsAreChecked(t *testing.T) {
	p := NewPool(1, Portable)
	defer p.Close()
	require.PanicsWithValue(t, "kernel: Add: slices of 2 and 3 elements, want equal lengths", func() {
		Add(p, make([]float32, 2), make([]float32, 3), make([]float32, 3))
	})
	require.PanicsWithValue(t, "kernel: Sum: dst has 1 elements, want 4", func() {
		Sum(p, ByChannel, Shape{1, 2, 4}, make([]float32, 1), make([]float32, 8))
	})
	require.PanicsWithValue(t, "kernel: MeanPool2: 3x2 pixels, want even numbers", func() {
		MeanPool2(p, 1, 3, 2, 1, make([]float32, 1), make([]float32, 6))
	})
}
