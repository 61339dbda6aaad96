package procedural

// animals returns the classes of animals.
func animals() []class {
	land := []setting{onGround, onGround, inGreen}
	return []class{
		{"butterfly", 0.6, []setting{inGreen, inGreen, inSky, fromAbove}, drawButterfly},
		{"cat", 0.15, []setting{onTable, inGreen, inStudio}, drawCat},
		{"duck", 0.06, []setting{onWater, onWater, onGround}, drawDuck},
		{"fish", 0.3, []setting{underWater}, drawFish},
		{"frog", 0.06, []setting{onGround, inGreen, onWater}, drawFrog},
		{"ladybird", 0.7, []setting{inGreen, inGreen, fromAbove}, drawLadybird},
		{"owl", 0.08, []setting{inGreen, atNight, inSky}, drawOwl},
		{"panda", 0.12, []setting{inGreen, onGround, inStudio}, drawPanda},
		{"penguin", 0.06, []setting{onGround, onWater, inSky}, drawPenguin},
		{"pig", 0.1, land, drawPig},
		{"rabbit", 0.12, land, drawRabbit},
		{"sheep", 0.06, land, drawSheep},
		{"snail", 0.08, land, drawSnail},
		{"spider", 0.8, []setting{inGreen, fromAbove, inStudio}, drawSpider},
		{"whale", 0.12, []setting{underWater, onWater}, drawWhale},
	}
}

// eyes draws a pair of round eyes at ±x.
func (o *object) eyes(x, y, r float64, white, iris rgb) {
	gaze := float64(o.between(-0.25, 0.25) * r)
	o.add(ball.of(white).textured(0, 0), disc(x, y, r).both(), on(iris, disc(x+gaze, y, 0.72*r), disc(gaze-x, y, 0.72*r)),
		on(ink, disc(x+gaze, y, 0.42*r), disc(gaze-x, y, 0.42*r)), on(gray(1), disc(x+gaze, y, 0.18*r).move(float64(-0.2*r), float64(-0.25*r)),
			disc(gaze-x, y, 0.18*r).move(float64(-0.2*r), float64(-0.25*r))))
}

func drawButterfly(o *object) {
	colour, other := o.paint(), o.paint()
	fore := blob(0.04, -0.1, 0.35, -0.85, 1.0, -1.0, 1.08, -0.5, 0.75, 0.05, 0.2, 0.1)
	hind := blob(0.04, 0.05, 0.55, 0.0, 0.95, 0.3, 0.80, 0.85, 0.42, 0.95, 0.12, 0.5)
	rim := o.maybe(0.7)
	for _, wing := range []shape{hind, fore} {
		b := wing.bounds()
		inner := wing.move(-b.x, -b.y).grow(0.76, 0.76).move(0.94*b.x, 0.94*b.y)
		spot := disc(1.12*b.x, b.y, o.between(0.1, 0.2))
		base := colour
		if rim {
			base = ink
		}
		o.add(plate.of(base).textured(0.15, 6), wing.both(), on(colour, inner.both()), on(other, spot.both()))
	}
	o.add(barrel.of(ink), oval(0, 0.05, 0.09, 0.62))
	o.add(plate.of(ink), bow(0.05, 0.03, 0.03, -0.5, 0.1, -0.9, 0.34, -1.05).both())
}

