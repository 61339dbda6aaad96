package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawShape draws a shape with a group: small in all directions, or long in one.
func drawShape(t *rapid.T) (Group, Shape) {
	group := rapid.SampledFrom([]Group{ByChannel, BySample, All}).Draw(t, "group")
	s := Shape{
		N: rapid.IntRange(1, 9).Draw(t, "n"),
		P: rapid.IntRange(1, 40).Draw(t, "p"),
		C: rapid.IntRange(1, 70).Draw(t, "c"),
	}
	switch rapid.IntRange(0, 12).Draw(t, "long") {
	case 0:
		s.N = rapid.IntRange(100, 300).Draw(t, "manyN")
	case 1:
		s.P = rapid.IntRange(500, 1100).Draw(t, "manyP")
	case 2:
		s.C = rapid.IntRange(1000, 5000).Draw(t, "manyC")
	}
	for s.Len() > 40000 {
		s.P, s.N = (s.P+1)/2, (s.N+1)/2
	}
	return group, s
}

// of returns the group of element i.
func of(group Group, s Shape, i int) int {
	switch group {
	case ByChannel:
		return i % s.C
	case BySample:
		return i / (s.P * s.C)
	}
	return 0
}

// sums returns the sum of f over each group.
func sums(group Group, s Shape, f func(i int) float64) []float64 {
	v := make([]float64, group.Groups(s))
	for i := range s.Len() {
		v[of(group, s, i)] += f(i)
	}
	return v
}

func TestGroupsAndSize(t *testing.T) {
	s := Shape{2, 3, 5}
	require.Equal(t, []int{5, 2, 1}, []int{ByChannel.Groups(s), BySample.Groups(s), All.Groups(s)})
	require.Equal(t, []int{6, 15, 30}, []int{ByChannel.Size(s), BySample.Size(s), All.Size(s)})
}

func TestReductions(t *testing.T) {
	pools := runners(t)
	rapid.Check(t, func(t *rapid.T) {
		group, s := drawShape(t)
		a, b := noise("a", s.Len()), noise("b", s.Len())
		// Added up to be positive, so that the sum has the size of its terms.
		for i := range a {
			a[i], b[i] = math.Abs(a[i]), math.Abs(b[i])
		}
		out := nans(group.Groups(s))
		conform(t, pools, kernelCase{"Sum", [][]float64{a}, [][]float64{out},
			[][]float64{sums(group, s, func(i int) float64 { return a[i] })}},
			func(p *Pool, in, out [][]float64) { Sum(p, group, s, out[0], in[0]) },
			func(p *Pool, in, out [][]float32) { Sum(p, group, s, out[0], in[0]) })
		conform(t, pools, kernelCase{"Dot", [][]float64{a, b}, [][]float64{out},
			[][]float64{sums(group, s, func(i int) float64 { return a[i] * b[i] })}},
			func(p *Pool, in, out [][]float64) { Dot(p, group, s, out[0], in[0], in[1]) },
			func(p *Pool, in, out [][]float32) { Dot(p, group, s, out[0], in[0], in[1]) })
	})
}

func TestExpandScaleAffine(t *testing.T) {
	pools := runners(t)
	rapid.Check(t, func(t *rapid.T) {
		group, s := drawShape(t)
		x, v, u := noise("x", s.Len()), noise("v", group.Groups(s)), noise("u", s.C)
		gamma := noise("gamma", s.C)
		expanded, scaled, affine := nans(s.Len()), nans(s.Len()), nans(s.Len())
		for i := range x {
			expanded[i] = v[of(group, s, i)]
			scaled[i] = x[i] * expanded[i]
			affine[i] = gamma[i%s.C]*x[i] + u[i%s.C]
		}
		out := nans(s.Len())
		conform(t, pools, kernelCase{"Expand", [][]float64{v}, [][]float64{out}, [][]float64{expanded}},
			func(p *Pool, in, out [][]float64) { Expand(p, group, s, out[0], in[0]) },
			func(p *Pool, in, out [][]float32) { Expand(p, group, s, out[0], in[0]) })
		conform(t, pools, kernelCase{"Scale", [][]float64{v, x}, [][]float64{out}, [][]float64{scaled}},
			func(p *Pool, in, out [][]float64) { Scale(p, group, s, out[0], in[0], in[1]) },
			func(p *Pool, in, out [][]float32) { Scale(p, group, s, out[0], in[0], in[1]) })
		conform(t, pools, kernelCase{"Affine", [][]float64{x, gamma, u}, [][]float64{out}, [][]float64{affine}},
			func(p *Pool, in, out [][]float64) { Affine(p, s, out[0], in[0], in[1], in[2]) },
			func(p *Pool, in, out [][]float32) { Affine(p, s, out[0], in[0], in[1], in[2]) })
	})
}

