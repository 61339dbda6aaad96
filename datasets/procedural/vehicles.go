package procedural

// vehicles returns the classes of things to travel with.
func vehicles() []class {
	road := []setting{onGround, onGround, inStudio}
	return []class{
		{"air balloon", 0.1, []setting{inSky}, drawAirBalloon},
		{"bicycle", 0.05, road, drawBicycle},
		{"bus", 0.04, road, drawBus},
		{"car", 0.04, road, drawCar},
		{"plane", 0.25, []setting{inSky}, drawPlane},
		{"rocket", 0.5, []setting{inSky, atNight, atNight}, drawRocket},
		{"sailboat", 0.08, []setting{onWater}, drawSailboat},
		{"train", 0.03, road, drawTrain},
		{"truck", 0.04, road, drawTruck},
	}
}

// panes is the colour of glass that mirrors the sky.
func (o *object) panes() rgb {
	return o.pick(rgb{0.14, 0.20, 0.28}, rgb{0.42, 0.56, 0.66}, rgb{0.72, 0.84, 0.90})
}

// wheels draws wheels of radius r with their middle at y.
func (o *object) wheels(y, r float64, xs ...float64) {
	hub := o.pick(metals[0], metals[2])
	for _, x := range xs {
		o.add(ball.of(gray(0.10)), disc(x, y, r), on(hub, disc(x, y, 0.52*r)), on(hub.scale(0.5), disc(x, y, 0.2*r)))
	}
}

func drawAirBalloon(o *object) {
	colour, other := o.paint(), o.paint()
	o.add(barrel.of(woods[1]).textured(0.3, 14), box(-0.17, 0.82, 0.17, 1.08, 0.03))
	o.add(plate.of(ink), line(0.03, 0.15, 0.84, 0.34, 0.42).both())
	stripes := union(box(-0.12, -1.2, 0.12, 0.8, 0), bow(0.22, 0.16, 0.3, -1.1, 0.95, -0.2, 0.25, 0.6).both())
	if o.maybe(0.4) {
		stripes = union(box(-1, -0.62, 1, -0.36, 0), box(-1, -0.1, 1, 0.12, 0))
	}
	o.add(ball.of(colour).shiny(0.2), lathe(0.5, -1.12, 0.92, -0.72, 0.88, -0.1, 0.30, 0.50, 0.16, 0.62, 0.1, 0.62), on(other, stripes))
}

func drawBicycle(o *object) {
	frame, tyre := o.paint(), gray(o.between(0.05, 0.25))
	for _, x := range []float64{-0.66, 0.66} {
		spokes := line(0.02, 0, -0.44, 0, 0.44).around(4, 0).move(x, 0.52)
		o.add(plate.of(gray(0.6)), spokes)
		o.add(plate.of(tyre), ring(x, 0.52, 0.50, 0.50, 0.82))
	}
	o.add(plate.of(frame).shiny(0.3), union(line(0.10, -0.66, 0.52, -0.02, 0.52, 0.46, -0.22, -0.30, -0.22, -0.66, 0.52),
		line(0.10, -0.38, -0.48, -0.02, 0.52), line(0.10, 0.66, 0.52, 0.40, -0.55)))
	o.add(plate.of(ink), union(blob(-0.66, -0.58, -0.1, -0.56, -0.1, -0.46, -0.60, -0.44), line(0.10, 0.40, -0.55, 0.22, -0.66),
		line(0.10, 0.40, -0.55, 0.66, -0.58), disc(-0.02, 0.52, 0.12)))
}

func drawBus(o *object) {
	colour, glass := o.paint(), o.panes()
	top, floors := -0.52, 1
	if o.maybe(0.35) {
		top, floors = -0.92, 2
	}
	var windows shape
	for k := range floors {
		y := step(-0.36, -0.52, k)
		windows = union(windows, grid(-1.0, y, 0.80, y+0.38, 5, 1, 0.12))
	}
	o.slab(plate.of(colour).shiny(0.2), box(-1.1, top, 1.08, 0.78, 0.10), 0.06, -0.07, on(glass, windows, box(0.84, -0.36, 1.2, 0.1, 0)),
		on(mix(colour, gray(0.95), 0.7), box(-1.2, 0.16, 1.2, 0.26, 0)), on(glass.scale(0.7), box(0.52, 0.30, 0.72, 0.72, 0)),
		on(rgb{1, 0.9, 0.6}, disc(1.0, 0.52, 0.07)))
	o.wheels(0.78, 0.22, -0.66, 0.60)
}

