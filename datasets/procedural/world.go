package procedural

import (
	"cmp"
	"math"
	"slices"
)

// world is a scene in three dimensions, painted from the far to the near.
type world struct {
	*scene
	camera
	light func(at, normal vec) rgb // on a surface that faces along the unit normal
	air   rgb                      // colour of the air
	thick float64                  // share of it in what is seen, per metre nearby

	things []thing
	shape  []point // of the last outline
}

// thing is something to be painted: far ones first.
type thing struct {
	depth float64
	paint func()
}

// place puts something with its middle at a place, to be painted by paintThings.
func (w *world) place(middle vec, paint func()) {
	w.things = append(w.things, thing{w.view(middle).z, paint})
}

// paintThings paints all that was placed, the far before the near.
func (w *world) paintThings() {
	slices.SortStableFunc(w.things, func(a, b thing) int { return cmp.Compare(b.depth, a.depth) })
	for _, t := range w.things {
		t.paint()
	}
}

// through returns a colour as it is seen through the air.
func (w *world) through(c rgb, depth float64) rgb {
	if w.thick == 0 {
		return c
	}
	far := float64(w.thick * depth)
	return mix(c, w.air, far/(1+far))
}

// pixels maps the image's coordinates to pixels.
func (s *scene) pixels(p point) point {
	side := float64(s.side)
	return point{float64(p.x * side), float64(p.y * side)}
}

// spans returns the width in pixels of something of a width in metres at a place.
func (w *world) spans(at vec, width float64) float64 {
	depth := max(w.view(at).z, near)
	return float64(width * w.zoom / depth * float64(w.scene.side))
}

// panel is a parallelogram in the world.
type panel struct{ origin, u, v vec }

// corners returns its corners in a round.
func (p panel) corners() (a, b, c, d vec) {
	return p.origin, p.origin.plus(p.u), p.origin.plus(p.u).plus(p.v), p.origin.plus(p.v)
}

// normal returns the unit normal on the side of a viewer.
func (p panel) normal(viewer vec) vec {
	n := p.u.cross(p.v).unit()
	if n.dot(viewer.minus(p.origin)) < 0 {
		return n.times(-1)
	}
	return n
}

// part returns the part of a panel between shares of its two edges.
func (p panel) part(u0, v0, u1, v1 float64) panel {
	return panel{p.origin.plus(p.u.times(u0)).plus(p.v.times(v0)), p.u.times(u1 - u0), p.v.times(v1 - v0)}
}

// raised returns the panel moved by d metres towards the viewer.
func (p panel) raised(viewer vec, d float64) panel {
	p.origin = p.origin.plus(p.normal(viewer).times(d))
	return p
}

// path adds the outline of a convex polygon to the pen's path and says whether anything of it is in the image.
func (w *world) path(corners ...vec) bool {
	w.shape = w.outline(w.shape[:0], corners...)
	if len(w.shape) < 3 {
		return false
	}
	w.pen.polygon(w.pixels, w.shape...)
	return true
}

// plain fills a panel with one colour under the light at its middle. Many of them can be laid at once.
func (w *world) plain(p panel, c rgb) {
	a, b, d, e := p.corners()
	w.facet(c, a, b, d, e)
}

// plains fills panels of one surface with one colour under the light at the middle of the first.
func (w *world) plains(c rgb, panels ...panel) {
	for _, p := range panels[1:] {
		q, r, s, t := p.corners()
		w.path(q, r, s, t)
	}
	w.plain(panels[0], c)
}

// facet fills a flat convex polygon with one colour under the light at its middle.
func (w *world) facet(c rgb, corners ...vec) {
	if !w.path(corners...) {
		return
	}
	var middle vec
	for _, p := range corners {
		middle = middle.plus(p.times(1 / float64(len(corners))))
	}
	n := panel{corners[0], corners[1].minus(corners[0]), corners[2].minus(corners[0])}.normal(w.at)
	w.pen.fill(w.through(c.times(w.light(middle, n)), max(w.view(middle).z, 0)).each(unit).nrgba(1))
}

// layPlain lays what was filled, with a little grain.
func (w *world) layPlain() {
	w.lay(func(x, y float64, flat rgb) rgb { return flat })
}

