package procedural

import "math"

// outdoors returns the classes of things in the open air.
func outdoors() []class {
	land := []setting{onGround, onGround, onGround, inSky}
	return []class{
		{"cactus", 0.03, []setting{onGround, onTable, inStudio}, drawCactus},
		{"flag", 0.08, []setting{inSky, inSky, onGround}, drawFlag},
		{"house", 0.02, land, drawHouse},
		{"lighthouse", 0.02, []setting{onGround, onWater, atNight}, drawLighthouse},
		{"moon", 0.5, []setting{atNight}, drawMoon},
		{"palm", 0.08, land, drawPalm},
		{"pine", 0.03, land, drawPine},
		{"snowman", 0.05, []setting{onGround, onGround, inSky}, drawSnowman},
		{"stop sign", 0.08, []setting{inSky, onGround, inGreen}, drawStopSign},
		{"tent", 0.02, []setting{onGround, inGreen, atNight}, drawTent},
		{"traffic light", 0.05, []setting{inSky, inGreen, atNight, onGround}, drawTrafficLight},
		{"tree", 0.03, land, drawTree},
		{"windmill", 0.02, land, drawWindmill},
	}
}

func drawCactus(o *object) {
	green := o.pick(rgb{0.22, 0.46, 0.22}, rgb{0.38, 0.56, 0.30}, rgb{0.30, 0.48, 0.40})
	m := barrel.of(green).textured(0.15, 9)
	ribs := tint(green.scale(0.5), 0.6, box(-0.13, -2, -0.09, 2, 0), box(0.09, -2, 0.13, 2, 0))
	left, right := o.between(-0.3, 0.1), o.between(-0.3, 0.2)
	o.add(m, line(0.30, -0.2, left+0.34, -0.62, left+0.26, -0.66, left-0.40))
	o.add(m, line(0.28, 0.2, right+0.40, 0.60, right+0.32, 0.64, right-0.32))
	o.add(m, lathe(0.14, -1.1, 0.30, -0.98, 0.30, 0, 0.30, 1.0, 0.28, 1.05, 0, 1.05), ribs)
	if o.maybe(0.4) {
		o.add(ball.of(o.paint()), star(0, -1.04, 0.22, 0.6, 6))
	}
	if o.maybe(0.35) {
		o.add(barrel.of(rgb{0.74, 0.38, 0.22}), turnery(0.62, 0.52, 0.46, 1.08))
	}
}

func drawFlag(o *object) {
	one, two, three := o.paint(), o.paint(), o.paint()
	o.add(barrel.of(o.pick(metals...)), box(-0.96, -1.05, -0.84, 1.2, 0.03))
	o.add(ball.of(metals[3]).shiny(0.6), disc(-0.90, -1.08, 0.12))
	cloth := blob(-0.86, -0.95, -0.5, -1.05, -0.1, -0.75, 0.4, -0.95, 0.9, -1.0, 1.08, -0.85, 1.04, 0.1, 0.9, 0.18, 0.4, 0.2, -0.1, 0.42, -0.5, 0.12,
		-0.86, 0.2)
	var pattern []mark
	switch o.r.IntN(4) {
	case 0:
		pattern = []mark{on(two, box(-0.25, -2, 0.42, 2, 0)), on(three, box(0.42, -2, 2, 2, 0))}
	case 1:
		pattern = []mark{on(two, blob(-1, -0.55, -0.5, -0.66, -0.1, -0.40, 0.4, -0.55, 1.2, -0.6, 1.2, -0.2, 0.4, -0.2, -0.1, 0.0, -0.5, -0.28, -1, -0.2)),
			on(three, blob(-1, -0.2, -0.5, -0.28, -0.1, 0.0, 0.4, -0.2, 1.2, -0.2, 1.2, 0.6, -1, 0.6))}
	case 2:
		pattern = []mark{on(two, box(-2, -0.44, 2, -0.22, 0), box(-0.35, -2, -0.12, 2, 0))}
	default:
		pattern = []mark{on(two, disc(0.1, -0.36, 0.32))}
	}
	o.add(plate.of(one).textured(0.25, 2), cloth, pattern...)
}

