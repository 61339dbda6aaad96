package procedural

import "math"

// household returns the classes of things in a house.
func household() []class {
	table := []setting{onTable, onTable, inStudio}
	return []class{
		{"book", 0.4, []setting{fromAbove, onTable, inStudio}, drawBook},
		{"bottle", 0.03, table, drawBottle},
		{"candle", 0.02, table, drawCandle},
		{"chair", 0.03, []setting{onTable, onGround, inStudio}, drawChair},
		{"clock", 0.1, []setting{inStudio, onTable}, drawClock},
		{"cup", 0.05, table, drawCup},
		{"envelope", 0.4, []setting{fromAbove, inStudio}, drawEnvelope},
		{"flower pot", 0.03, table, drawFlowerPot},
		{"lamp", 0.03, table, drawLamp},
		{"light bulb", 0.2, []setting{inStudio, onTable}, drawLightBulb},
		{"phone", 0.3, []setting{fromAbove, inStudio}, drawPhone},
		{"teapot", 0.04, table, drawTeapot},
		{"television", 0.02, table, drawTelevision},
		{"umbrella", 0.25, []setting{onGround, inSky, inStudio}, drawUmbrella},
		{"vase", 0.03, table, drawVase},
		{"wine glass", 0.03, table, drawWineGlass},
	}
}

func drawBook(o *object) {
	colour, band := o.paint(), o.paint()
	if o.maybe(0.5) { // open
		page := gray(0.95).times(rgb{1, 0.98, 0.92})
		var text shape
		for k := range 7 {
			y := step(-0.42, 0.15, k)
			text = union(text, box(0.18, y, o.between(0.6, 0.92), y+0.05, 0))
		}
		o.add(plate.of(colour), union(poly(0, -0.68, 1.12, -0.80, 1.12, 0.78, 0, 0.9).both()))
		leaf := blob(0, -0.62, 0.08, -0.72, 0.5, -0.80, 1.02, -0.70, 1.04, -0.66, 1.04, 0.66, 1.02, 0.68, 0.5, 0.62, 0.08, 0.74, 0, 0.82)
		o.add(barrel.of(page), leaf, on(gray(0.35), text))
		o.add(barrel.of(page), leaf.flip(), on(gray(0.35), text.flip()))
		return
	}
	o.add(plate.of(colour.scale(0.7)), box(-0.66, -0.9, 0.82, 1.06, 0.04))
	o.add(plate.of(gray(0.92)), box(-0.6, 0.86, 0.78, 0.99, 0))
	o.add(plate.of(colour).shiny(0.15), box(-0.76, -1.0, 0.74, 0.88, 0.04), on(colour.scale(0.6), box(-1, -2, -0.62, 2, 0)),
		on(band, box(-0.38, -0.66, 0.52, -0.30, 0)), tint(band, 0.8, star(0.08, 0.3, 0.34, o.between(0.4, 0.9), 6)))
}

func drawBottle(o *object) {
	colour := o.pick(rgb{0.10, 0.30, 0.14}, rgb{0.36, 0.20, 0.08}, rgb{0.50, 0.66, 0.70}, rgb{0.20, 0.34, 0.60})
	neck, width := o.between(0.12, 0.18), o.between(0.36, 0.48)
	body := lathe(neck, -1.1, neck, -0.9, neck, -0.55, width, -0.2, width, 0.2, width, 0.98, width-0.04, 1.04, 0, 1.04)
	label, cap := o.pick(rgb{0.95, 0.92, 0.82}, rgb{0.85, 0.75, 0.45}), o.paint()
	o.add(barrel.of(colour).shiny(0.8).textured(0, 0), body, on(label, box(-1, 0.15, 1, 0.72, 0)), on(o.paint(), box(-1, 0.3, 1, 0.42, 0)),
		on(cap, box(-1, -1.3, 1, -0.92, 0)),
		tint(gray(1), 0.35, box(-0.7*width, -0.1, -0.5*width, 0.9, 0.03)))
}

