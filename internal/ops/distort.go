package ops

import (
	"gorgonia.org/gorgonia"

	"tgan/internal/kernel"
)

// MoveValues are the values a sample that Move takes: a turn by quarters, a shift, and a rectangle, in pixels.
const MoveValues = 8

// Move turns, mirrors and shifts images [N,S,S,C], and blanks a rectangle of each. Pixels that come from outside are 0, as those of the
// rectangle are. moves [N,MoveValues] holds whole numbers for each sample:
//
//	0     1 if the image is mirrored, left to right, else 0
//	1     quarter turns after that, 0 to 3
//	2, 3  rows and columns by which it is then shifted down and right
//	4..7  first row, first column, row and column behind the last of the blank rectangle; none if it is empty
//
// It is linear in x; its adjoint puts every pixel back where it came from. It has no derivative with respect to moves.
func (d *Device) Move(x, moves *Node) *Node { return d.move("move", x, moves, d.moveBack) }

// moveBack is the adjoint of Move.
func (d *Device) moveBack(y, moves *Node) *Node { return d.move("move-back", y, moves, d.Move) }

func (d *Device) move(name string, x, moves *Node, adjoint func(dy, moves *Node) *Node) *Node {
	s := x.Shape()
	mustFit(len(s) == 4 && s[1] == s[2], "move of %v: images must be square", s)
	mustFit(moves.Shape().Eq([]int{s[0], MoveValues}), "move of %v by %v", s, moves.Shape())
	g, back := grid{s[0], s[1], s[3]}, name == "move-back"
	o := &op{
		name: name, out: s, differentiable: []bool{true, false},
		f32: func(y []float32, x [][]float32) { movePixels(d.pool, g, back, y, x[0], x[1]) },
		f64: func(y []float64, x [][]float64) { movePixels(d.pool, g, back, y, x[0], x[1]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{adjoint(dy, x[1]), nil}
		},
	}
	return o.apply(x, moves)
}

// grid is the shape of square images.
type grid struct{ n, side, channels int }

func movePixels[T kernel.Float](pool *kernel.Pool, g grid, back bool, y, x, moves []T) {
	size := g.side * g.side * g.channels
	pool.Run(g.n, func(i, _ int) {
		y, x, m := y[i*size:(i+1)*size], x[i*size:(i+1)*size], moves[i*MoveValues:(i+1)*MoveValues]
		whole := wholeMoves(m)
		clear(y)
		for row := range g.side {
			for column := range g.side {
				from, ok := g.source(whole, row, column)
				if !ok {
					continue
				}
				to := (row*g.side + column) * g.channels
				if back {
					copy(y[from:from+g.channels], x[to:to+g.channels])
				} else {
					copy(y[to:to+g.channels], x[from:from+g.channels])
				}
			}
		}
	})
}

// wholeMoves returns the moves of one sample as whole numbers.
func wholeMoves[T kernel.Float](m []T) (w [MoveValues]int) {
	for i, v := range m {
		w[i] = int(v)
	}
	return w
}

// source returns where in its sample the pixel at a row and column comes from, or false if it is blank.
func (g grid) source(m [MoveValues]int, row, column int) (int, bool) {
	if row >= m[4] && row < m[6] && column >= m[5] && column < m[7] {
		return 0, false
	}
	r, c := row-m[2], column-m[3]
	if r < 0 || r >= g.side || c < 0 || c >= g.side {
		return 0, false
	}
	for range m[1] {
		r, c = c, g.side-1-r
	}
	if m[0] == 1 {
		c = g.side - 1 - c
	}
	return (r*g.side + c) * g.channels, true
}

// Recolour changes saturation and contrast of images [N,...,C] by two factors a sample, gains [N,2]: first the distance of each value from
// its pixel's mean over channels is multiplied by the first, then its distance from the image's mean by the second. It is linear in x and its
// own adjoint. It has no derivative with respect to gains.
func (d *Device) Recolour(x, gains *Node) *Node {
	v := view(x.Shape())
	mustFit(gains.Shape().Eq([]int{v.N, 2}), "recolour of %v by %v", x.Shape(), gains.Shape())
	o := &op{
		name: "recolour", out: x.Shape(), differentiable: []bool{true, false},
		f32: func(y []float32, x [][]float32) { recolour(d.pool, v, y, x[0], x[1]) },
		f64: func(y []float64, x [][]float64) { recolour(d.pool, v, y, x[0], x[1]) },
		derive: func(x gorgonia.Nodes, _, dy *Node) gorgonia.Nodes {
			return gorgonia.Nodes{d.Recolour(dy, x[1]), nil}
		},
	}
	return o.apply(x, gains)
}

func recolour[T kernel.Float](pool *kernel.Pool, v kernel.Shape, y, x, gains []T) {
	size := v.P * v.C
	pool.Run(v.N, func(i, _ int) {
		y, x := y[i*size:(i+1)*size], x[i*size:(i+1)*size]
		saturation, contrast := float64(gains[2*i]), float64(gains[2*i+1])
		whole := mean(x)
		for p := 0; p < size; p += v.C {
			pixel := mean(x[p : p+v.C])
			base := whole + float64(contrast*(pixel-whole))
			for c, value := range x[p : p+v.C] {
				y[p+c] = T(base + float64(float64(contrast*saturation)*(float64(value)-pixel)))
			}
		}
	})
}

// mean adds in order, in float64.
func mean[T kernel.Float](x []T) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v)
	}
	return sum / float64(len(x))
}

// Offset adds to every element of x the value of its group in s: [C], [N] or [1].
func (d *Device) Offset(group Group, s, x *Node) *Node {
	v := view(x.Shape())
	mustFit(s.Shape().TotalSize() == group.Groups(v), "offset %v of %v by %v", group, x.Shape(), s.Shape())
	return d.Add(x, d.expand(group, v, s, x.Shape()))
}