func drawHouse(o *object) {
	wall, roof := o.pick(rgb{0.94, 0.90, 0.80}, rgb{0.85, 0.68, 0.48}, rgb{0.70, 0.36, 0.26}, rgb{0.75, 0.80, 0.84}), o.pick(rgb{0.60, 0.22, 0.14},
		rgb{0.34, 0.28, 0.28}, rgb{0.44, 0.30, 0.18})
	if o.maybe(0.25) {
		wall = o.paint()
	}
	glass, door := o.panes(), o.paint()
	top := o.between(-1.08, -0.8)
	if o.maybe(0.6) {
		o.add(plate.of(rgb{0.55, 0.26, 0.20}), box(0.42, top-0.02, 0.62, -0.3, 0))
	}
	o.slab(plate.of(wall).textured(0.08, 9), box(-0.86, -0.16, 0.86, 1.02, 0), 0.07, -0.03,
		on(gray(0.95), box(-0.70, 0.08, -0.24, 0.50, 0), box(0.30, 0.08, 0.74, 0.50, 0)),
		on(glass, box(-0.65, 0.12, -0.49, 0.46, 0), box(-0.45, 0.12, -0.29, 0.46, 0), box(0.35, 0.12, 0.49, 0.46, 0), box(0.54, 0.12, 0.69, 0.46, 0)),
		on(door, box(-0.16, 0.36, 0.22, 1.1, 0)), on(gray(0.9), disc(0.15, 0.70, 0.035)))
	if o.maybe(0.5) { // seen from the side of the gable or of the eaves
		o.slab(plate.of(roof).textured(0.15, 14), poly(0, top, 1.12, -0.04, -1.12, -0.04), 0.06, -0.02,
			on(wall, poly(0, top+0.22, 0.74, -0.04, -0.74, -0.04)), on(glass, disc(0, -0.32, 0.13)))
		return
	}
	o.slab(plate.of(roof).textured(0.15, 14), poly(-0.82, top+0.2, 0.82, top+0.2, 1.12, -0.08, -1.12, -0.08), 0.04, -0.02,
		tint(roof.scale(0.5), 0.5, line(0.03, -1.2, -0.34, 1.2, -0.34), line(0.03, -1.2, -0.58, 1.2, -0.58)))
}

func drawLighthouse(o *object) {
	colour := o.pick(rgb{0.80, 0.12, 0.12}, rgb{0.12, 0.24, 0.50}, rgb{0.14, 0.14, 0.15})
	o.add(ball.of(gray(0.38)).textured(0.3, 7), blob(-0.95, 1.1, -0.8, 0.82, -0.3, 0.72, 0.4, 0.76, 0.9, 0.88, 1, 1.1))
	if o.maybe(0.5) {
		o.glass(plate.of(rgb{1, 0.96, 0.75}).glowing(1), 0.5, poly(0.1, -0.74, 1.5, -1.1, 1.5, -0.4).both())
	}
	o.add(barrel.of(gray(0.95)), turnery(0.26, -0.5, 0.44, 0.9), on(colour, box(-1, -0.3, 1, 0.02, 0), box(-1, 0.34, 1, 0.64, 0)),
		on(gray(0.2), box(-0.05, -0.15, 0.08, 0.0, 0), box(-0.08, 0.68, 0.1, 1, 0)))
	o.add(barrel.of(rgb{1, 0.93, 0.60}).glowing(0.7), box(-0.19, -0.9, 0.19, -0.54, 0), on(gray(0.2), box(-0.03, -1, 0.03, 0, 0)))
	o.add(barrel.of(gray(0.2)), box(-0.36, -0.58, 0.36, -0.46, 0))
	o.add(ball.of(colour), lathe(0.03, -1.14, 0.05, -1.06, 0.28, -0.92, 0.26, -0.86))
}

func drawMoon(o *object) {
	colour := o.pick(rgb{0.95, 0.93, 0.84}, rgb{0.96, 0.84, 0.56}, rgb{0.85, 0.87, 0.92})
	var seas, craters shape
	for range 5 {
		p := polar(o.between(0, 0.6), o.r.Float64())
		seas = union(seas, oval(p.x, p.y, o.between(0.15, 0.36), o.between(0.12, 0.28)))
	}
	for range 8 {
		p := polar(o.between(0.2, 0.85), o.r.Float64())
		craters = union(craters, disc(p.x, p.y, o.between(0.04, 0.10)))
	}
	full := disc(0, 0, 0.95)
	if o.maybe(0.6) { // a crescent
		in := o.between(0.1, 0.6)
		full = blob(0.10, -1.02, 0.02, -0.98, -0.75, -0.72, -1.06, 0, -0.75, 0.72, 0.02, 0.98, 0.10, 1.02, -0.45+in, 0.6, -0.62+in, 0, -0.45+in, -0.6)
	}
	o.add(plate.of(colour).glowing(0.8).textured(0.12, 4), full, tint(colour.scale(0.62), 0.5, seas), tint(colour.scale(0.75), 0.7, craters))
}

