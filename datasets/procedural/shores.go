package procedural

import "math"

// The places at the water.

func beachScene(s *scene) {
	l := newLandscape(s, fair(s), s.stream(streamHair).Uniform(1.8, 5), 0.3, 0.46)
	r := l.r
	sand := along([]rgb{{0.90, 0.82, 0.66}, {0.80, 0.68, 0.50}, {0.88, 0.84, 0.78}}, r.Float64())
	water := sea(rgb{0.05, 0.32, 0.48}.jitter(r, 0.05), rgb{0.32, 0.68, 0.72}.jitter(r, 0.05), 0.7, r.Uint64())
	slope, from, seed := r.Uniform(-1.3, 1.3), float64(l.at.y*r.Uniform(2.2, 4.5)), r.Uint64()
	l.paintGround(&l.sky, func(x, z, foot float64) rgb {
		shore := z - from - float64(slope*x) + float64(1.6*noise(0.16*x, 0.16*z, seed)) // metres into the water
		dry := sand.scale(1 + float64(0.08*noise(1.2*x, 0.8*z, seed+1)*fine(1, foot)) + float64(0.08*noise(8*x, 4*z, seed+2)*fine(0.3, foot)))
		wet := mix(dry, sand.times(rgb{0.62, 0.60, 0.58}), smooth(-2.2, -0.3, shore))
		shallow := mix(rgb{0.45, 0.76, 0.74}, water(x, z, foot), smooth(0, 14, shore))
		foam := stripe(shore-0.3, 0.9, max(foot, 0.4)) + float64(0.7*stripe(shore-4.5-float64(1.5*noise(0.2*x, 0.3, seed+4)), 0.8, max(foot, 0.4)))
		return mix(mix(wet, shallow, smooth(-0.3, 0.3, shore)), gray(0.97), min(foam, 1))
	})
	if chance(r, 0.5) {
		left := float64(r.IntN(2))
		l.ridge(func(x float64) float64 {
			return l.horizon - float64(0.13*smooth(0.55, 0, math.Abs(x-left))) - float64(0.015*hills(3*x, seed+6)) + 0.02
		}, l.horizon+0.004, func(x, y, below float64) rgb {
			return mix(rgb{0.30, 0.42, 0.26}.scale(1+float64(0.5*rock(x, y, seed+7))), l.air, 0.3)
		})
	}
	for range r.IntN(4) {
		l.placeParasol(vec{r.Uniform(-6, 6), 0, r.Uniform(4, 12)}.plus(vec{0, 0, l.at.y}), dye(r))
	}
	for range r.IntN(4) {
		p := samplePerson(r, vec{r.Uniform(-8, 8), 0, l.at.y + r.Uniform(4, 16)})
		l.place(p.foot, func() { l.person(&p) })
	}
	if chance(r, 0.45) {
		for range 1 + r.IntN(3) {
			t := sampleTree(r, treePalm, vec{math.Copysign(r.Uniform(2.5, 6), r.Uniform(-1, 1)), 0, l.at.y + r.Uniform(5, 10)}, r.Uniform(5, 8))
			l.place(t.foot, func() { l.tree(&t) })
		}
	}
	l.end()
}

// placeParasol stands a parasol on the sand.
func (l *landscape) placeParasol(foot vec, c rgb) {
	l.place(foot, func() {
		l.contact(foot.plus(vec{0.5, 0, 0}), 1, 1, 0.4)
		l.plain(panel{foot.minus(vec{0.04, 0, 0}), vec{0.08, 0, 0}, vec{0, 2.1, 0}}, gray(0.85))
		l.layPlain()
		l.drum(foot.plus(vec{0, 1.7, 0}), 0.65, 1.25, 0.05, c, 0)
	})
}

func oceanScene(s *scene) {
	k := sampleSky(s.stream(streamBackdrop), 0.4)
	l := newLandscape(s, k, s.stream(streamHair).Uniform(2.5, 9), 0.22, 0.5)
	r := l.r
	deep := along([]rgb{{0.02, 0.16, 0.30}, {0.04, 0.26, 0.36}, {0.14, 0.24, 0.30}}, r.Float64())
	l.paintGround(&l.sky, sea(deep, mix(deep, rgb{0.45, 0.68, 0.76}, 0.75), r.Uniform(0.7, 1.3), r.Uint64()))
	if chance(r, 0.35) {
		l.placeBoat(vec{r.Uniform(-12, 12), 0, r.Uniform(35, 80)}, r.Uniform(9, 14), true)
	}
	l.end()
}

