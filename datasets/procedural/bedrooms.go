package procedural

import "tgan/internal/rng"

// drawBedroom draws a bedroom seen from its door.
func drawBedroom(s *scene, _ int) {
	m := sampleInterior(s, vec{3.2, 2.4, 3.6}, vec{4.8, 2.9, 5.2})
	build := s.stream(streamBuild)
	m.samplePaper(s.stream(streamColours))

	head := wallBack
	if side := build.Float64(); side < 0.25 {
		head = wallLeft
	} else if side < 0.5 {
		head = wallRight
	}
	w := m.wall(head)
	wide := build.Uniform(1.35, 1.9)
	if chance(build, 0.2) {
		wide = build.Uniform(0.95, 1.1)
	}
	from := float64((w.length - wide) * build.Uniform(0.25, 0.75))
	if head != wallBack {
		from = w.length - wide - build.Uniform(0.5, 1.1)
	}
	b := sampleBed(s.stream(streamFace), w, from, wide)
	m.face(build, w.at(from+wide/2, 0.9, 0))
	windows := m.sampleBedroomWindows(build, head, b)
	m.put(b.box(), func() { b.paint(m) })
	m.putNightstands(build, b)
	m.putWardrobe(build, head, windows)

	m.paintShell()
	m.skirting(gray(build.Uniform(0.6, 0.95)), 0.09)
	for _, o := range windows {
		m.paintOpening(o)
	}
	m.hangPicture(build, b, windows)
	if chance(build, 0.6) {
		m.paintBedroomRug(build, b)
	}
	m.paintThings()
	if chance(build, 0.4) {
		m.paintPendant(build, vec{m.size.x / 2, m.size.y, float64(0.6 * m.size.z)})
	}
	s.expose(lerp(0.32, build.Uniform(0.45, 0.6), m.day))
	develop(s)
}

// samplePaper chooses walls, floor and ceiling of a room that is lived in.
func (m *interior) samplePaper(r *rng.Stream) {
	paint := samplePaint(r)
	m.walls = plaster(paint, r.Uint64())
	if chance(r, 0.25) {
		m.walls = wallpaper(r, paint, mix(paint, vivid(r.Float64(), r.Uniform(0.1, 0.5), r.Uniform(0.4, 1)), r.Uniform(0.2, 0.6)))
	}
	m.floor = planks(r, sampleWood(r))
	if chance(r, 0.35) {
		m.floor = carpet(mix(samplePaint(r), sampleWood(r), r.Uniform(0, 0.7)).scale(0.9), r.Uint64())
	}
	m.ceiling = plaster(gray(r.Uniform(0.88, 0.98)), r.Uint64())
}

// sampleBedroomWindows puts one window into a side wall, or one into the wall at the foot of the bed, or one beside the bed.
func (m *interior) sampleBedroomWindows(r *rng.Stream, head int, b bed) []opening {
	which := wallLeft
	if head == wallLeft || head == wallBack && chance(r, 0.5) {
		which = wallRight
	}
	if head != wallBack {
		which = wallBack
	}
	low := r.Uniform(0.75, 1.0)
	if chance(r, 0.2) {
		low = 0.1 // down to the floor
	}
	high := r.Uniform(1.95, 2.2)
	if which == wallBack {
		middle, half := float64(m.size.x*r.Uniform(0.38, 0.62)), r.Uniform(0.5, 0.95)
		return []opening{m.sampleOpening(r, which, middle-half, middle+half, low, high)}
	}
	from := m.size.z - r.Uniform(2.0, 2.7)
	windows := []opening{m.sampleOpening(r, which, from, from+r.Uniform(1, 1.5), low, high)}
	if free := b.wall.length - b.from - b.wide; head == wallBack && free > 1.1 && chance(r, 0.5) {
		windows = append(windows, m.sampleOpening(r, wallBack, b.wall.length-free+0.45, b.wall.length-0.3, max(low, 0.8), high))
	}
	return windows
}

