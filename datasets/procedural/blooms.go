package procedural

// openBlooms returns the flowers that are seen into: petals round a middle.
func openBlooms() []class {
	green := []setting{inGreen, inGreen, inGreen, inStudio, inSky}
	return []class{
		{"anemone", 3, green, drawAnemone},
		{"carnation", 3, green, drawCarnation},
		{"clematis", 3, green, drawClematis},
		{"cornflower", 3, green, drawCornflower},
		{"daffodil", 0.8, green, drawDaffodil},
		{"dahlia", 3, green, drawDahlia},
		{"daisy", 3, green, drawDaisy},
		{"dandelion", 3, green, drawDandelion},
		{"forget-me-not", 0.5, green, drawForgetMeNot},
		{"hibiscus", 3, green, drawHibiscus},
		{"hydrangea", 0.5, green, drawHydrangea},
		{"lily", 3, green, drawLily},
		{"orchid", 0.25, []setting{inGreen, inStudio, inStudio, onTable}, drawOrchid},
		{"pansy", 0.25, green, drawPansy},
		{"plumeria", 3, green, drawPlumeria},
		{"poppy", 3, green, drawPoppy},
		{"rose", 3, green, drawRose},
		{"sunflower", 3, []setting{inGreen, inSky, inSky, onGround}, drawSunflower},
		{"water lily", 0.2, []setting{onWater, onWater, inGreen}, drawWaterLily},
		{"zinnia", 3, green, drawZinnia},
	}
}

func drawAnemone(o *object) {
	o.stem(0.08, 0)
	c := o.pick(rgb{0.36, 0.24, 0.72}, rgb{0.80, 0.12, 0.24}, rgb{0.94, 0.92, 0.94}, rgb{0.82, 0.40, 0.68})
	o.corolla(plate.of(c).textured(0.1, 6), 8, 0, petal(0.44, 0.6), tint(gray(0.97), 0.75, disc(0, 0, 0.40)))
	o.add(ball.of(rgb{0.14, 0.10, 0.20}), union(o.freckles(22, 0.16, 0.34, 0.04), disc(0, 0, 0.17)))
}

func drawCarnation(o *object) {
	o.stem(0.09, 2)
	c := o.pick(rgb{0.92, 0.38, 0.52}, rgb{0.82, 0.10, 0.18}, rgb{0.96, 0.92, 0.90}, rgb{0.96, 0.70, 0.62})
	for k := range 5 {
		size := step(1, -0.18, k)
		frill := star(0, 0, size, 0.86, 17).turn(o.between(0, 0.4))
		o.add(ball.of(c.scale(step(0.86, 0.05, k))).shiny(0).textured(0.3, step(7, 2, k)), frill,
			tint(c.scale(0.4), 0.5, line(0.035, 0, -0.45*size, 0, -0.88*size).around(9, o.between(0, 1))))
	}
}

func drawClematis(o *object) {
	o.stem(0.06, 2)
	c := o.pick(rgb{0.38, 0.22, 0.62}, rgb{0.62, 0.30, 0.66}, rgb{0.90, 0.84, 0.94}, rgb{0.72, 0.16, 0.40})
	stripe := mix(c, rgb{0.95, 0.55, 0.75}, 0.6)
	o.corolla(plate.of(c).textured(0.08, 6), 6, 0, leafy(0.36), tint(stripe, 0.7, leafy(0.10).around(6, 0)))
	o.add(plate.of(rgb{0.93, 0.90, 0.66}), line(0.04, 0, 0, 0, -0.26).around(12, 0))
	o.add(ball.of(rgb{0.80, 0.78, 0.40}), disc(0, 0, 0.12))
}

func drawCornflower(o *object) {
	o.stem(0.06, 1)
	c := o.pick(rgb{0.20, 0.30, 0.82}, rgb{0.32, 0.44, 0.92}, rgb{0.36, 0.28, 0.78})
	floret := poly(0, 0, 0.12, -0.55, 0.28, -0.85, 0.16, -0.85, 0.13, -1.06, 0.02, -0.88, -0.10, -1.06, -0.14, -0.85, -0.28, -0.88, -0.12, -0.55)
	o.corolla(plate.of(c), 10, 0.2, floret)
	o.add(ball.of(rgb{0.28, 0.12, 0.52}).textured(0.5, 14), star(0, 0, 0.42, 0.55, 13))
	o.add(plate.of(rgb{0.75, 0.55, 0.85}), o.freckles(12, 0, 0.3, 0.035))
}

