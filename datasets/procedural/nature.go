package procedural

import (
	"math"

	"tgan/internal/rng"
)

// The places that nobody built.

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

func mountainScene(s *scene) {
	l := newLandscape(s, fair(s), 3, 0.58, 0.74)
	r := l.r
	l.paintGround(&l.sky, meadow(sampleGrass(r), r.Uint64()))
	stone := rgb{0.44, 0.43, 0.46}.jitter(r, 0.06)
	l.mountains(l.horizon, r.Uniform(0.2, 0.34), stone, r.Uniform(0.1, 0.3), 0.5, r.Uint64())
	seed, summit, steep, high := r.Uint64(), r.Uniform(0.3, 0.7), r.Uniform(0.9, 1.7), r.Uniform(0.42, 0.58)
	l.massif(l.horizon+0.01, func(x float64) float64 {
		tent := unit(1-float64(steep*math.Abs(x-summit))) - float64(0.22*(1-peaks(1.6*x, seed)))
		return l.horizon - float64(high*max(tent, 0.5*peaks(x, seed+4)))
	}, stone, r.Uniform(0.16, 0.32), 0.1, seed)
	l.woods(l.horizon+0.03, r.Uniform(0.05, 0.12), rgb{0.16, 0.26, 0.15}.jitter(r, 0.04), 0.15, r.Uint64())
	l.scatterTrees(r.IntN(9), treeConifer, 14, 40, 2, 5, 10)
	l.end()
}

// repaintBelow paints the ground again, below a line of the image.
func (l *landscape) repaintBelow(line float64, ground texture) {
	pixel := 1 / float64(float64(l.scene.side)*l.zoom)
	l.ridge(func(float64) float64 { return line }, 1, func(x, y, _ float64) rgb {
		d := l.ray(x, max(y, l.horizon+0.01))
		t := l.world.at.y / -d.y
		p := l.world.at.plus(d.times(t))
		return l.through(ground(p.x, p.z, float64(t*pixel)*min(math.Sqrt(1/-d.y), 8)).times(l.light(p, vec{0, 1, 0})), t)
	})
}

func snowfieldScene(s *scene) {
	l := newLandscape(s, sampleSky(s.stream(streamBackdrop), 0.5), 2.5, 0.4, 0.6)
	r := l.r
	seed := r.Uint64()
	snow := func(x, z, foot float64) rgb {
		drift := float64(0.6*noise(0.12*x, 0.2*z, seed)) + float64(0.4*noise(0.5*x, 0.9*z, seed+1)*fine(2, foot))
		return mix(rgb{0.72, 0.80, 0.92}, gray(1.08), smooth(-0.5, 0.4, drift))
	}
	l.paintGround(&l.sky, snow)
	if chance(r, 0.6) {
		l.mountains(l.horizon+0.01, r.Uniform(0.1, 0.3), rgb{0.46, 0.50, 0.58}, 0.05, 0.35, r.Uint64())
	}
	l.woods(l.horizon+0.01, r.Uniform(0.03, 0.08), rgb{0.30, 0.36, 0.40}, 0.3, r.Uint64())
	l.scatterTrees(3+r.IntN(8), treeConifer, 8, 40, 1.5, 4, 9)
	if chance(r, 0.35) {
		l.placeCottage(vec{r.Uniform(-6, 4), 0, r.Uniform(16, 26)}, rgb{0.45, 0.30, 0.20}, gray(0.97))
	}
	l.end()
}

