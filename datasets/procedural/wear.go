package procedural

// wear returns the classes of things that are worn or carried.
func wear() []class {
	lying := []setting{fromAbove, inStudio, onTable}
	return []class{
		{"crown", 0.1, []setting{onTable, inStudio}, drawCrown},
		{"glasses", 0.4, []setting{fromAbove, inStudio}, drawSpectacles},
		{"handbag", 0.06, []setting{onTable, inStudio}, drawHandbag},
		{"hat", 0.15, lying, drawHat},
		{"shirt", 0.3, []setting{fromAbove, inStudio}, drawShirt},
		{"shoe", 0.1, []setting{onTable, inStudio, fromAbove}, drawShoe},
		{"sock", 0.5, []setting{fromAbove, inStudio}, drawSock},
	}
}

func drawCrown(o *object) {
	gold := o.pick(rgb{0.94, 0.74, 0.22}, rgb{0.86, 0.62, 0.20}, rgb{0.86, 0.86, 0.88})
	o.add(barrel.of(gold.scale(0.5)), oval(0, 0.36, 0.88, 0.2))
	tips := poly(-0.92, 0.86, -1.04, -0.46, -0.54, 0.16, -0.34, -0.72, 0, 0.10, 0.34, -0.72, 0.54, 0.16, 1.04, -0.46, 0.92, 0.86)
	o.add(barrel.of(gold).shiny(0.7), union(tips, oval(0, 0.86, 0.92, 0.16)), on(gold.scale(0.7), bow(0.05, 0.05, -0.95, 0.5, 0, 0.72, 0.95, 0.5)),
		on(o.paint(), disc(0, 0.80, 0.12)), on(o.paint(), disc(0.52, 0.74, 0.10).both()))
	o.add(ball.of(o.paint()).shiny(0.8), union(disc(-1.02, -0.52, 0.12), disc(-0.34, -0.80, 0.12), disc(0.34, -0.80, 0.12), disc(1.02, -0.52, 0.12)))
}

func drawSpectacles(o *object) {
	frame := o.paint().scale(0.7)
	if o.maybe(0.5) {
		frame = gray(o.between(0.05, 0.2))
	}
	lens, clear := rgb{0.85, 0.92, 0.96}, 0.4
	if o.maybe(0.45) {
		lens, clear = o.pick(rgb{0.06, 0.06, 0.08}, rgb{0.30, 0.18, 0.10}, rgb{0.12, 0.22, 0.40}), 0.92
	}
	high := o.between(0.34, 0.44)
	o.add(pipe.of(frame), line(0.10, 0.95, -0.1, 1.08, -0.45, 0.85, -0.52).both())
	o.glass(ball.of(lens).shiny(0.7), clear, oval(0.54, 0.08, 0.46, high).both())
	o.add(plate.of(frame).shiny(0.3), union(ring(0.54, 0.08, 0.50, high+0.05, 0.80).both(), bow(0.10, 0.10, -0.12, 0.02, 0, -0.14, 0.12, 0.02)))
	o.glass(plate.of(gray(1)).glowing(1), 0.5, union(line(0.06, -0.66, 0.06, -0.50, -0.12), line(0.06, 0.40, 0.06, 0.56, -0.12)))
}

func drawHandbag(o *object) {
	leather, metal := o.paint(), metals[3]
	o.add(pipe.of(leather.scale(0.7)), ring(0, -0.42, 0.52, 0.62, 0.80))
	o.slab(plate.of(leather).shiny(0.3).textured(0.08, 9), blob(-0.72, -0.38, 0.72, -0.38, 0.84, -0.36, 1.04, 0.9, 0.96, 1.02, -0.96, 1.02, -1.04, 0.9,
		-0.84, -0.36), 0.06, -0.04)
	o.add(plate.of(leather.scale(0.86)).shiny(0.3), blob(-0.82, -0.40, 0.82, -0.40, 0.9, -0.3, 0.8, 0.2, 0, 0.42, -0.8, 0.2, -0.9, -0.3))
	o.add(ball.of(metal).shiny(0.7), box(-0.13, 0.12, 0.13, 0.40, 0.04))
}

func drawHat(o *object) {
	colour, band := o.paint(), o.paint()
	switch o.r.IntN(3) {
	case 0: // top hat
		colour = gray(o.between(0.06, 0.2))
		o.add(pipe.of(colour), oval(0, 0.72, 1.08, 0.22))
		o.add(barrel.of(colour).shiny(0.2), turnery(0.68, -0.84, 0.60, 0.66), on(band, box(-1, 0.34, 1, 0.62, 0)))
		o.add(plate.of(colour.scale(1.3)), oval(0, -0.84, 0.68, 0.13))
	case 1: // a sun hat of straw
		if o.maybe(0.6) {
			colour = rgb{0.86, 0.74, 0.46}
		}
		o.add(pipe.of(colour).textured(0.2, 14), oval(0, 0.52, 1.14, 0.36))
		o.add(ball.of(colour).textured(0.2, 14), lathe(0.35, -0.52, 0.60, -0.3, 0.64, 0.5, 0.3, 0.6),
			on(band, blob(-1, 0.18, 0, 0.3, 1, 0.18, 1, 0.44, 0, 0.58, -1, 0.44)))
	default: // a cap
		o.add(pipe.of(colour.scale(0.75)), blob(-0.1, 0.4, 0.7, 0.28, 1.2, 0.62, 1.1, 0.78, 0.5, 0.62, -0.1, 0.66))
		o.add(ball.of(colour), blob(-0.98, 0.58, -0.96, -0.1, -0.5, -0.66, 0.15, -0.66, 0.62, -0.1, 0.66, 0.56, 0.2, 0.64, -0.6, 0.66),
			tint(colour.scale(0.5), 0.7, bow(0.04, 0.04, -0.15, -0.7, 0.2, 0, 0.1, 0.7), bow(0.04, 0.04, -0.2, -0.7, -0.6, 0, -0.5, 0.7)),
			on(band, disc(0.34, 0.05, 0.18)))
		o.add(ball.of(band), disc(-0.16, -0.58, 0.09))
	}
}

