package kernel

import (
	"fmt"
	"testing"
)

// convShapes are the convolutions of the networks for a width dim, with the batches they meet: real and fake images in
// one pass through the critic, and one batch through the generator. A generator's layer is a ConvData here, the shape
// of the convolution whose adjoint it is.
func convShapes(dim int) []Conv {
	d := dim
	var all []Conv
	for _, s := range [][9]int{
		{128, 32, 32, 3, d, 5, 5, 2, 2}, {128, 16, 16, d, 2 * d, 5, 5, 2, 2}, {128, 8, 8, 2 * d, 4 * d, 5, 5, 2, 2},
		{128, 1, 1, 64 * d, 1, 1, 1, 1, 0}, {64, 1, 1, 128, 64 * d, 1, 1, 1, 0},
		{16, 64, 64, d, d, 3, 3, 1, 1}, {16, 16, 16, 4 * d, 4 * d, 3, 3, 1, 1}, {16, 4, 4, 8 * d, 8 * d, 3, 3, 1, 1},
		{16, 32, 32, d, 2 * d, 1, 1, 1, 0},
	} {
		g, err := NewConv(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8])
		if err != nil {
			panic(err)
		}
		all = append(all, g)
	}
	return all
}

func BenchmarkConv(b *testing.B) {
	for isa := AVX2; isa <= Detect(); isa++ {
		for _, threads := range []int{1, 2} {
			p := NewPool(threads, isa)
			for _, dim := range []int{16, 32, 64} {
				for _, g := range convShapes(dim) {
					x, w, y := to[float32](noise("x", g.XLen())), to[float32](noise("w", g.WLen())), to[float32](noise("y", g.YLen()))
					for _, k := range []struct {
						name string
						run  func()
					}{
						{"forward", func() { ConvForward(p, g, y, x, w, nil) }},
						{"data", func() { ConvData(p, g, x, y, w, nil) }},
						{"filter", func() { ConvFilter(p, g, w, x, y) }},
					} {
						b.Run(fmt.Sprintf("%v/%d/%d/%v/%s", isa, threads, dim, g, k.name), func(b *testing.B) {
							for b.Loop() {
								k.run()
							}
							b.ReportMetric(g.Flops()*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
						})
					}
				}
			}
			p.Close()
		}
	}
}

func BenchmarkFMALoop(b *testing.B) {
	for isa := AVX2; isa <= Detect(); isa++ {
		for _, threads := range []int{1, 2} {
			p := NewPool(threads, isa)
			b.Run(fmt.Sprintf("%v/%d", isa, threads), func(b *testing.B) {
				work := 0.0
				for b.Loop() {
					work += FMALoop(p, 100000)
				}
				b.ReportMetric(work/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
			p.Close()
		}
	}
}

func BenchmarkVectors(b *testing.B) {
	shape := Shape{64, 256, 64}
	n := shape.Len()
	v := make([][]float32, 4)
	for i := range v {
		v[i] = make([]float32, n)
	}
	mean, inv := make([]float32, shape.C), make([]float32, shape.C)
	for isa := Portable; isa <= Detect(); isa++ {
		p := NewPool(1, isa)
		for _, k := range []struct {
			name  string
			moved int // vectors read or written
			run   func()
		}{
			{"Add", 3, func() { Add(p, v[0], v[1], v[2]) }},
			{"LeakyReLU", 2, func() { LeakyReLU(p, v[0], v[1], 0.2) }},
			{"Tanh", 2, func() { Tanh(p, v[0], v[1]) }},
			{"Adam", 7, func() { Adam(p, v[0], v[1], v[2], v[3], 1e-4, 0, 0.9, 1e-8, 1, 1) }},
			{"Sum", 1, func() { Sum(p, ByChannel, shape, mean, v[0]) }},
			{"Moments", 2, func() { Moments(p, ByChannel, shape, mean, inv, v[0], 1e-5) }},
			{"Standardize", 2, func() { Standardize(p, ByChannel, shape, v[0], v[1], mean, inv) }},
			{"NormGrad", 5, func() { NormGrad(p, ByChannel, shape, v[0], v[1], inv, v[2]) }},
			{"Affine", 2, func() { Affine(p, shape, v[0], v[1], mean, inv) }},
		} {
			b.Run(fmt.Sprintf("%v/%s", isa, k.name), func(b *testing.B) {
				b.SetBytes(int64(4 * n * k.moved))
				for b.Loop() {
					k.run()
				}
			})
		}
		p.Close()
	}
}