func drawCar(o *object) {
	colour, glass := o.paint(), o.panes()
	roof := o.between(-0.45, -0.25)
	back := o.between(-0.95, -0.6)
	o.slab(pipe.of(colour).shiny(0.4), blob(back, 0.1, back+0.2, roof-0.05, 0.05, roof-0.1, 0.28, roof, 0.62, 0.12, 0.4, 0.4, -0.6, 0.4), 0.05, -0.06)
	o.add(plate.of(glass), union(poly(-0.12, roof+0.04, 0.20, roof+0.06, 0.48, 0.14, -0.12, 0.14),
		poly(-0.20, roof+0.04, -0.20, 0.14, back+0.16, 0.14, back+0.26, roof+0.08)))
	o.slab(pipe.of(colour).shiny(0.5), blob(-1.12, 0.12, -0.6, 0.06, 0.5, 0.08, 1.02, 0.18, 1.14, 0.45, 1.1, 0.76, 0.6, 0.74, -0.6, 0.74, -1.12, 0.74),
		0.05, -0.05,
		on(rgb{1, 0.95, 0.75}, oval(1.05, 0.32, 0.10, 0.08)), on(rgb{0.8, 0.1, 0.1}, box(-1.2, 0.24, -0.98, 0.36, 0)),
		tint(ink, 0.5, line(0.025, -0.16, 0.14, -0.16, 0.66), line(0.03, -0.06, 0.26, 0.05, 0.26)))
	o.wheels(0.72, 0.28, -0.62, 0.62)
}

func drawPlane(o *object) {
	colour, stripe := o.pick(rgb{0.93, 0.94, 0.95}, rgb{0.75, 0.78, 0.82}), o.paint()
	o.add(plate.of(colour.scale(0.75)), poly(-0.05, -0.05, 0.30, -0.05, 0.05, -0.62, -0.12, -0.62))
	o.add(plate.of(stripe), poly(-1.0, -0.05, -0.66, -0.08, -0.92, -0.62, -1.12, -0.62))
	var windows shape
	for k := range 8 {
		windows = union(windows, disc(step(-0.5, 0.15, k), -0.06, 0.045))
	}
	o.add(pipe.of(colour).shiny(0.4), blob(-1.2, -0.2, -0.8, -0.24, 0.6, -0.26, 1.0, -0.12, 1.16, 0.06, 0.9, 0.22, 0.4, 0.24, -0.7, 0.14),
		on(rgb{0.15, 0.2, 0.3}, windows, poly(0.86, -0.12, 1.04, -0.06, 1.0, 0, 0.84, 0)),
		on(stripe, line(0.06, -1.2, 0.06, 1.2, 0.10)))
	o.add(plate.of(colour.scale(0.92)), poly(-0.1, 0.10, 0.36, 0.10, -0.18, 0.80, -0.44, 0.80))
	o.add(plate.of(stripe.scale(0.9)), poly(-1.05, -0.02, -0.78, -0.02, -1.05, 0.24, -1.2, 0.24))
	o.add(pipe.of(gray(0.5)), box(0.0, 0.34, 0.28, 0.48, 0.05))
}

func drawRocket(o *object) {
	body, colour := o.pick(rgb{0.93, 0.93, 0.92}, rgb{0.75, 0.77, 0.80}), o.paint()
	if o.maybe(0.75) {
		o.add(plate.of(rgb{0.98, 0.50, 0.10}).glowing(0.9), blob(-0.26, 0.62, 0.26, 0.62, 0.22, 0.95, 0, 1.45, -0.22, 0.95))
		o.add(plate.of(rgb{1, 0.90, 0.45}).glowing(1), blob(-0.14, 0.62, 0.14, 0.62, 0.10, 0.85, 0, 1.12, -0.10, 0.85))
	}
	o.add(plate.of(colour.scale(0.9)), blob(0.26, 0.1, 0.5, 0.3, 0.70, 0.72, 0.66, 0.95, 0.3, 0.6).both())
	o.add(barrel.of(body).shiny(0.4), lathe(0.02, -1.16, 0.10, -1.08, 0.40, -0.45, 0.44, 0.2, 0.24, 0.72),
		on(colour, lathe(0.1, -1.3, 0.5, -1.2, 0.5, -0.62, 0.2, -0.60), box(-0.6, 0.36, 0.6, 0.5, 0)))
	o.add(plate.of(metals[0]), disc(0, -0.16, 0.22), on(rgb{0.35, 0.62, 0.85}, disc(0, -0.16, 0.14)))
	o.add(plate.of(colour.scale(0.7)), box(-0.06, 0.3, 0.06, 0.9, 0))
}

