package kernel

import (
	"fmt"
	"math"
	"slices"
	"unsafe"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tgan/internal/rng"
)

// referenceForward is ConvForward in the plainest float64 form.
func referenceForward(g Conv, x, w, bias []float64) []float64 {
	y := make([]float64, g.YLen())
	for i := range y {
		y[i] = biasAt(bias, i%g.K)
	}
	eachTerm(g, func(xi, wi, yi int) { y[yi] += x[xi] * w[wi] })
	return y
}

// referenceData is ConvData in the plainest float64 form.
func referenceData(g Conv, dy, w, bias []float64) []float64 {
	dx := make([]float64, g.XLen())
	for i := range dx {
		dx[i] = biasAt(bias, i%g.C)
	}
	eachTerm(g, func(xi, wi, yi int) { dx[xi] += dy[yi] * w[wi] })
	return dx
}

// referenceFilter is ConvFilter in the plainest float64 form.
func referenceFilter(g Conv, x, dy []float64) []float64 {
	dw := make([]float64, g.WLen())
	eachTerm(g, func(xi, wi, yi int) { dw[wi] += x[xi] * dy[yi] })
	return dw
}

// biasAt returns bias[i], or zero where there is no bias.
func biasAt(bias []float64, i int) float64 {
	if bias == nil {
		return 0
	}
	return bias[i]
}

// eachTerm calls f with the positions of the three factors of every term of a convolution.
func eachTerm(g Conv, f func(xi, wi, yi int)) {
	for n := range g.N {
		for oh := range g.OH {
			for ow := range g.OW {
				for r := range g.R {
					for s := range g.S {
						h, w := oh*g.Stride+r-g.Pad, ow*g.Stride+s-g.PadW
						if h < 0 || h >= g.H || w < 0 || w >= g.W {
							continue
						}
						for c := range g.C {
							for k := range g.K {
								f(((n*g.H+h)*g.W+w)*g.C+c, ((r*g.S+s)*g.C+c)*g.K+k, ((n*g.OH+oh)*g.OW+ow)*g.K+k)
							}
						}
					}
				}
			}
		}
	}
}

// drawConv draws a geometry: square filters of 1, 3 and 5 and some odd ones, strides 1 to 3, small images.
func drawConv(t *rapid.T) Conv {
	r := rapid.SampledFrom([]int{1, 3, 5, 2, 4}).Draw(t, "r")
	s := r
	if rapid.IntRange(0, 4).Draw(t, "oblong") == 0 {
		s = rapid.IntRange(1, 5).Draw(t, "s")
	}
	pad := rapid.IntRange(0, min(r, s)-1).Draw(t, "pad")
	padW := pad
	if r != s {
		padW = rapid.IntRange(0, s-1).Draw(t, "padW")
	}
	g, err := NewOblongConv(
		rapid.IntRange(1, 5).Draw(t, "n"),
		rapid.IntRange(max(1, r-2*pad), 12).Draw(t, "h"),
		rapid.IntRange(max(1, s-2*padW), 12).Draw(t, "w"),
		rapid.IntRange(1, 70).Draw(t, "c"),
		rapid.IntRange(1, 70).Draw(t, "k"),
		r, s, rapid.IntRange(1, 3).Draw(t, "stride"), pad, padW)
	require.NoError(t, err)
	// The plain sums are slow: fewer images, then fewer channels, where they would take long.
	for g.Flops() > 4e6 && g.N*g.C*g.K > 1 {
		switch {
		case g.N > 1:
			g.N--
		case g.C > g.K:
			g.C /= 2
		default:
			g.K /= 2
		}
	}
	return g
}

// noise returns n normal numbers of a stream named by what.
func noise(what string, n int) []float64 {
	s := rng.New("kernel", what)
	v := make([]float64, n)
	for i := range v {
		v[i] = float64(float32(s.Norm()))
	}
	return v
}

// to converts float64 values to T.
func to[T Float](v []float64) []T {
	if v == nil {
		return nil
	}
	u := make([]T, len(v))
	for i, x := range v {
		u[i] = T(x)
	}
	return u
}

// guard is the number of guard words before a guarded buffer.
const guard = 64

