package procedural

import "tgan/internal/rng"

// car stands along the road, its back or its front to the viewer.
type car struct {
	foot        vec // under its middle
	paint       rgb
	long, high  float64
	van         bool
	oncoming    bool
	lampsAreLit bool
}

// carPaints are the colours that most cars have.
var carPaints = [...]rgb{{0.10, 0.10, 0.11}, {0.24, 0.25, 0.27}, {0.55, 0.57, 0.59}, {0.72, 0.73, 0.74}, {0.90, 0.90, 0.90}, {0.16, 0.22, 0.38}, {0.45, 0.10, 0.09}}

func sampleCar(r *rng.Stream, foot vec, oncoming bool) car {
	c := car{foot: foot, paint: carPaints[r.IntN(len(carPaints))].jitter(r, 0.03), long: r.Uniform(3.8, 4.7), high: r.Uniform(1.42, 1.6), oncoming: oncoming}
	if chance(r, 0.15) {
		c.van, c.high, c.long = true, r.Uniform(1.9, 2.6), r.Uniform(4.6, 6)
	}
	c.lampsAreLit = chance(r, 0.4)
	return c
}

// car paints the shadow, the wheels, the body and the cabin, and what is on its end.
func (w *world) car(c *car) {
	const half, sill = 0.88, 0.26
	z0, z1 := c.foot.z-c.long/2, c.foot.z+c.long/2
	if w.view(vec{c.foot.x, 0, z0}).z < 1 {
		return
	}
	belt := 0.92
	if c.van {
		belt = 1.1
	}
	x0, x1 := c.foot.x-half, c.foot.x+half
	side, in := x1, -0.14
	if w.at.x < c.foot.x {
		side, in = x0, 0.14
	}
	upright := func(x, y, z, wide, high float64) panel { return panel{vec{x, y, z}, vec{wide, 0, 0}, vec{0, high, 0}} }
	w.plain(panel{vec{x0 - 0.1, 0.01, z0 - 0.1}, vec{2*half + 0.2, 0, 0}, vec{0, 0, c.long}}, gray(0.10))
	w.plains(gray(0.06), panel{vec{side, 0, z0 + 0.5}, vec{0, 0, 0.6}, vec{0, 0.4, 0}}, panel{vec{side, 0, z1 - 1.1}, vec{0, 0, 0.6}, vec{0, 0.4, 0}},
		upright(x0+0.02, 0, z0, 0.24, 0.4), upright(x1-0.26, 0, z0, 0.24, 0.4))
	w.block(cuboid{vec{x0, sill, z0}, vec{x1, belt, z1}}, c.paint)
	w.cabin(c, x0, x1, belt, side, side+in)
	if w.spans(c.foot, 2*half) >= 3 { // near enough for details
		w.plain(upright(x0, sill, z0-0.02, 2*half, 0.16), gray(0.14))
		w.plain(upright(c.foot.x-0.26, 0.46, z0-0.03, 0.52, 0.13), gray(0.9))
		lamp := rgb{0.62, 0.08, 0.06}
		if c.oncoming {
			lamp = gray(0.85)
		}
		if c.lampsAreLit {
			lamp = lamp.scale(1.6)
		}
		w.plains(lamp, upright(x0+0.04, 0.66, z0-0.03, 0.34, 0.17), upright(x1-0.38, 0.66, z0-0.03, 0.34, 0.17))
	}
	w.layPlain()
}

// cabin fills the windows and the roof of a car, over its belt. It leans in on all sides: the visible side from one x to another.
func (w *world) cabin(c *car, x0, x1, belt, side, tip float64) {
	front, back := 0.9, 0.15
	switch {
	case c.van:
		front, back = 0.5, 0.02
	case c.oncoming:
		front, back = 0.25, 1.1
	}
	q0, q1, top := c.foot.z-c.long/2+back, c.foot.z+c.long/2-front, c.high
	t0, t1 := q0+0.35, q1-0.6
	glass := rgb{0.16, 0.19, 0.22}
	w.facet(glass, vec{side, belt, q0}, vec{side, belt, q1}, vec{tip, top, t1}, vec{tip, top, t0})
	w.facet(c.paint.scale(1.1), vec{x0 + 0.14, top, t0}, vec{x1 - 0.14, top, t0}, vec{x1 - 0.14, top, t1}, vec{x0 + 0.14, top, t1})
	w.facet(c.paint, vec{x0, belt, q0}, vec{x1, belt, q0}, vec{x1 - 0.14, top, t0}, vec{x0 + 0.14, top, t0})
	w.facet(glass, vec{x0 + 0.12, belt + 0.05, q0}, vec{x1 - 0.12, belt + 0.05, q0}, vec{x1 - 0.22, top - 0.08, t0 - 0.03}, vec{x0 + 0.22, top - 0.08, t0 - 0.03})
}