// texture is a colour at metres from a corner of a panel; foot is the width of a pixel there in metres, for antialiasing.
type texture func(u, v, foot float64) rgb

// surface fills a panel with a texture, lit place by place.
func (w *world) surface(p panel, m texture) {
	w.cover(p, w.shader(p, m, w.light))
}

// cover fills a panel with a shade.
func (w *world) cover(p panel, shade func(x, y float64, flat rgb) rgb) {
	a, b, c, d := p.corners()
	if w.path(a, b, c, d) {
		w.pen.fill(gray(1).nrgba(1))
		w.lay(shade)
	}
}

// shader returns the change from the image's coordinates to what is seen of a panel of a texture. The light is taken at the
// corners of the panel and runs evenly between them.
func (w *world) shader(p panel, m texture, light func(at, normal vec) rgb) func(x, y float64, flat rgb) rgb {
	n := p.normal(w.at)
	distance := p.origin.minus(w.at).dot(n)
	lu, lv := p.u.norm(), p.v.norm()
	u, v := p.u.times(1/lu), p.v.times(1/lv)
	a, b, c, d := p.corners()
	la, lb, lc, ld := light(a, n), light(b, n), light(c, n), light(d, n)
	pixel := 1 / float64(float64(w.scene.side)*w.zoom)
	return func(x, y float64, _ rgb) rgb {
		d := w.ray(x, y)
		slope := min(d.dot(n), -1e-6)
		t := clamp(distance/slope, near, 1e4)
		from := w.at.plus(d.times(t)).minus(p.origin)
		pu, pv := from.dot(u), from.dot(v)
		su, sv := unit(pu/lu), unit(pv/lv)
		lit := mix(mix(la, lb, su), mix(ld, lc, su), sv)
		return w.through(m(pu, pv, float64(t*pixel)*min(-1/slope, 6)).times(lit), t)
	}
}

// cuboid is a block with its faces along the axes of the world.
type cuboid struct{ lo, hi vec }

// faces calls f for the faces a viewer sees: the sides first, then the front, then top or bottom.
func (b cuboid) faces(viewer vec, f func(p panel)) {
	size := b.hi.minus(b.lo)
	x, y, z := vec{size.x, 0, 0}, vec{0, size.y, 0}, vec{0, 0, size.z}
	switch {
	case viewer.x < b.lo.x:
		f(panel{b.lo, z, y})
	case viewer.x > b.hi.x:
		f(panel{b.lo.plus(x), z, y})
	}
	switch {
	case viewer.z < b.lo.z:
		f(panel{b.lo, x, y})
	case viewer.z > b.hi.z:
		f(panel{b.lo.plus(z), x, y})
	}
	switch {
	case viewer.y > b.hi.y:
		f(panel{b.lo.plus(y), x, z})
	case viewer.y < b.lo.y:
		f(panel{b.lo, x, z})
	}
}

// block fills the faces of a box with one colour.
func (w *world) block(b cuboid, c rgb) {
	b.faces(w.at, func(p panel) { w.plain(p, c) })
}

// solid fills the faces of a box with a texture, lit place by place.
func (w *world) solid(b cuboid, m texture) {
	b.faces(w.at, func(p panel) { w.surface(p, m) })
}

// gap returns the squared distance of a place from a box.
func (b cuboid) gap(p vec) float64 {
	dx := max(b.lo.x-p.x, 0, p.x-b.hi.x)
	dy := max(b.lo.y-p.y, 0, p.y-b.hi.y)
	dz := max(b.lo.z-p.z, 0, p.z-b.hi.z)
	return float64(dx*dx) + float64(dy*dy) + float64(dz*dz)
}

