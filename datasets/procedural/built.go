package procedural

import "math"

// The places that people built, seen from outside.

// masonry is stone in courses.
func masonry(c rgb, seed uint64) texture {
	courses := bricks(c, c.scale(0.72), 0.7, seed)
	return func(u, v, foot float64) rgb {
		return courses(u, v, foot).scale(1 + float64(0.14*noise(0.35*u, 0.25*v, seed+1)))
	}
}

func castleScene(s *scene) {
	l := newLandscape(s, fair(s), 3, 0.6, 0.76)
	r := l.r
	grass := sampleGrass(r)
	l.paintGround(&l.sky, meadow(grass, r.Uint64()))
	if chance(r, 0.5) {
		l.mountains(l.horizon, r.Uniform(0.15, 0.3), rgb{0.44, 0.47, 0.52}, 0.2, 0.5, r.Uint64())
	}
	stone := along([]rgb{{0.80, 0.76, 0.68}, {0.64, 0.62, 0.60}, {0.86, 0.76, 0.60}}, r.Float64())
	roof := along([]rgb{{0.50, 0.24, 0.18}, {0.26, 0.30, 0.38}, {0.34, 0.28, 0.26}}, r.Float64())
	z, half, high := r.Uniform(44, 58), r.Uniform(13, 19), r.Uniform(8, 11)
	rise := r.Uniform(0, 5) // the hill
	if rise > 1 {
		q, _ := l.project(vec{0, rise, z})
		own := r.Uint64()
		l.ridge(func(x float64) float64 {
			return lerp(l.horizon+0.02, q.y-0.01, smooth(0.62, 0.28, math.Abs(x-0.5))) + float64(0.012*hills(4*x, own))
		}, 1, func(x, y, below float64) rgb {
			return grass.scale(0.85 + float64(0.14*noise(30*x, 50*y, own+1)) + float64(0.12*noise(5*x, 9*y, own+2)))
		})
	}
	conical := chance(r, 0.6)
	tower := func(x, z, radius, high float64) {
		foot := vec{x, rise, z}
		l.drum(foot, high, radius, radius, stone, 0)
		for k := range 2 {
			slit := foot.plus(vec{-0.2, float64(high * (0.45 + float64(0.3*float64(k)))), -radius})
			l.plain(panel{slit, vec{0.5, 0, 0}, vec{0, 1.5, 0}}, gray(0.12))
		}
		l.layPlain()
		if conical {
			l.drum(foot.plus(vec{0, high, 0}), float64(radius*2.4), float64(1.2*radius), 0.05, roof, 0)
			return
		}
		l.drum(foot.plus(vec{0, high, 0}), 1.2, float64(1.15*radius), float64(1.15*radius), stone, 0)
		l.battlements(x-float64(1.15*radius), x+float64(1.15*radius), rise+high+1.2, z-radius, stone)
	}
	keep := high * r.Uniform(1.7, 2.3)
	tower(r.Uniform(-6, 6), z+16, r.Uniform(3, 4.5), keep)
	tower(-float64(0.8*half), z+12, 2.4, 1.5*high)
	tower(float64(0.8*half), z+12, 2.4, 1.5*high)
	wall := cuboid{vec{-half, rise, z}, vec{half, rise + high, z + 2}}
	l.solid(wall, masonry(stone, r.Uint64()))
	l.battlements(-half, half, rise+high, z, stone)
	gate := r.Uniform(-3, 3)
	l.plain(panel{vec{gate - 1.8, rise, z - 0.1}, vec{3.6, 0, 0}, vec{0, 4.2, 0}}, gray(0.10))
	l.layPlain()
	tower(-half, z, r.Uniform(2.4, 3.4), high*r.Uniform(1.2, 1.5))
	tower(half, z, r.Uniform(2.4, 3.4), high*r.Uniform(1.2, 1.5))
	l.scatterTrees(r.IntN(6), treeBroad, 22, 36, 8, 4, 7)
	l.end()
}