func sunsetScene(s *scene) {
	sky := s.stream(streamBackdrop)
	k := skyDusk.vary(sky)
	l := newLandscape(s, k, 3, 0.5, 0.66)
	r := l.r
	l.sky.sun.y = l.horizon - r.Uniform(0.02, 0.2)
	l.air, l.thick = l.sky.low, 0.001
	seed := r.Uint64()
	l.paintGround(&l.sky, meadow(rgb{0.16, 0.11, 0.10}, seed))
	if wet := chance(r, 0.6); wet {
		s.mirror(l.horizon, rgb{0.20, 0.12, 0.18}, 0.75, r.Uniform(0.6, 1.6), seed)
		sun := l.sky.sun.x
		s.retouch(func(x, y float64, c rgb) rgb {
			below := y - l.horizon
			if below < 0 {
				return c
			}
			path := bump((x-sun)/(0.05+float64(0.25*below)), 0) * unit(0.4+noise(30*x, 60*y/(1+float64(4*below)), seed+2))
			return c.plus(rgb{0.9, 0.6, 0.25}.scale(float64(0.55 * path)))
		})
	}
	for n := range 1 + r.IntN(3) {
		dark, high, own := rgb{0.20, 0.13, 0.18}.scale(1-float64(0.3*float64(n))), r.Uniform(0.02, 0.12), r.Uint64()
		foot := l.horizon + float64(0.015*float64(n))
		l.ridge(func(x float64) float64 { return foot - high - float64(high*hills(x, own)) }, foot, func(x, y, below float64) rgb {
			return mix(dark, l.sky.low, 0.25-float64(0.1*float64(n)))
		})
	}
	if chance(r, 0.5) {
		kind := treeKind(r.IntN(3))
		t := sampleTree(r, kind, vec{r.Uniform(-4, 4), -0.5, r.Uniform(8, 14)}, r.Uniform(5, 9))
		t.leaf, t.bark = gray(0.07), gray(0.05)
		l.place(t.foot, func() { l.tree(&t) })
	}
	l.end()
}

func lakeScene(s *scene) {
	l := newLandscape(s, fair(s), 2, 0.46, 0.62)
	r := l.r
	l.paintGround(&l.sky, meadow(sampleGrass(r), r.Uint64()))
	stone := rgb{0.42, 0.45, 0.50}.jitter(r, 0.05)
	if chance(r, 0.75) {
		l.mountains(l.horizon, r.Uniform(0.15, 0.4), stone, r.Uniform(0.1, 0.4), 0.3, r.Uint64())
	}
	l.woods(l.horizon+0.004, r.Uniform(0.05, 0.14), vivid(r.Uniform(0.12, 0.36), r.Uniform(0.35, 0.6), r.Uniform(0.24, 0.45)), 0.12, r.Uint64())
	s.mirror(l.horizon, rgb{0.16, 0.28, 0.34}.jitter(r, 0.04), r.Uniform(0.6, 0.8), r.Uniform(0.2, 0.9), r.Uint64())
	seed, high := r.Uint64(), r.Uniform(0, 0.14)
	bank := sampleGrass(r).scale(0.75)
	l.ridge(func(x float64) float64 {
		return 1.02 - high - float64(0.5*high*hills(2*x, seed)) - float64(0.02*noise(40*x, 0.5, seed+1))
	}, 1, func(x, y, _ float64) rgb { return bank.scale(0.9 + float64(0.4*noise(26*x, 12*y, seed+2))) })
	if chance(r, 0.35) {
		l.placeBoat(vec{r.Uniform(-3, 3), 0, r.Uniform(9, 16)}, r.Uniform(2.5, 4), false)
	}
	l.end()
}

