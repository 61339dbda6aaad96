package procedural

import "math"

// The places on land that nobody built.

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
