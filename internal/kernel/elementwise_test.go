package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// elementwise lists the element-wise kernels of one output: how each is called and what it does to one element.
var elementwise = []struct {
	name string
	f64  func(p *Pool, y, a, b []float64)
	f32  func(p *Pool, y, a, b []float32)
	want func(a, b float64) float64
}{
	{"Add", Add[float64], Add[float32], func(a, b float64) float64 { return a + b }},
	{"Sub", Sub[float64], Sub[float32], func(a, b float64) float64 { return a - b }},
	{"Mul", Mul[float64], Mul[float32], func(a, b float64) float64 { return a * b }},
	{"ScaleBy",
		func(p *Pool, y, a, _ []float64) { ScaleBy(p, y, a, -1.5) },
		func(p *Pool, y, a, _ []float32) { ScaleBy(p, y, a, -1.5) },
		func(a, _ float64) float64 { return -1.5 * a }},
	{"LeakyReLU",
		func(p *Pool, y, a, _ []float64) { LeakyReLU(p, y, a, 0.25) },
		func(p *Pool, y, a, _ []float32) { LeakyReLU(p, y, a, 0.25) },
		func(a, _ float64) float64 { return leaky(a, a) }},
	{"LeakyMask",
		func(p *Pool, y, a, b []float64) { LeakyMask(p, y, a, b, 0.25) },
		func(p *Pool, y, a, b []float32) { LeakyMask(p, y, a, b, 0.25) },
		leaky},
	{"Tanh",
		func(p *Pool, y, a, _ []float64) { Tanh(p, y, a) },
		func(p *Pool, y, a, _ []float32) { Tanh(p, y, a) },
		func(a, _ float64) float64 { return math.Tanh(a) }},
	{"Interpolate",
		func(p *Pool, y, a, b []float64) { Interpolate(p, y, a, b, []float64{0.3}) },
		func(p *Pool, y, a, b []float32) { Interpolate(p, y, a, b, []float32{0.3}) },
		func(a, b float64) float64 { return b + 0.3*(a-b) }},
	{"TanhGrad", TanhGrad[float64], TanhGrad[float32], func(a, b float64) float64 { return a * (1 - b*b) }},
}

// drawLength draws a length of less than a few registers, or seldom one of more than a chunk.
func drawLength(t *rapid.T) int {
	n := rapid.IntRange(1, 200).Draw(t, "n")
	if rapid.IntRange(0, 15).Draw(t, "long") == 0 {
		return chunk + n
	}
	return n
}

func leaky(g, x float64) float64 {
	if x > 0 {
		return g
	}
	return 0.25 * g
}

func TestElementwise(t *testing.T) {
	pools := runners(t)
	for _, e := range elementwise {
		t.Run(e.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				n := drawLength(t)
				a, b := noise("a", n), noise("b", n)
				want := make([]float64, n)
				for i := range want {
					want[i] = e.want(a[i], b[i])
				}
				conform(t, pools, kernelCase{e.name, [][]float64{a, b}, [][]float64{nans(n)}, [][]float64{want}},
					func(p *Pool, in, out [][]float64) { e.f64(p, out[0], in[0], in[1]) },
					func(p *Pool, in, out [][]float32) { e.f32(p, out[0], in[0], in[1]) })
			})
		})
	}
}

// Writing in place is allowed.
func TestAddInPlace(t *testing.T) {
	pools := runners(t)
	y, a := noise("y", 1000), noise("a", 1000)
	want := make([]float64, len(y))
	for i := range want {
		want[i] = y[i] + a[i]
	}
	conform(t, pools, kernelCase{"Add", [][]float64{a}, [][]float64{y}, [][]float64{want}},
		func(p *Pool, in, out [][]float64) { Add(p, out[0], out[0], in[0]) },
		func(p *Pool, in, out [][]float32) { Add(p, out[0], out[0], in[0]) })
}

func TestAdam(t *testing.T) {
	const lr, beta1, beta2, eps, step = 1e-4, 0.5, 0.9, 1e-8, 3
	c1, c2 := 1-math.Pow(beta1, step), 1-math.Pow(beta2, step)
	pools := runners(t)
	rapid.Check(t, func(t *rapid.T) {
		n := drawLength(t)
		w, m, v, g := noise("w", n), noise("m", n), noise("v", n), noise("g", n)
		wantW, wantM, wantV := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range w {
			v[i] *= v[i]
			v[i] = float64(float32(v[i]))
			wantM[i] = beta1*m[i] + (1-beta1)*g[i]
			wantV[i] = beta2*v[i] + (1-beta2)*g[i]*g[i]
			wantW[i] = w[i] - lr/c1*wantM[i]/(math.Sqrt(wantV[i])/math.Sqrt(c2)+eps)
		}
		conform(t, pools, kernelCase{"Adam", [][]float64{g}, [][]float64{w, m, v}, [][]float64{wantW, wantM, wantV}},
			func(p *Pool, in, out [][]float64) {
				Adam(p, out[0], out[1], out[2], in[0], lr, beta1, beta2, eps, c1, c2)
			},
			func(p *Pool, in, out [][]float32) {
				Adam(p, out[0], out[1], out[2], in[0], lr, beta1, beta2, eps, c1, c2)
			})
	})
}

// Two steps by hand from zero moments: with the bias correction the first step is lr*sign(g) for any gradient.
func TestAdamByHand(t *testing.T) {
	p := NewPool(1, Portable)
	defer p.Close()
	w, m, v := []float64{1, 1}, []float64{0, 0}, []float64{0, 0}
	Adam(p, w, m, v, []float64{4, -0.5}, 0.1, 0, 0.9, 0, 1, 1-0.9)
	near(t, []float64{0.9, 1.1}, w, 1e-15, "w")
	near(t, []float64{4, -0.5}, m, 0, "m")
	near(t, []float64{1.6, 0.025}, v, 1e-15, "v")
}

// Tanh over its whole range, against the standard library in float64, in units of the last place of float32.
func TestTanhAccuracy(t *testing.T) {
	var x []float32
	for v := float32(1e-6); v < 12; v *= 1.0003 {
		x = append(x, v, -v)
	}
	y := make([]float32, len(x))
	for _, p := range runners(t) {
		Tanh(p.Pool, y, x)
		worst := 0.0
		for i, v := range x {
			want := math.Tanh(float64(v))
			unit := float64(math.Nextafter32(float32(math.Abs(want)), 2)) - float64(float32(math.Abs(want)))
			worst = max(worst, math.Abs(float64(y[i])-want)/unit)
			require.LessOrEqual(t, math.Abs(float64(y[i])), 1.0, p.name)
		}
		require.Less(t, worst, 4.0, p.name)
	}
}

func TestSpecialValues(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	x := make([]float32, 40)
	copy(x, []float32{inf, -inf, nan, 0, float32(math.Copysign(0, -1))})
	y := make([]float32, len(x))
	for _, p := range runners(t) {
		Tanh(p.Pool, y, x)
		require.Equal(t, []float32{1, -1}, y[:2], p.name)
		require.True(t, math.IsNaN(float64(y[2])), p.name)
		require.Equal(t, []float32{0, 0}, y[3:5], p.name)
		LeakyReLU(p.Pool, y, x, 0.25)
		require.Equal(t, []float32{inf, -inf}, y[:2], p.name)
		require.True(t, math.IsNaN(float64(y[2])), p.name)
		require.Equal(t, []float32{0, 0}, y[3:5], p.name)
	}
}