// putNightstands puts a small table with a lamp at one or both sides of the bed.
func (m *interior) putNightstands(r *rng.Stream, b bed) {
	c, knob := sampleWood(r), gray(r.Uniform(0.1, 0.9))
	if chance(r, 0.35) {
		c = samplePaint(r)
	}
	shade := mix(rgb{0.97, 0.92, 0.80}, vivid(r.Float64(), 0.5, 0.8), float64(r.Float64()*r.Float64()))
	on := chance(r, 0.3+float64(0.7*(1-m.day)))
	wide, high, size := r.Uniform(0.38, 0.52), r.Uniform(0.42, 0.62), r.Uniform(0.42, 0.62)
	both, left := chance(r, 0.7), chance(r, 0.5)
	drawers, seed := 1+r.IntN(2), r.Uint64()
	for k, at := range [2]float64{b.from - wide - 0.12, b.from + b.wide + 0.12} {
		if !both && left != (k == 0) || at < 0 || at+wide > b.wall.length {
			continue
		}
		stand := b.wall.box(at, 0.02, 0.08, at+wide, 0.42, high)
		foot := b.wall.at(at+wide/2, 0.2, high)
		if on {
			m.lamps = append(m.lamps, lamp{foot.plus(b.wall.out.times(0.1)).plus(vec{0, float64(0.8 * size), 0}), rgb{0.75, 0.56, 0.30}, 0.75})
		}
		m.put(stand, func() {
			m.paintChest(b.wall, stand, b.wall.panel(at, 0.08, at+wide, high, 0.42), 1, drawers, c, knob, seed)
			m.paintLamp(foot, size, shade, on)
		})
	}
}

// putWardrobe puts a wardrobe or a chest of drawers at a wall without bed and window, where there is one.
func (m *interior) putWardrobe(r *rng.Stream, head int, windows []opening) {
	which, found := 0, false
	for k := wallLeft; k <= wallRight && !found; k += 2 {
		which, found = k, k != head && m.wall(k) != windows[0].wall
	}
	if !found || chance(r, 0.25) {
		return
	}
	w := m.wall(which)
	c, knob, seed := sampleWood(r), gray(r.Uniform(0.1, 0.9)), r.Uint64()
	if chance(r, 0.4) {
		c = gray(r.Uniform(0.75, 0.95))
	}
	wide, deep, high, cols, rows := r.Uniform(1.0, 1.8), 0.55, r.Uniform(1.9, 2.2), 2+r.IntN(2), 1
	if chance(r, 0.4) {
		wide, deep, high, cols, rows = r.Uniform(0.8, 1.2), 0.42, r.Uniform(0.75, 1.1), 1, 3+r.IntN(2)
	}
	from := w.length - wide - r.Uniform(0.1, 1.2)
	b := w.box(from, 0.01, 0.05, from+wide, deep, high)
	m.put(b, func() { m.paintChest(w, b, w.panel(from, 0.08, from+wide, high, deep), cols, rows, c, knob, seed) })
	if rows > 1 && chance(r, 0.6) {
		plant := r.Uint64()
		m.put(w.box(from, 0.1, high, from+0.4, 0.3, high+0.1), func() { m.paintPlant(r.Sub(plant), w.at(from+wide/2, 0.2, high), 0.5) })
	}
}

// hangPicture hangs one or two pictures over the head of the bed.
func (m *interior) hangPicture(r *rng.Stream, b bed, windows []opening) {
	if chance(r, 0.25) {
		return
	}
	middle, low := b.from+b.wide/2, b.head+r.Uniform(0.12, 0.25)
	high := min(low+r.Uniform(0.45, 0.75), m.size.y-0.2)
	if chance(r, 0.35) {
		half := r.Uniform(0.2, 0.3)
		m.paintPicture(r, b.wall.panel(middle-0.1-2*half, low, middle-0.1, high, 0.02))
		m.paintPicture(r, b.wall.panel(middle+0.1, low, middle+0.1+2*half, high, 0.02))
		return
	}
	half := r.Uniform(0.3, 0.6)
	m.paintPicture(r, b.wall.panel(middle-half, low, middle+half, high, 0.02))
}

// paintBedroomRug lays a rug that shows beside or before the bed.
func (m *interior) paintBedroomRug(r *rng.Stream, b bed) {
	c := sampleFabric(r, dye(r))
	c.folds = 0.03
	a0, a1 := b.from-r.Uniform(0.2, 0.7), b.from+b.wide+r.Uniform(0.2, 0.7)
	o0, o1 := r.Uniform(0.9, 1.4), b.long+r.Uniform(0.4, 0.9)
	m.paintRug(c, panel{b.wall.at(a0, o0, 0.005), b.wall.along.times(a1 - a0), b.wall.out.times(o1 - o0)})
}

// paintPendant hangs a lamp from the ceiling.
func (m *interior) paintPendant(r *rng.Stream, from vec) {
	drop, wide := r.Uniform(0.25, 0.5), r.Uniform(0.16, 0.3)
	cord := from.minus(vec{0.01, drop, 0})
	m.plain(panel{cord, vec{0.02, 0, 0}, vec{0, drop, 0}}, gray(0.2))
	m.layPlain()
	m.drum(cord.minus(vec{0, 0.2, 0}), 0.22, wide, float64(wide*r.Uniform(0.3, 1)), gray(0.95), 0.7)
}