func drawCandle(o *object) {
	wax := o.pick(rgb{0.95, 0.92, 0.84}, rgb{0.82, 0.14, 0.14}, rgb{0.80, 0.55, 0.25})
	w := o.between(0.22, 0.36)
	o.add(ball.of(o.pick(metals...)).shiny(0.5), oval(0, 0.92, 0.78, 0.14))
	o.add(barrel.of(wax).glowing(0.25), turnery(w, -0.25, w, 0.9),
		on(wax.scale(1.1), blob(-w, -0.3, w, -0.3, w, 0.1, 0.6*w, -0.05, 0.2*w, 0.3, -0.3*w, -0.1, -w, 0)))
	o.add(plate.of(wax.scale(0.85)).glowing(0.5), oval(0, -0.25, w, 0.07))
	o.add(plate.of(ink), line(0.04, 0, -0.25, 0.02, -0.45))
	o.add(plate.of(rgb{1, 0.62, 0.15}).glowing(1), lathe(0.02, -1.1, 0.1, -0.95, 0.21, -0.58, 0.12, -0.38))
	o.add(plate.of(rgb{1, 0.93, 0.62}).glowing(1), lathe(0.02, -0.88, 0.10, -0.58, 0.06, -0.40))
}

func drawChair(o *object) {
	wood, seat := o.pick(woods...), o.paint()
	if o.maybe(0.4) {
		wood = o.paint()
	}
	dark := wood.scale(0.65)
	o.add(barrel.of(dark), union(box(-0.34, 0.2, -0.22, 0.84, 0), box(0.52, 0.2, 0.64, 0.84, 0)))
	o.add(barrel.of(wood), union(box(-0.42, -1.05, -0.28, 0.3, 0.03), box(0.48, -1.05, 0.62, 0.3, 0.03)))
	back := union(box(-0.42, -1.0, 0.62, -0.74, 0.05), box(-0.42, -0.58, 0.62, -0.40, 0.03))
	if o.maybe(0.5) {
		back = union(box(-0.42, -1.05, 0.62, -0.86, 0.05), box(-0.14, -0.95, -0.04, 0.2, 0), box(0.06, -0.95, 0.16, 0.2, 0), box(0.26, -0.95, 0.36, 0.2, 0))
	}
	o.add(plate.of(wood), back)
	o.slab(plate.of(seat), poly(-0.44, -0.02, 0.66, -0.02, 0.54, 0.30, -0.70, 0.30), 0, 0.12)
	o.add(barrel.of(wood), union(box(-0.68, 0.38, -0.54, 1.05, 0), box(0.38, 0.38, 0.52, 1.05, 0)))
}

func drawClock(o *object) {
	rim, face := o.paint(), o.pick(rgb{0.97, 0.96, 0.92}, rgb{0.96, 0.90, 0.74})
	if o.maybe(0.4) { // an alarm clock
		o.add(plate.of(rim.scale(0.7)), line(0.16, 0.55, 0.7, 0.8, 1.08).both())
		o.add(ball.of(metals[3]).shiny(0.5), oval(0, 0, 0.36, 0.26).turn(0.6).move(0.56, -0.84).both())
	}
	round := disc(0, 0, 0.94)
	inner := disc(0, 0, 0.78)
	if o.maybe(0.25) {
		round, inner = box(-0.92, -0.92, 0.92, 0.92, 0.1), box(-0.76, -0.76, 0.76, 0.76, 0.06)
	}
	hours := box(-0.035, -0.72, 0.035, -0.58, 0).around(12, 0)
	t := o.between(0, 12)
	minute := taper(0.09, 0.05, 0, 0.1, 0, -0.62).turn(2 * math.Pi * t)
	hour := taper(0.13, 0.09, 0, 0.08, 0, -0.40).turn(2 * math.Pi * t / 12)
	o.slab(plate.of(rim).shiny(0.4), round, 0.05, 0.06)
	o.add(plate.of(face), inner, on(ink, hours, minute, hour, disc(0, 0, 0.08)))
}

