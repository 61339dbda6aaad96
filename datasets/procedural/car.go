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

// car paints the shadow, the wheels, the body and the cabin.
func (w *world) car(c *car) {
	const half, sill = 0.88, 0.26
	belt := 0.92
	if c.van {
		belt = 1.1
	}
	z0, z1 := c.foot.z-c.long/2, c.foot.z+c.long/2
	if w.view(vec{c.foot.x, 0, z0}).z < 1 {
		return
	}
	x0, x1 := c.foot.x-half, c.foot.x+half
	side, tip := x1, x1-0.14
	if w.at.x < c.foot.x {
		side, tip = x0, x0+0.14
	}
	w.plain(panel{vec{x0 - 0.1, 0.01, z0 - 0.1}, vec{2*half + 0.2, 0, 0}, vec{0, 0, c.long}}, gray(0.10))
	w.plains(gray(0.06), panel{vec{side, 0, z0 + 0.5}, vec{0, 0, 0.6}, vec{0, 0.4, 0}}, panel{vec{side, 0, z1 - 1.1}, vec{0, 0, 0.6}, vec{0, 0.4, 0}},
		panel{vec{x0 + 0.02, 0, z0}, vec{0.24, 0, 0}, vec{0, 0.4, 0}}, panel{vec{x1 - 0.26, 0, z0}, vec{0.24, 0, 0}, vec{0, 0.4, 0}})
	w.block(cuboid{vec{x0, sill, z0}, vec{x1, belt, z1}}, c.paint)
	// The cabin leans in on all sides.
	front, back := 0.9, 0.15
	if c.oncoming {
		front, back = 0.25, 1.1
	}
	if c.van {
		front, back = 0.5, 0.02
	}
	q0, q1, top := z0+back, z1-front, c.high
	t0, t1 := q0+0.35, q1-0.6
	glass := rgb{0.16, 0.19, 0.22}
	w.facet(glass, vec{side, belt, q0}, vec{side, belt, q1}, vec{tip, top, t1}, vec{tip, top, t0})
	w.facet(c.paint.scale(1.1), vec{x0 + 0.14, top, t0}, vec{x1 - 0.14, top, t0}, vec{x1 - 0.14, top, t1}, vec{x0 + 0.14, top, t1})
	w.facet(c.paint, vec{x0, belt, q0}, vec{x1, belt, q0}, vec{x1 - 0.14, top, t0}, vec{x0 + 0.14, top, t0})
	w.facet(glass, vec{x0 + 0.12, belt + 0.05, q0}, vec{x1 - 0.12, belt + 0.05, q0}, vec{x1 - 0.22, top - 0.08, t0 - 0.03}, vec{x0 + 0.22, top - 0.08, t0 - 0.03})
	if w.spans(c.foot, 2*half) < 3 { // too far for details
		w.layPlain()
		return
	}
	w.plain(panel{vec{x0, sill, z0 - 0.02}, vec{2 * half, 0, 0}, vec{0, 0.16, 0}}, gray(0.14))
	w.plain(panel{vec{c.foot.x - 0.26, 0.46, z0 - 0.03}, vec{0.52, 0, 0}, vec{0, 0.13, 0}}, gray(0.9))
	lamp := rgb{0.62, 0.08, 0.06}
	if c.oncoming {
		lamp = gray(0.85)
	}
	if c.lampsAreLit {
		lamp = lamp.scale(1.6)
	}
	w.plains(lamp, panel{vec{x0 + 0.04, 0.66, z0 - 0.03}, vec{0.34, 0, 0}, vec{0, 0.17, 0}}, panel{vec{x1 - 0.38, 0.66, z0 - 0.03}, vec{0.34, 0, 0}, vec{0, 0.17, 0}})
	w.layPlain()
}
