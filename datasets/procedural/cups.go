package procedural

// cupBlooms returns the flowers that are seen from the side: cups, bells and spikes.
func cupBlooms() []class {
	green := []setting{inGreen, inGreen, inGreen, inStudio, inSky}
	return []class{
		{"bluebell", 0.12, green, drawBluebell},
		{"crocus", 0.12, []setting{inGreen, inGreen, onGround}, drawCrocus},
		{"fuchsia", 0.2, green, drawFuchsia},
		{"iris", 0.12, green, drawIris},
		{"lavender", 0.12, green, drawLavender},
		{"lotus", 0.12, []setting{onWater, onWater, inGreen}, drawLotus},
		{"lupin", 0.1, green, drawLupin},
		{"magnolia", 0.25, []setting{inSky, inSky, inGreen, inStudio}, drawMagnolia},
		{"snowdrop", 0.12, green, drawSnowdrop},
		{"tulip", 0.15, green, drawTulip},
	}
}

// blade draws a long leaf from the foot of the plant.
func (o *object) blade(x, tipX, tipY float64) {
	o.add(pipe.of(o.pick(leaves...)).textured(0.1, 4), bow(0.22, 0.02, x, 2.2, x, 0.6, tipX, tipY))
}

func drawBluebell(o *object) {
	c := o.pick(rgb{0.34, 0.38, 0.82}, rgb{0.46, 0.42, 0.86}, rgb{0.78, 0.70, 0.92})
	o.blade(-0.5, -0.9, 0.1)
	o.add(plate.of(leaves[1]), union(bow(0.09, 0.05, 0, 2.6, 0.2, 0.2, -0.1, -0.8), bow(0.05, 0.05, -0.1, -0.8, -0.3, -1.15, -0.6, -0.9)))
	bell := lathe(0.06, -0.3, 0.18, -0.26, 0.19, 0.1, 0.30, 0.34, 0.16, 0.26, 0.02, 0.34)
	for k, at := range pairs([]float64{-0.62, -0.66, 0.28, -0.6, -0.42, -0.05, 0.46, 0.0, -0.3, 0.55, 0.5, 0.6}) {
		lean := step(0.35, -0.7, k%2)
		o.add(barrel.of(c.jitter(o.r, 0.04)).textured(0.1, 6), bell.turn(lean).move(at.x, at.y),
			tint(c.scale(0.5), 0.5, line(0.03, at.x, at.y-0.2, at.x, at.y+0.2)))
	}
}

func drawCrocus(o *object) {
	c := o.pick(rgb{0.52, 0.30, 0.76}, rgb{0.76, 0.62, 0.90}, rgb{0.97, 0.74, 0.14}, rgb{0.95, 0.93, 0.96})
	o.blade(0.2, 0.95, -0.2)
	o.blade(-0.2, -0.85, -0.3)
	o.add(barrel.of(mix(c, gray(0.95), 0.5)), turnery(0.12, 0.6, 0.10, 2.2))
	o.goblet(c, 0.40, 0.75, rgb{0.98, 0.62, 0.08})
}

// goblet draws six upright petals with their foot at y = 0.8; spread is how far the cup opens.
func (o *object) goblet(c rgb, width, spread float64, heart rgb) {
	back := leafy(width).grow(1, 1.6)
	for _, lean := range []float64{-0.42, 0.42, 0} {
		o.add(barrel.of(c.scale(0.74)), back.turn(lean*spread*0.8).move(0, 0.7))
	}
	o.add(plate.of(heart), line(0.10, 0, 0.4, 0, -0.42))
	veins := union(line(0.03, 0, 0.1, 0, -1.4), line(0.025, 0.05, 0, 0.14, -1.1).both())
	for _, lean := range []float64{-0.55, 0.55, 0} {
		front := leafy(width*1.1).grow(1, 1.42).turn(lean*spread).move(0, 0.8)
		o.add(barrel.of(c).textured(0.08, 6), front, tint(c.scale(0.5), 0.35, veins.turn(lean*spread).move(0, 0.8)))
	}
}