func drawCat(o *object) {
	fur := o.pick(furs...)
	light := mix(fur, gray(0.95), o.between(0.2, 0.8))
	var stripes shape
	if o.maybe(0.5) {
		stripes = union(taper(0.14, 0.04, 0, -0.75, 0, -0.25), taper(0.13, 0.03, 0.26, -0.7, 0.2, -0.3).both(),
			taper(0.14, 0.02, 0.95, 0.05, 0.5, 0.12).both(), taper(0.14, 0.02, 0.95, 0.35, 0.5, 0.32).both())
	}
	ear := poly(0.22, -0.62, 0.78, -1.12, 0.92, -0.22)
	o.add(plate.of(fur.scale(0.9)), ear.both(), on(rgb{0.85, 0.58, 0.55}, poly(0.42, -0.62, 0.74, -0.96, 0.82, -0.36).both()))
	o.add(ball.of(fur).shiny(0).textured(0.18, 10), lathe(0.4, -0.72, 0.98, -0.35, 1.02, 0.42, 0.55, 0.92, 0.2, 0.98),
		tint(fur.scale(0.45), 0.7, stripes), on(light, oval(0, 0.62, 0.42, 0.36)))
	o.eyes(0.42, -0.02, 0.22, o.pick(rgb{0.75, 0.80, 0.25}, rgb{0.40, 0.70, 0.40}, rgb{0.90, 0.65, 0.20}), ink)
	o.add(plate.of(rgb{0.82, 0.45, 0.45}), poly(-0.12, 0.34, 0.12, 0.34, 0, 0.50))
	o.add(plate.of(ink), union(bow(0.05, 0.03, 0, 0.5, 0.05, 0.74, 0.28, 0.68), line(0.03, 0.4, 0.46, 1.12, 0.34),
		line(0.03, 0.4, 0.56, 1.1, 0.64)).both())
}

func drawDuck(o *object) {
	body := o.pick(rgb{0.95, 0.93, 0.88}, rgb{0.96, 0.80, 0.18}, rgb{0.52, 0.42, 0.32})
	head := body
	if o.maybe(0.4) {
		head = rgb{0.08, 0.36, 0.24}
	}
	o.add(pipe.of(body).textured(0.12, 8), blob(-1.12, 0.0, -0.7, 0.22, -0.2, 0.18, 0.3, 0.22, 0.72, 0.3, 0.74, 0.8, 0.3, 1.06, -0.5, 1.06, -0.98, 0.7))
	o.add(pipe.of(body.scale(0.86)).textured(0.2, 9), blob(-0.82, 0.36, -0.2, 0.34, 0.28, 0.5, 0.16, 0.78, -0.4, 0.76))
	o.add(ball.of(head), union(disc(0.48, -0.48, 0.42), poly(0.22, -0.3, 0.8, -0.3, 0.74, 0.5, 0.12, 0.4)))
	o.add(plate.of(rgb{0.95, 0.58, 0.10}), blob(0.80, -0.52, 1.0, -0.48, 1.24, -0.34, 1.05, -0.24, 0.78, -0.26))
	o.add(plate.of(ink), disc(0.60, -0.58, 0.09), on(gray(1), disc(0.57, -0.61, 0.03)))
}

func drawFish(o *object) {
	colour, other := o.paint(), o.paint()
	fin := mix(colour, other, o.between(0, 1)).scale(0.85)
	o.add(plate.of(fin).textured(0.3, 9), union(blob(-0.5, 0, -0.95, -0.6, -1.2, -0.62, -1.0, 0, -1.2, 0.62, -0.95, 0.6),
		blob(-0.4, -0.4, -0.1, -0.98, 0.45, -0.8, 0.4, -0.3), blob(0.3, 0.3, 0.1, 0.92, -0.3, 0.85, -0.3, 0.3)))
	var stripes shape
	switch o.r.IntN(3) {
	case 0:
		stripes = union(bow(0.18, 0.18, 0.3, -0.7, 0.45, 0, 0.3, 0.7), bow(0.16, 0.16, -0.1, -0.7, 0.05, 0, -0.1, 0.7),
			bow(0.14, 0.14, -0.45, -0.7, -0.35, 0, -0.45, 0.7))
	case 1:
		stripes = union(line(0.14, -0.9, -0.06, 0.7, -0.16), blob(-0.7, 0.3, 0.2, 0.2, 0.7, 0.3, 0.4, 0.7, -0.4, 0.7))
	}
	height := o.between(0.42, 0.72)
	o.add(ball.of(colour).shiny(0.4).textured(0.15, 12), blob(-0.78, 0, -0.35, -height, 0.45, -float64(1.05*height), 0.98, -0.3, 1.05, 0.05, 0.85, 0.4,
		0.4, height, -0.35, float64(0.9*height)), on(other, stripes))
	o.add(plate.of(fin), blob(0.2, 0.08, -0.2, 0.02, -0.28, 0.34, 0, 0.38))
	o.add(plate.of(gray(0.97)), disc(0.66, -0.12, 0.15), on(ink, disc(0.69, -0.12, 0.085)))
	o.add(plate.of(colour.scale(0.4)), bow(0.05, 0.05, 0.98, 0.14, 0.88, 0.2, 0.78, 0.18))
}

