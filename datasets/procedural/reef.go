package procedural

import "tgan/internal/rng"

func reefScene(s *scene) {
	r := s.stream(streamBuild)
	seed := r.Uint64()
	deep := along([]rgb{{0.02, 0.16, 0.38}, {0.02, 0.28, 0.44}, {0.05, 0.34, 0.42}}, r.Float64())
	bright := mix(deep, rgb{0.50, 0.88, 0.94}, 0.85)
	sun := r.Uniform(0.2, 0.8)
	s.flood(func(x, y float64) rgb {
		ray := noise(float64(7*(x-sun))/(0.4+y), 0.5, seed)
		t := unit(1 - float64(1.25*y) + float64(0.22*ray*(1-y)) + float64(0.25*bump((x-sun)/0.5, y/0.5)))
		return mix(deep, bright, float64(t*t*(3-float64(2*t))))
	})
	light := func(y float64) float64 { return 1.15 - float64(0.4*y) }
	corals := []rgb{{0.94, 0.42, 0.36}, {0.92, 0.62, 0.26}, {0.80, 0.36, 0.62}, {0.95, 0.80, 0.40}, {0.52, 0.36, 0.70}, {0.46, 0.62, 0.30}, {0.90, 0.76, 0.70}}
	for n := range 3 {
		near := float64(n) / 2
		own, foot := r.Uint64(), 0.62+float64(0.16*float64(n))
		s.ridge(func(x float64) float64 {
			return foot - float64(0.13*hills(1.6*x, own)) - float64(0.03*noise(14*x, 0.5, own+1))
		}, 1, func(x, y, below float64) rgb {
			c := along(corals, unit(0.5+float64(0.9*noise(4*x, 4*y, own+2))))
			c = c.scale((0.62 + float64(0.5*noise(20*x, 20*y, own+3)) + float64(0.3*smooth(0.06, 0, below))) * light(y))
			return mix(deep, c, 0.35+float64(0.45*near))
		})
		for range 3 {
			c, x, y, k := corals[r.IntN(len(corals))].jitter(r, 0.06), r.Float64(), foot-r.Uniform(-0.06, 0.1), float64(r.Uniform(0.04, 0.09)*(0.6+near))
			s.coral(r, point{x, y}, k, mix(deep, c, 0.45+float64(0.4*near)), r.Uint64())
		}
	}
	for range 2 + r.IntN(7) {
		c := [...]rgb{{0.98, 0.80, 0.12}, {0.95, 0.45, 0.12}, {0.35, 0.50, 0.92}, {0.92, 0.92, 0.95}}[r.IntN(4)]
		s.fish(point{r.Float64(), r.Uniform(0.12, 0.75)}, float64(r.Uniform(0.03, 0.1)), c, chance(r, 0.5))
	}
	develop(s)
}

// coral paints a head of coral: a fan of branches or a ball.
func (s *scene) coral(r *rng.Stream, at point, size float64, c rgb, seed uint64) {
	if chance(r, 0.5) {
		for k := range 5 {
			t := float64(k)/2 - 1
			tip := point{at.x + float64(size*t*1.1), at.y - float64(size*(1.5-float64(0.5*t*t)))}
			side := float64(0.16 * size)
			s.pen.lens(s.pixels, point{at.x - side, at.y + size}, point{tip.x - side, tip.y}, point{tip.x + side, tip.y - side}, point{at.x + side, at.y})
		}
	} else {
		s.pen.ellipse(s.pixels, at, size, float64(0.8*size))
	}
	s.pen.fill(c.each(unit).nrgba(1))
	s.lay(func(x, y float64, flat rgb) rgb {
		return flat.scale(0.95 - float64(0.5*(y-at.y)/size) + float64(0.3*noise(3.5*x/size, 3.5*y/size, seed)))
	})
}

// fish paints a fish that swims to one side.
func (s *scene) fish(at point, size float64, c rgb, left bool) {
	m := func(q point) point {
		if left {
			q.x = -q.x
		}
		return s.pixels(point{at.x + float64(size*q.x), at.y + float64(size*q.y)})
	}
	s.pen.lens(m, point{1, 0}, point{0.1, -0.95}, point{-0.75, 0}, point{0.1, 0.95})
	s.pen.polygon(m, point{-0.6, 0}, point{-1.2, -0.42}, point{-1.05, 0}, point{-1.2, 0.42})
	s.pen.fill(c.nrgba(1))
	s.pen.polygon(m, point{0.3, -0.4}, point{0.45, -0.36}, point{0.45, 0.36}, point{0.3, 0.4})
	s.pen.fill(gray(0.95).nrgba(0.8))
	s.pen.ellipse(m, point{0.68, -0.08}, 0.08, 0.08)
	s.pen.fill(gray(0.05).nrgba(1))
	s.lay(func(x, y float64, flat rgb) rgb { return flat.scale(0.95 - float64(0.35*(y-at.y)/size)) })
}
