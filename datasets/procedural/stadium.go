package procedural

import "math"

// pitch is a football pitch seen from a stand: its near line, its depth and half its width, in metres.
type pitch struct {
	from, deep, half float64
	grass            rgb
	mow              float64 // width of the stripes of the mower
	across           bool
	seed             uint64
}

// at returns the ground at a place.
func (f *pitch) at(x, z, foot float64) rgb {
	u := x
	if f.across {
		u = z
	}
	band := smooth(-0.1, 0.1, math.Abs(nearest(u, 2*f.mow))-f.mow/2)
	c := f.grass.scale(0.9 + float64(0.2*band) + float64(0.06*noise(2*x, 2*z, f.seed)*fine(1, foot)))
	line := func(v float64) float64 { return stripe(v, 0.5, max(foot, 0.3)) }
	dx, dz := math.Abs(x), z-f.from-f.deep/2
	marks := max(line(dx-f.half), line(math.Abs(dz)-f.deep/2))
	if dx < f.half && math.Abs(dz) < f.deep/2 {
		marks = max(marks, line(dz), line(math.Sqrt(float64(x*x)+float64(dz*dz))-9))
		if dx > f.half-16 && math.Abs(dz) < 20 {
			marks = max(marks, line(dx-f.half+16), line(math.Abs(dz)-20))
		}
	}
	track := max(dx-f.half, math.Abs(dz)-f.deep/2) - 3
	return mix(mix(c, gray(0.95), marks), rgb{0.62, 0.34, 0.26}, smooth(0, 0.5, track))
}

func stadiumScene(s *scene) {
	k := fair(s)
	night := chance(s.stream(streamHair), 0.35)
	if night {
		k = skyNight.vary(s.stream(streamHair))
	}
	l := newLandscape(s, k, s.stream(streamDress).Uniform(14, 24), 0.16, 0.26)
	r := l.r
	l.sun.skyly, l.sun.direct, l.thick = gray(0.75), gray(0.3), 0.0005
	f := pitch{
		from: r.Uniform(20, 28), deep: r.Uniform(50, 62), half: r.Uniform(28, 40), mow: r.Uniform(5, 8), across: chance(r, 0.5),
		grass: vivid(r.Uniform(0.26, 0.33), r.Uniform(0.55, 0.7), r.Uniform(0.45, 0.6)), seed: r.Uint64(),
	}
	l.paintGround(&l.sky, f.at)
	seats := dye(r)
	l.paintStands(&f, crowd(seats, r.Uint64()), night)
	for range 8 + r.IntN(10) {
		p := samplePerson(r, vec{float64(f.half * r.Uniform(-0.8, 0.8)), 0, f.from + r.Uniform(2, f.deep)})
		p.height, p.coat = 2.6, [2]rgb{seats, gray(0.93)}[r.IntN(2)]
		l.place(p.foot, func() { l.person(&p) })
	}
	l.end()
}

// crowd is people on seats, as a texture.
func crowd(seats rgb, seed uint64) texture {
	return func(u, v, foot float64) rgb {
		head := speck(int(math.Floor(u/0.9)), int(math.Floor(v/0.9)), seed)
		shirt := along([]rgb{gray(0.92), seats, gray(0.16), {0.86, 0.70, 0.58}}, 0.5+float64(0.5*head))
		row := 0.85 + float64(0.15*stripe(nearest(v, 1.6), 0.8, foot))
		return mix(mix(seats, gray(0.5), 0.4), shirt, 0.35+float64(0.5*fine(1, 0.4*foot))).scale(row)
	}
}

// paintStands paints the stands on three sides of a pitch, a roof and floodlights.
func (l *landscape) paintStands(f *pitch, people texture, night bool) {
	back, high := f.from+f.deep+8, l.r.Uniform(16, 24)
	rise := float64(1.2 * high)
	l.surface(panel{vec{-f.half - 30, 0, back}, vec{2*f.half + 60, 0, 0}, vec{0, high, rise}}, people)
	for _, side := range [2]float64{-1, 1} {
		l.surface(panel{vec{float64(side * (f.half + 8)), 0, f.from - 10}, vec{0, 0, f.deep + 20}, vec{float64(side * rise), high, 0}}, people)
	}
	l.plain(panel{vec{-f.half - 40, high, back + float64(0.8*high)}, vec{2*f.half + 80, 0, 0}, vec{0, 5, -2}}, gray(0.75))
	l.layPlain()
	for _, side := range [2]float64{-1, 1} {
		top := vec{float64(side * (f.half + 16)), high + 22, back + 4}
		l.plain(panel{top.minus(vec{0.5, 24, 0}), vec{1, 0, 0}, vec{0, 24, 0}}, gray(0.4))
		l.plain(panel{top.minus(vec{4, 0, 0}), vec{8, 0, 0}, vec{0, 4, 0}}, gray(0.95))
		l.layPlain()
		if night {
			q, _ := l.project(top)
			l.glow(q.x, q.y, 0.2, gray(0.6))
		}
	}
}
