package procedural

import (
	"cmp"
	"math"
	"slices"
)

// flowerClasses returns all kinds of flowers in the order of their names.
func flowerClasses() []class {
	all := slices.Concat(openBlooms(), cupBlooms())
	slices.SortFunc(all, func(a, b class) int { return cmp.Compare(a.name, b.name) })
	return all
}

// flowers is the domain of flowers, close up.
func flowers() entry {
	classes := flowerClasses()
	names := make([]string, len(classes))
	for k, c := range classes {
		names[k] = c.name
	}
	return entry{
		Domain{"flowers", "photograph-like flowers, close up, one to three blooms: many classes, a target far from faces and rooms", names},
		func(s *scene, label int) { drawFlower(s, classes[label]) },
	}
}

// drawFlower draws the blooms of one plant, the main one last, as a photograph.
func drawFlower(s *scene, c class) {
	view := s.stream(streamView)
	behind, shadow := c.settings[view.IntN(len(c.settings))].sample(s.stream(streamSetting), 0.85)
	s.flood(behind)
	s.keep()
	lamp, seed := sampleLight(s.stream(streamLight)), view.Uint64()
	others := max(view.IntN(6)-3, 0)
	size := view.Uniform(0.30, 0.44)
	if others > 0 {
		size = view.Uniform(0.22, 0.34)
	}
	for k := others; k >= 0; k-- {
		p := &pose{
			side: float64(s.side),
			cx:   0.5 + view.Uniform(-0.08, 0.08), cy: 0.46 + view.Uniform(-0.08, 0.08),
			ax: size * view.Uniform(0.9, 1.1), ay: size * view.Uniform(0.82, 1.05),
			tiltX: view.Uniform(-0.16, 0.16), tiltY: view.Uniform(-0.16, 0.16),
		}
		if k > 0 { // those behind stand around it, smaller
			p.cx, p.cy = 0.5+float64(0.42*float64(2*(k%2)-1)*view.Uniform(0.6, 1)), view.Uniform(0.2, 0.9)
			p.ax, p.ay = 0.8*p.ax, 0.8*p.ay
		}
		p.turn(c.roll * view.Uniform(-1, 1))
		if chance(view, 0.5) {
			p.ax = -p.ax
		}
		o := &object{s: s, r: s.stream(streamObject), pose: p, light: lamp, seed: seed + uint64(100*k)}
		c.draw(o)
	}
	s.shadow(shadow)
	develop(s)
}

// stem draws a stem from the middle of the bloom to below the image, with n leaves.
func (o *object) stem(width float64, n int) {
	green := o.pick(leaves...)
	lean := o.between(-0.3, 0.3)
	upright := *o.pose
	upright.sin, upright.cos = 0, 1
	bloom := o.pose
	o.pose = &upright
	o.add(barrel.of(green), bow(width, 1.3*width, 0, 0, 0, 1.2, lean, 3))
	leaf := blob(0, 0, 0.2, -0.5, 0.14, -1.0, 0, -1.25, -0.14, -1.0, -0.2, -0.5)
	for k := range n {
		side := float64(2*(k%2) - 1)
		blade := leaf.turn(side*o.between(0.5, 1.3)).move(0.3*lean, o.between(1.1, 1.7))
		o.add(plate.of(green.jitter(o.r, 0.05)).textured(0.12, 4), blade)
	}
	o.pose = bloom
}

// petal points up from the origin to y = -1; its half width is largest beyond the middle, and that of the tip is a share of it.
func petal(width, tip float64) shape {
	return blob(0, 0.08, 0.45*width, -0.28, 1.1*width, -0.62, tip*width, -1.05, -tip*width, -1.05, -1.1*width, -0.62, -0.45*width, -0.28)
}

// leafy points up from the origin to y = -1; its half width is largest below the middle.
func leafy(width float64) shape {
	return blob(0, 0.06, 0.9*width, -0.2, 1.1*width, -0.5, 0.3*width, -0.95, 0, -1.06, -0.3*width, -0.95, -1.1*width, -0.5, -0.9*width, -0.2)
}

// corolla draws n petals round the origin that overlap, and the marks on them.
func (o *object) corolla(m material, n int, phase float64, p shape, marks ...mark) {
	edge, apart := m.colour.scale(0.45), 2*math.Pi/float64(n)
	var over []mark
	if n > 6 { // every second petal lies over its neighbours
		odd := p.around(n/2, phase+apart)
		over = append(over, tint(edge, 0.5, odd.grow(1.05, 1.05)), on(m.colour.scale(1.07).each(unit), odd))
	} else {
		for k := range n {
			one := p.turn(phase + step(0, apart, k))
			over = append(over, tint(edge, 0.45, one.grow(1.06, 1.06)), on(m.colour.scale(o.between(0.94, 1.08)).each(unit), one))
		}
	}
	o.add(m, p.around(n, phase), append(over, marks...)...)
}

// freckles is n dots at random between two radii.
func (o *object) freckles(n int, from, to, size float64) shape {
	var dots shape
	for range n {
		p := polar(o.between(from, to), o.r.Float64())
		dots = append(dots, disc(p.x, p.y, size*o.between(0.7, 1.3))...)
	}
	return dots
}
