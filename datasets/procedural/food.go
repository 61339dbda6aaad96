package procedural

// food returns the classes of things to eat.
func food() []class {
	lying := []setting{fromAbove, fromAbove, onTable}
	table := []setting{onTable, onTable, inStudio}
	return []class{
		{"apple", 0.3, []setting{onTable, fromAbove, inGreen}, drawApple},
		{"banana", 0.5, lying, drawBanana},
		{"burger", 0.1, table, drawBurger},
		{"cake", 0.06, table, drawCake},
		{"carrot", 0.8, lying, drawCarrot},
		{"cherries", 0.3, []setting{inGreen, fromAbove, inStudio}, drawCherries},
		{"doughnut", 3, []setting{fromAbove}, drawDoughnut},
		{"fried egg", 3, []setting{fromAbove}, drawFriedEgg},
		{"grapes", 0.3, []setting{inGreen, fromAbove, inStudio}, drawGrapes},
		{"ice cream", 0.25, []setting{inStudio, inSky, onGround, inGreen}, drawIceCream},
		{"mushroom", 0.15, []setting{onGround, inGreen, onTable}, drawMushroom},
		{"pear", 0.3, []setting{onTable, fromAbove, inGreen}, drawPear},
		{"pineapple", 0.2, table, drawPineapple},
		{"pizza", 3, []setting{fromAbove}, drawPizza},
		{"strawberry", 0.4, []setting{fromAbove, inGreen, onTable}, drawStrawberry},
		{"watermelon", 0.3, []setting{fromAbove, onTable, inStudio}, drawWatermelon},
	}
}

// stalk draws a stalk from (x, y) up, with a leaf half of the time.
func (o *object) stalk(x, y, length float64) {
	lean := o.between(-0.2, 0.25)
	o.add(barrel.of(woods[0]), bow(0.10, 0.14, x, y+0.12, x, y-float64(0.6*length), x+lean, y-length))
	if o.maybe(0.6) {
		leaf := blob(0, 0, 0.2, -0.28, 0.62, -0.22, 0.7, 0, 0.4, 0.14)
		o.add(plate.of(o.pick(leaves...)), leaf.move(x, y-float64(0.5*length)))
	}
}

func drawApple(o *object) {
	colour := o.pick(rgb{0.78, 0.08, 0.10}, rgb{0.86, 0.22, 0.16}, rgb{0.88, 0.66, 0.20}, rgb{0.52, 0.70, 0.18})
	cheek := mix(colour, rgb{0.85, 0.25, 0.15}, o.between(0, 0.6))
	body := lathe(0.10, -0.62, 0.62, -0.88, 1.02, -0.40, 0.92, 0.45, 0.52, 1.02, 0.12, 0.90)
	o.add(ball.of(colour).shiny(o.between(0.2, 0.6)).textured(0.10, 3), body,
		tint(cheek, 0.7, oval(-0.45, 0.1, 0.5, 0.75)), tint(colour.scale(0.35), 0.6, oval(0, -0.66, 0.26, 0.09)))
	o.stalk(0, -0.66, 0.4)
}

func drawPear(o *object) {
	colour := o.pick(rgb{0.62, 0.70, 0.20}, rgb{0.84, 0.76, 0.28}, rgb{0.76, 0.52, 0.22})
	body := lathe(0.16, -0.80, 0.38, -0.72, 0.46, -0.25, 0.86, 0.25, 0.84, 0.85, 0.40, 1.06, 0.1, 1.02)
	o.add(ball.of(colour).shiny(0.25).textured(0.12, 9), body, tint(rgb{0.78, 0.36, 0.18}, o.between(0, 0.6), oval(0.5, 0.4, 0.4, 0.5)))
	o.stalk(0, -0.74, 0.34)
}

