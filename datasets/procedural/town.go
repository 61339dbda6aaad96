package procedural

import "math"

// The places of towns and of traffic.

// blockTowers paints the upright blocks of a city from afar, with windows.
func (l *landscape) blockTowers(foot, high float64, n int, night bool) {
	r := l.r
	for layer := range 2 {
		for k := range n {
			wide := r.Uniform(0.04, 0.10)
			x := lerp(-0.08, 1.02, (float64(k)+r.Float64())/float64(n))
			tall := float64(high * (1.15 - float64(0.4*float64(layer))) * r.Uniform(0.35, 1) * r.Uniform(0.7, 1))
			wall := mix(stones[r.IntN(len(stones))], rgb{0.4, 0.5, 0.6}, 0.4).scale(r.Uniform(0.7, 1))
			lit := 0.0
			if night {
				wall, lit = mix(rgb{0.05, 0.06, 0.11}, l.sky.low, 0.2), r.Uniform(0.15, 0.5)
			}
			seed, cell := r.Uint64(), r.Uniform(0.018, 0.03)
			l.pen.polygon(l.pixels, point{x, foot - tall}, point{x + wide, foot - tall}, point{x + wide, foot}, point{x, foot})
			if chance(r, 0.25) {
				mid := x + wide/2
				l.pen.polygon(l.pixels, point{mid - wide/4, foot - tall}, point{mid, foot - float64(1.2*tall)}, point{mid + wide/4, foot - tall})
			}
			l.pen.fill(wall.nrgba(1))
			pixel := 1 / float64(l.scene.side)
			l.lay(func(px, py float64, flat rgb) rgb {
				u, v := (px-x)/cell, (py-foot)/cell
				on := 0.5 + float64(0.5*speck(int(math.Floor(u)), int(math.Floor(v)), seed))
				pane := float64(stripe(u-math.Floor(u)-0.5, 0.6, pixel/cell) * stripe(v-math.Floor(v)-0.5, 0.6, pixel/cell))
				if on < lit {
					return mix(flat, rgb{1, 0.82, 0.48}, float64(1.2*pane*(0.5+on)))
				}
				side := 1.08 - float64(0.2*(px-x)/wide)
				return mix(flat.scale(side), flat.scale(0.6), float64(0.6*pane))
			})
		}
	}
}

func skylineScene(s *scene) {
	sky := s.stream(streamBackdrop)
	k := between(skyNight, skyDusk, float64(sky.Float64()*sky.Uniform(0, 0.8))).vary(sky)
	l := newLandscape(s, k, 4, 0.62, 0.78)
	r := l.r
	s.flood(func(x, y float64) rgb { return l.sky.at(x, y, l.horizon) })
	l.blockTowers(l.horizon, r.Uniform(0.36, 0.56), 13, true)
	seed := r.Uint64()
	s.mirror(l.horizon, rgb{0.03, 0.04, 0.09}, 0.62, 1.3, seed)
	s.retouch(func(x, y float64, c rgb) rgb { // the haze of light over a town
		return c.plus(rgb{0.12, 0.09, 0.06}.scale(bump(0, (y-l.horizon)/0.35)))
	})
	s.expose(r.Uniform(0.2, 0.3))
	develop(s)
}

func highwayScene(s *scene) {
	l := newLandscape(s, fair(s), s.stream(streamHair).Uniform(3, 8), 0.36, 0.5)
	r := l.r
	grass, seed := sampleGrass(r), r.Uint64()
	const lane = 3.6
	lanes := 2 + r.IntN(2)
	half, asphalt := float64(lane*float64(lanes)), gray(r.Uniform(0.36, 0.5))
	strip := r.Uniform(1.2, 3) // half the width between the carriageways
	bend := r.Uniform(-0.0016, 0.0016)
	l.paintGround(&l.sky, func(x, z, foot float64) rgb {
		x -= float64(bend * z * z)
		d := math.Abs(x) - strip
		c := asphalt.scale(1 + float64(0.05*noise(3*x, 0.4*z, seed)))
		dash := stripe(nearest(d, lane), 0.2, max(foot, 0.15))
		if inside := d > 1 && d < half-1; inside {
			c = mix(c, gray(0.93), float64(dash*lerp(0.5, smooth(2.6, 3.2, math.Abs(nearest(z, 12))), fine(6, foot))))
		}
		c = mix(c, gray(0.92), stripe(d-0.3, 0.25, max(foot, 0.15))+stripe(d-half+0.1, 0.25, max(foot, 0.15)))
		verge := meadow(grass, seed+1)(x, z, foot)
		return mix(mix(c, verge, smooth(-foot/2, foot/2, d-half-1)), verge, smooth(foot/2, -foot/2, d))
	})
	own, high := r.Uint64(), r.Uniform(0.03, 0.12)
	l.ridge(func(x float64) float64 { return l.horizon - float64(0.6*high) - float64(0.5*high*hills(1.5*x, own)) }, l.horizon, func(x, y, below float64) rgb {
		return mix(grass.scale(0.6+float64(0.2*noise(14*x, 20*y, own))), l.air, 0.45)
	})
	l.at.x = strip + half/2
	for n := range 5 + r.IntN(6) {
		z := 16 + float64(9*float64(n))
		side := float64(2*r.IntN(2) - 1)
		c := sampleCar(r, vec{float64(side*(strip+float64(lane*(float64(r.IntN(lanes))+0.5)))) + float64(bend*z*z), 0, z}, side < 0)
		l.place(c.foot, func() { l.car(&c) })
	}
	if chance(r, 0.5) { // a gantry with signs
		z := r.Uniform(28, 45)
		l.place(vec{0, 0, z}, func() {
			l.plain(panel{vec{strip + half + 1, 0, z}, vec{0.5, 0, 0}, vec{0, 7.5, 0}}, gray(0.5))
			l.plain(panel{vec{-1, 7, z}, vec{strip + half + 2.5, 0, 0}, vec{0, 0.5, 0}}, gray(0.5))
			blue := [2]rgb{{0.10, 0.26, 0.56}, {0.10, 0.42, 0.28}}[l.r.IntN(2)]
			for _, x := range [2]float64{strip + 0.6, strip + half - 4.2} {
				l.plain(panel{vec{x, 5.4, z - 0.1}, vec{3.8, 0, 0}, vec{0, 2.4, 0}}, blue)
				l.plain(panel{vec{x + 0.5, 6.2, z - 0.2}, vec{2.6, 0, 0}, vec{0, 0.5, 0}}, gray(0.95))
			}
			l.layPlain()
		})
	}
	l.scatterTrees(4+r.IntN(6), treeBroad, 20, 70, strip+half+4, 5, 10)
	l.end()
}