func desertScene(s *scene) {
	l := newLandscape(s, sampleSky(s.stream(streamBackdrop), 0.05), 2.5, 0.38, 0.6)
	r := l.r
	sand := along([]rgb{{0.92, 0.70, 0.42}, {0.86, 0.56, 0.30}, {0.93, 0.80, 0.58}}, r.Float64())
	seed := r.Uint64()
	ripples := func(x, z, foot float64) rgb {
		return sand.scale(1 + float64(0.10*noise(0.6*x, 3*z, seed)*fine(0.8, foot)) + float64(0.06*noise(0.1*x, 0.1*z, seed+1)))
	}
	l.paintGround(&l.sky, ripples)
	for n := range 3 + r.IntN(2) { // dunes, each with a lit and a shaded slope
		own, foot, high := r.Uint64(), l.horizon+float64(0.09*float64(n)), r.Uniform(0.06, 0.16)
		waves, shift := r.Uniform(1.2, 2.4), float64(0.3*float64(n))
		top := func(x float64) float64 {
			return foot - float64(high*(1-float64(1.3*math.Abs(noise(float64(waves*x)+shift, 0.5, own)))))
		}
		l.ridge(top, 1, func(x, y, below float64) rgb {
			crest := noise(float64(waves*x)+float64(1.2*below)+shift, 0.5, own)
			face := mix(sand.scale(0.62), sand.scale(1.06), smooth(-0.06, 0.06, crest))
			return mix(face.scale(1+float64(0.06*noise(30*x, 60*y, seed+7))), l.air, 0.2-float64(0.05*float64(n)))
		})
	}
	if chance(r, 0.4) {
		for range 1 + r.IntN(3) {
			l.placeCactus(vec{r.Uniform(-5, 5), 0, r.Uniform(6, 14)}, r.Uniform(1.6, 3))
		}
	}
	l.end()
}

// placeCactus stands a saguaro in the sand.
func (l *landscape) placeCactus(foot vec, high float64) {
	green := rgb{0.28, 0.42, 0.24}.jitter(l.r, 0.05)
	l.place(foot, func() {
		w := high * 0.09
		l.contact(foot.plus(vec{0.3, 0, 0}), 0.6, 0.3, 0.35)
		l.drum(foot, high, w, w, green, 0)
		for _, side := range [2]float64{-1, 1} {
			arm := foot.plus(vec{float64(side * high * 0.22), float64(high * (0.42 + float64(0.1*side))), 0})
			l.plain(panel{foot.plus(vec{0, arm.y, 0}), vec{arm.x - foot.x, 0, 0}, vec{0, w * 1.4, 0}}, green.scale(0.8))
			l.layPlain()
			l.drum(arm, high*0.34, w*0.8, w*0.8, green, 0)
		}
	})
}

func fieldScene(s *scene) {
	l := newLandscape(s, fair(s), s.stream(streamHair).Uniform(1.6, 4), 0.36, 0.54)
	r := l.r
	crops := [...]rgb{{0.42, 0.55, 0.20}, {0.88, 0.74, 0.28}, {0.56, 0.42, 0.68}, {0.80, 0.66, 0.38}, {0.86, 0.80, 0.18}}
	crop, soil := crops[r.IntN(len(crops))].jitter(r, 0.05), rgb{0.40, 0.30, 0.20}.jitter(r, 0.04)
	step, slope, seed := r.Uniform(0.8, 1.8), r.Uniform(-0.5, 0.5), r.Uint64()
	full := r.Uniform(0.5, 0.8)
	l.paintGround(&l.sky, func(x, z, foot float64) rgb {
		row := stripe(nearest(x-float64(slope*z), step), float64(full*step), max(foot, 0.12))
		leaves := crop.scale(1 + float64(0.3*noise(5*x, 2*z, seed)*fine(0.5, foot)) + float64(0.12*noise(0.1*x, 0.06*z, seed+1)))
		return mix(soil, leaves, row)
	})
	if chance(r, 0.6) {
		own, high := r.Uint64(), r.Uniform(0.03, 0.1)
		c := sampleGrass(r)
		l.ridge(func(x float64) float64 { return l.horizon - high - float64(0.6*high*hills(x, own)) }, l.horizon, func(x, y, below float64) rgb {
			return mix(c.scale(0.9+float64(0.15*noise(8*x, 20*y, own))), l.air, 0.4)
		})
	}
	if chance(r, 0.4) {
		for range 2 + r.IntN(4) {
			foot := vec{r.Uniform(-9, 9), 0, r.Uniform(8, 26)}
			l.place(foot, func() {
				l.contact(foot, 1, 0.6, 0.4)
				l.drum(foot, 1.2, 0.8, 0.8, rgb{0.80, 0.66, 0.36}, 0)
			})
		}
	}
	l.scatterTrees(r.IntN(5), treeBroad, 30, 60, 0, 7, 12)
	l.end()
}

