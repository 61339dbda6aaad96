package metrics

import (
	"fmt"

	"tgan/internal/kernel"
)

// featureMap is a batch of activations, [n][h][w][c].
type featureMap struct {
	n, h, w, c int
	data       []float32
}

// workspace keeps the memory of activations from layer to layer and from batch to batch.
type workspace struct {
	pool *kernel.Pool
	free [][]float32
}

// take returns activations of arbitrary content, in the smallest free memory that is large enough.
func (s *workspace) take(n, h, w, c int) featureMap {
	size, best := n*h*w*c, -1
	for i, data := range s.free {
		if cap(data) >= size && (best < 0 || cap(data) < cap(s.free[best])) {
			best = i
		}
	}
	m := featureMap{n: n, h: h, w: w, c: c}
	if best < 0 {
		m.data = make([]float32, size)
		return m
	}
	m.data = s.free[best][:size]
	s.free = append(s.free[:best], s.free[best+1:]...)
	return m
}

// give takes back the memory of activations that are not needed any more.
func (s *workspace) give(m featureMap) { s.free = append(s.free, m.data) }

// foldedConv is a convolution with its batch norm folded in, weights [h][w][in][out].
type foldedConv struct {
	convSpec
	weights, bias []float32
}

// geometry returns the convolution's geometry on m.
func (f foldedConv) geometry(m featureMap, stride, padY, padX int) kernel.Conv {
	g, err := kernel.NewOblongConv(m.n, m.h, m.w, m.c, f.out, f.h, f.w, stride, padY, padX)
	if err != nil {
		panic(fmt.Sprintf("metrics: inception: %s: %v", f.name, err)) // the side was checked
	}
	return g
}

// apply returns the convolution of m, then ReLU.
func (s *workspace) apply(f foldedConv, m featureMap, stride, padY, padX int) featureMap {
	g := f.geometry(m, stride, padY, padX)
	out := s.take(m.n, g.OH, g.OW, f.out)
	s.into(f, m, stride, padY, padX, out, 0)
	return out
}

// into writes the convolution of m, then ReLU, to the channels of out from the given one on.
func (s *workspace) into(f foldedConv, m featureMap, stride, padY, padX int, out featureMap, from int) {
	kernel.ConvActivate(s.pool, f.geometry(m, stride, padY, padX), out.data, kernel.Target{Channels: out.c, From: from}, m.data, f.weights, f.bias, 0)
}

// pooled returns the side of a map of the given side after pooling 3 x 3 pixels.
func pooled(side, stride, pad int) int { return (side+2*pad-3)/stride + 1 }

// maxPool returns the maxima over 3 x 3 pixels; what lies outside does not count.
func (s *workspace) maxPool(m featureMap, stride, pad int) featureMap {
	out := s.take(m.n, pooled(m.h, stride, pad), pooled(m.w, stride, pad), m.c)
	s.maxPoolInto(m, stride, pad, out, 0)
	return out
}

// maxPoolInto writes maxPool to the channels of out from the given one on.
func (s *workspace) maxPoolInto(m featureMap, stride, pad int, out featureMap, from int) {
	kernel.MaxPool3(s.pool, m.n, m.h, m.w, m.c, stride, pad, out.data, kernel.Target{Channels: out.c, From: from}, m.data)
}

// meanPool returns the means over 3 x 3 pixels around each; what lies outside does not count, as in Google's graph.
func (s *workspace) meanPool(m featureMap) featureMap {
	out := s.take(m.n, m.h, m.w, m.c)
	kernel.MeanPool3(s.pool, m.n, m.h, m.w, m.c, out.data, m.data)
	return out
}

// means writes the mean of each channel over the pixels of each image to out, [n][c], rounded to float32.
func (m featureMap) means(pool *kernel.Pool, out []float64) {
	pixels := m.h * m.w
	pool.Run(m.n, func(n, _ int) {
		to := out[n*m.c:][:m.c]
		for i := range pixels {
			for k, v := range m.data[(n*pixels+i)*m.c:][:m.c] {
				to[k] += float64(v)
			}
		}
		for k, v := range to {
			to[k] = float64(float32(v / float64(pixels)))
		}
	})
}
