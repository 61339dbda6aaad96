package procedural

// tools returns the classes of things to work and to play with.
func tools() []class {
	lying := []setting{fromAbove, fromAbove, inStudio}
	return []class{
		{"ball", 3, []setting{onGround, onGround, inSky, fromAbove}, drawBall},
		{"camera", 0.1, []setting{onTable, inStudio}, drawCamera},
		{"dice", 0.3, []setting{fromAbove, onTable}, drawDice},
		{"drum", 0.06, []setting{onTable, inStudio, onGround}, drawDrum},
		{"guitar", 0.8, lying, drawGuitar},
		{"hammer", 1, lying, drawHammer},
		{"key", 1, lying, drawKey},
		{"kite", 0.5, []setting{inSky}, drawKite},
		{"laptop", 0.03, []setting{onTable, onTable, inStudio}, drawLaptop},
		{"magnifier", 1, lying, drawMagnifier},
		{"pencil", 1, lying, drawPencil},
		{"saw", 0.8, lying, drawSaw},
		{"scissors", 0.8, lying, drawScissors},
		{"toy balloon", 0.2, []setting{inSky, inStudio, inGreen}, drawToyBalloon},
	}
}

func drawBall(o *object) {
	colour, other := o.paint(), o.paint()
	switch o.r.IntN(3) {
	case 0: // beach ball
		wedges := sector(1.2, 0, 1.0/6).around(3, 0).move(0.15, -0.1)
		o.add(ball.of(colour).shiny(0.5), disc(0, 0, 1), on(other, wedges), on(gray(0.97), disc(0.15, -0.1, 0.16)))
	case 1: // football
		patch := star(0, 0, 0.34, 0.82, 5)
		o.add(ball.of(gray(0.95)).shiny(0.2), disc(0, 0, 1), on(ink, patch, patch.grow(1, 0.8).move(0, -0.92).around(5, 0.63)),
			tint(ink, 0.6, line(0.04, 0, -0.3, 0, -0.7).around(5, 0), line(0.04, 0.3, -0.75, -0.3, -0.75).around(5, 0.63)))
	default: // basketball
		o.add(ball.of(o.pick(rgb{0.86, 0.42, 0.14}, rgb{0.74, 0.30, 0.12})).textured(0.12, 12), disc(0, 0, 1),
			on(ink, line(0.06, -1, 0, 1, 0), line(0.06, 0, -1, 0, 1), bow(0.06, 0.06, -0.75, -0.75, -0.1, 0, -0.75, 0.75),
				bow(0.06, 0.06, 0.75, -0.75, 0.1, 0, 0.75, 0.75)))
	}
}

func drawCamera(o *object) {
	body, trim := o.pick(rgb{0.12, 0.12, 0.13}, rgb{0.30, 0.24, 0.20}), o.pick(metals...)
	if o.maybe(0.35) {
		body = o.paint()
	}
	o.add(plate.of(trim), union(poly(-0.36, -0.66, -0.26, -0.9, 0.26, -0.9, 0.36, -0.66), box(0.62, -0.78, 0.88, -0.6, 0.03)))
	o.slab(plate.of(body).textured(0.15, 14), box(-1.06, -0.66, 1.06, 0.74, 0.12), 0.05, -0.05, on(trim, box(-1.2, -0.8, 1.2, -0.40, 0)),
		on(rgb{0.75, 0.85, 0.95}, box(-0.92, -0.58, -0.56, -0.44, 0)), on(rgb{0.85, 0.1, 0.1}, disc(0.80, -0.52, 0.07)))
	o.add(ball.of(gray(0.18)).shiny(0.3), disc(0, 0.12, 0.60), on(trim, ring(0, 0.12, 0.52, 0.52, 0.88)))
	o.add(ball.of(rgb{0.10, 0.14, 0.26}).shiny(0.9), disc(0, 0.12, 0.36), tint(rgb{0.55, 0.70, 0.95}, 0.6, oval(-0.12, 0, 0.14, 0.10)),
		on(ink, disc(0.02, 0.14, 0.13)))
}

