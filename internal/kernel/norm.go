package kernel

import "math"

// Moments sets mean [Groups] to the mean of each group of x and inv [Groups] to 1/sqrt(variance + eps), with the biased
// variance (divided by the group's size), in two passes over x.
func Moments[T Float](p *Pool, group Group, shape Shape, mean, inv, x []T, eps float64) {
	groups, size := group.Groups(shape), float64(group.Size(shape))
	need("Moments", "x", len(x), shape.Len())
	need("Moments", "mean", len(mean), groups)
	need("Moments", "inv", len(inv), groups)
	part, count := blocks(p, group, shape, sumOf, x, x)
	for i := range mean {
		mean[i] = T(total(part, i, groups, count) / size)
	}
	part, count = blocks(p, group, shape, squaresOf, x, mean)
	for i := range inv {
		inv[i] = T(1 / math.Sqrt(total(part, i, groups, count)/size+eps))
	}
}

// Standardize sets y = (x - mean) * inv with the mean and inv [Groups] of each element's group.
func Standardize[T Float](p *Pool, group Group, shape Shape, y, x, mean, inv []T) {
	groups := group.Groups(shape)
	need("Standardize", "x", len(x), shape.Len())
	need("Standardize", "y", len(y), shape.Len())
	need("Standardize", "mean", len(mean), groups)
	need("Standardize", "inv", len(inv), groups)
	if e := assembly[T](p); e != nil {
		e.applyGroups(opStandardize, opStandardizeRows, group, shape,
			[5][]float32{f32(y), f32(x)}, [3][]float32{f32(mean), f32(inv)})
		return
	}
	rows(p, group, shape, func(lo, hi, sample int) {
		if group != ByChannel {
			m, v := mean[sample], inv[sample]
			for i := lo; i < hi; i++ {
				y[i] = (x[i] - m) * v
			}
			return
		}
		for ; lo < hi; lo += shape.C {
			for c, v := range inv {
				y[lo+c] = (x[lo+c] - mean[c]) * v
			}
		}
	})
}

// NormGrad sets dx = inv * (g - mean(g) - y*mean(g*y)), the means taken over each element's group: the gradient of
// Standardize with respect to x, its mean and variance included, where y is its output and g the gradient there.
func NormGrad[T Float](p *Pool, group Group, shape Shape, dx, y, inv, g []T) {
	groups, size := group.Groups(shape), float64(group.Size(shape))
	need("NormGrad", "dx", len(dx), shape.Len())
	need("NormGrad", "y", len(y), shape.Len())
	need("NormGrad", "g", len(g), shape.Len())
	need("NormGrad", "inv", len(inv), groups)
	part, count := blocks(p, group, shape, sumAndProduct, g, y)
	if e := assembly[T](p); e != nil {
		e.means = grow(e.means, 2*groups)
		setMeans(e.means, part, count, size)
		e.applyGroups(opNormGrad, opNormGradRows, group, shape,
			[5][]float32{f32(dx), f32(g), f32(y)}, [3][]float32{f32(inv), e.means[:groups], e.means[groups:]})
		return
	}
	means := make([]T, 2*groups)
	setMeans(means, part, count, size)
	mg, mgy := means[:groups], means[groups:]
	rows(p, group, shape, func(lo, hi, sample int) {
		if group != ByChannel {
			a, b, v := mg[sample], mgy[sample], inv[sample]
			for i := lo; i < hi; i++ {
				dx[i] = v * (g[i] - a - T(y[i]*b))
			}
			return
		}
		for ; lo < hi; lo += shape.C {
			for c, v := range inv {
				dx[lo+c] = v * (g[lo+c] - mg[c] - T(y[lo+c]*mgy[c]))
			}
		}
	})
}

// setMeans sets means to the totals of the partials over size.
func setMeans[T Float](means []T, part []float64, count int, size float64) {
	for i := range means {
		means[i] = T(total(part, i, len(means), count) / size)
	}
}

// Affine sets y = gamma*x + beta with gamma and beta [C] by channel, one rounding in the assembly.
func Affine[T Float](p *Pool, shape Shape, y, x, gamma, beta []T) {
	need("Affine", "x", len(x), shape.Len())
	need("Affine", "y", len(y), shape.Len())
	need("Affine", "gamma", len(gamma), shape.C)
	need("Affine", "beta", len(beta), shape.C)
	if e := assembly[T](p); e != nil {
		e.applyGroups(opAffineRows, opAffineRows, ByChannel, shape,
			[5][]float32{f32(y), f32(x)}, [3][]float32{f32(gamma), f32(beta)})
		return
	}
	rows(p, ByChannel, shape, func(lo, hi, _ int) {
		for ; lo < hi; lo += shape.C {
			for c, v := range gamma {
				y[lo+c] = T(v*x[lo+c]) + beta[c]
			}
		}
	})
}