// battlements paints the teeth of a wall.
func (w *world) battlements(from, to, top, z float64, c rgb) {
	const tooth = 1.3
	n := int((to - from) / (2 * tooth))
	for k := range n {
		x := lerp(from, to, float64(k)/float64(n))
		w.plain(panel{vec{x, top - 0.05, z}, vec{tooth, 0, 0}, vec{0, 1.2, 0}}, c)
	}
	w.layPlain()
}

func churchScene(s *scene) {
	l := newLandscape(s, fair(s), 1.8, 0.62, 0.78)
	r := l.r
	l.paintGround(&l.sky, meadow(sampleGrass(r), r.Uint64()))
	l.woods(l.horizon+0.005, r.Uniform(0.04, 0.09), rgb{0.26, 0.36, 0.20}, 0.3, r.Uint64())
	wall := along([]rgb{{0.94, 0.93, 0.90}, {0.66, 0.60, 0.52}, {0.62, 0.40, 0.32}}, r.Float64())
	roof := along([]rgb{{0.30, 0.28, 0.30}, {0.50, 0.26, 0.20}, {0.28, 0.42, 0.38}}, r.Float64())
	x, z, seed := r.Uniform(-4, 4), r.Uniform(26, 34), r.Uint64()
	l.at.x = x + r.Uniform(-14, 14)
	l.camera = newCamera(l.at, clamp((x-l.at.x)/z, -0.5, 0.5), l.zoom, l.horizon)
	side, wide, high := 1.0, r.Uniform(3.6, 5), r.Uniform(6, 8)
	if l.at.x < x {
		side = -1
	}
	nave := cuboid{vec{x - wide, 0, z}, vec{x + wide, high, z + 20}}
	stone := masonry(wall, seed)
	if wall.luma() > 0.8 {
		stone = plaster(wall, seed)
	}
	l.solid(nave, func(u, v, foot float64) rgb { // with windows along the side
		pane := float64(stripe(nearest(u-2.4, 4), 1.1, foot) * stripe(v-high/2, high/2, foot))
		return mix(stone(u, v, foot), rgb{0.16, 0.18, 0.26}, float64(0.85*pane))
	})
	l.gable(nave, r.Uniform(3.5, 6), false, wall, roof)
	half, tall := float64(wide*r.Uniform(0.36, 0.5)), high*r.Uniform(1.6, 2.1)
	tower := cuboid{vec{x - half, 0, z - 2.5}, vec{x + half, tall, z + 1}}
	l.solid(tower, stone)
	l.plain(panel{vec{x - float64(0.4*half), tall * 0.78, z - 2.55}, vec{half * 0.8, 0, 0}, vec{0, tall * 0.12, 0}}, gray(0.15))
	l.plain(panel{vec{x - float64(0.45*half), 0, z - 2.55}, vec{half * 0.9, 0, 0}, vec{0, 3.2, 0}}, rgb{0.28, 0.17, 0.10})
	// The spire is a pyramid; only two of its faces are seen.
	tip := vec{x, tall + r.Uniform(4, 10), z - 0.75}
	edge := x + float64(side*half)
	far, near := vec{edge, tall, z + 1}, vec{edge, tall, z - 2.5}
	l.facet(roof.scale(0.9), near, far, tip)
	l.facet(roof, vec{x - half, tall, z - 2.5}, vec{x + half, tall, z - 2.5}, tip)
	l.layPlain()
	l.plain(panel{tip.minus(vec{0.12, 0, 0}), vec{0.24, 0, 0}, vec{0, 1.8, 0}}, gray(0.2))
	l.plain(panel{tip.plus(vec{-0.6, 1, 0}), vec{1.2, 0, 0}, vec{0, 0.24, 0}}, gray(0.2))
	l.layPlain()
	l.scatterTrees(2+r.IntN(4), treeBroad, 12, 24, 9, 4, 8)
	l.end()
}

