package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
)

// The three bilinear maps of a convolution. Each one's derivatives are the other two, so gradients of any order stay among them:
//
//	y  = conv(x, w)          images [N,H,W,C], weights [R,S,C,K] -> [N,OH,OW,K]
//	dx = convData(dy, w)     also the transposed convolution, or up-convolution
//	dw = convFilter(x, dy)
//
// A linear layer is the case of one pixel and a 1x1 kernel: x [N,C] or any [N,...] of C elements a sample, w [C,K].
type convolution struct {
	dev     *Device
	g       kernel.Conv
	x, w, y tensor.Shape
}

// Conv returns the convolution of x [N,H,W,C] with w [R,S,C,K], zero-padded by pad on every side: [N,OH,OW,K].
// bias [K] is added if it is not nil. Strides are 1 or 2.
func (d *Device) Conv(x, w, bias *Node, stride, pad int) *Node {
	xs, ws := x.Shape(), w.Shape()
	mustFit(len(xs) == 4 && len(ws) == 4 && xs[3] == ws[2], "conv of x %v with w %v", xs, ws)
	g := mustConv(xs[0], xs[1], xs[2], xs[3], ws[3], ws[0], ws[1], stride, pad)
	c := convolution{d, g, xs, ws, tensor.Shape{g.N, g.OH, g.OW, g.K}}
	return c.forward(x, w, bias)
}

// UpConv returns the transposed convolution of y [N,OH,OW,K] with w [R,S,C,K] that undoes the shape of a convolution of that stride
// and padding over images of height and width stride*OH, stride*OW: [N,stride*OH,stride*OW,C]. bias [C] may be nil.
func (d *Device) UpConv(y, w, bias *Node, stride, pad int) *Node {
	ys, ws := y.Shape(), w.Shape()
	mustFit(len(ys) == 4 && len(ws) == 4 && ys[3] == ws[3], "up-convolution of y %v with w %v", ys, ws)
	g := mustConv(ys[0], stride*ys[1], stride*ys[2], ws[2], ws[3], ws[0], ws[1], stride, pad)
	mustFit(g.OH == ys[1] && g.OW == ys[2], "up-convolution of y %v with w %v, stride %d, pad %d: padding does not fit", ys, ws, stride, pad)
	c := convolution{d, g, tensor.Shape{g.N, g.H, g.W, g.C}, ws, ys}
	return c.data(y, w, bias)
}

// Linear returns x·w + bias for x [N,...] of C elements a sample and w [C,K]: [N, out...], where out has K elements; without out, [N,K].
// bias [K] may be nil.
func (d *Device) Linear(x, w, bias *Node, out ...int) *Node {
	xs, ws := x.Shape(), w.Shape()
	mustFit(len(ws) == 2 && xs.TotalSize() == xs[0]*ws[0], "linear of x %v with w %v", xs, ws)
	if len(out) == 0 {
		out = []int{ws[1]}
	}
	ys := append(tensor.Shape{xs[0]}, out...)
	mustFit(ys.TotalSize() == xs[0]*ws[1], "linear of x %v with w %v to %v", xs, ws, ys)
	c := convolution{d, mustConv(xs[0], 1, 1, ws[0], ws[1], 1, 1, 1, 0), xs, ws, ys}
	return c.forward(x, w, bias)
}

func mustConv(n, h, w, c, k, r, s, stride, pad int) kernel.Conv {
	g, err := kernel.NewConv(n, h, w, c, k, r, s, stride, pad)
	mustFit(err == nil, "%v", err)
	return g
}

func (c convolution) name(what string) string {
	return fmt.Sprintf("%s stride %d pad %d", what, c.g.Stride, c.g.Pad)
}

func (c convolution) forward(x, w, bias *Node) *Node {
	o := &op{
		name:  c.name("conv"),
		out:   c.y,
		flops: c.g.Flops(),
		f32: func(y []float32, x [][]float32) {
			kernel.ConvForward(c.dev.pool, c.g, y, x[0], x[1], optional(x, 2))
		},
		f64: func(y []float64, x [][]float64) {
			kernel.ConvForward(c.dev.pool, c.g, y, x[0], x[1], optional(x, 2))
		},
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			d := gorgonia.Nodes{c.data(dy, x[1], nil), c.filter(x[0], dy)}
			if len(x) == 3 {
				d = append(d, c.dev.sum(ByChannel, c.outputView(), dy))
			}
			return d
		},
	}
	return o.applyOptional(x, w, bias)
}

func (c convolution) data(dy, w, bias *Node) *Node {
	o := &op{
		name:  c.name("conv-data"),
		out:   c.x,
		flops: c.g.Flops(),
		f32: func(y []float32, x [][]float32) {
			kernel.ConvData(c.dev.pool, c.g, y, x[0], x[1], optional(x, 2))
		},
		f64: func(y []float64, x [][]float64) {
			kernel.ConvData(c.dev.pool, c.g, y, x[0], x[1], optional(x, 2))
		},
		derive: func(x gorgonia.Nodes, _, dx *Node) gorgonia.Nodes {
			d := gorgonia.Nodes{c.forward(dx, x[1], nil), c.filter(dx, x[0])}
			if len(x) == 3 {
				d = append(d, c.dev.sum(ByChannel, c.inputView(), dx))
			}
			return d
		},
	}
	return o.applyOptional(dy, w, bias)
}

func (c convolution) filter(x, dy *Node) *Node {
	o := &op{
		name:           c.name("conv-filter"),
		out:            c.w,
		flops:          c.g.Flops(),
		differentiable: all(2),
		f32:            func(y []float32, x [][]float32) { kernel.ConvFilter(c.dev.pool, c.g, y, x[0], x[1]) },
		f64:            func(y []float64, x [][]float64) { kernel.ConvFilter(c.dev.pool, c.g, y, x[0], x[1]) },
		derive: func(x gorgonia.Nodes, _, dw *Node) gorgonia.Nodes {
			return gorgonia.Nodes{c.data(x[1], dw, nil), c.forward(x[0], dw, nil)}
		},
	}
	return o.apply(x, dy)
}

// The images as kernels' reductions see them: samples, pixels, channels.
func (c convolution) inputView() kernel.Shape {
	return kernel.Shape{N: c.g.N, P: c.g.H * c.g.W, C: c.g.C}
}
func (c convolution) outputView() kernel.Shape {
	return kernel.Shape{N: c.g.N, P: c.g.OH * c.g.OW, C: c.g.K}
}

// applyOptional applies the op to two inputs and, if it is not nil, a bias.
func (o *op) applyOptional(a, b, bias *Node) *Node {
	if bias == nil {
		o.differentiable = all(2)
		return o.apply(a, b)
	}
	o.differentiable = all(3)
	return o.apply(a, b, bias)
}

func optional[T any](x [][]T, i int) []T {
	if i < len(x) {
		return x[i]
	}
	return nil
}
