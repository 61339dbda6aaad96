package kernel

import "fmt"

// Group says which elements of images a reduction or normalisation takes together.
type Group int

// ByChannel takes together one channel of all samples and pixels (batch norm), BySample one sample's pixels and
// channels (layer norm), All everything.
const (
	ByChannel Group = iota
	BySample
	All
)

// Shape is the shape of images of N samples, P pixels and C channels, [N][P][C]. Where pixels do not matter, P is 1.
type Shape struct{ N, P, C int }

// Len returns the number of elements.
func (s Shape) Len() int { return s.N * s.P * s.C }

// Groups returns the number of groups of a shape: C, N or 1.
func (g Group) Groups(s Shape) int {
	switch g {
	case ByChannel:
		return s.C
	case BySample:
		return s.N
	case All:
		return 1
	}
	panic(fmt.Sprintf("kernel: no group %d", int(g)))
}

// Size returns the number of elements of each group.
func (g Group) Size(s Shape) int { return s.Len() / g.Groups(s) }

// Sum sets dst [Groups] to the sum of each group of x.
//
// The tree of every reduction depends on the shape alone. BySample and All cut each group into blocks of 4096
// elements; a block has 64 chains, element i belonging to chain i mod 64, that are added as halves (chain j with j+32,
// then +16 and so on to +1). ByChannel cuts the N*P rows into blocks of max(64, 8192/C) rows; a block has 4 chains for
// each channel, row i belonging to chain i mod 4, added likewise. The blocks of a group are added in order in float64 and
// rounded once.
func Sum[T Float](p *Pool, group Group, shape Shape, dst, x []T) {
	need("Sum", "x", len(x), shape.Len())
	need("Sum", "dst", len(dst), group.Groups(shape))
	reduce(p, group, shape, sumOf, dst, x, x)
}

// Dot sets dst [Groups] to the sum of a*b over each group, by the tree of Sum with fused multiply-adds in the assembly.
func Dot[T Float](p *Pool, group Group, shape Shape, dst, a, b []T) {
	need("Dot", "a", len(a), shape.Len())
	need("Dot", "b", len(b), shape.Len())
	need("Dot", "dst", len(dst), group.Groups(shape))
	reduce(p, group, shape, productOf, dst, a, b)
}

// Expand sets every element of dst to the value s [Groups] of its group.
func Expand[T Float](p *Pool, group Group, shape Shape, dst, s []T) {
	need("Expand", "dst", len(dst), shape.Len())
	need("Expand", "s", len(s), group.Groups(shape))
	rows(p, group, shape, func(lo, hi, sample int) {
		if group == ByChannel {
			repeat(dst[lo:hi], s)
			return
		}
		repeat(dst[lo:hi], s[sample:sample+1])
	})
}

// repeat fills dst with copies of s; dst is a multiple of s in length.
func repeat[T Float](dst, s []T) {
	for n := copy(dst, s); n < len(dst); n *= 2 {
		copy(dst[n:], dst[:n])
	}
}

// Scale sets dst to x times the value s [Groups] of each element's group.
func Scale[T Float](p *Pool, group Group, shape Shape, dst, s, x []T) {
	need("Scale", "x", len(x), shape.Len())
	need("Scale", "dst", len(dst), shape.Len())
	need("Scale", "s", len(s), group.Groups(shape))
	if e := assembly[T](p); e != nil {
		e.applyGroups(opScale, opScaleRows, group, shape, [5][]float32{f32(dst), f32(x)}, [3][]float32{f32(s)})
		return
	}
	rows(p, group, shape, func(lo, hi, sample int) {
		if group != ByChannel {
			v := s[sample]
			for i := lo; i < hi; i++ {
				dst[i] = v * x[i]
			}
			return
		}
		for ; lo < hi; lo += shape.C {
			for c, v := range s {
				dst[lo+c] = v * x[lo+c]
			}
		}
	})
}

// rows calls f over ranges [lo, hi) of elements that cover the shape. By channel a range is whole rows; else it lies
// within the group sample.
func rows(p *Pool, group Group, shape Shape, f func(lo, hi, sample int)) {
	if group == ByChannel {
		p.each(shape.N*shape.P, chunkRows(shape.C), func(lo, hi int) { f(lo*shape.C, hi*shape.C, 0) })
		return
	}
	size := group.Size(shape)
	parts := (size + chunk - 1) / chunk
	p.Run(group.Groups(shape)*parts, func(task, _ int) {
		sample, part := task/parts, task%parts
		f(sample*size+part*chunk, sample*size+min(size, (part+1)*chunk), sample)
	})
}
