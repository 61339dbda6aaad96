package kernel

import (
	"math"

	"tgan/internal/exact"
)

// Add sets y = a + b, element by element.
func Add[T Float](p *Pool, y, a, b []T) {
	same("Add", len(y), len(a), len(b))
	if e := assembly[T](p); e != nil {
		e.apply(opAdd, [8]float32{}, [5][]float32{f32(y), f32(a), f32(b)})
		return
	}
	p.each(len(y), chunk, func(lo, hi int) {
		y, a, b := y[lo:hi], a[lo:hi], b[lo:hi]
		for i := range y {
			y[i] = a[i] + b[i]
		}
	})
}

// Sub sets y = a - b, element by element.
func Sub[T Float](p *Pool, y, a, b []T) {
	same("Sub", len(y), len(a), len(b))
	if e := assembly[T](p); e != nil {
		e.apply(opSub, [8]float32{}, [5][]float32{f32(y), f32(a), f32(b)})
		return
	}
	p.each(len(y), chunk, func(lo, hi int) {
		y, a, b := y[lo:hi], a[lo:hi], b[lo:hi]
		for i := range y {
			y[i] = a[i] - b[i]
		}
	})
}

// Mul sets y = a * b, element by element.
func Mul[T Float](p *Pool, y, a, b []T) {
	same("Mul", len(y), len(a), len(b))
	if e := assembly[T](p); e != nil {
		e.apply(opMul, [8]float32{}, [5][]float32{f32(y), f32(a), f32(b)})
		return
	}
	p.each(len(y), chunk, func(lo, hi int) {
		y, a, b := y[lo:hi], a[lo:hi], b[lo:hi]
		for i := range y {
			y[i] = a[i] * b[i]
		}
	})
}

// ScaleBy sets y = c * x, element by element.
func ScaleBy[T Float](p *Pool, y, x []T, c T) {
	same("ScaleBy", len(y), len(x))
	if e := assembly[T](p); e != nil {
		e.apply(opScale, [8]float32{float32(c)}, [5][]float32{f32(y), f32(x)})
		return
	}
	p.each(len(y), chunk, func(lo, hi int) {
		y, x := y[lo:hi], x[lo:hi]
		for i := range y {
			y[i] = c * x[i]
		}
	})
}

// LeakyReLU sets y = x where x > 0 and y = alpha*x elsewhere. alpha 0 makes it the plain ReLU.
func LeakyReLU[T Float](p *Pool, y, x []T, alpha T) { LeakyMask(p, y, x, x, alpha) }

// LeakyMask sets y = g where x > 0 and y = alpha*g elsewhere: the derivative of LeakyReLU at x, applied to g. For
// alpha >= 0, x may be the input of the LeakyReLU or its output, since both have the same sign.
func LeakyMask[T Float](p *Pool, y, g, x []T, alpha T) {
	same("LeakyMask", len(y), len(g), len(x))
	if e := assembly[T](p); e != nil {
		e.apply(opLeakyMask, [8]float32{float32(alpha)}, [5][]float32{f32(y), f32(g), f32(x)})
		return
	}
	p.each(len(y), chunk, func(lo, hi int) {
		y, g, x := y[lo:hi], g[lo:hi], x[lo:hi]
		for i, v := range g {
			if !(x[i] > 0) {
				v *= alpha
			}
			y[i] = v
		}
	})
}

// Tanh sets y to the hyperbolic tangent of x. The assembly is within 4 units in the last place of float32.
func Tanh[T Float](p *Pool, y, x []T) {
	same("Tanh", len(y), len(x))
	if e := assembly[T](p); e != nil {
		e.apply(opTanh, [8]float32{}, [5][]float32{f32(y), f32(x)})
		return
	}
	p.each(len(y), chunk, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			y[i] = T(exact.Tanh(float64(x[i])))
		}
	})
}

// TanhGrad sets y = g * (1 - t*t), the derivative of Tanh whose output is t, applied to g.
func TanhGrad[T Float](p *Pool, y, g, t []T) {
	same("TanhGrad", len(y), len(g), len(t))
	if e := assembly[T](p); e != nil {
		e.apply(opTanhGrad, [8]float32{1}, [5][]float32{f32(y), f32(g), f32(t)})
		return
	}
	p.each(len(y), chunk, func(lo, hi int) {
		y, g, t := y[lo:hi], g[lo:hi], t[lo:hi]
		for i, v := range t {
			y[i] = g[i] * (1 - T(v*v))
		}
	})
}

// Interpolate sets each of len(share) rows of y to b + share*(a-b) of its own share, rounded three times.
func Interpolate[T Float](p *Pool, y, a, b, share []T) {
	same("Interpolate", len(y), len(a), len(b))
	shape := Shape{len(share), 1, len(y) / len(share)}
	need("Interpolate", "y", len(y), shape.Len())
	if e := assembly[T](p); e != nil {
		e.applyGroups(opInterpolate, opInterpolate, BySample, shape, [5][]float32{f32(y), f32(a), f32(b)}, [3][]float32{f32(share)})
		return
	}
	rows(p, BySample, shape, func(lo, hi, row int) {
		y, a, b, s := y[lo:hi], a[lo:hi], b[lo:hi], share[row]
		for i, v := range b {
			y[i] = v + T(s*T(a[i]-v))
		}
	})
}

// Adam makes one step of Adam on the weights w with gradient g and moments m and v, all of one length:
//
//	m = beta1*m + (1-beta1)*g
//	v = beta2*v + (1-beta2)*g*g
//	w = w - lr/c1 * m / (sqrt(v)/sqrt(c2) + eps)
//
// with the bias corrections c1 = 1-beta1^t and c2 = 1-beta2^t of step t, from 1 upwards.
// Source: Kingma and Ba 2015, algorithm 1, in the arrangement of PyTorch's torch.optim.Adam.
func Adam[T Float](p *Pool, w, m, v, g []T, lr, beta1, beta2, eps, c1, c2 float64) {
	same("Adam", len(w), len(m), len(v), len(g))
	b1, n1 := T(beta1), T(1-beta1)
	b2, n2 := T(beta2), T(1-beta2)
	step, root, small := T(lr/c1), T(1/math.Sqrt(c2)), T(eps)
	if e := assembly[T](p); e != nil {
		c := [8]float32{float32(b1), float32(n1), float32(b2), float32(n2), float32(step), float32(root), float32(small)}
		e.apply(opAdam, c, [5][]float32{f32(w), f32(m), f32(v), f32(g)})
		return
	}
	p.each(len(w), chunk, func(lo, hi int) {
		w, m, v, g := w[lo:hi], m[lo:hi], v[lo:hi], g[lo:hi]
		for i, d := range g {
			m[i] = T(b1*m[i]) + T(n1*d)
			v[i] = T(b2*v[i]) + T(n2*T(d*d))
			deviation := T(math.Sqrt(float64(v[i])))
			w[i] -= T(step*m[i]) / (T(deviation*root) + small)
		}
	})
}
