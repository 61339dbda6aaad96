package kernel

const (
	// lanes is the number of chains of a block of a contiguous reduction: four AVX-512 registers, eight AVX2 ones.
	lanes = 64

	// blockLen is the number of elements of one block of a contiguous reduction.
	blockLen = 4096

	// rowLanes is the number of chains of a block of a reduction by channel: they hide the latency of the additions.
	rowLanes = 4
)

// blockRows returns the number of rows of one block of a reduction by channel.
func blockRows(c int) int { return max(64, 2*blockLen/c) }

// terms names what a reduction of the vectors a and b adds up.
type terms int

const (
	sumOf         terms = iota // a
	squaresOf                  // (a-b)^2, b being one value a group
	productOf                  // a*b
	sumAndProduct              // a, and beside it a*b
)

// sums returns the number of sums a reduction gives.
func (t terms) sums() int {
	if t == sumAndProduct {
		return 2
	}
	return 1
}

// reduce sets dst [Groups] to the one sum of the terms over each group.
func reduce[T Float](p *Pool, group Group, shape Shape, t terms, dst, a, b []T) {
	part, count := blocks(p, group, shape, t, a, b)
	for i := range dst {
		dst[i] = T(total(part, i, len(dst), count))
	}
}

// total adds value i of n of each block, in order.
func total(part []float64, i, n, count int) float64 {
	sum := 0.0
	for block := range count {
		sum += part[block*n+i]
	}
	return sum
}

// blocks computes the partials [count][sums][Groups] of a reduction, by the tree that Sum states.
func blocks[T Float](p *Pool, group Group, shape Shape, t terms, a, b []T) (part []float64, count int) {
	if group == ByChannel {
		count = ceil(shape.N*shape.P, blockRows(shape.C))
	} else {
		count = ceil(group.Size(shape), blockLen)
	}
	part = p.partials(count * t.sums() * group.Groups(shape))
	switch e := assembly[T](p); {
	case e != nil:
		e.blocks(group, shape, t, f32(a), f32(b), part, count)
	case group == ByChannel:
		channelBlocks(p, shape, t, a, b, part)
	default:
		groupBlocks(p, group, shape, t, a, b, part, count)
	}
	return part, count
}

// channelBlocks computes the partials of a reduction by channel.
func channelBlocks[T Float](p *Pool, shape Shape, t terms, a, b []T, part []float64) {
	size, c := blockRows(shape.C), shape.C
	p.each(shape.N*shape.P, size, func(lo, hi int) {
		rowSums(t, part[lo/size*t.sums()*c:][:t.sums()*c], a[lo*c:hi*c], b, lo*c)
	})
}

// groupBlocks computes the count partials of each contiguous group.
func groupBlocks[T Float](p *Pool, group Group, shape Shape, t terms, a, b []T, part []float64, count int) {
	groups, size := group.Groups(shape), group.Size(shape)
	p.Run(groups*count, func(task, _ int) {
		g, block := task/count, task%count
		lo, hi := g*size+block*blockLen, g*size+min(size, (block+1)*blockLen)
		other := b[g : g+1]
		if t != squaresOf {
			other = b[lo:hi]
		}
		first, second := laneSums(t, a[lo:hi], other)
		part[block*t.sums()*groups+g] = float64(first)
		if t.sums() == 2 {
			part[(block*2+1)*groups+g] = float64(second)
		}
	})
}

// laneSums returns the one or two sums of a block of a contiguous reduction.
func laneSums[T Float](t terms, a, b []T) (first, second T) {
	var u, v [lanes]T
	for i, x := range a {
		lane := i % lanes
		switch t {
		case sumOf:
			u[lane] += x
		case squaresOf:
			d := x - b[0]
			u[lane] += T(d * d)
		case productOf:
			u[lane] += T(x * b[i])
		case sumAndProduct:
			u[lane] += x
			v[lane] += T(x * b[i])
		}
	}
	return fold(u[:]), fold(v[:])
}

// fold adds the upper half of v to the lower half until one value is left.
func fold[T Float](v []T) T {
	for n := len(v) / 2; n > 0; n /= 2 {
		for i := range n {
			v[i] += v[i+n]
		}
	}
	return v[0]
}

// rowSums sets dst [sums][C] to the sums by channel of the rows a [rows][C]. b starts at the first row of all, at is
// where a starts in it; for squaresOf b is [C].
func rowSums[T Float](t terms, dst []float64, a, b []T, at int) {
	channels := len(dst) / t.sums()
	for c := range channels {
		var u, v [rowLanes]T
		for i, row := c, 0; i < len(a); i, row = i+channels, row+1 {
			lane := row % rowLanes
			switch t {
			case sumOf:
				u[lane] += a[i]
			case squaresOf:
				d := a[i] - b[c]
				u[lane] += T(d * d)
			case productOf:
				u[lane] += T(a[i] * b[at+i])
			case sumAndProduct:
				u[lane] += a[i]
				v[lane] += T(a[i] * b[at+i])
			}
		}
		dst[c] = float64(fold(u[:]))
		if t == sumAndProduct {
			dst[channels+c] = float64(fold(v[:]))
		}
	}
}