func TestNorms(t *testing.T) {
	const eps = 1e-5
	pools := runners(t)
	rapid.Check(t, func(t *rapid.T) {
		group, s := drawShape(t)
		// In groups of a few elements everything cancels, and no error relative to the result can be asked for.
		if group.Size(s) < 16 {
			s.P, s.N = s.P+16, s.N+16
		}
		size := float64(group.Size(s))
		x, g := noise("x", s.Len()), noise("g", s.Len())
		for i := range x {
			x[i]++
		}
		x = round(x)
		mean := sums(group, s, func(i int) float64 { return x[i] / size })
		variance := sums(group, s, func(i int) float64 { return sq(x[i]-mean[of(group, s, i)]) / size })
		inv := make([]float64, len(mean))
		for i, v := range variance {
			inv[i] = 1 / math.Sqrt(v+eps)
		}
		blank := nans(len(mean))
		conform(t, pools, kernelCase{"Moments", [][]float64{x}, [][]float64{blank, blank}, [][]float64{mean, inv}},
			func(p *Pool, in, out [][]float64) { Moments(p, group, s, out[0], out[1], in[0], eps) },
			func(p *Pool, in, out [][]float32) { Moments(p, group, s, out[0], out[1], in[0], eps) })
		mean, inv = round(mean), noise("inv", len(mean))
		y := make([]float64, len(x))
		for i, v := range x {
			y[i] = (v - mean[of(group, s, i)]) * inv[of(group, s, i)]
		}
		blank = nans(len(x))
		conform(t, pools, kernelCase{"Standardize", [][]float64{x, mean, inv}, [][]float64{blank}, [][]float64{y}},
			func(p *Pool, in, out [][]float64) { Standardize(p, group, s, out[0], in[0], in[1], in[2]) },
			func(p *Pool, in, out [][]float32) { Standardize(p, group, s, out[0], in[0], in[1], in[2]) })
		y = round(y)
		mg := sums(group, s, func(i int) float64 { return g[i] / size })
		mgy := sums(group, s, func(i int) float64 { return g[i] * y[i] / size })
		dx := make([]float64, len(x))
		for i := range dx {
			o := of(group, s, i)
			dx[i] = inv[o] * (g[i] - mg[o] - y[i]*mgy[o])
		}
		conform(t, pools, kernelCase{"NormGrad", [][]float64{y, inv, g}, [][]float64{blank}, [][]float64{dx}},
			func(p *Pool, in, out [][]float64) { NormGrad(p, group, s, out[0], in[0], in[1], in[2]) },
			func(p *Pool, in, out [][]float32) { NormGrad(p, group, s, out[0], in[0], in[1], in[2]) })
	})
}

func sq(x float64) float64 { return x * x }

// round returns v with every element rounded to float32.
func round(v []float64) []float64 {
	u := make([]float64, len(v))
	for i, x := range v {
		u[i] = float64(float32(x))
	}
	return u
}

func TestResample(t *testing.T) {
	pools := runners(t)
	rapid.Check(t, func(t *rapid.T) {
		n, h, w, c := rapid.IntRange(1, 4).Draw(t, "n"), rapid.IntRange(1, 9).Draw(t, "h"), rapid.IntRange(1, 9).Draw(t, "w"), rapid.IntRange(1, 70).Draw(t, "c")
		x, z := noise("x", n*h*w*c), noise("z", 4*n*h*w*c)
		up, pooled := make([]float64, len(z)), make([]float64, len(x))
		for i := range z {
			channel, col, row, image := i%c, i/c%(2*w), i/c/(2*w)%(2*h), i/c/(2*w)/(2*h)
			j := ((image*h+row/2)*w+col/2)*c + channel
			up[i] = x[j]
			pooled[j] += z[i] / 4
		}
		conform(t, pools, kernelCase{"Upsample2", [][]float64{x}, [][]float64{nans(len(up))}, [][]float64{up}},
			func(p *Pool, in, out [][]float64) { Upsample2(p, n, h, w, c, out[0], in[0]) },
			func(p *Pool, in, out [][]float32) { Upsample2(p, n, h, w, c, out[0], in[0]) })
		conform(t, pools, kernelCase{"MeanPool2", [][]float64{z}, [][]float64{nans(len(x))}, [][]float64{pooled}},
			func(p *Pool, in, out [][]float64) { MeanPool2(p, n, 2*h, 2*w, c, out[0], in[0]) },
			func(p *Pool, in, out [][]float32) { MeanPool2(p, n, 2*h, 2*w, c, out[0], in[0]) })
	})
}
