package procedural

import "tgan/internal/rng"

// fitting is the look of a fitted kitchen: what all its cabinets share.
type fitting struct {
	door, upper, top, knob, steel rgb
	splash                        texture
	deep, high                    float64 // of the base cabinets
	low, ceiling                  float64 // of the upper cabinets
	toe                           rgb
	seed                          uint64
}

// run is a row of cabinets along a wall.
type run struct {
	wall     wall
	from, to float64
	units    []unitKind
	uppers   bool
	gapFrom  float64 // part of the wall without upper cabinets, for a window
	gapTo    float64
	clutter  []pot
	windows  []opening // in the wall of the run
}

// unitKind is what a unit of a run is, from its front.
type unitKind int

const (
	unitDoors unitKind = iota
	unitDrawers
	unitOven
	unitSink
	unitDish
)

// pot is something round on a counter.
type pot struct {
	along, out, wide, high float64
	colour                 rgb
}

func sampleFitting(r *rng.Stream) fitting {
	f := fitting{
		door: sampleWood(r), top: mix(sampleWood(r), gray(r.Uniform(0.12, 0.9)), float64(r.IntN(3))/2), knob: gray(r.Uniform(0.1, 0.85)),
		steel: gray(r.Uniform(0.62, 0.85)), deep: r.Uniform(0.56, 0.64), high: r.Uniform(0.86, 0.94), low: r.Uniform(1.36, 1.5), ceiling: r.Uniform(2.05, 2.3),
		seed: r.Uint64(),
	}
	switch kind := r.Float64(); {
	case kind < 0.4:
		f.door = gray(r.Uniform(0.8, 0.97)).jitter(r, 0.03)
	case kind < 0.58:
		f.door = mix(dye(r), samplePaint(r), r.Uniform(0, 0.8))
	}
	f.upper = f.door
	if chance(r, 0.2) {
		f.upper = gray(0.92)
	}
	f.toe = gray(r.Uniform(0.08, 0.3))
	tile := samplePaint(r)
	if chance(r, 0.25) {
		tile = dye(r)
	}
	f.splash = tiles(r, tile, tile.scale(r.Uniform(0.85, 1)), gray(r.Uniform(0.6, 0.95)), r.Uniform(0.1, 0.2))
	return f
}

// sampleRun divides a stretch of wall into units of about 60 cm; stove and sink say what the run must hold.
func sampleRun(r *rng.Stream, w wall, from, to float64, stove, sink int) run {
	n := max(int((to-from)/0.62), 1)
	u := run{wall: w, from: from, to: to, units: make([]unitKind, n), uppers: chance(r, 0.85)}
	for k := range u.units {
		if chance(r, 0.3) {
			u.units[k] = unitDrawers
		}
	}
	if sink >= 0 && sink < n {
		u.units[sink] = unitSink
		if chance(r, 0.4) && sink+1 < n {
			u.units[sink+1] = unitDish
		}
	}
	if stove >= 0 && stove < n {
		u.units[stove] = unitOven
	}
	for range 2 + r.IntN(5) {
		p := pot{r.Uniform(from+0.1, to-0.1), r.Uniform(0.12, 0.3), r.Uniform(0.04, 0.1), r.Uniform(0.1, 0.3), dye(r)}
		if k := int((p.along - from) / (to - from) * float64(n)); u.units[min(k, n-1)] != unitSink {
			u.clutter = append(u.clutter, p)
		}
	}
	return u
}

// unit returns where unit k begins and ends along the wall.
func (u *run) unit(k int) (a0, a1 float64) {
	n := float64(len(u.units))
	return lerp(u.from, u.to, float64(k)/n), lerp(u.from, u.to, float64(k+1)/n)
}

// box returns the block that the base cabinets take up.
func (u *run) box(f *fitting) cuboid { return u.wall.box(u.from, 0, 0, u.to, f.deep, f.high) }

// paint paints the run from the wall outwards.
func (u *run) paint(m *interior, f *fitting) {
	w := u.wall
	m.surface(w.panel(u.from, f.high, u.to, f.low+0.05, 0.006), f.splash)
	for _, o := range u.windows {
		m.paintOpening(o)
	}
	m.solid(w.box(u.from, 0, 0.1, u.to, f.deep, f.high), timber(f.door.scale(0.9), f.seed))
	m.plain(w.panel(u.from, 0, u.to, 0.1, f.deep-0.02), f.toe)
	for k, kind := range u.units {
		u.paintUnit(m, f, k, kind)
	}
	m.layPlain()
	m.solid(w.box(u.from-0.01, 0, f.high, u.to+0.01, f.deep+0.04, f.high+0.045), plaster(f.top, f.seed))
	for k, kind := range u.units {
		a0, a1 := u.unit(k)
		switch kind {
		case unitSink:
			u.paintSink(m, f, a0, a1)
		case unitOven:
			u.paintHob(m, f, a0, a1)
		}
	}
	for _, p := range u.clutter {
		m.drum(w.at(p.along, p.out, f.high+0.045), p.high, p.wide, float64(0.8*p.wide), p.colour, 0)
	}
	if u.uppers {
		u.paintUppers(m, f)
	}
}

