package ops

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/kernel"
)

// A convolution followed by a mean pool is one convolution of stride 2 with a kernel wider by one: 16/4 products a pixel instead of 9 for
// 3x3, and no image of full size in between. Likewise nearest upsampling followed by a convolution is one transposed convolution.

// ConvPool returns MeanPool(Conv(x, w, bias)) of stride 1 and the padding that keeps the sides: x [N,H,W,C], w [R,S,C,K] with odd R = S, H and W
// even: [N,H/2,W/2,K].
func (d *Device) ConvPool(x, w, bias *Node) *Node {
	return d.Conv(x, d.Times(d.widen(w), 0.25), bias, 2, w.Shape()[0]/2)
}

// UpsampleConv returns the convolution, of stride 1 and the padding that keeps the sides, of the upsampled x [N,H,W,C]: [N,2H,2W,K].
// w [R,S,K,C] with odd R = S is the kernel in the layout of a transposed convolution: rows and columns reversed, outputs before inputs.
func (d *Device) UpsampleConv(x, w, bias *Node) *Node {
	return d.UpConv(x, d.widen(w), bias, 2, w.Shape()[0]/2)
}

// widen returns the sum of w [R,S,C,K] and its copies shifted by a row, a column and both: [R+1,S+1,C,K].
func (d *Device) widen(w *Node) *Node {
	s := w.Shape()
	n := s[2] * s[3]
	o := &op{
		name: "widen", out: tensor.Shape{s[0] + 1, s[1] + 1, s[2], s[3]}, differentiable: all(1),
		f32:    func(y []float32, x [][]float32) { kernel.Widen(d.pool, s[0], s[1], n, y, x[0]) },
		f64:    func(y []float64, x [][]float64) { kernel.Widen(d.pool, s[0], s[1], n, y, x[0]) },
		derive: func(_ gorgonia.Nodes, _, dy *Node) gorgonia.Nodes { return gorgonia.Nodes{d.narrow(dy)} },
	}
	return o.apply(w)
}

// narrow is the adjoint of widen.
func (d *Device) narrow(y *Node) *Node {
	s := y.Shape()
	r, c, n := s[0]-1, s[1]-1, s[2]*s[3]
	o := &op{
		name: "narrow", out: tensor.Shape{r, c, s[2], s[3]}, differentiable: all(1),
		f32:    func(w []float32, x [][]float32) { kernel.Narrow(d.pool, r, c, n, w, x[0]) },
		f64:    func(w []float64, x [][]float64) { kernel.Narrow(d.pool, r, c, n, w, x[0]) },
		derive: func(_ gorgonia.Nodes, _, dw *Node) gorgonia.Nodes { return gorgonia.Nodes{d.widen(dw)} },
	}
	return o.apply(y)
}
