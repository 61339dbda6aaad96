package procedural

import (
	"math"

	"tgan/internal/rng"
)

// The places inside of public buildings.

// sampleHall returns a room of a public building, plainly painted.
func sampleHall(s *scene, lo, hi vec) *interior {
	m := sampleInterior(s, lo, hi)
	r := s.stream(streamColours)
	m.walls = plaster(mix(samplePaint(r), gray(0.9), 0.4), r.Uint64())
	m.ceiling = plaster(gray(r.Uniform(0.86, 0.97)), r.Uint64())
	m.floor = sampleFloorTiles(r)
	m.day = max(m.day, 0.4)
	return m
}

// straight turns the viewer along the room.
func (m *interior) straight(r *rng.Stream, wander float64) {
	m.camera = newCamera(m.at, r.Uniform(-wander, wander), m.zoom, m.horizon)
}

// paintPanels paints lamps let into the ceiling.
func (m *interior) paintPanels(cols, rows int, wide, long float64) {
	for i := range cols {
		for k := range rows {
			x, z := float64(m.size.x*(float64(i)+0.5)/float64(cols)), float64(m.size.z*(float64(k)+0.7)/float64(rows))
			m.shine(panel{vec{x - wide/2, m.size.y - 0.01, z - long/2}, vec{wide, 0, 0}, vec{0, 0, long}}, func(_, _, _ float64) rgb { return gray(1.15) })
		}
	}
}

// finishRoom exposes and develops the photograph of a room.
func (m *interior) finishRoom(r *rng.Stream) {
	m.expose(r.Uniform(0.4, 0.55))
	develop(m.scene)
}

func corridorScene(s *scene) {
	m := sampleHall(s, vec{1.9, 2.4, 14}, vec{2.8, 3, 22})
	r := s.stream(streamBuild)
	m.straight(r, 0.07)
	door, floor, seed := sampleWood(r), m.floor, r.Uint64()
	if chance(r, 0.4) {
		door = dye(r)
	}
	band := samplePaint(r)
	if chance(r, 0.5) {
		base := m.walls
		m.walls = func(u, v, foot float64) rgb {
			return mix(base(u, v, foot), band.scale(0.8), smooth(1.1+foot/2, 1.1-foot/2, v))
		}
	}
	if chance(r, 0.4) {
		floor = carpet(dye(r).scale(0.8), seed)
	}
	m.floor = floor
	n := 4 + r.IntN(3)
	for k := range n {
		m.lamps = append(m.lamps, lamp{vec{m.size.x / 2, m.size.y - 0.2, float64(m.size.z * (float64(k) + 0.7) / float64(n))}, gray(0.5), 1.2})
	}
	m.paintShell()
	m.paintPanels(1, n, 0.5, 1.1)
	step := r.Uniform(2.6, 3.6)
	for _, which := range [2]int{wallLeft, wallRight} {
		w := m.wall(which)
		for a := m.size.z - 1.8; a > 1.5; a -= step {
			m.plain(w.panel(a-0.07, 0, a+1.02, 2.12, 0.01), gray(0.82))
			m.plain(w.panel(a, 0, a+0.95, 2.05, 0.02), door)
			m.plain(w.panel(a+0.8, 0.95, a+0.88, 1.05, 0.04), gray(0.7))
		}
	}
	end := m.wall(wallBack)
	if chance(r, 0.5) {
		m.layPlain()
		m.shine(end.panel(m.size.x*0.25, 0.4, m.size.x*0.75, 2.1, 0.01), func(u, v, foot float64) rgb { return mix(gray(1.1), rgb{0.7, 0.85, 0.98}, unit(v/2)) })
	} else {
		m.plain(end.panel(m.size.x*0.22, 0, m.size.x*0.78, 2.1, 0.01), door.scale(0.9))
		m.layPlain()
	}
	s.retouch(func(x, y float64, c rgb) rgb { // the floor gleams
		below := y - m.horizon
		if below <= 0 {
			return c
		}
		return c.plus(gray(float64(0.16 * bump((x-0.5)/0.3, (y-m.horizon)/0.6))))
	})
	m.finishRoom(r)
}

