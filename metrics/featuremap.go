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

func newFeatureMap(n, h, w, c int) featureMap {
	return featureMap{n, h, w, c, make([]float32, n*h*w*c)}
}

// pixel returns the channels at one place.
func (m featureMap) pixel(n, y, x int) []float32 { return m.data[((n*m.h+y)*m.w+x)*m.c:][:m.c] }

// foldedConv is a convolution with its batch norm folded in, weights [h][w][in][out].
type foldedConv struct {
	convSpec
	weights, bias []float32
}

// apply returns the convolution of m, then ReLU. Padding is on both sides of both directions.
func (f foldedConv) apply(pool *kernel.Pool, m featureMap, stride, padY, padX int) featureMap {
	pad := padY
	if padY != padX { // the kernels pad both directions alike
		m, pad = m.padded(pool, padY, padX), 0
	}
	g, err := kernel.NewConv(m.n, m.h, m.w, m.c, f.out, f.h, f.w, stride, pad)
	if err != nil {
		panic(fmt.Sprintf("metrics: inception: %s: %v", f.name, err)) // the side was checked
	}
	out := newFeatureMap(m.n, g.OH, g.OW, f.out)
	kernel.ConvForward(pool, g, out.data, m.data, f.weights, f.bias)
	kernel.LeakyReLU(pool, out.data, out.data, 0)
	return out
}

// padded returns m with zeros around it.
func (m featureMap) padded(pool *kernel.Pool, padY, padX int) featureMap {
	out := newFeatureMap(m.n, m.h+2*padY, m.w+2*padX, m.c)
	pool.Run(m.n*m.h, func(row, _ int) {
		n, y := row/m.h, row%m.h
		copy(out.data[((n*out.h+y+padY)*out.w+padX)*m.c:], m.data[row*m.w*m.c:][:m.w*m.c])
	})
	return out
}

// concat returns the channels of all maps side by side; all have the same pixels.
func concat(pool *kernel.Pool, maps ...featureMap) featureMap {
	c := 0
	for _, m := range maps {
		c += m.c
	}
	out := newFeatureMap(maps[0].n, maps[0].h, maps[0].w, c)
	pool.Run(out.n*out.h, func(row, _ int) {
		for x := row * out.w; x < (row+1)*out.w; x++ {
			to := out.data[x*c:][:c]
			for _, m := range maps {
				to = to[copy(to, m.data[x*m.c:][:m.c]):]
			}
		}
	})
	return out
}

// maxPool returns the maxima over 3 x 3 pixels; what lies outside does not count.
func (m featureMap) maxPool(pool *kernel.Pool, stride, pad int) featureMap {
	out := newFeatureMap(m.n, (m.h+2*pad-3)/stride+1, (m.w+2*pad-3)/stride+1, m.c)
	pool.Run(out.n*out.h, func(row, _ int) {
		n, y := row/out.h, row%out.h
		for x := range out.w {
			to, first := out.pixel(n, y, x), true
			m.window(n, y*stride-pad, x*stride-pad, func(from []float32) {
				if first {
					copy(to, from)
					first = false
					return
				}
				for k, v := range from {
					to[k] = max(to[k], v)
				}
			})
		}
	})
	return out
}

// meanPool returns the means over 3 x 3 pixels around each; what lies outside does not count, as in Google's graph.
func (m featureMap) meanPool(pool *kernel.Pool) featureMap {
	out := newFeatureMap(m.n, m.h, m.w, m.c)
	pool.Run(out.n*out.h, func(row, _ int) {
		n, y := row/out.h, row%out.h
		for x := range out.w {
			to, count := out.pixel(n, y, x), float32(0)
			m.window(n, y-1, x-1, func(from []float32) {
				count++
				for k, v := range from {
					to[k] += v
				}
			})
			for k := range to {
				to[k] /= count
			}
		}
	})
	return out
}

// window calls f for the pixels of the 3 x 3 square at (top, left) that lie in the map, row by row.
func (m featureMap) window(n, top, left int, f func(pixel []float32)) {
	for y := max(0, top); y < min(m.h, top+3); y++ {
		for x := max(0, left); x < min(m.w, left+3); x++ {
			f(m.pixel(n, y, x))
		}
	}
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