// guarded returns a copy of v (in T) behind guard words and, where the system can, directly before a page that may not
// be touched, and a check that the words are intact.
func guarded[T Float](v []float64) ([]T, func(t require.TestingT)) {
	var zero T
	size := int(unsafe.Sizeof(zero))
	bytes, free := guardPages((len(v) + guard) * size)
	all := unsafe.Slice((*T)(unsafe.Pointer(&bytes[0])), len(v)+guard)
	for i := range guard {
		all[i] = 12345
	}
	inside := all[guard:]
	for i, x := range v {
		inside[i] = T(x)
	}
	return inside, func(t require.TestingT) {
		for i, x := range all[:guard] {
			if x != 12345 {
				require.FailNowf(t, "out of bounds", "word %d before the buffer overwritten with %v", guard-i, x)
			}
		}
		free()
	}
}

// nans returns n NaN.
func nans(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = math.NaN()
	}
	return v
}

// near fails unless got is within tol times the largest magnitude of want of it, element by element.
func near[T Float](t require.TestingT, want []float64, got []T, tol float64, what string) {
	require.Len(t, got, len(want), what)
	scale := 1e-30
	for _, v := range want {
		scale = max(scale, math.Abs(v))
	}
	for i, v := range want {
		if !(math.Abs(float64(got[i])-v) <= tol*scale) {
			require.FailNowf(t, "differs", "%s: element %d of %d is %v, want %v (scale %g)", what, i, len(want), got[i], v, scale)
		}
	}
}

// identical fails unless a and b hold the same bits.
func identical(t require.TestingT, a, b []float32, what string) {
	require.Len(t, b, len(a), what)
	for i, v := range a {
		if math.Float32bits(v) != math.Float32bits(b[i]) {
			require.FailNowf(t, "bits differ", "%s: element %d of %d is %x and %x", what, i, len(a), v, b[i])
		}
	}
}

// tolerance returns the relative error allowed to a kernel in T.
func tolerance[T Float]() float64 {
	if single[T]() {
		return 2e-5
	}
	return 1e-12
}

// runner is a pool of a test and its name.
type runner struct {
	name string
	*Pool
}

// runners returns pools of 1, 2 and 5 threads for every instruction set of the machine; the test closes them.
func runners(t interface {
	Cleanup(func())
}) []runner {
	var all []runner
	for isa := Portable; isa <= Detect(); isa++ {
		for _, threads := range []int{1, 2, 5} {
			p := NewPool(threads, isa)
			t.Cleanup(p.Close)
			all = append(all, runner{fmt.Sprintf("%v/%d", isa, threads), p})
		}
	}
	return all
}

// kernelCase is one call of a kernel: its inputs, the initial values of its outputs and what they must become.
type kernelCase struct {
	name string
	in   [][]float64
	out  [][]float64 // initial values; NaN for a pure output
	want [][]float64
}

// conform runs a case on every runner, in float64 (f64, portable only) and float32 (f32), which must call the same
// kernel with guarded copies of the inputs and outputs. It holds the outputs against the wanted values, and against
// each other where the same bits are promised.
func conform(t require.TestingT, pools []runner, c kernelCase,
	f64 func(*Pool, [][]float64, [][]float64), f32 func(*Pool, [][]float32, [][]float32)) {
	first := map[bool][][]float32{}
	for _, p := range pools {
		if p.isa == Portable {
			check(t, c, p, f64)
		}
		got := check(t, c, p, f32)
		assembly := p.isa != Portable
		if first[assembly] == nil {
			first[assembly] = got
		}
		for i := range got {
			identical(t, first[assembly][i], got[i], c.name+" "+p.name)
		}
	}
}

// check runs one kernel once and returns its outputs.
func check[T Float](t require.TestingT, c kernelCase, p runner, f func(*Pool, [][]T, [][]T)) [][]T {
	var in, out [][]T
	var checks []func(require.TestingT)
	for _, v := range c.in {
		u, intact := guarded[T](v)
		in, checks = append(in, u), append(checks, intact)
	}
	for _, v := range c.out {
		u, intact := guarded[T](v)
		out, checks = append(out, u), append(checks, intact)
	}
	f(p.Pool, in, out)
	for i, v := range c.in {
		near(t, v, in[i], 0, c.name+" "+p.name+" input")
	}
	for i, want := range c.want {
		near(t, want, out[i], tolerance[T](), c.name+" "+p.name)
		out[i] = slices.Clone(out[i])
	}
	for _, intact := range checks {
		intact(t)
	}
	return out
}