func drawShirt(o *object) {
	colour, other := o.paint(), o.paint()
	body := poly(-0.34, -0.92, -0.2, -0.78, 0, -0.72, 0.2, -0.78, 0.34, -0.92, 0.62, -0.84, 1.14, -0.22, 0.78, 0.12, 0.58, -0.12, 0.60, 1.0, -0.60, 1.0,
		-0.58, -0.12, -0.78, 0.12, -1.14, -0.22, -0.62, -0.84)
	var print mark
	switch o.r.IntN(4) {
	case 0:
		print = on(other, grid(-1.2, -0.9, 1.2, 1.2, 1, 6, 0.5))
	case 1:
		print = on(other, star(0, 0.05, 0.36, 0.45, 5))
	case 2:
		print = on(other, disc(0, 0.05, 0.3))
	}
	o.add(plate.of(colour).textured(0.18, 3), body, print, on(mix(colour, other, 0.5).scale(0.8), bow(0.09, 0.09, -0.36, -0.92, 0, -0.5, 0.36, -0.92)))
	o.add(plate.of(colour.scale(0.6)), union(line(0.025, 0.58, -0.15, 0.62, -0.5)).both())
}

func drawShoe(o *object) {
	colour, sole := o.paint(), o.pick(rgb{0.95, 0.94, 0.92}, rgb{0.20, 0.16, 0.14})
	switch o.r.IntN(3) {
	case 0: // a pump with a heel
		o.add(pipe.of(colour).shiny(0.6), blob(-1.0, -0.75, -0.75, -0.72, -0.3, 0.1, 0.3, 0.48, 0.9, 0.52, 1.16, 0.82, 1.1, 0.96, 0.4, 0.96, -0.1, 0.72,
			-0.6, 0.3, -0.92, 0.1))
		o.add(barrel.of(colour.scale(0.7)), taper(0.26, 0.10, -0.84, 0.0, -0.86, 0.98))
	case 1: // a boot
		o.add(barrel.of(colour).shiny(0.3), blob(-0.78, -1.0, -0.05, -1.04, 0.0, -0.9, 0.02, 0.1, 0.5, 0.3, 1.02, 0.42, 1.1, 0.86, 0.4, 0.9, -0.8, 0.88,
			-0.86, 0.5), tint(colour.scale(0.5), 0.7, box(-1, -1.1, 1, -0.72, 0)))
		o.add(pipe.of(sole.scale(0.6)), union(box(-0.86, 0.78, 1.1, 0.94, 0.05), box(-0.86, 0.8, -0.36, 1.06, 0)))
	default: // a trainer
		o.add(pipe.of(colour).shiny(0.15), blob(-1.06, -0.42, -0.82, -0.52, -0.4, -0.2, 0.05, -0.42, 0.5, 0.12, 1.05, 0.28, 1.16, 0.7, 0.6, 0.76, -0.9,
			0.76, -1.08, 0.4), on(mix(colour, gray(0.95), 0.75), blob(-0.6, 0.6, -0.2, 0.0, 0.0, 0.1, -0.2, 0.6),
			blob(0.75, 0.2, 1.3, 0.2, 1.3, 0.8, 0.7, 0.8)))
		o.add(plate.of(gray(0.96)), union(line(0.07, -0.02, -0.2, 0.18, -0.34), line(0.07, 0.12, -0.06, 0.32, -0.2), line(0.07, 0.26, 0.08, 0.46, -0.06)))
		o.add(pipe.of(sole), blob(-1.12, 0.62, -0.8, 0.66, 0.8, 0.66, 1.2, 0.6, 1.2, 0.9, 0.9, 0.96, -0.9, 0.96, -1.14, 0.9))
	}
}

func drawSock(o *object) {
	colour, other := o.paint(), o.paint()
	body := blob(-0.62, -1.1, -0.5, -1.1, 0.1, -1.1, 0.2, -1.06, 0.14, 0.1, 0.5, 0.32, 0.98, 0.5, 1.0, 0.98, 0.5, 1.04, -0.3, 0.92, -0.64, 0.5)
	marks := []mark{on(other, box(-1, -1.3, 1, -0.76, 0), disc(0.95, 0.78, 0.36), disc(-0.5, 0.55, 0.32))}
	if o.maybe(0.6) {
		marks = append(marks, on(o.paint(), box(-1, -0.55, 1, -0.38, 0), box(-1, -0.2, 1, -0.03, 0)))
	}
	o.add(barrel.of(colour).shiny(0).textured(0.15, 8), body, marks...)
}