func drawDaffodil(o *object) {
	o.stem(0.12, 1)
	outer := o.pick(rgb{0.98, 0.86, 0.22}, rgb{0.97, 0.95, 0.84})
	cup := o.pick(rgb{0.98, 0.72, 0.10}, rgb{0.95, 0.48, 0.10})
	o.corolla(plate.of(outer).textured(0.06, 6), 6, 0.2, petal(0.34, 0.25))
	x, y := o.between(-0.12, 0.12), o.between(-0.12, 0.12)
	o.add(ball.of(cup).textured(0.2, 12), star(0, 0, 0.46, 0.88, 12).move(x, y),
		tint(cup.scale(0.5), 0.5, line(0.03, 0, -0.2, 0, -0.42).around(12, 0.13).move(x, y)))
	o.add(ball.of(cup.scale(0.62)), disc(0.6*x, 0.6*y, 0.28))
	o.add(plate.of(rgb{0.98, 0.85, 0.35}), o.freckles(5, 0.02, 0.1, 0.05).move(0.5*x, 0.5*y))
}

func drawDahlia(o *object) {
	o.stem(0.09, 2)
	c, tip := o.pick(rgb{0.86, 0.12, 0.24}, rgb{0.92, 0.42, 0.20}, rgb{0.72, 0.20, 0.56}, rgb{0.96, 0.82, 0.50}), o.between(0, 0.5)
	for k := range 5 {
		size := step(1, -0.19, k)
		ring := petal(0.22, 0.5).grow(size, size)
		m := ball.of(mix(c, gray(0.97), tip*float64(4-k)/8).scale(step(1.05, -0.07, k)))
		o.corolla(m.shiny(0), 16-2*k, 0.2*float64(k%2), ring, tint(c.scale(0.45), 0.5,
			line(0.03, 0, -0.35*size, 0, -0.7*size).around(16-2*k, 0.2*float64(k%2))))
	}
	o.add(ball.of(c.scale(0.6)), disc(0, 0, 0.12))
}

func drawDaisy(o *object) {
	o.stem(0.06, 1)
	c := o.pick(rgb{0.97, 0.97, 0.95}, rgb{0.98, 0.92, 0.94}, rgb{0.86, 0.70, 0.90})
	n := 12 + 2*o.r.IntN(4)
	o.corolla(plate.of(c), n, 0, petal(1.7/float64(n), 0.6), tint(c.scale(0.72), 0.6, disc(0, 0, 0.42)))
	o.add(ball.of(o.pick(rgb{0.98, 0.78, 0.10}, rgb{0.92, 0.62, 0.08})).textured(0.35, 16), disc(0, 0, 0.32))
}

func drawDandelion(o *object) {
	o.stem(0.08, 0)
	if o.maybe(0.35) { // gone to seed
		o.glass(ball.of(gray(0.97)).glowing(0.5), 0.45, disc(0, 0, 0.95))
		var rays, tufts shape
		for range 26 {
			p := polar(o.between(0.5, 0.95), o.r.Float64())
			rays = append(rays, line(0.02, 0, 0, p.x, p.y)...)
			tufts = append(tufts, star(p.x, p.y, 0.16, 0.3, 6)...)
		}
		o.add(plate.of(gray(0.80)), rays)
		o.add(plate.of(gray(0.98)).glowing(0.4), tufts)
		o.add(ball.of(woods[1]), disc(0, 0, 0.14))
		return
	}
	c := rgb{0.98, 0.80, 0.08}.jitter(o.r, 0.03)
	for k := range 4 {
		size := step(1, -0.23, k)
		o.corolla(ball.of(c.scale(step(0.90, 0.05, k))).shiny(0), 30-6*k, 0.1*float64(k), petal(0.07, 0.8).grow(size, size))
	}
	o.add(ball.of(rgb{0.92, 0.62, 0.05}).textured(0.4, 16), disc(0, 0, 0.2))
}

func drawForgetMeNot(o *object) {
	o.stem(0.06, 3)
	c := o.pick(rgb{0.42, 0.60, 0.94}, rgb{0.55, 0.70, 0.96}, rgb{0.62, 0.56, 0.90})
	spots := []float64{-0.55, -0.5, 0.5, -0.6, 0.0, -0.05, -0.65, 0.4, 0.6, 0.35, 0.05, -0.95, -0.05, 0.8}
	for _, at := range pairs(spots) {
		m := plate.of(c.jitter(o.r, 0.04))
		o.add(m, disc(0, -0.22, 0.19).around(5, o.r.Float64()).move(at.x, at.y), on(gray(0.95), disc(at.x, at.y, 0.13)),
			on(rgb{0.98, 0.80, 0.15}, disc(at.x, at.y, 0.09)))
	}
}

