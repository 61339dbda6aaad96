package procedural

import "tgan/internal/rng"

// timbers are colours of timber from pale to dark; paints are colours of painted wood and of walls.
var (
	timbers = [...]rgb{{0.80, 0.66, 0.47}, {0.66, 0.47, 0.28}, {0.52, 0.33, 0.18}, {0.38, 0.22, 0.12}, {0.22, 0.14, 0.10}}
	paints  = [...]rgb{{0.93, 0.92, 0.88}, {0.86, 0.80, 0.68}, {0.72, 0.78, 0.74}, {0.66, 0.74, 0.83}, {0.90, 0.80, 0.74}, {0.60, 0.62, 0.64}, {0.80, 0.72, 0.84}}
)

// sampleWood returns a colour of timber.
func sampleWood(r *rng.Stream) rgb { return along(timbers[:], r.Float64()).jitter(r, 0.03) }

// samplePaint returns a colour of paint, more often pale than not.
func samplePaint(r *rng.Stream) rgb {
	c := paints[r.IntN(len(paints))]
	return mix(c, gray(0.95), r.Uniform(0, 0.5)).jitter(r, 0.04)
}

// dye returns a colour of cloth: warm, blue, or any.
func dye(r *rng.Stream) rgb {
	hue, saturation := r.Float64(), r.Uniform(0.05, 0.45)
	switch kind := r.Float64(); {
	case kind < 0.4:
		hue, saturation = r.Uniform(-0.04, 0.13), r.Uniform(0.1, 0.65)
	case kind < 0.65:
		hue, saturation = r.Uniform(0.52, 0.68), r.Uniform(0.1, 0.65)
	}
	return vivid(hue, saturation, r.Uniform(0.35, 0.92))
}

// paintFront paints a front of drawers or doors on a panel: cols by rows of boards with gaps and knobs.
func (m *interior) paintFront(p panel, cols, rows int, c, knob rgb) {
	wide, high := p.u.norm()/float64(cols), p.v.norm()/float64(rows) // of a door
	const gap, inset = 0.018, 0.07
	p = p.raised(m.at, 0.012)
	var doors, fields, knobs []panel
	for i := range cols {
		for k := range rows {
			door := p.part(float64(i)/float64(cols), float64(k)/float64(rows), float64(i+1)/float64(cols), float64(k+1)/float64(rows))
			doors = append(doors, door.part(gap/wide, gap/high, 1-gap/wide, 1-gap/high))
			if wide > 0.3 && high > 0.3 {
				fields = append(fields, door.part(inset/wide, inset/high, 1-inset/wide, 1-inset/high))
			}
			at := 0.82
			if i&1 != 0 {
				at = 0.12
			}
			if rows > 1 {
				at = 0.42
			}
			knobs = append(knobs, door.part(at, 0.46, at+0.06/wide, 0.46+0.06/high))
		}
	}
	m.plains(c, doors...)
	if m.spans(p.origin, 0.1) < 1 { // too far for details
		return
	}
	if len(fields) > 0 {
		m.plains(c.scale(0.90), fields...)
	}
	m.plains(knob, knobs...)
}

// paintChest paints a box of furniture with a front of drawers or doors that faces out of a wall.
func (m *interior) paintChest(w wall, b cuboid, front panel, cols, rows int, c, knob rgb, seed uint64) {
	m.solid(b, timber(c.scale(0.92), seed))
	m.paintFront(front, cols, rows, c, knob)
	m.layPlain()
}

// paintPicture hangs a framed picture on a wall: a landscape, an abstract, or a print in a wide mat.
func (m *interior) paintPicture(r *rng.Stream, p panel) {
	frame := mix(sampleWood(r), gray(r.Uniform(0.05, 0.95)), float64(r.IntN(2)))
	a, b, seed := vivid(r.Float64(), r.Uniform(0.1, 0.6), r.Uniform(0.4, 0.95)), vivid(r.Float64(), r.Uniform(0.1, 0.6), r.Uniform(0.2, 0.9)), r.Uint64()
	m.plain(p, frame)
	m.plain(p.part(0.06, 0.06, 0.94, 0.94), gray(0.93))
	m.layPlain()
	inset := r.Uniform(0.07, 0.22)
	high := p.v.norm()
	m.surface(p.part(inset, inset, 1-inset, 1-inset), func(u, v, foot float64) rgb {
		return mix(b, a, smooth(-0.2, 0.2, v/high-0.4+float64(0.5*cloud(3*u, 3*v, seed)))).scale(1 + float64(0.2*noise(9*u, 9*v, seed+1)))
	})
}

