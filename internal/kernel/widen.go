package kernel

// Widen sets y [r+1][s+1][n] to the sum of w [r][s][n] and its copies shifted down by one row, right by one column, and both: the kernel
// of a convolution followed by the sum over 2x2 pixels, or of a transposed one preceded by doubling the pixels.
func Widen[T Float](p *Pool, r, s, n int, y, w []T) {
	need("Widen", "y", len(y), (r+1)*(s+1)*n)
	need("Widen", "w", len(w), r*s*n)
	p.Run((r+1)*(s+1), func(task, _ int) {
		i, j := task/(s+1), task%(s+1)
		gather(y[task*n:(task+1)*n], w, r, s, i-1, j-1)
	})
}

// Narrow is the adjoint of Widen: it sets w [r][s][n] to the sum of y [r+1][s+1][n] over each 2x2 window.
func Narrow[T Float](p *Pool, r, s, n int, w, y []T) {
	need("Narrow", "y", len(y), (r+1)*(s+1)*n)
	need("Narrow", "w", len(w), r*s*n)
	p.Run(r*s, func(task, _ int) {
		gather(w[task*n:(task+1)*n], y, r+1, s+1, task/s, task%s)
	})
}

// gather sets dst to the sum of the rows of len(dst) elements of x [r][s] at (i, j), (i, j+1), (i+1, j), (i+1, j+1), as far as they
// exist, in that order.
func gather[T Float](dst, x []T, r, s, i, j int) {
	clear(dst)
	n := len(dst)
	for a := max(i, 0); a < min(i+2, r); a++ {
		for b := max(j, 0); b < min(j+2, s); b++ {
			for k, v := range x[(a*s+b)*n : (a*s+b+1)*n] {
				dst[k] += v
			}
		}
	}
}