func drawBanana(o *object) {
	colour := o.pick(rgb{0.95, 0.80, 0.16}, rgb{0.98, 0.86, 0.30}, rgb{0.70, 0.74, 0.22})
	n := 1 + o.r.IntN(3)
	for k := range n {
		fruit := blob(-1.02, -0.52, -0.86, -0.60, -0.70, -0.20, -0.2, 0.10, 0.42, -0.06, 0.82, -0.52, 1.02, -0.46, 0.92, 0.10, 0.40, 0.56, -0.30, 0.60,
			-0.86, 0.18)
		part := fruit.turn(0.28*float64(k)).move(0, 0.16*float64(k))
		tips := union(disc(-0.95, -0.54, 0.15), disc(0.95, -0.46, 0.11)).turn(0.28*float64(k)).move(0, 0.16*float64(k))
		ridge := bow(0.05, 0.05, -0.85, -0.2, -0.1, 0.62, 0.9, -0.3).turn(0.28*float64(k)).move(0, 0.16*float64(k))
		o.add(pipe.of(colour).shiny(0.12).textured(0.08, 6), part, on(rgb{0.34, 0.25, 0.10}, tips), tint(rgb{0.55, 0.40, 0.10}, 0.45, ridge))
	}
}

func drawBurger(o *object) {
	bun := o.pick(rgb{0.80, 0.52, 0.22}, rgb{0.66, 0.38, 0.14})
	o.add(pipe.of(bun), box(-0.88, 0.42, 0.88, 0.92, 0.2))
	o.add(pipe.of(rgb{0.34, 0.18, 0.10}).textured(0.3, 12), box(-0.98, 0.16, 0.98, 0.52, 0.16))
	o.add(plate.of(rgb{0.98, 0.76, 0.16}), poly(-0.96, 0.10, 0.96, 0.10, 0.9, 0.24, 0.55, 0.42, 0.2, 0.22, -0.3, 0.24, -0.6, 0.40, -0.92, 0.22))
	if o.maybe(0.7) {
		o.add(pipe.of(rgb{0.82, 0.16, 0.12}), box(-0.9, -0.08, 0.9, 0.14, 0.1))
	}
	o.add(pipe.of(o.pick(leaves[1:]...)).textured(0.3, 9), blob(-1.06, 0.02, -0.7, -0.14, 0, -0.06, 0.7, -0.14, 1.06, 0.02, 0.8, 0.18, 0.5, 0.04, 0.2,
		0.2, -0.1, 0.04, -0.5, 0.2, -0.8, 0.06))
	var seeds shape
	for range 14 {
		seeds = union(seeds, oval(o.between(-0.75, 0.75), o.between(-0.72, -0.25), 0.07, 0.04))
	}
	o.add(ball.of(bun).shiny(0.25), lathe(0.5, -0.95, 0.96, -0.62, 1.02, 0.02, 0.2, -0.02), on(rgb{0.97, 0.90, 0.70}, seeds))
}

func drawCake(o *object) {
	cream := o.pick(rgb{0.98, 0.94, 0.88}, rgb{0.96, 0.72, 0.78}, rgb{0.40, 0.22, 0.14}, rgb{0.72, 0.86, 0.90})
	sponge := o.pick(rgb{0.86, 0.66, 0.36}, rgb{0.42, 0.25, 0.14})
	o.add(barrel.of(gray(0.9)), oval(0, 0.86, 1.04, 0.14))
	side := box(-0.86, -0.05, 0.86, 0.86, 0.1)
	o.add(barrel.of(sponge).textured(0.12, 14), side, on(cream, box(-1, 0.30, 1, 0.44, 0)),
		on(cream, blob(-1, -0.3, 1, -0.3, 1, 0.10, 0.75, 0.36, 0.55, 0.04, 0.30, 0.26, 0.05, 0.04, -0.25, 0.40, -0.5, 0.06, -0.72, 0.24, -1, 0.04)))
	o.add(plate.of(cream.scale(1.02)), oval(0, -0.05, 0.86, 0.20))
	n, wax := 1+o.r.IntN(5), o.paint()
	for k := range n {
		x := float64(2*k+1)/float64(n) - 1
		x = float64(0.62 * x)
		o.add(barrel.of(wax), box(x-0.06, -0.62, x+0.06, -0.04, 0))
		o.add(plate.of(rgb{1, 0.78, 0.25}).glowing(1), blob(x, -0.98, x+0.13, -0.68, x, -0.58, x-0.13, -0.68))
	}
}