func drawFuchsia(o *object) {
	outer, inner := o.pick(rgb{0.90, 0.14, 0.36}, rgb{0.95, 0.60, 0.72}), o.pick(rgb{0.42, 0.16, 0.60}, rgb{0.94, 0.92, 0.95}, rgb{0.80, 0.20, 0.56})
	o.add(plate.of(leaves[1]), bow(0.06, 0.06, 0.1, -0.75, 0.2, -1.2, 0.7, -1.5))
	o.add(plate.of(o.pick(leaves...)), leafy(0.3).turn(1.9).move(0.5, -1.05))
	o.add(plate.of(rgb{0.95, 0.45, 0.60}), union(line(0.03, 0, 0.3, -0.12, 1.0), line(0.03, 0, 0.3, 0.1, 1.0), line(0.03, 0, 0.3, 0, 1.18),
		disc(-0.12, 1.02, 0.05), disc(0.1, 1.02, 0.05), disc(0, 1.2, 0.06)))
	o.add(barrel.of(inner).textured(0.12, 5), lathe(0.2, -0.15, 0.46, 0.2, 0.44, 0.62, 0.2, 0.52, 0.02, 0.68),
		tint(inner.scale(0.5), 0.5, line(0.03, -0.14, 0, -0.16, 0.6), line(0.03, 0.14, 0, 0.16, 0.6)))
	sepal := blob(0, -0.2, 0.3, -0.2, 0.75, -0.05, 1.1, -0.45, 1.04, 0.02, 0.62, 0.28, 0.2, 0.14)
	o.add(plate.of(outer), sepal.both(), tint(outer.scale(0.6), 0.4, bow(0.03, 0.03, 0.1, -0.06, 0.7, 0.2, 1.02, -0.2).both()))
	o.add(barrel.of(outer), lathe(0.08, -0.85, 0.13, -0.7, 0.15, -0.3, 0.26, 0.02, 0.1, 0.16))
}

func drawIris(o *object) {
	c := o.pick(rgb{0.36, 0.24, 0.72}, rgb{0.56, 0.48, 0.86}, rgb{0.95, 0.84, 0.36}, rgb{0.62, 0.34, 0.60})
	top := mix(c, gray(0.95), o.between(0, 0.5))
	o.blade(-0.4, -0.75, -0.1)
	o.add(barrel.of(leaves[1]), bow(0.14, 0.14, 0, 0.2, 0, 1.2, 0.1, 2.6))
	o.add(barrel.of(top.scale(0.9)).textured(0.1, 6), leafy(0.34).turn(0.3).both())
	o.add(barrel.of(top).textured(0.1, 6), leafy(0.34).grow(1, 0.96))
	fall := blob(0, 0, 0.35, -0.16, 0.85, -0.05, 1.12, 0.4, 0.98, 0.85, 0.66, 0.75, 0.5, 0.35, 0.15, 0.22)
	beard := bow(0.14, 0.06, 0.12, 0.06, 0.5, 0.02, 0.72, 0.32)
	o.add(plate.of(c).textured(0.12, 7), fall.both(), tint(c.scale(0.5), 0.5, bow(0.03, 0.02, 0.3, 0.1, 0.8, 0.1, 0.9, 0.6).both()),
		on(rgb{0.98, 0.78, 0.16}, beard.both()))
	o.add(plate.of(c.scale(1.05).each(unit)).textured(0.12, 7), blob(-0.12, 0.05, 0.12, 0.05, 0.40, 0.45, 0.34, 0.98, 0, 1.12, -0.34, 0.98, -0.40,
		0.45), on(rgb{0.98, 0.78, 0.16}, taper(0.16, 0.06, 0, 0.1, 0, 0.5)),
		tint(c.scale(0.5), 0.5, line(0.03, 0, 0.5, 0, 1.0), line(0.03, 0.12, 0.4, 0.2, 0.85).both()))
}

// spike draws florets in rows up a stalk; at returns one floret for the row, 0 at the top to 1, and the place in it.
func (o *object) spike(rows, across int, floret func(row float64, at point) (material, shape)) {
	for k := range rows {
		row := float64(k) / float64(rows-1)
		for j := range across {
			x := 2*float64(j)/float64(across-1) - 1
			m, s := floret(row, point{x, lerp(-1, 0.9, row) - float64(0.06*x*x)})
			o.add(m, s)
		}
	}
}