func drawFrog(o *object) {
	colour := o.pick(rgb{0.26, 0.52, 0.16}, rgb{0.45, 0.68, 0.20}, rgb{0.50, 0.46, 0.22})
	dark := colour.scale(0.7)
	o.add(ball.of(dark), blob(0.45, 0.3, 1.0, 0.1, 1.2, 0.6, 0.9, 0.95, 0.45, 0.9).both())
	o.add(plate.of(dark), union(oval(0.5, 0.98, 0.36, 0.12), oval(1.0, 0.98, 0.26, 0.10)).both())
	o.add(ball.of(colour).textured(0.2, 7), lathe(0.5, -0.15, 0.8, 0.3, 0.72, 0.95, 0.3, 1.02), on(mix(colour, gray(1), 0.6), oval(0, 0.8, 0.42, 0.36)))
	o.add(ball.of(colour), disc(0.46, -0.62, 0.34).both())
	o.add(ball.of(colour).shiny(0.3).textured(0.15, 7), lathe(0.4, -0.64, 0.92, -0.38, 0.94, 0.1, 0.5, 0.42, 0.1, 0.44))
	o.eyes(0.46, -0.66, 0.24, rgb{0.93, 0.80, 0.25}, ink)
	o.add(plate.of(colour.scale(0.3)), bow(0.06, 0.06, -0.66, 0.04, 0, 0.36, 0.66, 0.04))
}

func drawLadybird(o *object) {
	red := o.pick(rgb{0.84, 0.08, 0.06}, rgb{0.92, 0.32, 0.06}, rgb{0.90, 0.62, 0.10})
	o.add(plate.of(ink), union(line(0.08, 0.5, -0.3, 1.02, -0.52), line(0.08, 0.6, 0.15, 1.12, 0.18), line(0.08, 0.5, 0.6, 1.0, 0.86),
		line(0.05, 0.15, -0.85, 0.42, -1.12)).both())
	o.add(ball.of(ink).shiny(0.5), oval(0, -0.66, 0.46, 0.36), on(gray(0.95), disc(0.27, -0.76, 0.12).both()))
	r := o.between(0.13, 0.20)
	o.add(ball.of(red).shiny(0.8), oval(0, 0.2, 0.84, 0.82), on(ink, line(0.05, 0, -0.7, 0, 1.1), disc(0, -0.42, 0.2),
		union(disc(0.36, -0.16, r), disc(0.54, 0.30, r), disc(0.26, 0.60, r)).both()))
}