func drawDice(o *object) {
	colour := o.pick(rgb{0.95, 0.94, 0.90}, rgb{0.80, 0.10, 0.12}, rgb{0.12, 0.30, 0.62})
	dots := gray(0.97)
	if colour.luma() > 0.5 {
		dots = ink
	}
	o.add(plate.of(colour.scale(0.55)), poly(0.52, -0.32, 1.02, -0.66, 1.02, 0.42, 0.52, 0.92),
		on(dots.scale(0.9), oval(0.77, 0.13, 0.09, 0.14), oval(0.65, 0.55, 0.08, 0.13), oval(0.90, -0.28, 0.08, 0.13)))
	o.add(plate.of(colour.scale(1.05)), poly(-0.80, -0.32, -0.22, -0.66, 1.02, -0.66, 0.52, -0.32),
		on(dots, oval(-0.34, -0.42, 0.14, 0.06), oval(0.60, -0.56, 0.14, 0.06)))
	pips := [][]float64{{0, 0}, {-1, -1, 1, 1}, {-1, -1, 0, 0, 1, 1}, {-1, -1, 1, -1, -1, 1, 1, 1}, {-1, -1, 1, -1, 0, 0, -1, 1, 1, 1}, {-1, -1, 1, -1,
		-1, 0, 1, 0, -1, 1, 1, 1}}
	var face shape
	for _, p := range pairs(pips[o.r.IntN(len(pips))]) {
		face = union(face, disc(float64(0.38*p.x)-0.14, float64(0.38*p.y)+0.30, 0.14))
	}
	o.add(plate.of(colour.scale(0.85)), box(-0.80, -0.32, 0.52, 0.92, 0.05), on(dots, face))
}

func drawDrum(o *object) {
	colour, rim := o.paint(), o.pick(metals...)
	zigzag := taper(0.06, 0.06, -0.9, 0, -0.6, 0.7, -0.3, 0, 0, 0.7, 0.3, 0, 0.6, 0.7, 0.9, 0)
	o.add(barrel.of(rim).shiny(0.4), lathe(0.9, 0.62, 0.92, 0.66, 0.92, 0.8, 0.6, 1.02, 0, 1.04))
	o.add(barrel.of(colour).shiny(0.3), lathe(0.88, -0.4, 0.88, -0.3, 0.88, 0.7, 0.6, 0.9, 0, 0.92), on(gray(0.93), zigzag))
	o.add(barrel.of(rim).shiny(0.5), union(oval(0, -0.34, 0.94, 0.36)))
	o.add(plate.of(rgb{0.95, 0.93, 0.86}), oval(0, -0.38, 0.84, 0.29))
	o.add(pipe.of(woods[2]), union(line(0.08, -0.1, -0.40, 0.9, -1.0), line(0.08, 0.2, -0.32, -0.8, -1.02), disc(-0.1, -0.4, 0.09),
		disc(0.2, -0.32, 0.09)))
}

func drawGuitar(o *object) {
	wood := o.pick(woods...)
	if o.maybe(0.35) {
		wood = o.paint()
	}
	body := lathe(0.2, -0.20, 0.46, -0.1, 0.40, 0.18, 0.36, 0.26, 0.62, 0.5, 0.60, 0.95, 0.25, 1.12)
	o.slab(plate.of(wood).shiny(0.3), body, 0.05, 0.05, on(ink, disc(0, 0.28, 0.17)), on(woods[0], box(-0.22, 0.72, 0.22, 0.80, 0)),
		tint(gray(1), 0.18, oval(-0.25, 0.7, 0.15, 0.3)))
	o.add(barrel.of(woods[0]), union(box(-0.075, -0.9, 0.075, 0.2, 0), poly(-0.13, -1.2, 0.13, -1.2, 0.10, -0.86, -0.10, -0.86)))
	o.add(plate.of(gray(0.8)), union(line(0.02, -0.03, -1.1, -0.04, 0.75), line(0.02, 0.03, -1.1, 0.04, 0.75)))
	o.add(ball.of(metals[2]), union(disc(0.17, -1.1, 0.05), disc(0.16, -0.95, 0.05)).both())
}

func drawHammer(o *object) {
	handle := o.pick(woods...)
	if o.maybe(0.3) {
		handle = o.paint()
	}
	o.add(barrel.of(handle), lathe(0.10, -0.75, 0.11, -0.2, 0.13, 0.5, 0.16, 1.0, 0.10, 1.1))
	o.add(pipe.of(o.pick(metals[0], metals[1])).shiny(0.5), union(box(-0.42, -1.0, 0.3, -0.66, 0.04), box(0.26, -1.06, 0.62, -0.60, 0.05),
		blob(-0.36, -1.0, -0.60, -0.96, -0.95, -0.56, -1.0, -0.5, -0.72, -0.62, -0.36, -0.66)))
}