func drawHibiscus(o *object) {
	o.stem(0.08, 2)
	c := o.pick(rgb{0.88, 0.10, 0.18}, rgb{0.94, 0.40, 0.56}, rgb{0.98, 0.72, 0.20}, rgb{0.96, 0.88, 0.86})
	throat := mix(c, rgb{0.40, 0.02, 0.12}, 0.75)
	veins := union(line(0.025, 0, -0.2, 0, -0.85), line(0.02, 0, -0.2, 0.22, -0.75), line(0.02, 0, -0.2, -0.22, -0.75))
	o.corolla(ball.of(c).shiny(0).textured(0.12, 5), 5, 0, petal(0.54, 0.75), tint(c.scale(0.6), 0.4, veins.around(5, 0)),
		tint(throat, 0.85, star(0, 0, 0.5, 0.5, 5)))
	stamen := line(0.10, 0, 0, 0.36, -0.62)
	o.add(barrel.of(rgb{0.97, 0.80, 0.62}), stamen)
	var dust shape
	for k := range 9 {
		t := step(0.5, 0.06, k)
		dust = append(dust, disc(0.36*t, -0.62*t, 0.055).move(o.between(-0.09, 0.09), o.between(-0.09, 0.09))...)
	}
	o.add(ball.of(rgb{0.98, 0.82, 0.20}), dust)
}

func drawHydrangea(o *object) {
	o.stem(0.1, 3)
	c := o.pick(rgb{0.44, 0.56, 0.90}, rgb{0.70, 0.56, 0.88}, rgb{0.92, 0.62, 0.78}, rgb{0.90, 0.94, 0.86})
	o.add(ball.of(c.scale(0.6)), disc(0, 0, 0.88))
	for k := range 19 { // a spiral of florets over the dome, from the rim inwards
		p := polar(step(0.84, -0.042, k), 0.382*float64(k))
		floret := oval(0, -0.15, 0.13, 0.15).around(4, o.between(0, 1.5)).move(p.x, p.y)
		lit := 1 - float64(0.25*p.y)
		o.add(plate.of(c.jitter(o.r, 0.04).scale(lit).each(unit)).textured(0, 0), floret, on(c.scale(0.7), disc(p.x, p.y, 0.05)))
	}
}

func drawLily(o *object) {
	o.stem(0.09, 2)
	c := o.pick(rgb{0.96, 0.95, 0.92}, rgb{0.95, 0.62, 0.72}, rgb{0.96, 0.52, 0.14}, rgb{0.98, 0.82, 0.32})
	line1 := mix(c, rgb{0.85, 0.30, 0.45}, o.between(0.2, 0.7))
	spots := shape{}
	if o.maybe(0.7) {
		spots = o.freckles(26, 0.2, 0.6, 0.03)
	}
	o.corolla(plate.of(c).textured(0.06, 5), 3, 0.52, leafy(0.30), tint(line1, 0.6, leafy(0.06).around(3, 0.52)))
	o.corolla(plate.of(c).textured(0.06, 5), 3, 1.57, leafy(0.36), tint(line1, 0.6, leafy(0.07).around(3, 1.57)),
		tint(rgb{0.60, 0.72, 0.25}, 0.7, disc(0, 0, 0.2)), tint(rgb{0.45, 0.12, 0.10}, 0.8, spots))
	o.add(plate.of(rgb{0.80, 0.86, 0.50}), line(0.035, 0, 0, 0, -0.5).around(6, 0.3))
	o.add(ball.of(rgb{0.62, 0.26, 0.08}), oval(0, -0.54, 0.09, 0.05).around(6, 0.3))
}

func drawOrchid(o *object) {
	c := o.pick(rgb{0.78, 0.30, 0.68}, rgb{0.96, 0.94, 0.95}, rgb{0.94, 0.72, 0.84}, rgb{0.92, 0.86, 0.40})
	lip := o.pick(rgb{0.72, 0.08, 0.42}, rgb{0.86, 0.52, 0.10}, rgb{0.52, 0.10, 0.36})
	o.stem(0.08, 0)
	veins := line(0.03, 0, -0.2, 0, -0.9)
	o.corolla(plate.of(c.scale(0.93)), 3, 0, petal(0.36, 0.5), tint(lip, 0.3, veins.around(3, 0)))
	side := blob(0, 0.05, 0.2, -0.42, 0.7, -0.62, 1.1, -0.35, 1.08, 0.12, 0.6, 0.3, 0.15, 0.2)
	streaks := union(line(0.03, 0.15, -0.05, 0.85, -0.3), line(0.03, 0.15, 0, 0.9, -0.05), line(0.03, 0.15, 0.05, 0.7, 0.15))
	o.add(plate.of(c.scale(1.03).each(unit)).textured(0.06, 6), side.both(), tint(lip, 0.35, streaks.both()))
	o.add(ball.of(lip), blob(-0.1, 0.0, 0.1, 0.0, 0.34, 0.1, 0.26, 0.36, 0.16, 0.56, 0, 0.66, -0.16, 0.56, -0.26, 0.36, -0.34, 0.1),
		on(rgb{0.98, 0.82, 0.30}, oval(0, 0.16, 0.12, 0.10)))
	o.add(ball.of(gray(0.96)), oval(0, -0.02, 0.1, 0.12))
}

