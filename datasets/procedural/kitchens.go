package procedural

import "tgan/internal/rng"

// drawKitchen draws a fitted kitchen.
func drawKitchen(s *scene, _ int) {
	m := sampleInterior(s, vec{2.7, 2.4, 3.2}, vec{4.6, 2.8, 4.8})
	build := s.stream(streamBuild)
	colours := s.stream(streamColours)
	m.samplePaper(colours)
	if chance(colours, 0.65) {
		m.floor = sampleFloorTiles(colours)
	}
	f := sampleFitting(s.stream(streamFace))
	var windows []opening
	if m.size.x < 3.2 && chance(build, 0.7) {
		windows = m.putGalley(build, &f)
	} else {
		windows = m.putCorner(build, &f)
	}
	if m.size.x > 3.2 && m.size.z > 3.9 && chance(build, 0.55) {
		m.putIsland(build, &f)
	}
	m.paintShell()
	for _, o := range windows {
		m.paintOpening(o)
	}
	m.paintThings()
	s.expose(lerp(0.34, colours.Uniform(0.45, 0.6), m.day))
	develop(s)
}

// sampleFloorTiles returns tiles of one colour or of two.
func sampleFloorTiles(r *rng.Stream) texture {
	a := mix(samplePaint(r), sampleWood(r), r.Uniform(0, 0.8))
	b := a
	if chance(r, 0.4) {
		b = mix(a, gray(r.Uniform(0.15, 0.9)), r.Uniform(0.4, 0.9))
	}
	return tiles(r, a, b, gray(r.Uniform(0.3, 0.8)), r.Uniform(0.25, 0.45))
}

// putCorner fits a run along the back wall, with the sink under a window, and in most kitchens another along a side wall.
func (m *interior) putCorner(r *rng.Stream, f *fitting) []opening {
	back := m.wall(wallBack)
	which := wallLeft
	if chance(r, 0.5) {
		which = wallRight
	}
	lShaped := chance(r, 0.75)
	from, to := 0.0, back.length
	cold := r.Uniform(0.62, 0.8) // width of the fridge
	tall := r.Uniform(1.65, 2.0)
	switch {
	case which == wallLeft:
		to -= cold
		m.putFridge(r, f, back, to, cold, tall)
	default:
		from += cold
		m.putFridge(r, f, back, 0, cold, tall)
	}
	n := max(int((to-from)/0.62), 1)
	sink, stove := r.IntN(n), -1
	if !lShaped {
		stove = (sink + 1 + r.IntN(max(n-1, 1))) % n
	}
	u := sampleRun(r, back, from, to, stove, sink)
	var windows []opening
	if chance(r, 0.75) {
		a0, a1 := u.unit(sink)
		half := r.Uniform(0.4, 0.7)
		u.gapFrom = max((a0+a1)/2-half-0.15, from)
		u.gapTo = min((a0+a1)/2+half+0.15, to)
		o := m.sampleOpening(r, wallBack, u.gapFrom+0.1, u.gapTo-0.1, f.high+r.Uniform(0.18, 0.3), r.Uniform(1.95, 2.2))
		o.hem = o.h0 - 0.05
		if chance(r, 0.3) {
			o.hanging = hangNothing
		}
		windows = append(windows, o)
	}
	u.windows = windows
	m.put(u.box(f), func() { u.paint(m, f) })
	m.face(r, vec{lerp(m.size.x/2, float64(m.size.x*float64(which)/2), 0.35), 0, m.size.z})
	if lShaped {
		w := m.wall(which)
		n := 2 + r.IntN(3)
		side := sampleRun(r, w, w.length-f.deep-float64(0.62*float64(n)), w.length-f.deep, r.IntN(n), -1)
		m.put(side.box(f), func() { side.paint(m, f) })
	}
	return windows
}