func classroomScene(s *scene) {
	m := sampleHall(s, vec{6, 2.9, 7}, vec{8, 3.4, 9})
	r := s.stream(streamBuild)
	m.at.y = r.Uniform(1.6, 2.1)
	m.straight(r, 0.25)
	var windows []opening
	for k := range 3 {
		from := m.size.z - float64(2.6*float64(k)) - 2.4
		o := m.sampleOpening(r, wallLeft, from, from+1.9, 0.9, 2.6)
		o.hanging, o.frame = hangNothing, gray(0.9)
		windows = append(windows, o)
	}
	m.paintShell()
	m.paintPanels(2, 3, 0.35, 1.5)
	for _, o := range windows {
		m.paintOpening(o)
	}
	back, seed := m.wall(wallBack), r.Uint64()
	board := [3]rgb{{0.16, 0.30, 0.22}, {0.12, 0.14, 0.14}, {0.95, 0.95, 0.94}}[r.IntN(3)]
	half := r.Uniform(1.5, 2.2)
	middle := m.size.x / 2
	m.plain(back.panel(middle-half-0.08, 0.92, middle+half+0.08, 2.38, 0.02), timbers[1])
	m.layPlain()
	chalk := gray(0.9)
	if board.luma() > 0.5 {
		chalk = rgb{0.2, 0.25, 0.5}
	}
	m.surface(back.panel(middle-half, 1, middle+half, 2.3, 0.03), func(u, v, foot float64) rgb {
		line := float64(stripe(nearest(v, 0.26), 0.05, max(foot, 0.04)) * smooth(-0.1, 0.3, noise(2.4*u, 4*v, seed)))
		return mix(board.scale(1+float64(0.1*noise(2*u, 2*v, seed+1))), chalk, float64(0.7*line))
	})
	if chance(r, 0.6) {
		m.paintPicture(r, back.panel(middle+half+0.3, 1.2, min(middle+half+1.2, m.size.x-0.1), 2.1, 0.02))
	}
	top, chair := sampleWood(r), dye(r)
	cols := 3
	if m.size.x > 7 {
		cols = 4
	}
	for row := range 3 {
		z := m.size.z - 2.6 - float64(1.45*float64(row))
		for c := range cols {
			x := float64(m.size.x*(float64(c)+0.5)/float64(cols)) + r.Uniform(-0.06, 0.06)
			desk := cuboid{vec{x - 0.55, 0, z - 0.25}, vec{x + 0.55, 0.74, z + 0.25}}
			m.put(desk, func() { m.paintTable(desk, top) })
			m.place(vec{x, 0.4, z - 0.5}, func() { m.paintChair(vec{x, 0, z - 0.5}, chair, false) })
		}
	}
	m.paintThings()
	m.finishRoom(r)
}

func officeScene(s *scene) {
	m := sampleHall(s, vec{5.5, 2.6, 6}, vec{8, 3, 9})
	r := s.stream(streamBuild)
	m.straight(r, 0.3)
	m.floor = carpet(mix(dye(r), gray(0.45), 0.6), r.Uint64())
	var windows []opening
	n := 2 + r.IntN(2)
	for k := range n {
		wide := m.size.x / float64(n)
		o := m.sampleOpening(r, wallBack, float64(wide*float64(k))+0.25, float64(wide*float64(k+1))-0.25, 0.9, 2.3)
		o.hanging = []int{hangNothing, hangBlinds}[r.IntN(2)]
		o.green = r.Uniform(-0.2, 0.3)
		windows = append(windows, o)
	}
	m.paintShell()
	m.paintPanels(3, 4, 0.6, 0.6)
	for _, o := range windows {
		m.paintOpening(o)
	}
	top, chair, divider := mix(sampleWood(r), gray(0.85), r.Float64()), dye(r).scale(0.5), mix(dye(r), gray(0.6), 0.5)
	cubicles := chance(r, 0.5)
	for row := range 2 + r.IntN(2) {
		z := m.size.z - 1.2 - float64(2.1*float64(row))
		for c := range 3 {
			x := float64(m.size.x * (float64(c) + 0.5) / 3)
			desk := cuboid{vec{x - 0.75, 0, z - 0.4}, vec{x + 0.75, 0.73, z + 0.4}}
			screen := r.Uint64()
			m.put(desk, func() {
				if cubicles {
					m.block(cuboid{vec{x - 0.95, 0, z + 0.42}, vec{x + 0.95, 1.25, z + 0.47}}, divider)
				}
				m.paintTable(desk, top)
				m.paintScreen(r.Sub(screen), vec{x, 0.73, z + 0.1})
			})
			at := vec{x + r.Uniform(-0.25, 0.25), 0, z - 0.75}
			m.place(at, func() {
				m.drum(at, 0.42, 0.26, 0.05, gray(0.15), 0)
				m.block(cuboid{at.plus(vec{-0.24, 0.42, -0.22}), at.plus(vec{0.24, 0.5, 0.22})}, chair)
				m.plain(panel{at.plus(vec{-0.22, 0.56, -0.24}), vec{0.44, 0, 0}, vec{0, 0.5, 0}}, chair.scale(1.15))
				m.layPlain()
			})
		}
	}
	m.paintThings()
	m.finishRoom(r)
}

