package rng_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/rng"
)

func TestChildrenDoNotDependOnThePosition(t *testing.T) {
	a, b := rng.New("seed", "latent"), rng.New("seed", "latent")
	b.Uint64()
	require.Equal(t, a.Sub(3).Uint64(), b.Sub(3).Uint64())
	require.NotEqual(t, a.Sub(3).Uint64(), b.Sub(4).Uint64())
}

func TestAtContinuesTheSequence(t *testing.T) {
	a := rng.New("seed", "latent").Sub(5)
	for pos := range uint64(9) {
		require.Equal(t, a.At(pos).Uint64(), a.Uint64())
	}
}

func TestStreamsDiffer(t *testing.T) {
	first := map[uint64]string{}
	add := func(name string, s *rng.Stream) {
		v := s.Uint64()
		require.NotContains(t, first, v, name)
		first[v] = name
	}
	add("seed/a", rng.New("seed", "a"))
	add("seed/b", rng.New("seed", "b"))
	add("other/a", rng.New("other", "a"))
	add("split elsewhere", rng.New("see", "da"))
	for i := range uint64(1000) {
		add(fmt.Sprint("sub ", i), rng.New("seed", "a").Sub(i))
		add(fmt.Sprint("sub sub ", i), rng.New("seed", "a").Sub(7).Sub(i))
	}
}

func TestDistributions(t *testing.T) {
	const n = 200_000
	s := rng.New("moments", "test")
	var sum, sq, fourth, uniform float64
	counts := make([]int, 7)
	for range n {
		v := s.Norm()
		sum, sq, fourth = sum+v, sq+v*v, fourth+v*v*v*v
		uniform += s.Uniform(-1, 3)
		counts[s.IntN(7)]++
	}
	require.InDelta(t, 0, sum/n, 5/math.Sqrt(n))
	require.InDelta(t, 1, sq/n, 5*math.Sqrt(2.0/n))
	require.InDelta(t, 3, fourth/n, 5*math.Sqrt(96.0/n))
	require.InDelta(t, 1, uniform/n, 5*4/math.Sqrt(12*n))
	for _, c := range counts {
		require.InDelta(t, n/7.0, float64(c), 5*math.Sqrt(n/7.0))
	}
}

// Norms gives pairs: the first is Norm's, each sample is normal, and the two of a pair are not correlated.
func TestNorms(t *testing.T) {
	const n = 100_001
	dst := make([]float32, n)
	a, b := rng.New("moments", "norms"), rng.New("moments", "norms")
	a.Norms(dst)
	var sum, sq, fourth, product [2]float64
	for i, v := range dst {
		if i%2 == 0 {
			require.Equal(t, float32(b.Norm()), v)
		}
		x := float64(v)
		half := i % 2
		sum[half] += x
		sq[half] += x * x
		fourth[half] += x * x * x * x
		if i > 0 {
			product[half] += x * float64(dst[i-1])
		}
	}
	require.Equal(t, b.Uint64(), a.Uint64(), "an odd last number takes two draws")
	for half := range 2 {
		require.InDelta(t, 0, sum[half]/n*2, 5/math.Sqrt(n/2))
		require.InDelta(t, 1, sq[half]/n*2, 5*math.Sqrt(2.0/n*2))
		require.InDelta(t, 3, fourth[half]/n*2, 5*math.Sqrt(96.0/n*2))
		require.InDelta(t, 0, product[half]/n*2, 5/math.Sqrt(n/2))
	}
}

func BenchmarkNorms(b *testing.B) {
	dst := make([]float32, 8192)
	s := rng.New("seed", "norms")
	for b.Loop() {
		s.Norms(dst)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(dst)), "ns/number")
}

func TestPermIsAPermutation(t *testing.T) {
	for _, n := range []int{0, 1, 2, 100} {
		p := rng.New("seed", "perm").Perm(n)
		slices.Sort(p)
		for i, v := range p {
			require.Equal(t, i, v)
		}
	}
}

func ExampleNew() {
	s := rng.New("trial 1", "latent")
	fmt.Println(s.IntN(100), s.IntN(100))
	// Output: 28 9
}