func lighthouseScene(s *scene) {
	k := fair(s)
	if chance(s.stream(streamHair), 0.2) {
		k = skyDusk.vary(s.stream(streamHair))
	}
	l := newLandscape(s, k, 4, 0.6, 0.76)
	r := l.r
	seed := r.Uint64()
	l.paintGround(&l.sky, sea(rgb{0.06, 0.26, 0.40}.jitter(r, 0.05), rgb{0.36, 0.58, 0.68}, 1.1, seed))
	x0 := r.Uniform(0.3, 0.7)
	left := chance(r, 0.5)
	stone := along([]rgb{{0.42, 0.40, 0.36}, {0.36, 0.44, 0.26}, {0.52, 0.44, 0.34}}, r.Float64())
	top := l.horizon - r.Uniform(0.02, 0.10)
	l.ridge(func(x float64) float64 {
		if left {
			x = 1 - x
		}
		edge := x0
		if left {
			edge = 1 - x0
		}
		return lerp(top, 1.05, smooth(-0.16, -0.42, x-edge)) + float64(0.02*hills(6*x, seed+1))
	}, 1, func(x, y, below float64) rgb {
		return stone.scale(0.85 + float64(0.45*rock(x, y, seed+2)) + float64(0.2*smooth(0.05, 0, below)))
	})
	z := 40.0
	foot := vec{(x0 - 0.5) / l.zoom * z, l.at.y + float64((l.horizon-top-0.02)/l.zoom*z), z}
	high, radius := r.Uniform(13, 18), r.Uniform(1.7, 2.4)
	band := along([]rgb{{0.80, 0.16, 0.14}, {0.15, 0.18, 0.24}, {0.92, 0.92, 0.90}}, float64(r.IntN(3))/2)
	const bands = 5
	for n := range bands {
		c := gray(0.95)
		if n&1 != 0 {
			c = band
		}
		from, to := float64(n)/bands, float64(n+1)/bands
		l.drum(foot.plus(vec{0, float64(high * from), 0}), high/bands, lerp(radius, 0.55*radius, from), lerp(radius, 0.55*radius, to), c, 0)
	}
	lantern := foot.plus(vec{0, high, 0})
	l.drum(lantern, 0.4, radius*0.8, radius*0.8, gray(0.25), 0)
	l.drum(lantern.plus(vec{0, 0.4, 0}), 1.9, radius*0.42, radius*0.42, rgb{0.85, 0.88, 0.78}, 0.6)
	l.drum(lantern.plus(vec{0, 2.3, 0}), 1.3, radius*0.6, 0.05, band.scale(0.8), 0)
	if chance(r, 0.6) {
		l.placeCottage(foot.plus(vec{r.Uniform(3, 5), 0, -1}), gray(0.93), rgb{0.55, 0.24, 0.18})
	}
	l.end()
}

// placeCottage stands a small house with a pitched roof at a place.
func (l *landscape) placeCottage(foot vec, wall, roof rgb) {
	r := l.r
	f := facade{wall: wall, frame: gray(0.9), glass: rgb{0.22, 0.26, 0.30}, storey: 2.7, bay: r.Uniform(1.8, 2.6), wide: 0.4, high: 0.45, seed: r.Uint64()}
	wide, deep, high := r.Uniform(5, 9), r.Uniform(5, 7), 2.8
	if chance(r, 0.3) {
		high = 5.4
	}
	h := house{box: cuboid{foot, foot.plus(vec{wide, high, deep})}, facade: f, roof: roof, pitch: r.Uniform(2, 3.4), alongX: chance(r, 0.6)}
	l.place(foot, func() {
		l.house(&h)
		l.plain(panel{foot.plus(vec{float64(0.45 * wide), 0, -0.05}), vec{0.9, 0, 0}, vec{0, 2, 0}}, rgb{0.30, 0.20, 0.14})
		l.layPlain()
	})
}