// paintLamp paints a lamp with a round shade on a surface; it shines when it is on.
func (m *interior) paintLamp(foot vec, size float64, shade rgb, on bool) {
	lit := 0.15
	if on {
		lit = 1
	}
	m.drum(foot, float64(0.5*size), float64(0.10*size), float64(0.05*size), rgb{0.45, 0.38, 0.30}, 0)
	m.drum(foot.plus(vec{0, float64(0.45 * size), 0}), float64(0.5*size), float64(0.36*size), float64(0.24*size), shade, lit)
	if on {
		at, depth := m.project(foot.plus(vec{0, float64(0.7 * size), 0}))
		m.glow(at.x, at.y, 1.5*size*m.zoom/depth, rgb{0.42, 0.33, 0.18})
	}
}

// paintPlant paints a pot with leaves.
func (m *interior) paintPlant(r *rng.Stream, foot vec, size float64) {
	m.drum(foot, float64(0.35*size), float64(0.14*size), float64(0.2*size), vivid(r.Float64(), r.Uniform(0, 0.6), r.Uniform(0.4, 0.9)), 0)
	seed, green := r.Uint64(), vivid(r.Uniform(0.24, 0.36), r.Uniform(0.4, 0.7), r.Uniform(0.3, 0.55))
	middle, depth := m.project(foot.plus(vec{0, float64(0.72 * size), 0}))
	k := size * m.zoom / depth
	for range 7 {
		x, y := r.Uniform(-0.32, 0.32), r.Uniform(-0.38, 0.26)
		m.pen.ellipse(m.pixels, point{middle.x + float64(k*x), middle.y + float64(k*y)}, float64(0.16*k), float64(0.2*k))
	}
	m.pen.fill(green.times(m.light(foot.plus(vec{0, size, 0}), vec{0, 0, -1})).nrgba(1))
	m.lay(func(x, y float64, flat rgb) rgb {
		u, v := (x-middle.x)/k, (y-middle.y)/k
		return flat.scale(1 + float64(0.5*noise(9*u, 9*v, seed)) - float64(0.5*v))
	})
}

// paintTable paints a table: a top on four legs.
func (m *interior) paintTable(b cuboid, c rgb) {
	const leg, top = 0.06, 0.05
	for _, x := range [2]float64{b.lo.x + 0.04, b.hi.x - leg - 0.04} {
		for _, z := range [2]float64{b.hi.z - leg - 0.04, b.lo.z + 0.04} {
			m.block(cuboid{vec{x, 0, z}, vec{x + leg, b.hi.y - top, z + leg}}, c.scale(0.7))
		}
	}
	m.block(cuboid{vec{b.lo.x, b.hi.y - top, b.lo.z}, b.hi}, c)
	m.layPlain()
}

// paintChair paints a chair whose back is to the viewer, or away from him.
func (m *interior) paintChair(at vec, c rgb, away bool) {
	const wide, seat, top, leg = 0.42, 0.45, 0.9, 0.045
	x0, z0 := at.x-wide/2, at.z-wide/2
	back := func() { m.block(cuboid{vec{x0, seat + 0.1, z0}, vec{x0 + wide, top, z0 + 0.04}}, c) }
	if away {
		z0 += wide - 0.04
		back()
		z0 -= wide - 0.04
	}
	for _, z := range [2]float64{z0 + wide - leg, z0} {
		for _, x := range [2]float64{x0, x0 + wide - leg} {
			m.plain(panel{vec{x, 0, z}, vec{leg, 0, 0}, vec{0, seat, 0}}, c.scale(0.6))
		}
	}
	m.block(cuboid{vec{x0, seat - 0.04, z0}, vec{x0 + wide, seat, z0 + wide}}, c)
	if !away {
		back()
	}
	m.layPlain()
}

// paintRug lays a rug on the floor, with a border.
func (m *interior) paintRug(c fabric, p panel) {
	wide, deep := p.u.norm(), p.v.norm()
	m.surface(p, func(u, v, foot float64) rgb {
		in := c.at(u, v, foot)
		edge := min(u, wide-u, v, deep-v)
		return mix(in, c.with.scale(0.8), stripe(edge-0.12, 0.06, foot)).scale(1 + float64(0.05*noise(30*u, 30*v, c.seed)*fine(0.05, foot)))
	})
}