// paintUnit paints the front of one unit.
func (u *run) paintUnit(m *interior, f *fitting, k int, kind unitKind) {
	a0, a1 := u.unit(k)
	front := u.wall.panel(a0, 0.1, a1, f.high, f.deep+0.002)
	switch kind {
	case unitDrawers:
		m.paintFront(front, 1, 3, f.door, f.knob)
	case unitOven:
		m.plain(front.raised(m.at, 0.01), f.steel)
		m.plain(front.part(0.08, 0.12, 0.92, 0.72).raised(m.at, 0.015), gray(0.10))
		m.plain(front.part(0.14, 0.22, 0.86, 0.62).raised(m.at, 0.016), gray(0.20))
		m.plain(front.part(0.08, 0.74, 0.92, 0.79).raised(m.at, 0.03), gray(0.92))
		dials := front.raised(m.at, 0.02)
		m.plains(gray(0.15), dials.part(0.14, 0.86, 0.23, 0.94), dials.part(0.36, 0.86, 0.45, 0.94), dials.part(0.58, 0.86, 0.67, 0.94), dials.part(0.80, 0.86, 0.89, 0.94))
	case unitDish:
		m.plain(front.raised(m.at, 0.012), f.steel)
		m.plain(front.part(0.1, 0.84, 0.9, 0.9).raised(m.at, 0.02), gray(0.3))
	default:
		m.paintFront(front, 1, 1, f.door, f.knob)
	}
}

// level returns a level panel on the counter.
func (u *run) level(f *fitting, a0, a1, o0, o1 float64) panel {
	return panel{u.wall.at(a0, o0, f.high+0.047), u.wall.along.times(a1 - a0), u.wall.out.times(o1 - o0)}
}

// paintSink lets a basin into the counter, with a tap.
func (u *run) paintSink(m *interior, f *fitting, a0, a1 float64) {
	middle := (a0 + a1) / 2
	m.plain(u.level(f, a0+0.03, a1-0.03, 0.12, f.deep-0.04), f.steel)
	m.plain(u.level(f, a0+0.08, a1-0.08, 0.18, f.deep-0.1), f.steel.scale(0.55))
	top := f.high + 0.35
	m.plain(u.wall.panel(middle-0.015, f.high, middle+0.015, top, 0.1), gray(0.85))
	m.plain(u.wall.panel(middle-0.015, top-0.03, middle+0.1, top, 0.12), gray(0.9))
	m.plain(u.wall.panel(middle+0.08, top-0.1, middle+0.1, top, 0.12), gray(0.8))
	m.layPlain()
}

// paintHob lets a hob into the counter and hangs a hood over it.
func (u *run) paintHob(m *interior, f *fitting, a0, a1 float64) {
	hob := u.level(f, a0+0.03, a1-0.03, 0.08, f.deep-0.04)
	m.plain(hob, gray(0.12))
	m.plains(gray(0.32), hob.part(0.12, 0.15, 0.4, 0.43), hob.part(0.6, 0.15, 0.88, 0.43), hob.part(0.12, 0.6, 0.4, 0.88), hob.part(0.6, 0.6, 0.88, 0.88))
	m.layPlain()
	middle := (a0 + a1) / 2
	m.drum(u.wall.at(a0+0.2, 0.22, f.high+0.05), 0.16, 0.12, 0.12, gray(0.7), 0)
	m.block(u.wall.box(middle-0.12, 0, f.low+0.1, middle+0.12, 0.25, m.size.y), f.steel.scale(0.95))
	m.block(u.wall.box(a0, 0, f.low+0.02, a1, 0.48, f.low+0.14), f.steel)
	m.layPlain()
}

// paintUppers hangs the upper cabinets, but for where the window and the hood are.
func (u *run) paintUppers(m *interior, f *fitting) {
	for k, kind := range u.units {
		a0, a1 := u.unit(k)
		if kind == unitOven || a1 > u.gapFrom && a0 < u.gapTo {
			continue
		}
		m.block(u.wall.box(a0, 0, f.low, a1, 0.34, f.ceiling), f.upper.scale(0.92))
		m.paintFront(u.wall.panel(a0, f.low, a1, f.ceiling, 0.342), 1, 1, f.upper, f.knob)
	}
	m.layPlain()
}