func villageScene(s *scene) {
	l := newLandscape(s, fair(s), s.stream(streamHair).Uniform(2.5, 9), 0.42, 0.58)
	r := l.r
	grass := sampleGrass(r)
	seed := r.Uint64()
	if chance(r, 0.7) {
		s.flood(func(x, y float64) rgb { return l.sky.at(x, y, l.horizon) })
		l.mountains(l.horizon, r.Uniform(0.15, 0.32), rgb{0.44, 0.48, 0.50}, r.Uniform(0.1, 0.3), 0.35, seed)
		l.woods(l.horizon+0.01, 0.08, rgb{0.22, 0.34, 0.20}, 0.25, seed+1)
	} else {
		l.paintGround(&l.sky, meadow(grass, seed))
	}
	bend := r.Uniform(-0.2, 0.2)
	l.repaintBelow(l.horizon+0.01, func(x, z, foot float64) rgb {
		c := meadow(grass, seed+2)(x, z, foot)
		return mix(c, rgb{0.70, 0.64, 0.54}, stripe(x-float64(bend*z)-float64(2*noise(0.05*z, 0.5, seed+3)), 3, max(foot, 0.5)))
	})
	roof := along([]rgb{{0.62, 0.32, 0.22}, {0.44, 0.24, 0.18}, {0.36, 0.36, 0.40}}, r.Float64())
	for n := range 9 {
		z := 14 + float64(5*float64(n))
		x := math.Copysign(r.Uniform(3, 5+float64(0.35*z)), float64(n&1)-0.5) + float64(bend*z) - 3
		l.placeCottage(vec{x, 0, z}, along([]rgb{{0.95, 0.93, 0.88}, {0.85, 0.74, 0.58}, {0.70, 0.58, 0.46}}, r.Float64()), roof.jitter(r, 0.05))
	}
	l.scatterTrees(6, treeBroad, 16, 55, 3, 4, 7)
	l.end()
}

func harbourScene(s *scene) {
	l := newLandscape(s, fair(s), 4, 0.36, 0.5)
	r := l.r
	seed := r.Uint64()
	l.paintGround(&l.sky, sea(rgb{0.05, 0.2, 0.3}, rgb{0.3, 0.5, 0.6}, 0.3, seed))
	own := r.Uint64()
	l.ridge(func(x float64) float64 { return l.horizon - 0.05 - float64(0.05*hills(2*x, own)) }, l.horizon, func(x, y, below float64) rgb {
		return mix(rgb{0.30, 0.40, 0.26}.scale(1+float64(0.4*rock(x, y, own+1))), l.air, 0.35)
	})
	for x, z := -46.0, r.Uniform(48, 60); x < 46; { // houses along the quay
		wide := r.Uniform(6, 11)
		f := sampleFacade(r)
		f.wall, f.shop = mix(f.wall, vivid(r.Float64(), 0.5, 0.85), r.Uniform(0.2, 0.8)), false
		h := house{box: cuboid{vec{x, 1, z}, vec{x + wide, r.Uniform(7, 13), z + 8}}, facade: f, roof: rgb{0.5, 0.28, 0.2}.jitter(r, 0.06), pitch: r.Uniform(1.5, 3.5), alongX: chance(r, 0.6)}
		l.house(&h)
		x += wide
	}
	l.plain(panel{vec{-60, 0, 46}, vec{120, 0, 0}, vec{0, 1.4, 0}}, gray(0.42))
	l.layPlain()
	q, _ := l.project(vec{0, 0, 46})
	s.mirror(q.y, rgb{0.12, 0.26, 0.34}.jitter(r, 0.04), 0.5, r.Uniform(0.7, 1.4), seed+4)
	for n := range 6 + r.IntN(4) {
		z := 14 + float64(4.5*float64(n%7))
		l.placeBoat(vec{float64(r.Uniform(-0.5, 0.5) * z / l.zoom), 0, z}, r.Uniform(3.5, 6), chance(r, 0.25))
	}
	l.end()
}