// paintScreen paints a computer's screen, keyboard and mug on a desk.
func (m *interior) paintScreen(r *rng.Stream, at vec) {
	m.plain(panel{at.plus(vec{-0.05, 0, 0}), vec{0.1, 0, 0}, vec{0, 0.15, 0}}, gray(0.2))
	m.plain(panel{at.plus(vec{-0.36, 0.12, 0}), vec{0.72, 0, 0}, vec{0, 0.46, 0}}, gray(0.07))
	m.layPlain()
	tint := mix(gray(0.95), vivid(r.Uniform(0.5, 0.65), 0.5, 0.9), r.Float64())
	m.shine(panel{at.plus(vec{-0.32, 0.16, -0.01}), vec{0.64, 0, 0}, vec{0, 0.38, 0}}, func(u, v, foot float64) rgb {
		return mix(tint, gray(0.3), float64(0.5*stripe(nearest(v, 0.07), 0.03, foot)))
	})
	m.plain(panel{at.plus(vec{-0.25, 0.01, -0.35}), vec{0.5, 0, 0}, vec{0, 0, 0.16}}, gray(0.2))
	m.layPlain()
}

// books is a wall of shelves: a texture in which every book has a width, a height and a colour.
func books(c rgb, shelf float64, seed uint64) texture {
	cloths := []rgb{{0.52, 0.16, 0.13}, {0.16, 0.24, 0.40}, {0.20, 0.34, 0.22}, {0.86, 0.80, 0.66}, {0.60, 0.42, 0.20}, {0.20, 0.16, 0.15}, {0.72, 0.50, 0.24}}
	mean := rgb{0.50, 0.40, 0.31}
	return func(u, v, foot float64) rgb {
		row := math.Floor(v / shelf)
		up := v - float64(row*shelf)
		width := 0.06 + float64(0.02*speck(int(row), 3, seed))
		book := math.Floor(u / width)
		kind, tall := speck(int(book), int(row), seed+1), float64(shelf*(0.74+float64(0.12*speck(int(book), int(row), seed+2))))
		cover := mix(mean, along(cloths, 0.5+float64(0.5*kind)), fine(2.4*width, foot))
		cover = cover.scale(1 - float64(0.4*stripe(nearest(u, width), 0.012, foot)))
		hole := rgb{0.16, 0.11, 0.08}
		out := mix(hole, cover, smooth(tall+foot/2, tall-foot/2, up))
		board := max(stripe(nearest(v, shelf), 0.05, foot), stripe(nearest(u, 1.0), 0.05, foot))
		return mix(out, c, board)
	}
}

func libraryScene(s *scene) {
	m := sampleHall(s, vec{3.4, 2.9, 7}, vec{6, 4, 11})
	r := s.stream(streamBuild)
	m.straight(r, 0.22)
	wood := sampleWood(r)
	shelf := books(wood, r.Uniform(0.34, 0.44), r.Uint64())
	high := min(r.Uniform(2.4, 3.4), m.size.y-0.15)
	m.floor = planks(r, sampleWood(r))
	if chance(r, 0.5) {
		m.floor = carpet(dye(r).scale(0.8), r.Uint64())
	}
	n := 3
	for k := range n {
		m.lamps = append(m.lamps, lamp{vec{m.size.x / 2, m.size.y - 0.4, float64(m.size.z * (float64(k) + 0.7) / float64(n))}, rgb{0.6, 0.52, 0.4}, 2})
	}
	var window []opening
	if chance(r, 0.6) {
		o := m.sampleOpening(r, wallBack, m.size.x*0.36, m.size.x*0.64, 0.8, m.size.y-0.6)
		o.hanging = hangNothing
		window = append(window, o)
	}
	m.paintShell()
	if window == nil {
		m.surface(m.wall(wallBack).panel(0, 0.08, m.size.x, high, 0.02), shelf)
	}
	for _, o := range window {
		m.paintOpening(o)
	}
	m.paintPanels(1, n, 0.4, 1)
	deep := 0.35
	if aisles := chance(r, 0.5); aisles { // cases that stand out from the walls
		step := r.Uniform(1.7, 2.3)
		long := float64(m.size.x * r.Uniform(0.26, 0.34))
		for z := m.size.z - 0.9; z > 1.8; z -= step {
			for _, x := range [2]float64{0, m.size.x - long} {
				b := cuboid{vec{x, 0, z}, vec{x + long, high, z + 0.5}}
				m.put(b, func() { m.solid(b, shelf) })
			}
		}
	} else {
		for _, which := range [2]int{wallLeft, wallRight} {
			w := m.wall(which)
			b := w.box(0, 0, 0, w.length, deep, high)
			m.put(b, func() { m.solid(b, shelf) })
		}
		for k := range 1 + r.IntN(2) {
			z := m.size.z - 2.2 - float64(2.4*float64(k))
			desk := cuboid{vec{m.size.x/2 - 0.7, 0, z - 0.5}, vec{m.size.x/2 + 0.7, 0.75, z + 0.5}}
			green := rgb{0.16, 0.40, 0.24}
			m.put(desk, func() {
				m.paintTable(desk, wood)
				m.paintLamp(vec{m.size.x / 2, 0.75, z}, 0.4, green, true)
				m.paintChair(vec{m.size.x/2 - 0.3, 0, z - 0.7}, wood.scale(0.8), false)
			})
		}
	}
	m.paintThings()
	m.finishRoom(r)
}

