package kernel

import "fmt"

// Upsample2 sets y [n][2h][2w][c] to x [n][h][w][c] with each pixel repeated twice in both directions (nearest
// neighbour). Its adjoint is 4*MeanPool2.
func Upsample2[T Float](p *Pool, n, h, w, c int, y, x []T) {
	need("Upsample2", "x", len(x), n*h*w*c)
	need("Upsample2", "y", len(y), 4*n*h*w*c)
	row := 2 * w * c
	p.Run(n*h, func(task, _ int) {
		upper, lower := y[2*task*row:][:row], y[(2*task+1)*row:][:row]
		for i := range w {
			pixel := x[(task*w+i)*c:][:c]
			copy(upper[2*i*c:], pixel)
			copy(upper[(2*i+1)*c:], pixel)
		}
		copy(lower, upper)
	})
}

// MeanPool2 sets y [n][h/2][w/2][c] to the means of 2x2 pixels of x [n][h][w][c]; h and w must be even. Each is
// ((x00+x01) + (x10+x11)) / 4. Its adjoint is Upsample2/4.
func MeanPool2[T Float](p *Pool, n, h, w, c int, y, x []T) {
	if h%2 != 0 || w%2 != 0 {
		panic(fmt.Sprintf("kernel: MeanPool2: %dx%d pixels, want even numbers", h, w))
	}
	need("MeanPool2", "x", len(x), n*h*w*c)
	need("MeanPool2", "y", len(y), n*h*w*c/4)
	if e := assembly[T](p); e != nil {
		e.meanPool(n, h, w, c, f32(y), f32(x))
		return
	}
	row := w * c
	p.Run(n*h/2, func(task, _ int) {
		upper, lower, out := x[2*task*row:][:row], x[(2*task+1)*row:][:row], y[task*row/2:][:row/2]
		for i := range w / 2 {
			for j := range c {
				at := 2*i*c + j
				out[i*c+j] = ((upper[at] + upper[at+c]) + (lower[at] + lower[at+c])) / 4
			}
		}
	})
}