func forestScene(s *scene) {
	l := newLandscape(s, skyOvercast, 1.6, 0.42, 0.56)
	r := l.r
	leaf := vivid(r.Uniform(0.20, 0.34), r.Uniform(0.45, 0.7), r.Uniform(0.34, 0.5))
	if chance(r, 0.2) {
		leaf = vivid(r.Uniform(0.06, 0.13), 0.65, 0.62) // autumn
	}
	glade, seed := mix(leaf, rgb{0.88, 0.95, 0.70}, r.Uniform(0.4, 0.8)), r.Uint64()
	l.air, l.thick = glade, r.Uniform(0.02, 0.05)
	bright := r.Uniform(0.3, 0.7)
	s.flood(func(x, y float64) rgb {
		gap := bump((x-bright)/0.6, (y-0.4)/0.5)
		return mix(leaf.scale(0.45), glade, float64(0.9*gap)).scale(1 + float64(0.45*cloud(9*x, 9*y, seed)))
	})
	floor, path := mix(rgb{0.36, 0.26, 0.15}, leaf.scale(0.8), r.Float64()), chance(r, 0.5)
	ground := func(x, z, foot float64) rgb {
		c := floor.scale(0.85 + float64(0.35*noise(1.2*x, 0.8*z, seed+1)*fine(1, foot)) + float64(0.3*noise(7*x, 4*z, seed+2)*fine(0.3, foot)))
		if path {
			c = mix(c, rgb{0.62, 0.52, 0.38}, stripe(x-float64(1.2*noise(0.14*z, 0.5, seed+4)), 1.4, max(foot, 0.5)))
		}
		return c
	}
	l.repaintBelow(l.horizon+0.01, ground)
	bark := along([]rgb{{0.24, 0.18, 0.13}, {0.36, 0.27, 0.20}, {0.66, 0.64, 0.60}}, float64(r.Float64()*r.Float64()))
	for n := range 16 {
		z := 3 + float64(26*float64(15-n)/15) + r.Uniform(0, 1.5)
		x := r.Uniform(-0.75, 0.75) * z / l.zoom
		if math.Abs(x) < 1.1 {
			x = math.Copysign(1.1, x)
		}
		wide, foot := r.Uniform(0.12, 0.32), vec{x, 0, z}
		lean := r.Uniform(-0.4, 0.4)
		l.place(foot, func() {
			c := bark.scale(l.r.Uniform(0.8, 1.15))
			l.facet(c, foot.minus(vec{float64(1.2 * wide), 0, 0}), foot.plus(vec{float64(1.2 * wide), 0, 0}), foot.plus(vec{wide + lean, 14, 0}), foot.plus(vec{lean - wide, 14, 0}))
			middle, depth := l.project(foot)
			half := float64(wide * l.zoom / depth)
			s.lay(func(x, y float64, flat rgb) rgb {
				t := clamp((x-middle.x)/half, -1.5, 1.5)
				return flat.scale(1.1 - float64(0.25*t*t) - float64(0.2*t) + float64(0.25*noise(2.2*x/half, 5*y, seed+8)))
			})
		})
	}
	l.scatterTrees(4, treeBush, 5, 14, 1.6, 0.8, 1.8)
	l.paintThings()
	// Leaves hang in from above; light falls through them.
	s.retouch(func(x, y float64, c rgb) rgb {
		hang := smooth(0.1, 0.5, cloud(6*x, 6*y, seed+11)-float64(2.6*y)+0.6)
		return mix(c, leaf.scale(0.8+float64(0.6*noise(15*x, 15*y, seed+12))), float64(0.9*hang))
	})
	s.expose(s.stream(streamFinish).Uniform(0.3, 0.45))
	develop(s)
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

func canyonScene(s *scene) {
	l := newLandscape(s, sampleSky(s.stream(streamBackdrop), 0.1), 3, 0.44, 0.56)
	r := l.r
	seed := r.Uint64()
	red := along([]rgb{{0.76, 0.42, 0.26}, {0.84, 0.58, 0.36}, {0.62, 0.34, 0.26}}, r.Float64())
	l.paintGround(&l.sky, meadow(mix(red, rgb{0.70, 0.60, 0.46}, 0.5), seed))
	river := chance(r, 0.6)
	for n := range 4 { // walls from far to near, each leaves a gap in the middle
		near := float64(n) / 3
		gap, middle := 0.05+float64(0.40*near), 0.5+r.Uniform(-0.10, 0.10)
		foot, high := l.horizon+0.02+float64(0.26*near*near), r.Uniform(0.2, 0.34)+float64(0.22*near)
		own, lit := r.Uint64(), r.Uniform(-1, 1)
		l.ridge(func(x float64) float64 {
			wall := smooth(gap-0.05, gap+0.07, math.Abs(x-middle)+float64(0.05*noise(9*x, 0.5, own)))
			stepped := wall - float64(0.18*unit(1-wall)*float64(int(4*wall)&1))
			return foot + float64(0.10*near*smooth(gap, 0.6, math.Abs(x-middle))) - float64(high*stepped*(1+float64(0.15*noise(5*x, 0.5, own+1)))) + float64(0.6*(1-smooth(0, 0.05, wall)))
		}, 1, func(x, y, below float64) rgb {
			layer := noise(0.7*x, float64(26*(y+float64(0.03*noise(3*x, 0.5, own)))), seed+3)
			c := red.scale(0.85 + float64(0.28*layer) + float64(0.22*rock(x, 0.6*y, own)))
			side := 1 + float64(0.25*lit*math.Copysign(1, x-middle))
			return mix(c.scale(side*(0.8+float64(0.3*smooth(0.3, 0, below)))), l.air, float64(0.42*(1-near)))
		})
	}
	if river {
		s.retouch(func(x, y float64, c rgb) rgb {
			below := y - l.horizon - 0.03
			if below < 0 {
				return c
			}
			bend := 0.5 + float64(0.25*below*noise(3*y, 0.5, seed+4))
			w := stripe(x-bend, 0.02+float64(0.5*below), 1/float64(s.side))
			return mix(c, rgb{0.28, 0.46, 0.48}.scale(1+float64(0.2*noise(14*x, 60*y, seed+5))), w)
		})
	}
	develop(s)
}

func reefScene(s *scene) {
	r := s.stream(streamBuild)
	seed := r.Uint64()
	deep := along([]rgb{{0.02, 0.16, 0.38}, {0.02, 0.28, 0.44}, {0.05, 0.34, 0.42}}, r.Float64())
	bright := mix(deep, rgb{0.50, 0.88, 0.94}, 0.85)
	sun := r.Uniform(0.2, 0.8)
	s.flood(func(x, y float64) rgb {
		ray := noise(float64(7*(x-sun))/(0.4+y), 0.5, seed)
		t := unit(1 - float64(1.25*y) + float64(0.22*ray*(1-y)) + float64(0.25*bump((x-sun)/0.5, y/0.5)))
		return mix(deep, bright, float64(t*t*(3-float64(2*t))))
	})
	light := func(y float64) float64 { return 1.15 - float64(0.4*y) }
	corals := []rgb{{0.94, 0.42, 0.36}, {0.92, 0.62, 0.26}, {0.80, 0.36, 0.62}, {0.95, 0.80, 0.40}, {0.52, 0.36, 0.70}, {0.46, 0.62, 0.30}, {0.90, 0.76, 0.70}}
	for n := range 3 {
		near := float64(n) / 2
		own, foot := r.Uint64(), 0.62+float64(0.16*float64(n))
		s.ridge(func(x float64) float64 {
			return foot - float64(0.13*hills(1.6*x, own)) - float64(0.03*noise(14*x, 0.5, own+1))
		}, 1, func(x, y, below float64) rgb {
			c := along(corals, unit(0.5+float64(0.9*noise(4*x, 4*y, own+2))))
			c = c.scale((0.62 + float64(0.5*noise(20*x, 20*y, own+3)) + float64(0.3*smooth(0.06, 0, below))) * light(y))
			return mix(deep, c, 0.35+float64(0.45*near))
		})
		for range 3 {
			c, x, y, k := corals[r.IntN(len(corals))].jitter(r, 0.06), r.Float64(), foot-r.Uniform(-0.06, 0.1), float64(r.Uniform(0.04, 0.09)*(0.6+near))
			s.coral(r, point{x, y}, k, mix(deep, c, 0.45+float64(0.4*near)), r.Uint64())
		}
	}
	for range 2 + r.IntN(7) {
		c := [...]rgb{{0.98, 0.80, 0.12}, {0.95, 0.45, 0.12}, {0.35, 0.50, 0.92}, {0.92, 0.92, 0.95}}[r.IntN(4)]
		s.fish(point{r.Float64(), r.Uniform(0.12, 0.75)}, float64(r.Uniform(0.03, 0.1)), c, chance(r, 0.5))
	}
	develop(s)
}

// coral paints a head of coral: a fan of branches or a ball.
func (s *scene) coral(r *rng.Stream, at point, size float64, c rgb, seed uint64) {
	if chance(r, 0.5) {
		for k := range 5 {
			t := float64(k)/2 - 1
			tip := point{at.x + float64(size*t*1.1), at.y - float64(size*(1.5-float64(0.5*t*t)))}
			side := float64(0.16 * size)
			s.pen.lens(s.pixels, point{at.x - side, at.y + size}, point{tip.x - side, tip.y}, point{tip.x + side, tip.y - side}, point{at.x + side, at.y})
		}
	} else {
		s.pen.ellipse(s.pixels, at, size, float64(0.8*size))
	}
	s.pen.fill(c.each(unit).nrgba(1))
	s.lay(func(x, y float64, flat rgb) rgb {
		return flat.scale(0.95 - float64(0.5*(y-at.y)/size) + float64(0.3*noise(3.5*x/size, 3.5*y/size, seed)))
	})
}

// fish paints a fish that swims to one side.
func (s *scene) fish(at point, size float64, c rgb, left bool) {
	m := func(q point) point {
		if left {
			q.x = -q.x
		}
		return s.pixels(point{at.x + float64(size*q.x), at.y + float64(size*q.y)})
	}
	s.pen.lens(m, point{1, 0}, point{0.1, -0.95}, point{-0.75, 0}, point{0.1, 0.95})
	s.pen.polygon(m, point{-0.6, 0}, point{-1.2, -0.42}, point{-1.05, 0}, point{-1.2, 0.42})
	s.pen.fill(c.nrgba(1))
	s.pen.polygon(m, point{0.3, -0.4}, point{0.45, -0.36}, point{0.45, 0.36}, point{0.3, 0.4})
	s.pen.fill(gray(0.95).nrgba(0.8))
	s.pen.ellipse(m, point{0.68, -0.08}, 0.08, 0.08)
	s.pen.fill(gray(0.05).nrgba(1))
	s.lay(func(x, y float64, flat rgb) rgb { return flat.scale(0.95 - float64(0.35*(y-at.y)/size)) })
}
