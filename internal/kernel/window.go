package kernel

import "fmt"

// windows is the geometry of a pooling over 3 x 3 pixels of n images of h x w pixels and c channels.
type windows struct {
	n, h, w, c, stride, pad, oh, ow int
	to                              Target
}

// newWindows returns the geometry, after checking the lengths of y and x.
func newWindows(kernel string, n, h, w, c, stride, pad, y int, to Target, x int) windows {
	g := windows{n, h, w, c, stride, pad, (h+2*pad-3)/stride + 1, (w+2*pad-3)/stride + 1, to}
	if stride < 1 || stride > 2 || pad < 0 || pad > 1 || h+2*pad < 3 || w+2*pad < 3 {
		panic(fmt.Sprintf("kernel: %s: %dx%d pixels, stride %d, padding %d; want at least a window, stride 1 or 2, padding 0 or 1", kernel, h, w, stride, pad))
	}
	if to.From < 0 || to.From+c > to.Channels {
		panic(fmt.Sprintf("kernel: %s: %d channels from %d on do not fit into %d", kernel, c, to.From, to.Channels))
	}
	need(kernel, "x", x, n*h*w*c)
	need(kernel, "y", y, n*g.oh*g.ow*to.Channels)
	return g
}

// inside returns the range of a window at output position o that lies inside [0, size).
func (g windows) inside(o, size int) (lo, hi int) {
	return max(0, o*g.stride-g.pad), min(size, o*g.stride-g.pad+3)
}

// write copies a row of results, [ow][c], to its place in y.
func (g windows) write(y, row []float32, task int) {
	for i := range g.ow {
		copy(y[(task*g.ow+i)*g.to.Channels+g.to.From:], row[i*g.c:][:g.c])
	}
}

// MaxPool3 sets c channels of y [n][oh][ow][to.Channels] to the maxima over 3x3 pixels of x [n][h][w][c], stride apart;
// oh = (h+2*pad-3)/stride+1, ow likewise, stride 1 or 2, pad 0 or 1. What lies outside x does not count. The other channels
// of y keep their values.
func MaxPool3[T Float](p *Pool, n, h, w, c, stride, pad int, y []T, to Target, x []T) {
	g := newWindows("MaxPool3", n, h, w, c, stride, pad, len(y), to, len(x))
	if e := assembly[T](p); e != nil {
		e.vecCall = vecCall{v: [5][]float32{f32(y), f32(x)}, windows: g}
		e.pool.Run(n*g.oh, e.tasks.maxima)
		e.vecCall = vecCall{}
		return
	}
	p.Run(n*g.oh, func(task, _ int) {
		image := x[task/g.oh*h*w*c:][:h*w*c]
		y0, y1 := g.inside(task%g.oh, h)
		for ox := range g.ow {
			x0, x1 := g.inside(ox, w)
			out := y[(task*g.ow+ox)*to.Channels+to.From:][:c]
			copy(out, image[(y0*w+x0)*c:])
			for i := y0; i < y1; i++ {
				for k, v := range image[(i*w+x0)*c : (i*w+x1)*c] {
					out[k%c] = max(out[k%c], v)
				}
			}
		}
	})
}

