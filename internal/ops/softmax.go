package ops

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"tgan/internal/exact"
	"tgan/internal/kernel"
)

// CrossEntropy returns the mean over the samples of -sum over k of targets[n,k] * log softmax(logits)[n,k]: [1]. logits and targets are
// [N,K], and each row of targets adds up to 1: a single one for a known class. It is of the order of log K before training.
func (d *Device) CrossEntropy(logits, targets *Node) *Node {
	n := logits.Shape()[0]
	total := d.Sub(d.Sum(All, d.LogSumExp(logits)), d.Dot(All, logits, targets))
	return d.Times(total, 1/float64(n))
}

// LogSumExp returns log(sum over k of exp(x[n,k])) of x [N,K]: [N]. It does not overflow. It is for the short rows of classifiers.
func (d *Device) LogSumExp(x *Node) *Node {
	s := rowsOf(x)
	o := &op{
		name: "log-sum-exp", out: tensor.Shape{s[0]}, differentiable: all(1),
		f32: func(y []float32, x [][]float32) { logSumExp(d.pool, y, x[0]) },
		f64: func(y []float64, x [][]float64) { logSumExp(d.pool, y, x[0]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.Scale(BySample, dy, d.Softmax(x[0]))}
		},
	}
	return o.apply(x)
}

// Softmax returns exp(x[n,k]) over its sum along k, of x [N,K]. It does not overflow. It is for the short rows of classifiers.
func (d *Device) Softmax(x *Node) *Node {
	s := rowsOf(x)
	o := &op{
		name: "softmax", out: s, differentiable: all(1),
		f32: func(y []float32, x [][]float32) { softmax(d.pool, s[0], y, x[0]) },
		f64: func(y []float64, x [][]float64) { softmax(d.pool, s[0], y, x[0]) },
		derive: func(_ gorgonia.Nodes, y, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.Sub(d.Mul(dy, y), d.Scale(BySample, d.Dot(BySample, dy, y), y))}
		},
	}
	return o.apply(x)
}

func rowsOf(x *Node) tensor.Shape {
	s := x.Shape()
	mustFit(len(s) == 2, "rows of %v: want [N,K]", s)
	return s
}

func logSumExp[T kernel.Float](pool *kernel.Pool, y, x []T) {
	k := len(x) / len(y)
	pool.Run(len(y), func(n, _ int) {
		largest, sum := expSum(x[n*k:][:k])
		y[n] = T(largest + exact.Log(sum))
	})
}

func softmax[T kernel.Float](pool *kernel.Pool, rows int, y, x []T) {
	k := len(x) / rows
	pool.Run(rows, func(n, _ int) {
		largest, sum := expSum(x[n*k:][:k])
		for i, v := range x[n*k:][:k] {
			y[n*k+i] = T(exact.Exp(float64(v)-largest) / sum)
		}
	})
}

// expSum returns the largest element of a row and the sum of exp(v - largest) over its elements, in order.
func expSum[T kernel.Float](row []T) (largest, sum float64) {
	largest = float64(row[0])
	for _, v := range row[1:] {
		largest = max(largest, float64(v))
	}
	for _, v := range row {
		sum += exact.Exp(float64(v) - largest)
	}
	return largest, sum
}