func drawOwl(o *object) {
	fur := o.pick(rgb{0.36, 0.25, 0.17}, rgb{0.60, 0.44, 0.28}, rgb{0.92, 0.90, 0.86})
	light := mix(fur, rgb{0.95, 0.90, 0.80}, 0.6)
	o.add(pipe.of(woods[0]).textured(0.3, 6), box(-1.3, 0.84, 1.3, 1.06, 0.08))
	var bars shape
	for k := range 9 {
		x, y := float64(0.24*float64(k%3-1)), step(0.2, 0.24, k/3)
		bars = union(bars, bow(0.07, 0.07, x-0.1, y, x, y+0.12, x+0.1, y))
	}
	o.add(plate.of(fur.scale(0.8)), poly(0.3, -0.85, 0.66, -1.16, 0.74, -0.6).both())
	o.add(ball.of(fur).shiny(0).textured(0.25, 10), lathe(0.4, -0.96, 0.78, -0.7, 0.82, 0.2, 0.64, 0.9, 0.3, 1.0),
		on(light, oval(0, 0.45, 0.46, 0.55)), tint(fur.scale(0.5), 0.8, bars))
	o.add(barrel.of(fur.scale(0.75)).textured(0.25, 10), blob(0.6, -0.2, 0.9, 0, 0.86, 0.6, 0.5, 1.0, 0.56, 0.3).both())
	o.add(plate.of(light), disc(0.34, -0.45, 0.36).both())
	o.eyes(0.33, -0.45, 0.25, rgb{0.98, 0.75, 0.12}, rgb{0.98, 0.70, 0.10})
	o.add(plate.of(rgb{0.85, 0.60, 0.20}), poly(-0.1, -0.32, 0.1, -0.32, 0, -0.06))
	o.add(plate.of(rgb{0.80, 0.58, 0.22}), union(oval(0.24, 0.95, 0.13, 0.1)).both())
}

func drawPanda(o *object) {
	fur := gray(o.between(0.88, 0.97)).times(rgb{1, 0.99, 0.95})
	o.add(ball.of(ink), disc(0.74, -0.72, 0.32).both())
	o.add(ball.of(fur).shiny(0).textured(0.08, 10), lathe(0.45, -0.82, 0.98, -0.4, 1.04, 0.35, 0.6, 0.9, 0.2, 0.94))
	o.add(ball.of(ink), oval(0, 0, 0.24, 0.33).turn(0.5).move(0.44, -0.05).both())
	o.add(plate.of(gray(0.96)), disc(0.41, -0.08, 0.11).both(), on(ink, disc(0.41, -0.07, 0.07).both()))
	o.add(ball.of(ink).shiny(0.4), oval(0, 0.36, 0.19, 0.13))
	o.add(plate.of(ink), bow(0.06, 0.04, 0, 0.45, 0.05, 0.72, 0.32, 0.62).both())
}

func drawPenguin(o *object) {
	coat, beak := o.pick(rgb{0.08, 0.09, 0.12}, rgb{0.20, 0.24, 0.34}), o.pick(rgb{0.96, 0.62, 0.12}, rgb{0.90, 0.40, 0.16})
	o.add(plate.of(beak), oval(0.26, 0.98, 0.26, 0.10).both())
	o.add(ball.of(coat), blob(0.5, -0.35, 0.8, -0.1, 0.98, 0.55, 0.8, 0.62, 0.5, 0.1).both())
	o.add(ball.of(coat).shiny(0.2), lathe(0.24, -1.02, 0.46, -0.85, 0.44, -0.4, 0.70, 0.2, 0.62, 0.9, 0.2, 1.0),
		on(gray(0.96), lathe(0.2, -0.36, 0.46, 0.1, 0.46, 0.8, 0.2, 0.94)), on(gray(0.96), oval(0.17, -0.66, 0.17, 0.2).both()))
	o.add(plate.of(ink), disc(0.17, -0.70, 0.07).both())
	o.add(plate.of(beak), poly(-0.14, -0.58, 0.14, -0.58, 0, -0.36))
}

