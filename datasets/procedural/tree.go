package procedural

import (
	"math"

	"tgan/internal/rng"
)

// treeKind is the shape of a tree.
type treeKind int

const (
	treeBroad treeKind = iota
	treeConifer
	treePalm
	treeBush
)

// tree stands at a place; it always faces the viewer.
type tree struct {
	kind   treeKind
	foot   vec
	height float64
	leaf   rgb
	bark   rgb
	seed   uint64
}

// sampleTree returns a tree of the colour of summer, or of autumn.
func sampleTree(r *rng.Stream, kind treeKind, foot vec, height float64) tree {
	t := tree{kind, foot, height, vivid(r.Uniform(0.20, 0.33), r.Uniform(0.35, 0.65), r.Uniform(0.28, 0.48)), rgb{0.32, 0.25, 0.19}.jitter(r, 0.05), r.Uint64()}
	if kind == treeConifer {
		t.leaf = vivid(r.Uniform(0.30, 0.42), r.Uniform(0.3, 0.5), r.Uniform(0.2, 0.36))
	}
	return t
}

// tree paints a tree.
func (w *world) tree(t *tree) {
	low, depth := w.project(t.foot)
	if depth < 0.6 {
		return
	}
	k := t.height * w.zoom / depth
	m := func(p point) point {
		return w.pixels(point{low.x + float64(k*p.x), low.y - float64(k*p.y)})
	}
	if low.x+k < -margin || low.x-k > 1+margin || k > 6 {
		return
	}
	lit := w.light(t.foot.plus(vec{0, t.height, 0}), vec{0, 0, -1})
	leaf, bark := w.through(t.leaf.times(lit), depth), w.through(t.bark.times(lit), depth)
	switch t.kind {
	case treeBroad:
		w.pen.polygon(m, point{-0.035, 0}, point{0.035, 0}, point{0.022, 0.5}, point{-0.022, 0.5})
		w.pen.fill(bark.each(unit).nrgba(1))
		w.crown(m, t, point{0, 0.66}, 0.30, 0.33)
	case treeBush:
		w.crown(m, t, point{0, 0.42}, 0.55, 0.5)
	case treeConifer:
		w.pen.polygon(m, point{-0.02, 0}, point{0.02, 0}, point{0.02, 0.2}, point{-0.02, 0.2})
		w.pen.fill(bark.each(unit).nrgba(1))
		const tiers = 4
		for n := range tiers {
			y := 0.12 + float64(0.2*float64(n))
			half := 0.25 - float64(0.052*float64(n))
			w.pen.polygon(m, point{-half, y}, point{0, y - 0.05}, point{half, y}, point{0, min(y+0.36, 1)})
		}
		w.pen.fill(leaf.each(unit).nrgba(1))
	case treePalm:
		bend := float64(0.16 * scatter(t.seed))
		w.pen.lens(m, point{-0.02, 0}, point{bend/2 - 0.02, 0.5}, point{bend, 0.85}, point{bend/2 + 0.05, 0.5})
		w.pen.fill(bark.each(unit).nrgba(1))
		for n := range 7 {
			x := float64(0.40 * (float64(n)/3 - 1))
			drop := 0.72 + float64(0.1*scatter(t.seed+uint64(n))) + float64(0.5*(0.16-float64(x*x)))
			top := 1.02 + float64(0.8*(0.16-float64(x*x)))
			w.pen.lens(m, point{bend, 0.86}, point{bend + float64(0.6*x), top}, point{bend + x, drop}, point{bend + float64(0.5*x), top - 0.09})
		}
		w.pen.fill(leaf.each(unit).nrgba(1))
	}
	// Leaves are lit from above and rough down to the size of a pixel.
	rough := min(10, float64(0.6*k*float64(w.scene.side)))
	w.lay(func(x, y float64, flat rgb) rgb {
		u, v := (x-low.x)/k, (low.y-y)/k
		return flat.scale(0.78 + float64(0.4*v) + float64(0.34*noise(rough*u, rough*v, t.seed)))
	})
}

// crown fills a heap of leaves with an uneven edge.
func (w *world) crown(m mapping, t *tree, middle point, rx, ry float64) {
	lit := w.light(t.foot.plus(vec{0, t.height, 0}), vec{0, 0, -1})
	// Two regular hexagons, one turned by half a step: a round of twelve.
	round := [12]point{{1, 0}, {0.87, 0.5}, {0.5, 0.87}, {0, 1}, {-0.5, 0.87}, {-0.87, 0.5}, {-1, 0}, {-0.87, -0.5}, {-0.5, -0.87}, {0, -1}, {0.5, -0.87}, {0.87, -0.5}}
	for n, q := range round {
		k := 0.98 + float64(0.26*scatter(t.seed+uint64(n)*stepX))
		round[n] = point{middle.x + float64(k*rx*q.x), middle.y + float64(k*ry*q.y)}
	}
	w.pen.blob(m, round[:]...)
	w.pen.fill(w.through(t.leaf.times(lit), w.view(t.foot).z).each(unit).nrgba(1))
}

// person is somebody who stands or walks, seen from afar.
type person struct {
	foot       vec
	height     float64
	coat, legs rgb
	skin       rgb
}

func samplePerson(r *rng.Stream, foot vec) person {
	return person{foot, r.Uniform(1.5, 1.85), dye(r).scale(r.Uniform(0.5, 1)), mix(gray(0.12), rgb{0.24, 0.28, 0.40}, r.Float64()), along([]rgb{{0.92, 0.74, 0.62}, {0.45, 0.30, 0.22}}, float64(r.Float64()*r.Float64()))}
}

func (w *world) person(p *person) {
	low, depth := w.project(p.foot)
	if depth < 1.2 {
		return
	}
	k := p.height * w.zoom / depth
	m := func(q point) point { return w.pixels(point{low.x + float64(k*q.x), low.y - float64(k*q.y)}) }
	lit := w.light(p.foot.plus(vec{0, 1, 0}), vec{0, 0, -1})
	fill := func(c rgb) { w.pen.fill(w.through(c.times(lit), depth).each(unit).nrgba(1)) }
	w.pen.polygon(m, point{-0.10, 0}, point{-0.02, 0}, point{0, 0.30}, point{0.04, 0}, point{0.11, 0}, point{0.09, 0.5}, point{-0.09, 0.5})
	fill(p.legs)
	w.pen.blob(m, point{-0.12, 0.44}, point{0.12, 0.44}, point{0.14, 0.84}, point{-0.14, 0.84})
	fill(p.coat)
	w.pen.ellipse(m, point{0, 0.91}, 0.065, 0.085)
	fill(p.skin)
	w.layPlain()
}

// contact darkens the ground around a place, as under something that stands there.
func (w *world) contact(at vec, rx, rz, strength float64) {
	middle, depth := w.project(at)
	if depth < 1 {
		return
	}
	far, _ := w.project(at.plus(w.ahead.times(rz)))
	k := float64(rx * w.zoom / depth)
	w.pen.ellipse(w.pixels, middle, k, max(math.Abs(middle.y-far.y), float64(0.06*k)))
	w.pen.fill(gray(0.05).nrgba(strength))
	w.layPlain()
}