func drawCup(o *object) {
	colour, other := o.paint(), o.paint()
	width := o.between(0.56, 0.72)
	if o.maybe(0.4) {
		o.add(ball.of(mix(colour, gray(0.95), 0.5)), oval(-0.1, 0.98, 1.0, 0.14))
	}
	o.add(ball.of(colour).shiny(0.3), ring(width-0.12, 0.12, 0.46, 0.44, 0.62))
	band := mark{other, 1, box(-1, 0.1, 1, o.between(0.2, 0.5), 0)}
	if o.maybe(0.4) {
		band = on(other, disc(-0.2, 0.25, 0.2))
	}
	foot := o.between(0.5, 1) * width
	o.add(barrel.of(colour).shiny(0.5).textured(0, 0), lathe(width, -0.62, width, -0.58, width, 0.3, foot, 1.0, 0.2, 1.02, 0, 1.02).move(-0.1, 0), band)
	o.add(plate.of(colour.scale(0.85)), oval(-0.1, -0.60, width, 0.19))
	o.add(plate.of(o.pick(rgb{0.24, 0.13, 0.08}, rgb{0.62, 0.42, 0.26}, rgb{0.55, 0.25, 0.10})), oval(-0.1, -0.56, 0.88*width, 0.13))
	if o.maybe(0.4) {
		o.glass(plate.of(gray(1)).glowing(0.8), 0.35, union(bow(0.06, 0.14, -0.25, -0.7, 0.0, -0.95, -0.25, -1.2),
			bow(0.06, 0.12, 0.1, -0.7, 0.3, -0.9, 0.1, -1.15)))
	}
}

func drawEnvelope(o *object) {
	paper := o.pick(rgb{0.96, 0.95, 0.92}, rgb{0.82, 0.68, 0.48}, rgb{0.90, 0.80, 0.66})
	if o.maybe(0.25) {
		paper = o.paint()
	}
	fold := tint(paper.scale(0.45), 0.8, line(0.04, -1.05, 0.68, -0.2, 0.0), line(0.04, 1.05, 0.68, 0.2, 0.0))
	o.slab(plate.of(paper), box(-1.06, -0.7, 1.06, 0.7, 0.02), 0.02, 0.05, fold)
	if o.maybe(0.75) {
		o.add(plate.of(paper.scale(0.6)), poly(-1.06, -0.70, 1.06, -0.70, 0, 0.26))
		o.add(plate.of(paper.scale(0.94)), poly(-1.02, -0.70, 1.02, -0.70, 0, 0.18))
		o.add(ball.of(o.pick(rgb{0.75, 0.10, 0.12})).shiny(0.4), disc(0, 0.16, 0.2))
		return
	}
	o.add(plate.of(paper), box(-1.06, -0.7, 1.06, 0.7, 0.02), on(o.paint(), box(0.62, -0.56, 0.92, -0.18, 0)),
		on(gray(0.3), line(0.06, -0.4, 0.05, 0.35, 0.05), line(0.06, -0.4, 0.25, 0.5, 0.25), line(0.06, -0.4, 0.45, 0.2, 0.45)))
}

func drawFlowerPot(o *object) {
	pot := o.pick(rgb{0.72, 0.36, 0.20}, rgb{0.80, 0.48, 0.30})
	if o.maybe(0.3) {
		pot = o.paint()
	}
	leaf := blob(0, 0.15, 0.2, -0.2, 0.14, -0.8, 0, -1.1, -0.14, -0.8, -0.2, -0.2)
	green, n := o.pick(leaves...), 7+o.r.IntN(4)
	for k := range n {
		lean := 2.3 * (float64(k*5%n)/float64(n-1) - 0.5)
		o.add(plate.of(green.jitter(o.r, 0.08)), leaf.grow(1, o.between(0.85, 1.1)).turn(lean).move(0, 0.12))
	}
	o.add(barrel.of(pot), turnery(0.52, 0.1, 0.38, 1.02))
	o.add(barrel.of(pot.scale(1.08)), turnery(0.62, 0.04, 0.58, 0.28))
}

func drawLamp(o *object) {
	foot, shade := o.paint(), o.pick(rgb{0.98, 0.90, 0.70}, rgb{0.96, 0.82, 0.60})
	if o.maybe(0.4) {
		shade = o.paint()
	}
	o.add(ball.of(foot).shiny(0.4), oval(0, 0.94, 0.46, 0.12))
	if o.maybe(0.5) {
		o.add(ball.of(foot).shiny(0.6), lathe(0.08, -0.3, 0.1, 0, 0.42, 0.4, 0.34, 0.8, 0.15, 0.95))
	} else {
		o.add(barrel.of(foot).shiny(0.5), box(-0.07, -0.3, 0.07, 0.95, 0))
	}
	top := o.between(0.3, 0.55)
	o.add(barrel.of(shade).glowing(o.between(0.2, 0.8)), turnery(top, -1.05, 0.86, -0.1), tint(gray(1), 0.5, oval(0, -0.3, 0.4, 0.5)))
	o.add(plate.of(shade.scale(0.6)), oval(0, -0.1, 0.86, 0.07))
}