func drawPalm(o *object) {
	lean := o.between(-0.4, 0.4)
	o.add(barrel.of(o.pick(woods[0], woods[1])).textured(0.35, 14), bow(0.26, 0.14, 0, 1.05, 0.1, 0.2, lean, -0.5))
	green := o.pick(leaves...)
	for k := range 9 {
		t := step(-1, 0.25, k)
		high := 1 - float64(t*t)
		tip := point{lean + float64(1.05*t), lerp(0.20, -0.92, high)}
		rise := point{lean + float64(0.6*t), lerp(-0.95, -1.15, high)}
		o.add(pipe.of(green.jitter(o.r, 0.08)).textured(0.4, 10), bow(0.24, 0.05, lean, -0.52, rise.x, rise.y, tip.x, tip.y))
	}
	if o.maybe(0.6) {
		o.add(ball.of(woods[0]), union(disc(lean-0.1, -0.42, 0.11), disc(lean+0.1, -0.40, 0.11)))
	}
}

func drawPine(o *object) {
	green := o.pick(rgb{0.08, 0.24, 0.14}, rgb{0.16, 0.38, 0.20}, rgb{0.24, 0.40, 0.34})
	snow := o.maybe(0.25)
	o.add(barrel.of(woods[0]), box(-0.11, 0.6, 0.11, 1.05, 0))
	for k := range 4 {
		y, w := step(0.72, -0.42, k), step(0.86, -0.17, k)
		tier := poly(0, y-0.72, 0.5*w, y-0.30, w, y, 0.6*w, y-0.04, 0.3*w, y+0.06, 0, y-0.02, -0.3*w, y+0.06, -0.6*w, y-0.04, -w, y, -0.5*w, y-0.30)
		var cap mark
		if snow {
			cap = on(gray(0.95), poly(0, y-0.75, 0.42*w, y-0.34, 0.1, y-0.45, -0.42*w, y-0.30))
		}
		o.add(barrel.of(green.jitter(o.r, 0.04)).textured(0.35, 11), tier, cap)
	}
}

func drawSnowman(o *object) {
	snow, scarf := rgb{0.94, 0.95, 0.98}, o.paint()
	o.add(plate.of(woods[0]), line(0.05, 0.4, 0.05, 0.9, -0.35, 1.05, -0.40).both())
	o.add(ball.of(snow), oval(0, 0.62, 0.60, 0.46))
	o.add(ball.of(snow), disc(0, 0.04, 0.43), on(ink, disc(0, 0.0, 0.05), disc(0, 0.2, 0.05)))
	o.add(ball.of(snow), disc(0, -0.48, 0.33), on(ink, disc(0.13, -0.56, 0.05).both()))
	o.add(pipe.of(rgb{0.95, 0.50, 0.12}), poly(0, -0.50, 0.36, -0.42, 0, -0.38))
	o.add(pipe.of(scarf), union(box(-0.32, -0.28, 0.32, -0.12, 0.05), box(0.12, -0.2, 0.28, 0.26, 0.03)))
	hat := gray(o.between(0.06, 0.2))
	if o.maybe(0.4) {
		hat = o.paint()
	}
	o.add(barrel.of(hat), union(box(-0.42, -0.78, 0.42, -0.70, 0.02), box(-0.26, -1.12, 0.26, -0.72, 0.02)),
		on(scarf, box(-0.26, -0.86, 0.26, -0.78, 0)))
}

func drawStopSign(o *object) {
	o.pose.ax = math.Abs(o.pose.ax) // letters are not mirrored
	o.add(barrel.of(metals[0]), box(-0.07, 0.2, 0.07, 1.5, 0))
	switch o.r.IntN(2) {
	case 0: // eight corners and letters like bars
		eight := star(0, 0, 0.88, 1, 4).turn(0.3927).move(0, -0.25)
		letters := union(bow(0.08, 0.08, -0.36, -0.42, -0.62, -0.38, -0.46, -0.25), bow(0.08, 0.08, -0.46, -0.25, -0.3, -0.12, -0.60, -0.06),
			line(0.08, -0.26, -0.43, 0.0, -0.43), line(0.08, -0.13, -0.43, -0.13, -0.06), ring(0.16, -0.25, 0.15, 0.22, 0.5),
			line(0.08, 0.40, -0.06, 0.40, -0.43, 0.58, -0.40, 0.58, -0.26, 0.42, -0.24))
		o.slab(plate.of(gray(0.95)), eight, 0.04, 0.03, on(rgb{0.76, 0.08, 0.10}, eight.move(0, 0.25).grow(0.9, 0.9).move(0, -0.25)),
			on(gray(0.97), letters))
	default: // no entry
		o.slab(plate.of(rgb{0.80, 0.08, 0.10}), disc(0, -0.25, 0.84), 0.04, 0.03, on(gray(0.97), box(-0.56, -0.40, 0.56, -0.10, 0)),
			tint(gray(0.97), 0.8, ring(0, -0.25, 0.84, 0.84, 0.93)))
	}
}