func drawLavender(o *object) {
	c := o.pick(rgb{0.46, 0.34, 0.74}, rgb{0.60, 0.50, 0.84}, rgb{0.36, 0.30, 0.66})
	for k := 2; k >= 0; k-- { // several stalks
		x := []float64{0, -0.72, 0.68}[k] + o.between(-0.1, 0.1)
		y := []float64{0, 0.25, 0.1}[k]
		o.add(plate.of(rgb{0.45, 0.56, 0.36}), bow(0.07, 0.07, x, y-0.9, x, y+0.8, 0.4*x, 2.6))
		var buds, light shape
		for j := range 8 {
			v := y + step(-1.05, 0.21, j)
			w := step(0.11, 0.012, j)
			buds = append(buds, union(oval(x-w, v, 0.12, 0.12), oval(x+w, v, 0.12, 0.12), oval(x, v-0.08, 0.11, 0.12))...)
			light = append(light, union(disc(x-w-0.02, v-0.03, 0.05), disc(x+w-0.02, v-0.03, 0.05))...)
		}
		o.add(barrel.of(c.scale(0.85)).textured(0.35, 9), buds, tint(mix(c, gray(0.98), 0.5), 0.8, light))
	}
}

func drawLotus(o *object) {
	c, tip := o.pick(rgb{0.97, 0.82, 0.88}, rgb{0.97, 0.94, 0.95}), o.pick(rgb{0.90, 0.34, 0.58}, rgb{0.95, 0.62, 0.76})
	o.add(barrel.of(leaves[1]), bow(0.12, 0.12, 0, 0.6, 0, 1.4, 0.1, 3))
	if o.maybe(0.5) {
		o.add(plate.of(leaves[1]), oval(o.between(-0.9, 0.9), 0.98, 0.9, 0.22))
	}
	place := func(lean, width, height float64, shade float64) {
		one := leafy(width).grow(1, height).turn(lean).move(0, 0.75)
		ends := disc(0, 0, 0.36).move(0, -height).turn(lean).move(0, 0.75)
		o.add(barrel.of(c.scale(shade).each(unit)).textured(0.05, 5), one, tint(tip, 0.65, ends),
			tint(tip, 0.3, leafy(0.05).grow(1, height).turn(lean).move(0, 0.75)))
	}
	for _, lean := range []float64{-0.35, 0.35, 0} {
		place(lean, 0.34, 1.75, 0.82)
	}
	for _, lean := range []float64{-0.75, 0.75} {
		place(lean, 0.32, 1.55, 0.92)
	}
	for _, lean := range []float64{-1.2, 1.2, -0.4, 0.4, 0} {
		place(lean, 0.36, 1.25, 1.02)
	}
}

func drawLupin(o *object) {
	c := o.pick(rgb{0.38, 0.28, 0.70}, rgb{0.90, 0.44, 0.62}, rgb{0.92, 0.52, 0.30}, rgb{0.95, 0.82, 0.40})
	o.add(plate.of(leaves[1]), bow(0.10, 0.12, 0, -0.8, 0, 1, 0.1, 2.8))
	o.add(plate.of(o.pick(leaves...)), leafy(0.16).around(7, 0.2).move(-0.7, 1.25))
	o.spike(8, 3, func(row float64, at point) (material, shape) {
		size := lerp(0.09, 0.22, row)
		colour := mix(leaves[2], c, smooth(-0.1, 0.35, row))
		if row > 0.4 {
			colour = mix(colour, gray(0.96), 0.25*o.r.Float64())
		}
		x := float64(at.x * lerp(0.14, 0.40, row))
		return ball.of(colour.jitter(o.r, 0.04)).textured(0, 0), union(oval(x, at.y, size, 1.1*size),
			disc(x+float64(0.5*at.x*size), at.y-float64(0.6*size), 0.7*size))
	})
}