func restaurantScene(s *scene) {
	m := sampleHall(s, vec{5, 2.7, 6}, vec{8, 3.4, 9})
	r := s.stream(streamBuild)
	m.straight(r, 0.3)
	warm := along([]rgb{{0.62, 0.22, 0.16}, {0.80, 0.62, 0.36}, {0.36, 0.26, 0.20}, {0.40, 0.44, 0.32}}, r.Float64())
	m.walls = plaster(warm, r.Uint64())
	if chance(r, 0.3) {
		m.walls = bricks(rgb{0.62, 0.34, 0.26}, gray(0.6), 0.09, r.Uint64())
	}
	m.floor = planks(r, sampleWood(r))
	m.ambient = m.ambient.times(rgb{1.05, 0.95, 0.8})
	var windows []opening
	if chance(r, 0.5) {
		windows = append(windows, m.sampleOpening(r, wallBack, 0.8, m.size.x-0.8, 0.8, 2.3))
	}
	m.paintShell()
	for _, o := range windows {
		m.paintOpening(o)
	}
	if windows == nil {
		for k := range 3 {
			a := float64(m.size.x * (float64(k) + 0.3) / 3)
			m.paintPicture(r, m.wall(wallBack).panel(a, 1.3, a+float64(0.16*m.size.x), 2.0, 0.02))
		}
	}
	linen := mix(gray(0.96), dye(r), float64(r.IntN(2))*0.9)
	chair, round := sampleWood(r).scale(0.8), chance(r, 0.5)
	for row := range 3 {
		z := m.size.z - 1.3 - float64(1.9*float64(row))
		for c := range 3 {
			x := float64(m.size.x*(float64(c)+0.5)/3) + r.Uniform(-0.2, 0.2)
			m.lamps = append(m.lamps, lamp{vec{x, 1.7, z}, rgb{0.30, 0.22, 0.12}, 0.8})
			table := cuboid{vec{x - 0.45, 0, z - 0.4}, vec{x + 0.45, 0.75, z + 0.4}}
			m.put(table, func() { m.paintLaidTable(table, linen, chair, round) })
		}
	}
	m.paintThings()
	for c := range 3 {
		m.paintPendant(r, vec{float64(m.size.x * (float64(c) + 0.5) / 3), m.size.y, m.size.z - 3.2})
	}
	m.finishRoom(r)
}

// paintLaidTable paints a table with a cloth, plates and glasses, between two chairs.
func (m *interior) paintLaidTable(b cuboid, linen, chair rgb, round bool) {
	middle := b.lo.plus(b.hi).times(0.5)
	m.paintChair(vec{middle.x, 0, b.hi.z + 0.25}, chair, true)
	if round {
		m.drum(vec{middle.x, 0, middle.z}, b.hi.y, 0.5, 0.5, linen, 0)
	} else {
		drop := b
		drop.lo.y = 0.35
		m.paintTable(b, chair)
		m.block(drop, linen)
		m.layPlain()
	}
	for _, x := range [2]float64{-0.22, 0.22} {
		m.drum(vec{middle.x + x, b.hi.y, middle.z - 0.1}, 0.015, 0.11, 0.13, gray(0.99), 0)
		m.drum(vec{middle.x + float64(0.4*x), b.hi.y, middle.z + 0.15}, 0.17, 0.03, 0.04, rgb{0.55, 0.12, 0.14}, 0)
	}
	m.paintChair(vec{middle.x, 0, b.lo.z - 0.25}, chair, false)
}