func drawLightBulb(o *object) {
	glow := o.pick(rgb{1, 0.90, 0.50}, rgb{1, 0.95, 0.75}, rgb{0.85, 0.92, 0.96})
	o.add(barrel.of(metals[0]).shiny(0.5), box(-0.28, 0.48, 0.28, 1.0, 0.06),
		on(metals[0].scale(0.5), box(-1, 0.6, 1, 0.66, 0), box(-1, 0.74, 1, 0.80, 0), box(-1, 0.88, 1, 0.94, 0)))
	o.add(ball.of(glow).shiny(0.9).glowing(o.between(0.3, 0.9)), lathe(0.35, -1.02, 0.76, -0.72, 0.74, -0.1, 0.34, 0.30, 0.28, 0.55, 0.1, 0.56),
		tint(rgb{0.75, 0.45, 0.12}, 0.8, line(0.04, -0.18, 0.4, -0.24, -0.2, -0.08, -0.05, 0.08, -0.2, 0.24, -0.05, 0.24, -0.2, 0.18, 0.4)))
}

func drawPhone(o *object) {
	body, screen := gray(o.between(0.05, 0.25)), o.paint()
	if o.maybe(0.3) {
		body = o.paint()
	}
	var icons []mark
	for k := range 12 {
		x, y := step(-0.36, 0.26, k%3), step(-0.62, 0.32, k/3)
		icons = append(icons, on(o.paint(), box(x, y, x+0.19, y+0.19, 0.03)))
	}
	marks := append([]mark{on(screen, box(-0.46, -0.82, 0.46, 0.80, 0)), tint(gray(1), 0.25, poly(-0.46, -0.82, 0.46, -0.82, -0.46, 0.4))}, icons...)
	o.slab(plate.of(body).shiny(0.3), box(-0.55, -1.04, 0.55, 1.04, 0.1), 0.05, 0.04, append(marks, on(gray(0.6), disc(0, 0.92, 0.06)))...)
}

func drawTeapot(o *object) {
	colour, other := o.paint(), o.paint()
	o.add(ball.of(colour).shiny(0.4), ring(-0.62, 0.18, 0.48, 0.46, 0.68))
	o.add(pipe.of(colour).shiny(0.3), blob(0.5, 0.1, 0.8, 0.1, 0.92, -0.38, 1.12, -0.42, 1.16, -0.34, 1.05, 0.28, 0.6, 0.72, 0.4, 0.6))
	o.add(ball.of(colour).shiny(0.6), lathe(0.36, -0.5, 0.74, -0.1, 0.78, 0.6, 0.42, 1.0, 0.1, 1.02),
		on(other, box(-1, 0.2, 1, o.between(0.3, 0.45), 0)))
	o.add(ball.of(colour.scale(0.9)).shiny(0.5), lathe(0.1, -0.66, 0.44, -0.52, 0.46, -0.38, 0.1, -0.36))
	o.add(ball.of(other).shiny(0.5), disc(0, -0.74, 0.13))
}

func drawTelevision(o *object) {
	body := o.pick(woods...)
	if o.maybe(0.5) {
		body = o.paint()
	}
	sky, land := o.paint(), o.paint()
	o.add(plate.of(gray(0.25)), union(line(0.05, 0.05, -0.6, 0.5, -1.12), line(0.05, -0.05, -0.6, -0.42, -1.1)))
	o.add(plate.of(body.scale(0.5)), poly(0.5, 0.7, 0.7, 0.7, 0.82, 1.04, 0.68, 1.04).both())
	o.slab(plate.of(body), box(-1.06, -0.62, 1.06, 0.82, 0.1), 0.04, -0.06,
		on(gray(0.12), box(-0.92, -0.48, 0.58, 0.68, 0.12)), on(sky, box(-0.84, -0.40, 0.50, 0.60, 0.1)),
		on(land, blob(-0.84, 0.2, -0.4, -0.1, 0, 0.3, 0.5, 0.1, 0.5, 0.6, -0.84, 0.6)), tint(gray(1), 0.3, poly(-0.8, -0.36, -0.3, -0.36, -0.8, 0.3)),
		on(gray(0.85), disc(0.82, -0.28, 0.11), disc(0.82, 0.06, 0.11)),
		on(gray(0.2), box(0.70, 0.3, 0.94, 0.34, 0), box(0.70, 0.4, 0.94, 0.44, 0), box(0.70, 0.5, 0.94, 0.54, 0)))
}