func drawMagnolia(o *object) {
	c, foot := o.pick(rgb{0.97, 0.90, 0.92}, rgb{0.95, 0.78, 0.86}), o.pick(rgb{0.80, 0.32, 0.56}, rgb{0.62, 0.20, 0.46})
	o.add(barrel.of(woods[0]).textured(0.3, 9), union(bow(0.16, 0.22, 0, 0.85, -0.1, 1.3, -0.9, 2.2), bow(0.07, 0.09, -0.4, 1.6, 0.5, 1.4, 1.2, 1.5)))
	for _, p := range []struct{ lean, width, height, shade float64 }{{-0.28, 0.40, 1.75, 0.80}, {0.30, 0.40, 1.75, 0.84}, {-0.85, 0.36, 1.6, 0.9},
		{0.85, 0.36, 1.6, 0.94}, {-0.4, 0.42, 1.4, 0.98}, {0.42, 0.42, 1.35, 1}, {0, 0.40, 1.2, 1.03}} {
		one := petal(p.width, 0.6).grow(1, p.height).turn(p.lean).move(0, 0.85)
		low := oval(0, -0.25*p.height, 0.22, 0.36*p.height).turn(p.lean).move(0, 0.85)
		o.add(barrel.of(c.scale(p.shade).each(unit)).textured(0.05, 5), one, tint(foot, 0.5, low),
			tint(foot, 0.35, line(0.03, 0, 0, 0, -0.8*p.height).turn(p.lean).move(0, 0.85)))
	}
	o.add(ball.of(leaves[0]), oval(0, 0.86, 0.17, 0.13))
}

func drawSnowdrop(o *object) {
	o.blade(-0.3, -0.8, -0.4)
	o.blade(0.4, 0.8, 0.1)
	o.add(plate.of(leaves[1]), union(bow(0.10, 0.07, 0.5, 2.4, 0.6, -0.8, 0.1, -1.05), bow(0.06, 0.06, 0.1, -1.05, -0.06, -1.0, 0, -0.6)))
	o.add(barrel.of(gray(0.88)), lathe(0.1, -0.35, 0.28, 0.1, 0.26, 0.45, 0.1, 0.38), on(leaves[1], lathe(0.05, 0.18, 0.2, 0.44, 0.1, 0.5)))
	side := leafy(0.26).grow(1, 1.2)
	for _, lean := range []float64{2.55, -2.55, 3.1416} {
		if lean > 3 && o.maybe(0.5) {
			continue // the inner petals show
		}
		o.add(barrel.of(rgb{0.96, 0.97, 0.97}), side.turn(lean).move(0, -0.5),
			tint(rgb{0.55, 0.62, 0.60}, 0.35, line(0.03, 0, -0.3, 0, -0.9).turn(lean).move(0, -0.5)))
	}
	o.add(ball.of(leaves[1]), oval(0, -0.56, 0.13, 0.17))
}

func drawTulip(o *object) {
	c := o.pick(rgb{0.86, 0.10, 0.14}, rgb{0.95, 0.72, 0.14}, rgb{0.92, 0.48, 0.60}, rgb{0.50, 0.16, 0.46}, rgb{0.96, 0.93, 0.88})
	edge := mix(c, rgb{0.98, 0.86, 0.35}, o.between(0, 0.8))
	o.add(barrel.of(leaves[1]), bow(0.15, 0.15, 0, 0.7, 0, 1.4, o.between(-0.2, 0.2), 3))
	o.blade(-0.1, -0.95, 0.1)
	o.blade(0.1, 0.9, 0.4)
	for _, lean := range []float64{-0.28, 0.28} {
		o.add(barrel.of(c.scale(0.7)), petal(0.42, 0.3).grow(1, 1.75).turn(lean).move(0, 0.8))
	}
	flame := leafy(0.14).grow(1, 1.5)
	for _, lean := range []float64{-0.34, 0.34, 0} {
		one := blob(0, 0.12, 0.40, -0.1, 0.58, -0.7, 0.36, -1.35, 0.04, -1.72, -0.04, -1.72, -0.36, -1.35, -0.58, -0.7, -0.40, -0.1)
		size := 1 - float64(0.12*smooth(0.2, 0, lean*lean))
		o.add(ball.of(c).shiny(0.12).textured(0.08, 5), one.grow(0.86, size).turn(lean).move(0, 0.85),
			tint(c.scale(0.5), 0.35, line(0.03, 0, -0.2, 0, -1.4).turn(lean).move(0, 0.85)), tint(edge, 0.6, flame.turn(lean).move(0, 0.85)))
	}
}