func drawPansy(o *object) {
	o.stem(0.07, 2)
	upper := o.pick(rgb{0.34, 0.16, 0.56}, rgb{0.62, 0.16, 0.30}, rgb{0.30, 0.34, 0.76}, rgb{0.95, 0.72, 0.16})
	lower := o.pick(rgb{0.97, 0.84, 0.22}, rgb{0.95, 0.93, 0.90}, rgb{0.62, 0.42, 0.80})
	face := rgb{0.16, 0.05, 0.16}
	o.add(ball.of(upper).shiny(0).textured(0.1, 5), union(oval(0.36, -0.46, 0.54, 0.50).both()), tint(upper.scale(0.45), 0.5, line(0.05, 0, -1, 0, 0)))
	o.add(ball.of(lower).shiny(0), oval(0.54, 0.10, 0.50, 0.44).both(), on(face, blob(0, 0, 0.3, -0.1, 0.75, 0.02, 0.70, 0.22, 0.3, 0.26).both()))
	whiskers := union(line(0.04, 0, 0.3, 0, 0.78), line(0.04, 0.05, 0.3, 0.2, 0.74).both())
	o.add(ball.of(lower.scale(1.05).each(unit)).shiny(0), blob(0, 0.05, 0.4, 0.2, 0.72, 0.55, 0.5, 1.0, 0, 0.98, -0.5, 1.0, -0.72, 0.55, -0.4, 0.2),
		on(face, blob(0, 0.1, 0.28, 0.3, 0.36, 0.6, 0, 0.52, -0.36, 0.6, -0.28, 0.3)), tint(face, 0.8, whiskers))
	o.add(ball.of(rgb{0.98, 0.80, 0.15}), disc(0, 0.1, 0.11))
}

func drawPlumeria(o *object) {
	o.stem(0.07, 2)
	c, heart := o.pick(rgb{0.98, 0.96, 0.92}, rgb{0.96, 0.72, 0.76}), rgb{0.98, 0.76, 0.14}
	m := plate.of(c)
	curl := blob(0, 0.06, 0.42, -0.3, 0.52, -0.7, 0.2, -1.06, -0.14, -0.98, -0.2, -0.5)
	o.corolla(m, 5, 0, curl, tint(heart, 0.55, star(0, 0, 0.66, 0.6, 5)), tint(heart, 0.8, disc(0, 0, 0.3)))
	o.add(ball.of(rgb{0.90, 0.45, 0.12}), disc(0, 0, 0.07))
}

func drawPoppy(o *object) {
	o.stem(0.06, 1)
	c := o.pick(rgb{0.90, 0.14, 0.10}, rgb{0.94, 0.30, 0.12}, rgb{0.96, 0.55, 0.20})
	o.corolla(ball.of(c).shiny(0).textured(0.18, 6), 4, 0.3, petal(0.78, 0.8), tint(ink, 0.8, oval(0, -0.26, 0.16, 0.20).around(4, 0.3)))
	o.add(plate.of(ink), union(line(0.03, 0, 0, 0, -0.32).around(14, 0), disc(0, -0.33, 0.04).around(14, 0)))
	o.add(ball.of(rgb{0.50, 0.60, 0.32}), disc(0, 0, 0.18), on(rgb{0.25, 0.30, 0.16}, line(0.03, 0, 0, 0, -0.16).around(8, 0)))
}