func railwayScene(s *scene) {
	l := newLandscape(s, sampleSky(s.stream(streamBackdrop), 0.4), s.stream(streamHair).Uniform(1.8, 4.5), 0.34, 0.5)
	r := l.r
	grass, seed := sampleGrass(r), r.Uint64()
	stones, sleeper := rgb{0.50, 0.46, 0.42}.jitter(r, 0.05), along([]rgb{{0.34, 0.24, 0.18}, {0.62, 0.60, 0.57}}, r.Float64())
	const apart = 4.2 // between the middles of the tracks
	tracks := 1 + r.IntN(2)
	shift := float64(apart / 2 * float64(tracks-1))
	l.paintGround(&l.sky, func(x, z, foot float64) rgb {
		c := stones.scale(1 + float64(0.3*noise(9*x, 6*z, seed)*fine(0.3, foot)) + float64(0.1*noise(x, z, seed+1)))
		c = mix(c, meadow(grass, seed+2)(x, z, foot), smooth(2.2, 3.0, math.Abs(x)-shift+float64(0.4*noise(0.5*z, 0.5, seed+3))))
		for n := range tracks {
			u := x - (float64(apart*float64(n)) - shift)
			bed := smooth(1.35, 1.25, math.Abs(u))
			tie := mix(c, sleeper, lerp(0.45, stripe(nearest(z, 0.75), 0.3, foot), fine(0.6, foot)))
			c = mix(c, tie, bed)
			rail := stripe(math.Abs(u)-0.72, 0.10, max(foot, 0.05))
			c = mix(c, rgb{0.80, 0.80, 0.82}, rail)
			c = c.scale(1 - float64(0.4*stripe(math.Abs(u)-0.84, 0.12, max(foot, 0.05))))
		}
		return c
	})
	if chance(r, 0.7) {
		l.woods(l.horizon+0.005, r.Uniform(0.05, 0.12), rgb{0.24, 0.34, 0.18}, 0.3, seed+7)
	}
	if chance(r, 0.75) { // poles with arms and wires
		side := float64(2*r.IntN(2) - 1)
		for z := r.Uniform(9, 16); z < 75; z += 16 {
			foot := vec{float64(side * (shift + 3)), 0, z}
			l.place(foot, func() {
				l.plain(panel{foot.minus(vec{0.12, 0, 0}), vec{0.24, 0, 0}, vec{0, 7, 0}}, gray(0.36))
				l.plain(panel{foot.plus(vec{0, 6.2, 0}), vec{-side * 3.2, 0.3, 0}, vec{0, 0.14, 0}}, gray(0.4))
				l.layPlain()
			})
		}
		for _, high := range [2]float64{5.6, 6.6} {
			l.plain(panel{vec{side * shift, high, 3}, vec{0, 0, 80}, vec{0.09, 0, 0}}, gray(0.2))
		}
		l.layPlain()
	}
	if tracks == 2 && chance(r, 0.5) {
		l.placeTrain(vec{-shift, 0, r.Uniform(16, 34)})
	}
	l.scatterTrees(4+r.IntN(6), treeBroad, 10, 50, shift+5, 4, 9)
	l.end()
}

// placeTrain puts a train on a track, its front to the viewer.
func (l *landscape) placeTrain(foot vec) {
	c := dye(l.r)
	l.place(foot, func() {
		b := cuboid{foot.plus(vec{-1.45, 0.9, 0}), foot.plus(vec{1.45, 3.9, 60})}
		l.solid(b, func(u, v, at float64) rgb {
			return mix(c, rgb{0.14, 0.17, 0.2}, float64(0.9*stripe(v-1.9, 0.9, at)*stripe(nearest(u, 1.8), 1.3, at)))
		})
		l.plain(panel{foot.plus(vec{-1.1, 2.3, -0.05}), vec{2.2, 0, 0}, vec{0, 1.1, 0}}, gray(0.12))
		l.plain(panel{foot.plus(vec{-1.45, 0.3, -0.02}), vec{2.9, 0, 0}, vec{0, 0.6, 0}}, gray(0.15))
		for _, x := range [2]float64{-1.1, 0.7} {
			l.plain(panel{foot.plus(vec{x, 1.3, -0.06}), vec{0.4, 0, 0}, vec{0, 0.3, 0}}, rgb{1.3, 1.25, 1})
		}
		l.layPlain()
	})
}