func drawCarrot(o *object) {
	for k := range 3 {
		o.add(plate.of(o.pick(leaves...)), taper(0.22, 0.10, 0, -0.5, 0.24*float64(k-1), -0.75, 0.42*float64(k-1), -1.08))
	}
	var rings shape
	for range 7 {
		y := o.between(-0.4, 0.8)
		rings = union(rings, line(0.035, o.between(-0.4, 0), y, o.between(-0.1, 0.3), y))
	}
	o.add(barrel.of(o.pick(rgb{0.94, 0.48, 0.10}, rgb{0.98, 0.60, 0.16})).shiny(0.15),
		lathe(0.20, -0.62, 0.42, -0.56, 0.36, -0.1, 0.20, 0.6, 0.05, 1.1, 0.02, 1.12), tint(rgb{0.60, 0.24, 0.05}, 0.5, rings))
}

func drawCherries(o *object) {
	green := o.pick(leaves...)
	left, right := o.between(-0.62, -0.42), o.between(0.42, 0.62)
	o.add(plate.of(green), bow(0.07, 0.07, left, 0.35, left+0.1, -0.5, 0.1, -0.95))
	o.add(plate.of(green), bow(0.07, 0.07, right, 0.45, right, -0.3, 0.1, -0.95))
	o.add(plate.of(green.scale(1.15)), blob(0.08, -0.98, 0.4, -1.12, 0.98, -0.9, 1.05, -0.66, 0.5, -0.62))
	red := o.pick(rgb{0.75, 0.05, 0.12}, rgb{0.48, 0.03, 0.12}, rgb{0.88, 0.20, 0.16})
	o.add(ball.of(red).shiny(0.8), disc(left, 0.5, 0.46))
	o.add(ball.of(red).shiny(0.8), disc(right, 0.58, 0.46))
}

func drawDoughnut(o *object) {
	dough := o.pick(rgb{0.80, 0.56, 0.28}, rgb{0.66, 0.42, 0.18})
	icing := o.pick(rgb{0.96, 0.55, 0.68}, rgb{0.36, 0.20, 0.12}, rgb{0.97, 0.93, 0.86}, rgb{0.98, 0.80, 0.35})
	o.add(ball.of(dough), ring(0, 0, 1, 1, 0.32))
	var crumbs shape
	for range 30 {
		crumbs = union(crumbs, line(0.055, 0, 0, 0.10, 0).turn(o.between(0, 3)).move(0, o.between(0.48, 0.74)).turn(o.between(0, 6.3)))
	}
	other := o.paint()
	o.add(ball.of(icing).shiny(0.4).textured(0, 0), union(o.wobbly(14, 0.76, 0.94), reversed(disc(0, 0, 0.42))), on(other, crumbs))
}

func drawFriedEgg(o *object) {
	white := o.wobbly(9, 0.72, 1.12)
	if o.maybe(0.5) { // in a pan
		o.add(plate.of(gray(0.14)), union(line(0.2, 0.9, -0.9, 1.7, -1.7), disc(0, 0, 1.22)))
		white = white.grow(0.85, 0.85)
	}
	o.add(plate.of(rgb{0.97, 0.95, 0.90}), white, tint(rgb{0.80, 0.66, 0.45}, 0.35, ring(0, 0, 1.15, 1.15, 0.82)))
	x, y := o.between(-0.2, 0.2), o.between(-0.2, 0.2)
	o.add(ball.of(o.pick(rgb{0.98, 0.72, 0.10}, rgb{0.96, 0.54, 0.08})).shiny(0.9), disc(x, y, o.between(0.34, 0.44)))
}

