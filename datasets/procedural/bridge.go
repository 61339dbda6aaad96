package procedural

import (
	"math"

	"tgan/internal/rng"
)

// bridge crosses the image from side to side over water.
type bridge struct {
	deck, tilt float64 // height of the road at the middle of the image, and how it rises to the right
	water      float64 // height of the water at the piers
	paint      rgb
}

// at returns the height of the road.
func (b *bridge) at(x float64) float64 { return b.deck + float64(b.tilt*(x-0.5)) }

func bridgeScene(s *scene) {
	l := newLandscape(s, fair(s), 4, 0.6, 0.72)
	r := l.r
	seed := r.Uint64()
	l.paintGround(&l.sky, sea(rgb{0.1, 0.22, 0.3}, rgb{0.34, 0.5, 0.56}, 0.4, seed))
	if chance(r, 0.6) {
		l.woods(l.horizon, r.Uniform(0.05, 0.14), rgb{0.26, 0.38, 0.24}, 0.35, seed+1)
	} else {
		l.blockTowers(l.horizon, 0.25, 14, false)
	}
	b := bridge{
		deck: l.horizon - r.Uniform(0.08, 0.15), tilt: r.Uniform(-0.07, 0.07), water: l.horizon + 0.03,
		paint: along([]rgb{{0.70, 0.26, 0.18}, {0.50, 0.54, 0.58}, {0.34, 0.46, 0.52}, {0.72, 0.66, 0.56}}, r.Float64()),
	}
	if chance(r, 0.55) {
		b.hang(s, r)
	} else {
		b.deck -= 0.06
		b.paint = stones[r.IntN(len(stones))].jitter(r, 0.04).scale(0.75)
		b.vault(s, 2+r.IntN(3), mix(l.sky.low, rgb{0.3, 0.4, 0.35}, 0.15))
	}
	s.pen.polygon(s.pixels, point{-0.2, b.at(-0.2) - 0.012}, point{1.2, b.at(1.2) - 0.012}, point{1.2, b.at(1.2) + 0.016}, point{-0.2, b.at(-0.2) + 0.016})
	s.pen.fill(b.paint.scale(0.85).nrgba(1))
	s.lay(func(x, y float64, c rgb) rgb {
		return c.scale(1.05 + float64(0.12*noise(20*x, 20*y, seed+6)) - float64(0.25*smooth(0.01, 0.05, y-b.at(x))))
	})
	s.mirror(b.water, rgb{0.16, 0.28, 0.32}.jitter(r, 0.05), 0.5, 1, seed+3)
	l.end()
}

// hang fills two towers, the cables between them and what hangs on those.
func (b *bridge) hang(s *scene, r *rng.Stream) {
	left, right, high := r.Uniform(0.14, 0.28), r.Uniform(0.72, 0.86), r.Uniform(0.28, 0.42)
	bar := func(x0, y0, x1, y1 float64) {
		s.pen.polygon(s.pixels, point{x0, y0}, point{x1, y0}, point{x1, y1}, point{x0, y1})
	}
	cable := func(x float64) float64 { // a parabola between the towers, straight lines outside
		span := (2*x - left - right) / (right - left)
		return b.at(x) - 0.02 - float64((high-0.03)*min(float64(span*span), max(0, 2-math.Abs(span))))
	}
	const n = 32
	for k := range n {
		x0, x1 := lerp(-0.1, 1.1, float64(k)/n), lerp(-0.1, 1.1, float64(k+1)/n)
		s.pen.polygon(s.pixels, point{x0, cable(x0) - 0.007}, point{x1, cable(x1) - 0.007}, point{x1, cable(x1) + 0.007}, point{x0, cable(x0) + 0.007})
		if k&1 == 0 {
			bar(x0-0.003, cable(x0), x0+0.003, b.at(x0))
		}
	}
	for _, x := range [2]float64{left, right} {
		top := b.at(x) - high
		bar(x-0.022, top, x-0.006, b.water)
		bar(x+0.006, top, x+0.022, b.water)
		bar(x-0.022, top+float64(0.4*high), x+0.022, top+float64(0.46*high))
		bar(x-0.022, top, x+0.022, top+0.03)
	}
	s.pen.fill(b.paint.nrgba(1))
}

// vault fills a wall with n arches, through which the far side is seen.
func (b *bridge) vault(s *scene, n int, far rgb) {
	s.pen.polygon(s.pixels, point{-0.2, b.at(-0.2)}, point{1.2, b.at(1.2)}, point{1.2, b.water}, point{-0.2, b.water})
	s.pen.fill(b.paint.nrgba(1))
	wide := 1.3 / float64(n)
	for k := range n {
		x := float64(wide*(float64(k)+0.5)) - 0.15
		half, foot := float64(0.42*wide), b.water+0.03
		s.pen.lens(s.pixels, point{x - half, foot}, point{x, 2*(b.at(x)+0.03) - foot}, point{x + half, foot}, point{x, foot})
	}
	s.pen.fill(far.nrgba(1))
}