func waterfallScene(s *scene) {
	l := newLandscape(s, fair(s), 2, 0.7, 0.78)
	r := l.r
	seed := r.Uint64()
	s.flood(func(x, y float64) rgb { return l.sky.at(x, y, l.horizon) })
	stone := along([]rgb{{0.36, 0.34, 0.31}, {0.30, 0.32, 0.34}, {0.46, 0.38, 0.30}}, r.Float64())
	moss := vivid(r.Uniform(0.22, 0.30), 0.55, r.Uniform(0.3, 0.48))
	lip, middle, half := r.Uniform(0.12, 0.32), r.Uniform(0.35, 0.65), r.Uniform(0.05, 0.16)
	l.woods(lip+0.06, r.Uniform(0.08, 0.2), moss.scale(0.75), 0.1, seed+20)
	pool := r.Uniform(0.74, 0.84)
	l.ridge(func(x float64) float64 {
		return lip + float64(0.04*hills(3*x, seed)) - float64(0.12*smooth(0.1, 0.5, math.Abs(x-middle)))
	}, 1, func(x, y, below float64) rgb {
		c := stone.scale(0.75 + float64(0.55*rock(1.2*x, y, seed+1)))
		green := smooth(-0.1, 0.35, noise(5*x, 7*y, seed+3)+float64(0.5*smooth(0.15, 0, below))-0.15)
		c = mix(c, moss.scale(0.8+float64(0.5*noise(24*x, 24*y, seed+4))), float64(0.8*green*smooth(half, 2*half, math.Abs(x-middle))))
		fall := y - lip
		wide := float64(half * (1 + float64(0.5*fall)))
		edge := math.Abs(x-middle-float64(0.02*noise(6*y, 0.5, seed+6))) / wide
		streaks := unit(0.85 + float64(0.45*noise(float64(60*(x-middle)/(1+fall)), 3.2*y, seed+5)))
		return mix(c, rgb{0.90, 0.95, 0.98}.scale(streaks), smooth(1.15, 0.75, edge+float64(0.3*noise(30*x, 6*y, seed+7))))
	})
	s.mirror(pool, rgb{0.20, 0.34, 0.36}, 0.45, 1.4, seed+8)
	s.retouch(func(x, y float64, c rgb) rgb { // mist
		m := bump((x-middle)/(0.15+float64(1.8*half)), (y-pool)/0.16)
		return mix(c, gray(0.96), float64(0.85*m))
	})
	for range r.IntN(5) {
		x, y, k := r.Float64(), r.Uniform(pool+0.04, 0.98), r.Uniform(0.05, 0.12)
		s.pen.ellipse(s.pixels, point{x, y}, k, 0.6*k)
		s.pen.fill(stone.scale(0.8).nrgba(1))
		s.lay(func(px, py float64, flat rgb) rgb {
			return flat.scale(0.8 - float64(4*(py-y)) + float64(0.3*rock(2*px, 2*py, seed+9)))
		})
	}
	develop(s)
}

// placeBoat puts a boat on the water: with sails, or without.
func (l *landscape) placeBoat(at vec, long float64, sails bool) {
	hull := mix(dye(l.r), gray(float64(l.r.IntN(2))), 0.4)
	lean, trim := l.r.Uniform(-0.3, 0.3), dye(l.r)
	l.place(at, func() {
		q, depth := l.project(at)
		k := long * l.zoom / depth
		m := func(p point) point { return l.pixels(point{q.x + float64(k*p.x), q.y + float64(k*p.y)}) }
		l.pen.polygon(m, point{-0.5, -0.14}, point{0.55, -0.16}, point{0.4, 0.02}, point{-0.42, 0.02})
		l.pen.fill(hull.scale(0.9).nrgba(1))
		l.pen.polygon(m, point{-0.5, -0.15}, point{0.55, -0.17}, point{0.53, -0.13}, point{-0.5, -0.11})
		l.pen.fill(gray(0.95).nrgba(1))
		if sails {
			l.pen.polygon(m, point{0.02, -0.2}, point{float64(0.05 * lean), -1.2}, point{-0.45, -0.22})
			l.pen.polygon(m, point{0.06, -0.2}, point{float64(0.05*lean) + 0.02, -1.1}, point{0.5, -0.22})
			l.pen.fill(gray(0.96).nrgba(1))
		} else {
			l.pen.polygon(m, point{-0.2, -0.14}, point{0.15, -0.14}, point{0.1, -0.34}, point{-0.18, -0.34})
			l.pen.fill(trim.nrgba(1))
			l.pen.polygon(m, point{0.0, -0.2}, point{0.025, -0.2}, point{0.025, -0.95}, point{0.0, -0.95})
			l.pen.fill(gray(0.55).nrgba(1))
		}
		l.lay(func(x, y float64, flat rgb) rgb { return flat.scale(1 - float64(0.25*(x-q.x)/k)) })
	})
}