func drawPig(o *object) {
	skin := o.pick(rgb{0.95, 0.68, 0.68}, rgb{0.90, 0.58, 0.54}, rgb{0.86, 0.70, 0.62})
	o.add(plate.of(skin.scale(0.8)), blob(0.3, -0.7, 0.7, -1.16, 1.04, -1.0, 0.95, -0.35, 0.7, -0.3).both())
	o.add(ball.of(skin).textured(0.06, 6), lathe(0.45, -0.85, 0.98, -0.42, 1.02, 0.35, 0.6, 0.92, 0.2, 0.98),
		tint(rgb{0.95, 0.40, 0.42}, 0.35, disc(0.66, 0.32, 0.24).both()))
	o.add(ball.of(skin.times(rgb{0.98, 0.84, 0.84})), oval(0, 0.30, 0.42, 0.32), on(skin.scale(0.42), oval(0.15, 0.30, 0.09, 0.14).both()))
	o.add(plate.of(ink), disc(0.42, -0.22, 0.12).both(), on(gray(1), disc(0.40, -0.26, 0.04).both()))
	o.add(plate.of(skin.scale(0.5)), bow(0.06, 0.06, -0.3, 0.70, 0, 0.88, 0.3, 0.70))
}

func drawRabbit(o *object) {
	fur := o.pick(furs...)
	lean := o.between(-0.15, 0.15)
	ear := union(oval(0.34, -0.72, 0.20, 0.52).turn(0.14 + lean))
	inner := union(oval(0.34, -0.70, 0.10, 0.38).turn(0.14 + lean))
	o.add(ball.of(fur), ear.both(), on(rgb{0.90, 0.66, 0.64}, inner.both()))
	o.add(ball.of(fur).shiny(0).textured(0.15, 10), lathe(0.3, -0.4, 0.70, -0.1, 0.78, 0.5, 0.4, 1.0, 0.1, 1.04),
		on(mix(fur, gray(0.97), 0.6), oval(0.2, 0.66, 0.25, 0.2).both()))
	o.eyes(0.40, 0.20, 0.16, rgb{0.25, 0.14, 0.10}, rgb{0.2, 0.1, 0.08})
	o.add(plate.of(rgb{0.90, 0.50, 0.52}), poly(-0.1, 0.46, 0.1, 0.46, 0, 0.58))
	o.add(plate.of(gray(0.97)), box(-0.11, 0.74, 0.11, 0.94, 0), on(ink, line(0.03, 0, 0.7, 0, 1)))
	o.add(plate.of(ink), line(0.035, 0, 0.56, 0, 0.74))
}

func drawSheep(o *object) {
	wool, face := o.pick(rgb{0.94, 0.91, 0.84}, rgb{0.80, 0.76, 0.70}), o.pick(rgb{0.16, 0.14, 0.14}, rgb{0.62, 0.50, 0.42})
	o.add(barrel.of(face), union(box(-0.62, 0.4, -0.46, 1.02, 0.04), box(-0.32, 0.4, -0.16, 1.0, 0.04), box(0.16, 0.4, 0.32, 1.0, 0.04),
		box(0.42, 0.4, 0.58, 1.02, 0.04)))
	var tufts shape
	for k := range 10 {
		p := polar(1, float64(k)/10)
		tufts = union(tufts, oval(0, 0, 0.30, 0.30).move(float64(0.62*p.x)-0.08, float64(0.38*p.y)+0.12))
	}
	o.add(ball.of(wool).shiny(0).textured(0.22, 7), union(tufts, oval(-0.08, 0.12, 0.7, 0.5)))
	o.add(plate.of(face.scale(0.9)), oval(0, 0, 0.20, 0.10).turn(0.4).move(0.62, -0.36))
	o.add(ball.of(face), oval(0.80, -0.22, 0.26, 0.36).turn(-0.15))
	o.add(ball.of(wool).textured(0.22, 7), union(disc(0.66, -0.52, 0.2), disc(0.82, -0.56, 0.16)))
	o.add(plate.of(gray(0.95)), disc(0.84, -0.28, 0.075), on(ink, disc(0.86, -0.28, 0.045)))
}