// maximaTask computes one row of MaxPool3: the maxima of columns, then those of three of them.
func (e *engine) maximaTask(task, worker int) {
	g := e.vecCall.windows
	x := e.vecCall.v[1][task/g.oh*g.h*g.w*g.c:][:g.h*g.w*g.c]
	line := g.w * g.c
	scratch := e.room(worker, line+g.ow*g.c)
	columns, row := scratch[:line], scratch[line:]
	y0, y1 := g.inside(task%g.oh, g.h)
	three := func(op vecOp, n, channels int, dst []float32, a, b, c uintptr) {
		args := &e.workers[worker].args
		args.n, args.channels, args.table = n, channels, e.maskTable()
		args.p = [5]uintptr{at(dst, 0), a, b, c}
		e.vec(op, args)
	}
	// Repeating a row or a column changes no maximum.
	three(opMaxThree, line, 0, columns, at(x, y0*line), at(x, min(y0+1, y1-1)*line), at(x, (y1-1)*line))
	first, last := 0, g.ow
	for ox := range g.ow {
		x0, x1 := g.inside(ox, g.w)
		if x1-x0 == 3 {
			continue
		}
		three(opMaxThree, g.c, 0, row[ox*g.c:], at(columns, x0*g.c), at(columns, (x1-1)*g.c), at(columns, (x1-1)*g.c))
		if ox == 0 {
			first = 1
		} else {
			last = ox
		}
	}
	if last > first {
		x0, _ := g.inside(first, g.w)
		op, n, channels := opMaxThreeRows, last-first, g.c
		if g.stride == 1 {
			op, n, channels = opMaxThree, n*g.c, 0
		}
		three(op, n, channels, row[first*g.c:], at(columns, x0*g.c), at(columns, (x0+1)*g.c), at(columns, (x0+2)*g.c))
	}
	g.write(e.vecCall.v[0], row, task)
}

// MeanPool3 sets y [n][h][w][c] to the means over the 3x3 pixels around each of x; what lies outside does not count. A column
// of three is (a+b)+c, three columns likewise, times the reciprocal of the count.
func MeanPool3[T Float](p *Pool, n, h, w, c int, y, x []T) {
	g := newWindows("MeanPool3", n, h, w, c, 1, 1, len(y), Target{c, 0}, len(x))
	if e := assembly[T](p); e != nil {
		e.vecCall = vecCall{v: [5][]float32{f32(y), f32(x)}, windows: g}
		e.pool.Run(n*h, e.tasks.means)
		e.vecCall = vecCall{}
		return
	}
	p.Run(n*h, func(task, _ int) {
		image, line := x[task/h*h*w*c:][:h*w*c], w*c
		y0, y1 := g.inside(task%h, h)
		columns := make([]T, line)
		for i := y0; i < y1; i++ {
			for k, v := range image[i*line:][:line] {
				columns[k] += v
			}
		}
		for ox := range w {
			x0, x1 := g.inside(ox, w)
			out := y[(task*w+ox)*c:][:c]
			clear(out)
			for i := x0; i < x1; i++ {
				for k, v := range columns[i*c:][:c] {
					out[k] += v
				}
			}
			share := 1 / T((y1-y0)*(x1-x0))
			for k := range out {
				out[k] *= share
			}
		}
	})
}

// meansTask computes one row of MeanPool3, with zeros for what lies outside.
func (e *engine) meansTask(task, worker int) {
	g := e.vecCall.windows
	line := g.w * g.c
	image, row := e.vecCall.v[1][task/g.h*g.h*line:][:g.h*line], e.vecCall.v[0][task*line:][:line]
	scratch := e.room(worker, line+2*g.c+line)
	columns, zeros := scratch[:line+2*g.c], scratch[line+2*g.c:]
	clear(zeros)
	clear(columns[:g.c])
	clear(columns[line+g.c:])
	y0, y1 := g.inside(task%g.h, g.h)
	var lines [3]uintptr
	for i := range lines {
		lines[i] = at(zeros, 0)
		if y0+i < y1 {
			lines[i] = at(image, (y0+i)*line)
		}
	}
	three := func(dst uintptr, n int, share float32, a, b, c uintptr) {
		args := &e.workers[worker].args
		args.n, args.channels, args.table = n, 0, e.maskTable()
		args.p, args.c = [5]uintptr{dst, a, b, c}, [8]float32{share}
		e.vec(opMeanThree, args)
	}
	three(at(columns, g.c), line, 1, lines[0], lines[1], lines[2])
	for first := 0; first < g.w; {
		x0, x1 := g.inside(first, g.w)
		count := 1
		if x1-x0 == 3 {
			count = max(1, g.w-2)
		}
		from := first * g.c
		three(at(row, from), count*g.c, 1/float32((y1-y0)*(x1-x0)), at(columns, from), at(columns, from+g.c), at(columns, from+2*g.c))
		first += count
	}
}