func drawKey(o *object) {
	m := plate.of(o.pick(metals...)).shiny(0.5)
	bow := ring(-0.70, 0, 0.42, 0.42, 0.55)
	if o.maybe(0.4) {
		bow = union(ring(-0.88, 0, 0.26, 0.26, 0.5), ring(-0.56, -0.24, 0.24, 0.24, 0.5), ring(-0.56, 0.24, 0.24, 0.24, 0.5))
	}
	deep, middle := o.between(0.25, 0.5), o.between(0.2, 0.45)
	bit := union(box(-0.32, -0.09, 1.08, 0.09, 0.03), box(0.86, 0.05, 1.02, deep, 0), box(0.62, 0.05, 0.76, middle, 0), box(0.40, 0.05, 0.52, 0.28, 0))
	o.slab(m, union(bow, bit), 0.03, 0.05)
}

func drawKite(o *object) {
	colour, other := o.paint(), o.paint()
	tail := taper(0.05, 0.04, 0, 0.55, -0.16, 0.75, 0.06, 0.95, -0.14, 1.15, 0.1, 1.4)
	o.add(plate.of(gray(0.3)), tail)
	for k := range 3 {
		bowtie := poly(0, 0, -0.17, -0.1, -0.17, 0.1)
		o.add(plate.of(o.paint()), union(bowtie, poly(0, 0, 0.17, -0.1, 0.17, 0.1)).move(-0.04, step(0.78, 0.24, k)))
	}
	o.add(plate.of(colour), poly(0, -1.08, 0.74, -0.30, 0, 0.62, -0.74, -0.30),
		on(other, poly(0, -1.08, 0.74, -0.30, 0, -0.30), poly(0, -0.30, 0, 0.62, -0.74, -0.30)),
		tint(ink, 0.6, line(0.03, 0, -1.1, 0, 0.62), line(0.03, -0.74, -0.3, 0.74, -0.3)))
}

func drawLaptop(o *object) {
	body := o.pick(metals[0], metals[2])
	if o.maybe(0.4) {
		body = gray(o.between(0.1, 0.2))
	}
	one, other := o.paint(), o.paint()
	o.slab(plate.of(body.scale(0.8)), box(-0.86, -0.86, 0.86, 0.34, 0.05), 0.02, -0.04, on(gray(0.06), box(-0.79, -0.79, 0.79, 0.27, 0)),
		on(one, box(-0.74, -0.74, 0.74, 0.22, 0)),
		on(other, box(-0.62, -0.6, o.between(-0.2, 0.3), o.between(-0.3, 0), 0)), on(gray(0.95), box(-0.1, -0.45, 0.6, o.between(-0.2, 0.1), 0)),
		tint(gray(1), 0.2, poly(-0.74, -0.74, 0.2, -0.74, -0.74, 0.22)))
	o.slab(plate.of(body), poly(-0.86, 0.38, 0.86, 0.38, 1.12, 0.94, -1.12, 0.94), 0, 0.07,
		on(gray(0.1), poly(-0.78, 0.44, 0.78, 0.44, 0.94, 0.74, -0.94, 0.74)),
		on(body.scale(0.8), poly(-0.24, 0.79, 0.24, 0.79, 0.27, 0.91, -0.27, 0.91)), on(gray(0.4), grid(-0.76, 0.46, 0.80, 0.72, 9, 3, 0.3)))
}

func drawMagnifier(o *object) {
	frame := o.pick(metals...)
	o.add(pipe.of(o.paint().scale(0.8)), line(0.20, 0.52, 0.52, 1.04, 1.04))
	o.add(pipe.of(frame), line(0.13, 0.34, 0.34, 0.56, 0.56))
	o.glass(ball.of(rgb{0.82, 0.92, 0.97}).shiny(0.9), 0.5, disc(-0.25, -0.25, 0.72))
	o.glass(plate.of(gray(1)).glowing(1), 0.6, bow(0.10, 0.04, -0.72, -0.25, -0.70, -0.66, -0.32, -0.74))
	o.add(ball.of(frame).shiny(0.4), ring(-0.25, -0.25, 0.80, 0.80, 0.82))
}