func drawSailboat(o *object) {
	hull, sail, other := o.paint(), o.pick(rgb{0.96, 0.95, 0.92}, rgb{0.94, 0.88, 0.74}), o.paint()
	if o.maybe(0.35) {
		sail = o.paint()
	}
	o.add(barrel.of(woods[1]), box(-0.05, -1.08, 0.05, 0.6, 0))
	o.add(barrel.of(sail), blob(0.10, -1.0, 0.12, -0.98, 0.46, -0.5, 1.0, 0.38, 0.98, 0.44, 0.12, 0.42, 0.10, 0.4),
		tint(other, 0.8, box(0, -0.1, 1.2, 0.08, 0)))
	o.add(barrel.of(mix(sail, other, o.between(0, 0.6))), blob(-0.10, -0.86, -0.12, -0.84, -0.66, 0.02, -0.86, 0.40, -0.82, 0.44, -0.12, 0.40))
	o.add(pipe.of(hull).shiny(0.2), blob(-1.1, 0.54, -1.0, 0.52, 1.0, 0.52, 1.14, 0.52, 0.8, 1.04, 0.5, 1.04, -0.6, 1.04, -0.9, 1.0),
		on(gray(0.95), box(-1.3, 0.60, 1.3, 0.68, 0)))
}

func drawTrain(o *object) {
	colour, other := o.paint(), o.paint()
	o.add(barrel.of(gray(0.15)), turnery(0.18, -1.02, 0.12, -0.75, 0.12, -0.2).move(0.62, 0))
	if o.maybe(0.7) {
		puff := gray(o.between(0.75, 0.95))
		o.add(ball.of(puff).textured(0.2, 5), union(disc(0.5, -1.1, 0.18), disc(0.15, -1.22, 0.26), disc(-0.35, -1.3, 0.32)))
	}
	o.add(barrel.of(metals[3]), lathe(0.14, -0.52, 0.16, -0.3, 0.16, -0.1).move(0.15, 0))
	o.add(pipe.of(colour).shiny(0.4), box(-0.4, -0.32, 0.98, 0.42, 0.12), on(metals[3], box(0.3, -1, 0.38, 1, 0), box(-0.1, -1, -0.02, 1, 0)),
		on(gray(0.12), box(0.84, -1, 1.2, 1, 0)))
	o.slab(plate.of(other), box(-1.08, -0.66, -0.36, 0.46, 0), 0.04, -0.03, on(o.panes(), box(-0.94, -0.5, -0.52, -0.06, 0.05)))
	o.slab(plate.of(other.scale(0.6)), poly(-1.18, -0.82, -0.26, -0.82, -0.30, -0.66, -1.14, -0.66), 0.03, -0.03)
	o.add(plate.of(gray(0.14)), union(box(-1.1, 0.42, 1.06, 0.60, 0), poly(0.98, 0.5, 1.2, 0.98, 0.86, 0.98)))
	o.wheels(0.70, 0.30, -0.72)
	o.wheels(0.80, 0.20, -0.08, 0.34, 0.76)
	o.add(plate.of(metals[0]), line(0.07, -0.72, 0.72, 0.34, 0.80))
}

func drawTruck(o *object) {
	cab, load := o.paint(), o.pick(rgb{0.92, 0.92, 0.90}, rgb{0.72, 0.74, 0.76})
	if o.maybe(0.5) {
		load = o.paint()
	}
	o.add(plate.of(gray(0.15)), box(-1.05, 0.5, 1.05, 0.74, 0))
	var ribs shape
	for k := range 6 {
		ribs = union(ribs, box(step(-0.95, 0.24, k), -0.9, step(-0.91, 0.24, k), 0.6, 0))
	}
	o.slab(plate.of(load), box(-1.12, -0.78, 0.36, 0.54, 0), 0.05, -0.06, tint(load.scale(0.6), 0.5, ribs))
	o.slab(plate.of(cab).shiny(0.3), blob(0.42, -0.38, 0.46, -0.46, 0.80, -0.44, 0.88, -0.40, 1.06, 0.06, 1.12, 0.1, 1.14, 0.6, 1.1, 0.68, 0.46, 0.68,
		0.42, 0.6), 0.04, -0.05,
		on(o.panes(), poly(0.60, -0.30, 0.80, -0.30, 0.98, 0.08, 0.60, 0.08)), on(rgb{1, 0.95, 0.75}, box(1.02, 0.36, 1.2, 0.48, 0)))
	o.wheels(0.76, 0.24, -0.78, -0.28, 0.74)
}