func drawGrapes(o *object) {
	colour := o.pick(rgb{0.30, 0.12, 0.36}, rgb{0.42, 0.14, 0.30}, rgb{0.60, 0.74, 0.26})
	o.add(plate.of(woods[0]), line(0.1, 0, -0.55, 0.06, -1.05))
	o.add(plate.of(o.pick(leaves...)), star(0.42, -0.72, 0.46, 0.6, 5))
	for row := range 5 {
		n := 5 - row
		for k := range n {
			x, y := float64(0.37*(float64(k)-float64(n-1)/2)), step(-0.52, 0.33, row)
			o.add(ball.of(colour.jitter(o.r, 0.05)).shiny(0.5).textured(0, 0), disc(x+o.between(-0.04, 0.04), y, 0.235))
		}
	}
}

func drawIceCream(o *object) {
	waffle := rgb{0.82, 0.58, 0.30}
	var net shape
	for k := range 5 {
		x := step(-0.6, 0.3, k)
		net = union(net, line(0.035, x, 0, x+0.7, 1), line(0.035, -x, 0, -x-0.7, 1))
	}
	flavours := []rgb{{0.97, 0.92, 0.78}, {0.95, 0.62, 0.70}, {0.42, 0.25, 0.16}, {0.66, 0.86, 0.68}, {0.98, 0.82, 0.40}}
	pick := func() rgb { return flavours[o.r.IntN(len(flavours))].jitter(o.r, 0.03) }
	o.add(barrel.of(waffle), turnery(0.50, 0, 0.04, 1.08), tint(rgb{0.45, 0.26, 0.10}, 0.6, net))
	switch o.r.IntN(3) {
	case 0:
		o.add(ball.of(pick()).textured(0.12, 9), blob(-0.62, 0.1, -0.62, -0.6, -0.2, -0.98, 0.3, -0.95, 0.66, -0.5, 0.62, 0.1, 0.3, 0.22, 0, 0.08, -0.3,
			0.22))
	case 1:
		o.add(ball.of(pick()).textured(0.12, 9), disc(-0.30, -0.12, 0.42))
		o.add(ball.of(pick()).textured(0.12, 9), disc(0.30, -0.12, 0.42))
		o.add(ball.of(pick()).textured(0.12, 9), disc(0, -0.62, 0.42))
	default: // soft ice
		c := pick()
		for k := range 4 {
			o.add(ball.of(c), oval(0, step(0.02, -0.27, k), step(0.60, -0.14, k), 0.24))
		}
	}
	if o.maybe(0.4) {
		o.add(ball.of(rgb{0.80, 0.06, 0.12}).shiny(0.8), disc(0.05, -1.05, 0.17))
	}
}

func drawMushroom(o *object) {
	stem := rgb{0.93, 0.88, 0.78}
	colour := o.pick(rgb{0.80, 0.10, 0.08}, rgb{0.86, 0.20, 0.10}, rgb{0.56, 0.36, 0.20}, rgb{0.80, 0.66, 0.46})
	o.add(barrel.of(stem).textured(0.08, 5), lathe(0.22, -0.2, 0.24, 0.4, 0.40, 0.9, 0.30, 1.06))
	o.add(plate.of(stem.scale(0.75)), oval(0, -0.06, 0.86, 0.2))
	var dots shape
	if o.maybe(0.65) {
		for range 9 {
			x := o.between(-0.75, 0.75)
			dots = union(dots, oval(x, o.between(-0.8, -0.16), o.between(0.08, 0.16), o.between(0.06, 0.12)))
		}
	}
	high := o.between(0.8, 1.05)
	cap := lathe(0.42, -high, 0.86, -float64(0.7*high), 1.06, 0.02, 0.6, 0.10, 0.1, 0)
	o.add(ball.of(colour).shiny(0.35).textured(0.1, 4), cap, on(rgb{0.97, 0.95, 0.90}, dots))
}