func drawPencil(o *object) {
	colour := o.paint()
	o.add(pipe.of(rgb{0.90, 0.52, 0.55}), box(-1.16, -0.17, -0.9, 0.17, 0.06))
	o.add(pipe.of(metals[2]).shiny(0.5), box(-0.95, -0.18, -0.72, 0.18, 0), on(metals[0].scale(0.7), box(-0.88, -1, -0.84, 1, 0)))
	o.add(pipe.of(colour).shiny(0.25), box(-0.74, -0.18, 0.66, 0.18, 0), on(colour.scale(0.7), box(-0.8, 0.06, 1, 0.09, 0)),
		tint(gray(1), 0.35, box(-0.8, -0.08, 1, -0.05, 0)))
	o.add(pipe.of(rgb{0.90, 0.74, 0.50}), poly(0.64, -0.18, 0.76, -0.14, 1.16, 0, 0.76, 0.14, 0.64, 0.18),
		on(mix(colour, ink, 0.5), box(1.0, -1, 2, 1, 0)))
}

func drawSaw(o *object) {
	blade := poly(-0.42, -0.34, 1.16, -0.10, 1.16, 0.16)
	teeth := blade[0].points
	const n = 13
	for k := range n {
		x := lerp(1.12, -0.42, float64(k)/(n-1))
		teeth = append(teeth, point{x, lerp(0.20, 0.44, float64(k)/(n-1))}, point{x - 0.06, lerp(0.10, 0.32, float64(k)/(n-1))})
	}
	blade[0].points = teeth
	o.slab(plate.of(o.pick(metals[1], metals[2])).shiny(0.4), blade, 0.02, 0.04)
	handle := blob(-0.4, -0.42, -0.3, 0.0, -0.34, 0.48, -0.75, 0.46, -1.12, 0.30, -1.1, -0.15, -0.85, -0.46)
	wood := o.pick(woods...)
	if o.maybe(0.4) {
		wood = o.paint()
	}
	o.slab(plate.of(wood), union(handle, reversed(oval(-0.72, 0.02, 0.17, 0.22))), 0.03, 0.04)
}

func drawScissors(o *object) {
	steel, grip := o.pick(metals[1], metals[2]), o.paint()
	open := o.between(0.14, 0.4)
	half := func(angle float64) (blade, handle shape) {
		blade = poly(-0.10, 0.1, -0.12, -0.2, 0.02, -1.14, 0.10, -0.3, 0.10, 0.1)
		handle = union(line(0.15, 0, 0.05, 0.1, 0.42), ring(0.2, 0.74, 0.30, 0.36, 0.60))
		return blade.turn(angle), handle.turn(angle)
	}
	blade, handle := half(-open)
	o.slab(plate.of(steel).shiny(0.5), blade, 0.02, 0.03)
	o.slab(plate.of(grip).shiny(0.2), handle, 0.03, 0.04)
	o.slab(plate.of(steel).shiny(0.5), blade.flip(), 0.02, 0.03)
	o.slab(plate.of(grip).shiny(0.2), handle.flip(), 0.03, 0.04)
	o.add(ball.of(gray(0.3)), disc(0, 0, 0.08))
}

func drawToyBalloon(o *object) {
	n := 1 + o.r.IntN(3)
	for k := range n {
		x, y := 0.0, 0.0
		if n > 1 {
			x, y = float64(0.26*float64(2*k-n+1)), float64(0.22*float64(k%2))
		}
		colour, size := o.paint(), step(1, -0.13, n-1)
		o.add(plate.of(gray(0.35)), bow(0.03, 0.03, x, y+0.3, x+0.1, 0.8, 0, 1.25))
		body := lathe(0.28, -1.05, 0.64, -0.75, 0.62, -0.15, 0.22, 0.24, 0.04, 0.34, 0.10, 0.44, 0, 0.44).grow(size, size).move(x, y)
		o.add(ball.of(colour).shiny(0.9), body, tint(gray(1), 0.55, oval(x-float64(0.26*size), y-float64(0.66*size), 0.09, 0.17)))
	}
}