// putGalley fits runs along both side walls and a window between them.
func (m *interior) putGalley(r *rng.Stream, f *fitting) []opening {
	for k, which := range [2]int{wallLeft, wallRight} {
		w := m.wall(which)
		to := w.length - 0.02
		if cold := 0.7; chance(r, 0.5) {
			to -= cold
			m.putFridge(r, f, w, to, cold, r.Uniform(1.65, 2.0))
		}
		n := int((to - 0.9) / 0.62)
		stove, sink := -1, r.IntN(n)
		if k == 0 {
			stove, sink = r.IntN(n), -1
		}
		u := sampleRun(r, w, to-float64(0.62*float64(n)), to, stove, sink)
		m.put(u.box(f), func() { u.paint(m, f) })
	}
	half := float64(m.size.x * r.Uniform(0.14, 0.2))
	o := m.sampleOpening(r, wallBack, m.size.x/2-half, m.size.x/2+half, r.Uniform(0.1, 1.0), r.Uniform(1.95, 2.2))
	return []opening{o}
}

// putFridge puts a fridge with two doors at a wall.
func (m *interior) putFridge(r *rng.Stream, f *fitting, w wall, from, wide, high float64) {
	c := gray(r.Uniform(0.82, 0.96))
	switch kind := r.Float64(); {
	case kind < 0.35:
		c = f.steel
	case kind < 0.45:
		c = gray(0.14)
	}
	const deep = 0.66
	split, knob := r.Uniform(0.3, 0.7), gray(r.Uniform(0.3, 0.8))
	b := w.box(from+0.02, 0.01, 0.03, from+wide-0.02, deep, high)
	m.put(b, func() {
		m.solid(b, plaster(c.scale(0.94), f.seed))
		front := w.panel(from+0.02, 0.03, from+wide-0.02, high, deep+0.002)
		for _, v := range [2][2]float64{{0.02, split - 0.01}, {split + 0.01, 0.99}} {
			door := front.part(0.02, v[0], 0.98, v[1]).raised(m.at, 0.01)
			m.plain(door, c)
			m.plain(door.part(0.06, 0.3, 0.12, 0.7).raised(m.at, 0.03), knob)
		}
		m.layPlain()
	})
}

// putIsland puts a block with stools or a table with chairs before the cabinets, under lamps.
func (m *interior) putIsland(r *rng.Stream, f *fitting) {
	wide, deep := r.Uniform(1.1, 1.7), r.Uniform(0.6, 0.85)
	x, z := float64((m.size.x-wide)*r.Uniform(0.35, 0.65)), m.size.z-f.deep-deep-r.Uniform(0.8, 1.0)
	b := cuboid{vec{x, 0, z}, vec{x + wide, f.high, z + deep}}
	table, c := chance(r, 0.35), sampleWood(r)
	seats := 2 + r.IntN(2)
	stool := dye(r)
	if table {
		b.hi.y = 0.75
	}
	pots, pendants := r.Uint64(), chance(r, 0.65)
	m.put(b, func() {
		if table {
			m.paintTable(b, c)
		} else {
			m.solid(b, timber(f.door.scale(0.9), f.seed))
			m.block(cuboid{vec{b.lo.x - 0.06, b.hi.y, b.lo.z - 0.12}, vec{b.hi.x + 0.06, b.hi.y + 0.05, b.hi.z + 0.04}}, f.top)
			m.layPlain()
		}
		p := r.Sub(pots)
		m.drum(vec{x + float64(wide*p.Uniform(0.2, 0.8)), b.hi.y + 0.05, z + deep/2}, p.Uniform(0.08, 0.3), 0.08, p.Uniform(0.06, 0.15), dye(p), 0)
		for k := range seats {
			at := vec{x + float64(wide*(float64(k)+0.5)/float64(seats)), 0, z - 0.25}
			if table {
				m.paintChair(at, c.scale(0.9), false)
				continue
			}
			m.drum(at, 0.6, 0.05, 0.03, gray(0.4), 0)
			m.drum(at.plus(vec{0, 0.6, 0}), 0.07, 0.17, 0.17, stool, 0)
		}
		for k := range seats {
			if pendants {
				m.paintPendant(p, vec{x + float64(wide*(float64(k)+0.5)/float64(seats)), m.size.y, z + deep/2})
			}
		}
	})
}