func drawUmbrella(o *object) {
	colour, other := o.paint(), o.paint()
	o.add(plate.of(gray(0.25)), union(line(0.06, 0, -0.95, 0, 0.85), bow(0.08, 0.08, 0, 0.8, 0.04, 1.12, 0.26, 0.86)))
	panels := union(blob(-0.4, 0.1, -0.16, -0.8, 0, -0.95, 0.16, -0.8, 0.4, 0.1), blob(0.74, 0.1, 0.7, -0.3, 0.2, -0.9, 1.1, -0.4, 1.12, 0.1).both())
	o.add(ball.of(colour), blob(-1.1, 0.14, -1.06, -0.45, -0.5, -0.9, 0, -0.94, 0.5, -0.9, 1.06, -0.45, 1.1, 0.14, 0.82, -0.1, 0.72, -0.1, 0.42, 0.14,
		0.32, 0.14, 0, -0.1, -0.32, 0.14, -0.42, 0.14, -0.72, -0.1, -0.82, -0.1), on(other, panels))
	o.add(plate.of(gray(0.25)), line(0.06, 0, -0.88, 0, -1.05))
}

func drawVase(o *object) {
	colour, other := o.paint(), o.paint()
	for k := range 5 {
		lean := 0.24 * float64(k-2)
		y := float64(0.5*lean*lean) - 0.72
		o.add(plate.of(leaves[1]), line(0.05, 0.2*lean, 0, lean, -0.66))
		o.add(ball.of(o.paint()), disc(lean, y, o.between(0.16, 0.22)), on(rgb{0.95, 0.8, 0.3}, disc(lean, y, 0.07)))
	}
	neck, belly := o.between(0.14, 0.3), o.between(0.42, 0.62)
	body := lathe(neck+0.12, -0.36, neck, -0.25, neck, 0, belly, 0.3, belly, 0.65, 0.28, 0.96, 0.30, 1.04, 0, 1.04)
	zigzag := taper(0.09, 0.09, -0.7, 0.42, -0.5, 0.58, -0.3, 0.42, -0.1, 0.58, 0.1, 0.42, 0.3, 0.58, 0.5, 0.42, 0.7, 0.58)
	o.add(barrel.of(colour).shiny(0.6), body, on(other, zigzag, box(-1, 0.26, 1, 0.32, 0), box(-1, 0.70, 1, 0.76, 0)))
}

func drawWineGlass(o *object) {
	wine := o.pick(rgb{0.42, 0.04, 0.12}, rgb{0.88, 0.78, 0.40}, rgb{0.90, 0.50, 0.50})
	pale := rgb{0.86, 0.92, 0.95}
	o.add(ball.of(pale.scale(0.85)).shiny(0.6), oval(0, 0.98, 0.48, 0.09))
	o.add(barrel.of(pale).shiny(0.6), lathe(0.14, 0.16, 0.05, 0.3, 0.05, 0.9, 0.2, 0.98))
	bowl := lathe(0.44, -1.06, 0.46, -1.0, 0.60, -0.4, 0.45, 0.1, 0.08, 0.26)
	o.glass(barrel.of(pale).shiny(0.9), 0.55, bowl)
	level := o.between(-0.7, -0.3)
	o.add(barrel.of(wine).shiny(0.6), lathe(0.53, level, 0.58, level+0.02, 0.50, -0.05, 0.25, 0.17, 0.02, 0.2),
		on(wine.scale(1.4), oval(0, level+0.02, 0.56, 0.06)))
	o.glass(plate.of(gray(1)).glowing(1), 0.5, bow(0.05, 0.05, -0.34, -0.9, -0.52, -0.4, -0.3, 0.0))
}