func drawRose(o *object) {
	o.stem(0.09, 3)
	c := o.pick(rgb{0.80, 0.06, 0.14}, rgb{0.92, 0.42, 0.52}, rgb{0.97, 0.84, 0.60}, rgb{0.96, 0.93, 0.90}, rgb{0.94, 0.56, 0.28})
	deep := c.times(c).times(rgb{0.62, 0.42, 0.40}) // between the petals light has gone through them
	lip := mix(c, gray(1), 0.25)
	o.corolla(ball.of(mix(c, deep, 0.12)).shiny(0), 5, 0, petal(0.70, 0.7), tint(deep, 0.5, disc(0, 0, 0.70)))
	o.corolla(ball.of(c).shiny(0), 5, 0.63, petal(0.66, 0.7).grow(0.80, 0.80), tint(deep, 0.55, disc(0, 0, 0.52)))
	for k := range 4 { // the petals of the heart wrap round each other, each with a rolled lip
		size := 0.58 - float64(0.135*float64(k))
		turn := float64(2.4 * float64(k))
		half := blob(-1, 0.1, -0.8, -0.75, 0, -1.12, 0.8, -0.75, 1, 0.1, 0.6, 0.62, -0.6, 0.62).grow(size, size)
		roll := bow(0.10*size, 0.16*size, -0.95*size, 0.1*size, -0.2*size, -1.75*size, 0.95*size, 0.05*size)
		o.add(ball.of(mix(c, deep, 0.12*float64(k))).shiny(0).textured(0.06, 6), half.turn(turn), tint(lip, 0.7, roll.turn(turn)),
			tint(deep, 0.75, oval(0, 0.16*size, 0.62*size, 0.5*size).turn(turn)))
	}
	o.add(ball.of(mix(c, deep, 0.4)), oval(0.02, 0.02, 0.13, 0.10))
}

func drawSunflower(o *object) {
	o.stem(0.13, 2)
	c := o.pick(rgb{0.98, 0.76, 0.06}, rgb{0.97, 0.62, 0.06})
	o.corolla(plate.of(c.scale(0.86)), 18, 0.17, leafy(0.15), tint(c.scale(0.5), 0.35, line(0.025, 0, -0.5, 0, -0.9).around(18, 0.17)))
	o.corolla(plate.of(c), 18, 0, leafy(0.14).grow(0.94, 0.94), tint(rgb{0.70, 0.30, 0.04}, 0.6, disc(0, 0, 0.56)))
	o.add(ball.of(rgb{0.28, 0.16, 0.07}).shiny(0).textured(0.6, 15), disc(0, 0, 0.48),
		on(rgb{0.45, 0.30, 0.10}, o.freckles(24, 0.28, 0.45, 0.025)), tint(rgb{0.42, 0.44, 0.16}, 0.6, disc(0, 0, 0.18)))
}

func drawWaterLily(o *object) {
	pad := o.pick(rgb{0.16, 0.40, 0.18}, rgb{0.30, 0.48, 0.20})
	for range 2 {
		x, y := o.between(-1.1, 1.1), o.between(0.45, 0.75)
		o.add(plate.of(pad).shiny(0.2), sector(0.8, 0.05, 0.98).turn(o.between(0, 6)).grow(1, 0.36).move(x, y),
			tint(gray(0.9), 0.3, line(0.03, x-0.6, y, x+0.6, y)))
	}
	c := o.pick(rgb{0.95, 0.70, 0.82}, rgb{0.97, 0.95, 0.95}, rgb{0.98, 0.90, 0.62})
	for k, row := range []struct{ n, width, reach, rise float64 }{{9, 0.22, 1.05, 0.45}, {7, 0.22, 0.85, 0.72}, {5, 0.22, 0.6, 0.9}} {
		for j := range int(row.n) {
			t := 2*float64(j)/(row.n-1) - 1
			blade := leafy(row.width).grow(1, row.rise+float64(0.25*(1-float64(t*t)))).turn(t*row.reach*1.35).move(0.1*t, 0.55)
			o.add(ball.of(c.scale(step(0.86, 0.07, k)).each(unit)).shiny(0.1), blade, tint(rgb{0.90, 0.45, 0.65}, 0.35, disc(0.1*t, 0.5, 0.3)))
		}
	}
	o.add(ball.of(rgb{0.98, 0.80, 0.20}).textured(0.4, 14), oval(0, 0.42, 0.26, 0.16))
}

func drawZinnia(o *object) {
	o.stem(0.09, 2)
	c := o.pick(rgb{0.92, 0.20, 0.48}, rgb{0.95, 0.44, 0.14}, rgb{0.84, 0.12, 0.20}, rgb{0.78, 0.34, 0.76})
	for k := range 3 {
		size := step(1, -0.22, k)
		o.corolla(ball.of(c.scale(step(0.88, 0.08, k)).each(unit)).shiny(0), 14-2*k, 0.22*float64(k), petal(0.22, 0.85).grow(size, size))
	}
	o.add(ball.of(rgb{0.45, 0.20, 0.10}).textured(0.3, 12), disc(0, 0, 0.3))
	o.add(plate.of(rgb{0.98, 0.80, 0.12}), star(0, -0.24, 0.09, 0.5, 5).around(8, 0))
}