func drawSnail(o *object) {
	body := o.pick(rgb{0.62, 0.52, 0.36}, rgb{0.78, 0.66, 0.46}, rgb{0.40, 0.34, 0.30})
	shell := o.pick(rgb{0.66, 0.40, 0.18}, rgb{0.84, 0.64, 0.34}, rgb{0.50, 0.26, 0.20})
	o.add(plate.of(body), union(line(0.07, 0.82, 0.1, 0.96, -0.52), line(0.07, 0.70, 0.1, 0.62, -0.5), disc(0.97, -0.56, 0.09), disc(0.61, -0.54, 0.09)))
	o.add(pipe.of(body).shiny(0.3).textured(0.15, 9), blob(-1.15, 1.02, -0.6, 0.6, 0.2, 0.62, 0.5, 0.5, 0.52, -0.02, 0.96, -0.1, 1.06, 0.4, 0.9, 0.95,
		0.4, 1.06))
	var spiral []float64
	for k := range 26 {
		p := polar(step(0.66, -0.024, k), step(0.4, 0.085, k))
		spiral = append(spiral, p.x-0.22, p.y-0.08)
	}
	o.add(ball.of(shell).shiny(0.5).textured(0.12, 4), disc(-0.22, -0.08, 0.78), tint(shell.scale(0.3), 0.85, taper(0.11, 0.06, spiral...)))
}

func drawSpider(o *object) {
	body := o.pick(rgb{0.10, 0.09, 0.09}, rgb{0.34, 0.22, 0.14}, rgb{0.50, 0.40, 0.28})
	var legs shape
	for k := range 4 {
		y, out := step(-0.34, 0.16, k), step(-0.95, 0.62, k)
		knee := point{0.72, float64(0.5*out) - 0.12}
		legs = union(legs, taper(0.10, 0.05, 0.15, y, knee.x, knee.y, 1.12, out+0.1))
	}
	o.add(plate.of(body.scale(0.9)), legs.both())
	o.add(ball.of(body).shiny(0.3), disc(0, -0.38, 0.27), on(rgb{0.75, 0.2, 0.12}, disc(0.09, -0.52, 0.05).both()))
	pattern := shape{}
	if o.maybe(0.5) {
		pattern = union(poly(0, 0.05, 0.14, 0.3, 0, 0.7, -0.14, 0.3))
	}
	o.add(ball.of(body).shiny(0.3).textured(0.2, 8), oval(0, 0.32, 0.42, 0.52), on(o.paint(), pattern))
}

func drawWhale(o *object) {
	back := o.pick(rgb{0.16, 0.26, 0.42}, rgb{0.30, 0.40, 0.50}, rgb{0.14, 0.15, 0.18})
	if o.maybe(0.5) {
		o.add(plate.of(gray(0.95)), union(bow(0.10, 0.03, 0.36, -0.4, 0.36, -0.9, 0.10, -1.0), bow(0.10, 0.03, 0.36, -0.4, 0.36, -0.9, 0.64, -1.0)))
	}
	o.add(pipe.of(back).shiny(0.2), union(blob(-0.6, 0.1, -0.95, -0.1, -1.2, -0.62, -0.9, -0.62, -0.74, -0.3, -0.52, -0.66, -0.28, -0.52, -0.52, -0.1)))
	body := blob(-0.95, 0.06, -0.5, 0.18, -0.15, -0.38, 0.5, -0.52, 1.05, -0.25, 1.12, 0.35, 0.6, 0.72, -0.2, 0.70, -0.75, 0.42)
	var pleats shape
	for k := range 4 {
		y := step(0.36, 0.11, k)
		pleats = union(pleats, line(0.025, 0.2, y, 0.95, y-0.05))
	}
	o.add(ball.of(back).shiny(0.3).textured(0.08, 4), body, on(gray(0.92), blob(-0.3, 0.62, 0.3, 0.28, 1.2, 0.22, 1.2, 0.9, 0.2, 1)),
		tint(back, 0.5, pleats))
	o.add(plate.of(back.scale(0.8)), blob(0.15, 0.4, 0.32, 0.44, 0.1, 0.95, -0.12, 0.9))
	o.add(plate.of(gray(0.95)), disc(0.74, 0.04, 0.085), on(ink, disc(0.75, 0.04, 0.05)))
}