func drawPineapple(o *object) {
	green := o.pick(leaves[0], leaves[1])
	for k := range 7 {
		lean := 0.36 * (float64(k) - 3)
		tip := point{lean, float64(0.28*lean*lean) - 1.12}
		o.add(barrel.of(green.jitter(o.r, 0.06)), bow(0.28, 0.03, 0.3*lean, -0.25, 0.3*lean, -0.8, tip.x, tip.y))
	}
	var net shape
	for k := range 8 {
		x := step(-1.4, 0.4, k)
		net = union(net, line(0.045, x, -0.5, x+1.1, 1.1), line(0.045, -x, -0.5, -x-1.1, 1.1))
	}
	o.add(barrel.of(o.pick(rgb{0.82, 0.58, 0.16}, rgb{0.70, 0.46, 0.14})).textured(0.2, 9),
		lathe(0.36, -0.42, 0.62, -0.2, 0.68, 0.4, 0.52, 0.95, 0.2, 1.04), tint(rgb{0.34, 0.22, 0.06}, 0.75, net))
}

func drawPizza(o *object) {
	crust, cheese := o.pick(rgb{0.78, 0.52, 0.26}, rgb{0.66, 0.38, 0.16}), o.pick(rgb{0.96, 0.78, 0.34}, rgb{0.92, 0.66, 0.28})
	salami := o.pick(rgb{0.72, 0.16, 0.10}, rgb{0.84, 0.28, 0.16})
	var slices, herbs shape
	for range 9 {
		slices = union(slices, disc(0, o.between(0.15, 0.72), 0.15).turn(o.between(0, 6.3)))
	}
	for range 9 {
		herbs = union(herbs, oval(0, o.between(0.1, 0.75), 0.10, 0.06).turn(o.between(0, 6.3)))
	}
	whole, lid := disc(0, 0, 1), disc(0, 0, 0.84)
	if o.maybe(0.5) { // slices are missing
		whole, lid = sector(1, 0, 0.86), sector(0.84, 0, 0.86)
	}
	o.add(ball.of(crust).textured(0.15, 7), whole)
	o.add(plate.of(rgb{0.80, 0.26, 0.12}), lid)
	o.add(plate.of(cheese).textured(0.2, 5), lid.grow(0.94, 0.94), on(salami, slices), on(leaves[0], herbs))
}

func drawStrawberry(o *object) {
	red := o.pick(rgb{0.84, 0.08, 0.12}, rgb{0.92, 0.22, 0.20})
	var seeds shape
	for row := range 5 {
		for k := range 6 - row {
			seeds = union(seeds, oval(float64(0.15*float64(2*k-5+row)), step(-0.28, 0.26, row), 0.035, 0.055))
		}
	}
	o.add(ball.of(red).shiny(0.5), lathe(0.4, -0.76, 0.94, -0.56, 0.86, 0.1, 0.42, 0.86, 0.12, 1.08), on(rgb{0.97, 0.82, 0.42}, seeds))
	leaf := blob(0, 0.05, 0.22, -0.2, 0.1, -0.62, -0.1, -0.62, -0.22, -0.2)
	crown := leaf.around(6, 0.2)
	o.add(plate.of(o.pick(leaves...)), crown.grow(1, 0.5).move(0, -0.66))
	o.add(plate.of(leaves[1]), line(0.1, 0, -0.7, 0.1, -1.02))
}

func drawWatermelon(o *object) {
	flesh := o.pick(rgb{0.90, 0.20, 0.22}, rgb{0.94, 0.38, 0.32})
	var pips shape
	for range 10 {
		x := o.between(-0.6, 0.6)
		pips = union(pips, oval(x, o.between(-0.3, 0.28), 0.045, 0.075))
	}
	bowl := func(r float64) shape { return sector(r, 0.25, 0.75).grow(1, 1.3).move(0, -0.5) }
	o.slab(plate.of(rgb{0.14, 0.38, 0.14}), bowl(1.05), 0.05, -0.1)
	o.add(plate.of(rgb{0.84, 0.92, 0.68}), bowl(0.95))
	o.add(plate.of(flesh).textured(0.1, 8), bowl(0.86), on(ink, pips))
}