// drum is an upright round thing with a bottom and a top radius: a lampshade, a pot, a stool, a trunk.
func (w *world) drum(base vec, height, bottom, head float64, c rgb, glow float64) {
	low, depth := w.project(base)
	if depth < 4*near {
		return
	}
	high, _ := w.project(base.plus(vec{0, height, 0}))
	scale := w.zoom / depth
	rb, rt := float64(bottom*scale), float64(head*scale)
	flatLow := clamp((low.y-w.horizon)*rb/w.zoom, -rb, rb)
	flatHigh := clamp((high.y-w.horizon)*rt/w.zoom, -rt, rt)
	lit := mix(w.light(base.plus(vec{0, height / 2, -bottom}), vec{0, 0, -1}), gray(1), glow)
	side := w.through(c.times(lit), depth).each(unit)
	w.pen.polygon(w.pixels, point{low.x - rb, low.y}, point{high.x - rt, high.y}, point{high.x + rt, high.y}, point{low.x + rb, low.y})
	if w.spans(base, max(bottom, head)) < 0.8 { // too small to be round
		w.pen.fill(side.nrgba(1))
		w.layPlain()
		return
	}
	w.pen.ellipse(w.pixels, low, rb, math.Abs(flatLow))
	w.pen.fill(side.nrgba(1))
	lid := mix(w.light(base.plus(vec{0, height, 0}), vec{0, 1, 0}), gray(1.1), glow)
	top := w.through(c.times(lid), depth)
	switch {
	case flatHigh < 0 && glow > 0: // a lampshade is open
		top = top.scale(0.6)
	case flatHigh < 0:
		top = side
	}
	w.pen.ellipse(w.pixels, high, rt, math.Abs(flatHigh))
	w.pen.fill(top.each(unit).nrgba(1))
	middle, half := (low.x+high.x)/2, max(rb, rt)
	w.lay(func(x, y float64, flat rgb) rgb {
		t := clamp((x-middle)/half, -1, 1)
		return flat.scale(1.06 - float64(0.12*t) - float64((1-glow)*0.45*t*t))
	})
}

// cushion fills a panel with its corners rounded and lights it as if it swelled towards the viewer.
func (w *world) cushion(p panel, m texture, swell float64) {
	round := [8]point{{0.03, 0.10}, {0.5, 0}, {0.97, 0.10}, {1, 0.5}, {0.97, 0.92}, {0.5, 1}, {0.03, 0.92}, {0, 0.5}}
	var points [8]point
	for k, q := range round {
		at, depth := w.project(p.origin.plus(p.u.times(0.5 + float64(1.12*(q.x-0.5)))).plus(p.v.times(0.5 + float64(1.12*(q.y-0.5)))))
		if depth < 2*near {
			return
		}
		points[k] = point{clamp(at.x, -2, 3), clamp(at.y, -2, 3)}
	}
	w.pen.blob(w.pixels, points[:]...)
	w.pen.fill(gray(1).nrgba(1))
	n := p.normal(w.at)
	distance := p.origin.minus(w.at).dot(n)
	lu, lv := p.u.norm(), p.v.norm()
	u, v := p.u.times(1/lu), p.v.times(1/lv)
	w.lay(func(x, y float64, _ rgb) rgb {
		d := w.ray(x, y)
		t := clamp(distance/min(d.dot(n), -1e-6), near, 1e4)
		at := w.at.plus(d.times(t))
		from := at.minus(p.origin)
		a, b := from.dot(u), from.dot(v)
		puff := n.plus(u.times(swell * (a/lu - 0.5))).plus(v.times(swell * (b/lv - 0.5))).unit()
		return w.through(m(a, b, 0).times(w.light(at, puff)), t)
	})
}

// glow adds light around a place of the image, as from a lamp in the picture.
func (s *scene) glow(x0, y0, radius float64, c rgb) {
	s.retouch(func(x, y float64, old rgb) rgb {
		b := bump((x-x0)/radius, (y-y0)/radius)
		if b == 0 {
			return old
		}
		return old.plus(c.scale(b))
	})
}

// expose scales the canvas to a mean brightness, as a camera does that measures the light; it never more than doubles it, and hardly
// more than halves it.
func (s *scene) expose(brightness float64) {
	sum := 0.0
	for _, c := range s.canvas {
		sum += c.luma()
	}
	gain := clamp(brightness*float64(len(s.canvas))/max(sum, 1e-6), 0.55, 2)
	s.retouch(func(_, _ float64, c rgb) rgb { return c.scale(gain) })
}
