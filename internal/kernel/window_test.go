package kernel

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// eachWindow calls f with the place in y, without other channels, and the places in x of every 3x3 window.
func eachWindow(n, h, w, c, stride, pad int, f func(yi int, xi []int)) {
	oh, ow := (h+2*pad-3)/stride+1, (w+2*pad-3)/stride+1
	for at := range n * oh * ow * c {
		image, y, x, k := at/c/ow/oh, at/c/ow%oh, at/c%ow, at%c
		var places []int
		for i := y*stride - pad; i < y*stride-pad+3; i++ {
			for j := x*stride - pad; j < x*stride-pad+3; j++ {
				if i >= 0 && i < h && j >= 0 && j < w {
					places = append(places, ((image*h+i)*w+j)*c+k)
				}
			}
		}
		f(at, places)
	}
}

func TestPool3(t *testing.T) {
	pools := runners(t)
	rapid.Check(t, func(t *rapid.T) {
		pad := rapid.IntRange(0, 1).Draw(t, "pad")
		n, h, w := rapid.IntRange(1, 3).Draw(t, "n"), rapid.IntRange(3-2*pad, 9).Draw(t, "h"), rapid.IntRange(3-2*pad, 9).Draw(t, "w")
		c, stride := rapid.IntRange(1, 70).Draw(t, "c"), rapid.IntRange(1, 2).Draw(t, "stride")
		to := Target{c, 0}
		if rapid.Bool().Draw(t, "wider") {
			to = Target{c + 5, 3}
		}
		x := noise("x", n*h*w*c)
		oh, ow := (h+2*pad-3)/stride+1, (w+2*pad-3)/stride+1
		start := make([]float64, n*oh*ow*to.Channels)
		want := make([]float64, len(start))
		eachWindow(n, h, w, c, stride, pad, func(yi int, xi []int) {
			greatest := math.Inf(-1)
			for _, i := range xi {
				greatest = max(greatest, x[i])
			}
			want[yi/c*to.Channels+to.From+yi%c] = greatest
		})
		conform(t, pools, kernelCase{fmt.Sprint("MaxPool3 ", h, w, c, stride, pad), [][]float64{x}, [][]float64{start}, [][]float64{want}},
			func(p *Pool, in, out [][]float64) { MaxPool3(p, n, h, w, c, stride, pad, out[0], to, in[0]) },
			func(p *Pool, in, out [][]float32) { MaxPool3(p, n, h, w, c, stride, pad, out[0], to, in[0]) })
		if pad == 0 {
			return
		}
		mean := make([]float64, len(x))
		eachWindow(n, h, w, c, 1, 1, func(yi int, xi []int) {
			for _, i := range xi {
				mean[yi] += x[i] / float64(len(xi))
			}
		})
		conform(t, pools, kernelCase{fmt.Sprint("MeanPool3 ", h, w, c), [][]float64{x}, [][]float64{nans(len(x))}, [][]float64{mean}},
			func(p *Pool, in, out [][]float64) { MeanPool3(p, n, h, w, c, out[0], in[0]) },
			func(p *Pool, in, out [][]float32) { MeanPool3(p, n, h, w, c, out[0], in[0]) })
	})
}

func TestPool3Panics(t *testing.T) {
	p := NewPool(1, Portable)
	defer p.Close()
	require.PanicsWithValue(t, "kernel: MaxPool3: 2x5 pixels, stride 2, padding 0; want at least a window, stride 1 or 2, padding 0 or 1", func() {
		MaxPool3(p, 1, 2, 5, 1, 2, 0, nil, Target{1, 0}, make([]float32, 10))
	})
	require.PanicsWithValue(t, "kernel: MaxPool3: 2 channels from 1 on do not fit into 2", func() {
		MaxPool3(p, 1, 3, 3, 2, 2, 0, make([]float32, 2), Target{2, 1}, make([]float32, 18))
	})
}
