package procedural

import "tgan/internal/rng"

// object is one thing in the making, in its own coordinates: from -1 to 1, right and down. What stands has its foot at y = 1.
type object struct {
	s     *scene
	r     *rng.Stream // for the draw function of the class
	pose  *pose
	light light
	seed  uint64
	parts int
}

// mark is a pattern on a part, cut off at the part's edge.
type mark struct {
	colour  rgb
	opacity float64
	shape   shape
}

// on returns a mark that hides what is under it.
func on(colour rgb, shapes ...shape) mark { return mark{colour, 1, union(shapes...)} }

// tint returns a mark that lets what is under it through.
func tint(colour rgb, opacity float64, shapes ...shape) mark {
	return mark{colour, opacity, union(shapes...)}
}

// add puts a part before those that are there.
func (o *object) add(m material, s shape, marks ...mark) {
	p := o.s.pen
	p.trace(o.pose.place, s)
	p.fill(m.colour.nrgba(1))
	if len(marks) > 0 {
		p.hold()
		for _, k := range marks {
			p.trace(o.pose.place, k.shape)
			p.fill(k.colour.nrgba(k.opacity))
		}
	}
	o.parts++
	o.s.lay(m.shade(o.light, o.pose, s.bounds(), o.seed+uint64(o.parts)))
}

// slab puts a plate that is so thick, seen a little from the side, before the parts that are there.
func (o *object) slab(m material, s shape, dx, dy float64, marks ...mark) {
	side := m
	side.colour = m.colour.scale(0.6)
	o.add(side, s.thick(dx, dy))
	o.add(m, s, marks...)
}

// glass puts a part through which what is behind is seen.
func (o *object) glass(m material, opacity float64, s shape) {
	p := o.s.pen
	p.trace(o.pose.place, s)
	p.fill(m.colour.nrgba(opacity))
	o.s.lay(m.shade(o.light, o.pose, s.bounds(), o.seed))
}

// between returns a number uniform in [lo, hi).
func (o *object) between(lo, hi float64) float64 { return o.r.Uniform(lo, hi) }

// maybe is true with probability p.
func (o *object) maybe(p float64) bool { return chance(o.r, p) }

// pick returns one of the colours a little off, sometimes on the way to another.
func (o *object) pick(palette ...rgb) rgb {
	one, other := palette[o.r.IntN(len(palette))], palette[o.r.IntN(len(palette))]
	return mix(one, other, float64(0.5*o.r.Float64()*o.r.Float64())).jitter(o.r, 0.04)
}

// paint returns a colour that things are painted or dyed in: any hue, mostly strong.
func (o *object) paint() rgb {
	if o.maybe(0.16) {
		return gray(o.between(0.08, 0.95))
	}
	hue, value := o.r.Float64(), o.between(0.35, 0.95)
	return vivid(hue, o.between(0.45, 0.92)*(1.15-float64(0.35*value)), value)
}

// wobbly is a smooth closed curve round the origin through n random radii.
func (o *object) wobbly(n int, lo, hi float64) shape {
	points := make([]point, n)
	for k := range points {
		points[k] = polar(o.between(lo, hi), float64(k)/float64(n))
	}
	return shape{{true, points}}
}

// Materials of many things.
var (
	woods  = []rgb{{0.36, 0.21, 0.11}, {0.55, 0.35, 0.18}, {0.76, 0.56, 0.33}, {0.87, 0.74, 0.54}}
	metals = []rgb{{0.55, 0.56, 0.60}, {0.74, 0.75, 0.77}, {0.86, 0.86, 0.88}, {0.80, 0.64, 0.30}}
	leaves = []rgb{{0.16, 0.34, 0.12}, {0.28, 0.50, 0.18}, {0.46, 0.62, 0.24}}
	furs   = []rgb{{0.16, 0.14, 0.14}, {0.40, 0.27, 0.18}, {0.72, 0.48, 0.25}, {0.62, 0.60, 0.58}, {0.93, 0.89, 0.83}}
	ink    = rgb{0.09, 0.08, 0.09}
)