func drawTent(o *object) {
	colour := o.paint()
	o.add(plate.of(colour.scale(0.75)), poly(0, -0.78, 0.62, -0.9, 1.16, 0.86, 0.7, 1.0))
	o.add(plate.of(colour), poly(0, -0.82, 0.78, 1.0, -0.98, 1.0), on(ink.scale(1.4), poly(0, -0.45, 0.26, 1.0, -0.34, 1.0)),
		on(colour.scale(1.12), poly(0, -0.45, 0.02, 1.0, -0.34, 1.0, -0.18, 0.4)))
	o.add(plate.of(gray(0.9)), union(line(0.025, 0, -0.8, -1.2, 1.02), line(0.04, 0, -0.72, 0, -0.95)))
}

func drawTrafficLight(o *object) {
	box3 := box(-0.40, -1.06, 0.40, 0.74, 0.1)
	o.add(barrel.of(gray(0.25)), box(-0.09, 0.6, 0.09, 1.5, 0))
	body := o.pick(rgb{0.10, 0.11, 0.11}, rgb{0.14, 0.20, 0.16}, rgb{0.85, 0.65, 0.10})
	o.slab(plate.of(body), box3, 0.07, 0.02)
	colours := []rgb{{0.92, 0.12, 0.10}, {0.98, 0.72, 0.10}, {0.15, 0.80, 0.35}}
	lit := o.r.IntN(3)
	for k, c := range colours {
		y := step(-0.74, 0.56, k)
		m := ball.of(c.scale(0.28)).shiny(0.5)
		if k == lit || o.maybe(0.25) {
			m = ball.of(c).glowing(0.9)
		}
		o.add(plate.of(gray(0.03)), disc(0, y, 0.26))
		o.add(m, disc(0, y, 0.22))
	}
}

func drawTree(o *object) {
	crown := o.pick(rgb{0.14, 0.34, 0.12}, rgb{0.30, 0.50, 0.16}, rgb{0.52, 0.58, 0.18}, rgb{0.78, 0.46, 0.12}, rgb{0.70, 0.22, 0.10})
	if o.maybe(0.12) {
		crown = rgb{0.94, 0.72, 0.80}
	}
	o.add(barrel.of(o.pick(woods[0], woods[1])).textured(0.3, 9), union(turnery(0.10, -0.1, 0.12, 0.6, 0.22, 1.05),
		taper(0.1, 0.05, 0, 0.4, 0.4, -0.05), taper(0.1, 0.05, 0, 0.3, -0.35, -0.1)))
	for range 8 {
		p := polar(o.between(0.1, 0.55), o.r.Float64())
		o.add(ball.of(crown.jitter(o.r, 0.06)).shiny(0).textured(0.4, 9), o.wobbly(9, 0.34, 0.52).move(p.x, float64(0.8*p.y)-0.42))
	}
	if o.maybe(0.25) {
		var fruit shape
		for range 9 {
			p := polar(o.between(0.2, 0.8), o.r.Float64())
			fruit = union(fruit, disc(p.x, float64(0.8*p.y)-0.42, 0.09))
		}
		o.add(plate.of(o.pick(rgb{0.80, 0.10, 0.10}, rgb{0.95, 0.60, 0.12})), fruit)
	}
}

func drawWindmill(o *object) {
	wall := o.pick(rgb{0.92, 0.88, 0.80}, rgb{0.60, 0.36, 0.26}, rgb{0.42, 0.34, 0.28})
	o.add(barrel.of(wall).textured(0.1, 9), turnery(0.28, -0.42, 0.52, 1.04), on(o.paint(), box(-0.12, 0.66, 0.12, 1.2, 0)),
		on(gray(0.2), box(-0.08, 0.1, 0.08, 0.28, 0)))
	o.add(barrel.of(o.pick(woods[0], woods[1])), lathe(0.1, -0.78, 0.34, -0.62, 0.36, -0.38, 0.2, -0.38))
	sail := union(box(-0.03, -0.98, 0.03, 0, 0), box(0.03, -0.98, 0.25, -0.20, 0))
	slats := union(box(0.07, -0.92, 0.21, -0.80, 0), box(0.07, -0.74, 0.21, -0.62, 0), box(0.07, -0.56, 0.21, -0.44, 0),
		box(0.07, -0.38, 0.21, -0.26, 0))
	phase := o.between(0, 1.57)
	pale := gray(0.94)
	o.add(plate.of(woods[0]), sail.around(4, phase).move(0, -0.42), on(pale, slats.around(4, phase).move(0, -0.42)))
	o.add(ball.of(ink), disc(0, -0.42, 0.08))
}
