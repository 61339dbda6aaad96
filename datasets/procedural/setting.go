package procedural

import (
	"math"

	"tgan/internal/rng"
)

// setting is where an object is seen.
type setting int

const (
	onTable    setting = iota // on a table or a shelf, before a wall or a room
	onGround                  // on grass, sand or a road, under the sky
	inSky                     // in the air
	onWater                   // on a lake or the sea
	underWater                //
	fromAbove                 // lying on boards, cloth, stone or paper
	inGreen                   // before leaves out of focus
	inStudio                  // before a plain wall
	atNight                   // under stars
)

// shadowing is what an object in a setting does to the light behind it.
type shadowing struct {
	strength float64
	foot     float64 // image y of the line that the shadow is folded about; unused when flat
	fold     float64 // height of the shadow to that of the object, negative for a reflection; 0 for a shadow on a surface right behind
	lean     float64 // shift of the shadow: to the height of the object, or in image widths when flat
}

// sample returns a backdrop for an object with its foot at that image y, and its shadow.
func (k setting) sample(r *rng.Stream, foot float64) (backdrop, shadowing) {
	standing := shadowing{strength: r.Uniform(0.3, 0.6), foot: foot, fold: r.Uniform(0.12, 0.35), lean: r.Uniform(-0.7, 0.7)}
	horizon := foot - r.Uniform(0.04, 0.30)
	switch k {
	case onTable:
		return join(clutter(r, sampleBackdrop(r), horizon), surface(r), horizon, 0.008), standing
	case onGround:
		return clutter(r, join(skyline(r, horizon), ground(r), horizon, 0.015), foot), standing
	case inSky:
		return sky(r), shadowing{}
	case onWater:
		horizon -= 0.12
		return join(skyline(r, horizon), water(r), horizon, 0.006), shadowing{strength: 0.3, foot: foot, fold: -0.6}
	case underWater:
		return deep(r), shadowing{}
	case fromAbove:
		return surface(r), shadowing{strength: r.Uniform(0.35, 0.6), lean: r.Uniform(-0.05, 0.05)}
	case inGreen:
		return foliage(r), shadowing{}
	case atNight:
		return stars(r), shadowing{}
	}
	return studio(r), shadowing{strength: r.Uniform(0.1, 0.35), lean: r.Uniform(-0.06, 0.06)}
}

// clutter puts up to three things out of focus before a backdrop; they stand near the image y of foot.
func clutter(r *rng.Stream, behind backdrop, foot float64) backdrop {
	things := make([]struct {
		colour       rgb
		x, y, rx, ry float64
		square       float64 // 0 an ellipse to 1 nearly a box
	}, r.IntN(4))
	for k := range things {
		t := &things[k]
		t.colour = vivid(r.Float64(), r.Uniform(0, 0.7), r.Uniform(0.15, 0.9))
		t.rx, t.ry, t.square = r.Uniform(0.05, 0.16), r.Uniform(0.06, 0.22), r.Float64()
		t.x, t.y = r.Float64(), foot-float64(0.8*t.ry)
	}
	return func(x, y float64) rgb {
		c := behind(x, y)
		for _, t := range things {
			dx, dy := (x-t.x)/t.rx, (y-t.y)/t.ry
			dx, dy = float64(dx*dx), float64(dy*dy)
			if dx > 1.3 || dy > 1.3 {
				continue
			}
			edge := lerp(dx+dy, max(dx, dy), t.square)
			c = mix(c, t.colour.scale(1.1-float64(0.3*dy)), smooth(1.3, 0.7, edge))
		}
		return c
	}
}

// join puts one backdrop over another with a soft edge at y, its half width given.
func join(above, below backdrop, y, soft float64) backdrop {
	return func(x, at float64) rgb {
		switch {
		case at <= y-soft:
			return above(x, at)
		case at >= y+soft:
			return below(x, at)
		}
		return mix(above(x, at), below(x, at), (at-y+soft)/(2*soft))
	}
}

// surface is boards, cloth in checks or stripes, stone, or paper.
func surface(r *rng.Stream) backdrop {
	seed := r.Uint64()
	sin, cos := direction(r)
	switch kind := r.Float64(); {
	case kind < 0.35:
		wood := along(woods, r.Float64()).jitter(r, 0.04).scale(r.Uniform(0.7, 1.1))
		boards := r.Uniform(1, 4)
		return func(x, y float64) rgb {
			u, v := float64(x*cos)+float64(y*sin), float64(boards*(float64(y*cos)-float64(x*sin)))
			board := math.Floor(v)
			seam := smooth(0, 0.06, min(v-board, board+1-v))
			grain := noise(float64(2*u)+float64(3*board), 9*v, seed)
			return wood.scale((1 + float64(0.16*grain) + float64(0.10*speck(int(board), 0, seed))) * lerp(0.6, 1, seam))
		}
	case kind < 0.60:
		one, other := cloth(r), cloth(r)
		across := 0.5
		if chance(r, 0.4) { // stripes
			across = 0
		}
		n := r.Uniform(2, 5)
		return func(x, y float64) rgb {
			u, v := float64(n*(float64(x*cos)+float64(y*sin))), float64(n*(float64(y*cos)-float64(x*sin)))
			t := float64(0.5*wave(u)) + float64(across*(wave(v)-0.5))
			return mix(one, other, t)
		}
	case kind < 0.8:
		stone := gray(r.Uniform(0.3, 0.85)).times(rgb{1, r.Uniform(0.94, 1), r.Uniform(0.86, 1)})
		return func(x, y float64) rgb {
			return stone.scale(1 + float64(0.10*cloud(4*x, 4*y, seed)) + float64(0.08*noise(19*x, 19*y, seed+4)))
		}
	}
	paper := cloth(r)
	return func(x, y float64) rgb {
		return paper.scale(1 + float64(0.10*(x-y)) + float64(0.05*noise(3*x, 3*y, seed)))
	}
}

// wave is a soft square wave of period 1, from 0 to 1.
func wave(t float64) float64 {
	at := math.Abs(float64(2*(t-math.Floor(t))) - 1)
	return smooth(0.42, 0.58, at)
}

// direction returns the sine and cosine of a direction that is mostly near level.
func direction(r *rng.Stream) (sin, cos float64) {
	sin = r.Uniform(-0.6, 0.6)
	return sin, math.Sqrt(1 - float64(sin*sin))
}

func cloth(r *rng.Stream) rgb { return vivid(r.Float64(), r.Uniform(0, 0.75), r.Uniform(0.35, 0.97)) }

// ground is grass, earth, sand, snow or a road, finer with distance.
func ground(r *rng.Stream) backdrop {
	kinds := []rgb{{0.27, 0.46, 0.16}, {0.40, 0.55, 0.22}, {0.50, 0.44, 0.22}, {0.62, 0.50, 0.34}, {0.84, 0.74, 0.54}, {0.42, 0.42, 0.44}, {0.30, 0.31,
		0.33}, {0.88, 0.90, 0.95}}
	colour, rough, seed := kinds[r.IntN(len(kinds))].jitter(r, 0.05), r.Uniform(0.1, 0.3), r.Uint64()
	return func(x, y float64) rgb {
		return colour.scale(0.85 + float64(0.2*y) + float64(rough*noise(9*x, 22*y, seed)) + float64(0.08*noise(3*x, 5*y, seed+1)))
	}
}

// sky is a clear, a clouded or an evening sky.
func sky(r *rng.Stream) backdrop {
	tops := []rgb{{0.16, 0.36, 0.72}, {0.33, 0.56, 0.86}, {0.52, 0.66, 0.82}, {0.66, 0.70, 0.76}, {0.40, 0.34, 0.58}}
	lows := []rgb{{0.56, 0.74, 0.93}, {0.78, 0.88, 0.96}, {0.88, 0.91, 0.93}, {0.84, 0.84, 0.84}, {0.98, 0.70, 0.48}}
	t := r.Float64()
	top, low := along(tops, t), along(lows, t)
	cover, seed := r.Uniform(-0.8, 0.5), r.Uint64()
	white := mix(gray(0.96), low, 0.3)
	return func(x, y float64) rgb {
		c := mix(top, low, y)
		return mix(c, white, float64(0.85*smooth(0, 0.6, cloud(2.2*x, 4*y, seed)+cover)))
	}
}

// skyline is the sky over far hills, trees or a town that stand on the horizon.
func skyline(r *rng.Stream, horizon float64) backdrop {
	up := sky(r)
	far := []rgb{{0.30, 0.42, 0.30}, {0.20, 0.34, 0.17}, {0.46, 0.50, 0.58}, {0.52, 0.46, 0.42}}[r.IntN(4)].jitter(r, 0.05)
	height, rugged, seed := r.Uniform(-0.05, 0.28), r.Uniform(0.03, 0.16), r.Uint64()
	return func(x, y float64) rgb {
		edge := horizon - height + float64(rugged*noise(4*x, 0.5, seed))
		in := smooth(-0.03, 0.03, y-edge)
		if in == 0 {
			return up(x, y)
		}
		return mix(up(x, y), far.scale(1+float64(0.25*noise(7*x, 7*y, seed+1))), in)
	}
}

// water is a lake or the sea with waves that are finer with distance.
func water(r *rng.Stream) backdrop {
	colour := along([]rgb{{0.10, 0.26, 0.40}, {0.16, 0.42, 0.52}, {0.32, 0.48, 0.60}, {0.40, 0.50, 0.48}}, r.Float64())
	rough, seed := r.Uniform(0.1, 0.3), r.Uint64()
	return func(x, y float64) rgb {
		return colour.scale(1.05 + float64(rough*noise(4*x, 26*y, seed)))
	}
}

// deep is water from within, lighter above, with weeds or sand below.
func deep(r *rng.Stream) backdrop {
	top := along([]rgb{{0.20, 0.62, 0.76}, {0.14, 0.48, 0.78}, {0.30, 0.66, 0.60}}, r.Float64())
	low := along([]rgb{{0.04, 0.18, 0.36}, {0.70, 0.62, 0.42}, {0.10, 0.30, 0.24}}, r.Float64())
	bed, seed := r.Uniform(0.6, 1.1), r.Uint64()
	return func(x, y float64) rgb {
		ray := float64(0.12 * noise(5*(x+float64(0.4*y)), 0.7, seed))
		bottom := smooth(-0.15, 0.15, y-bed+float64(0.15*noise(6*x, y, seed+1)))
		return mix(mix(top, top.scale(0.5), y), low, bottom).scale(1 + ray)
	}
}

// foliage is leaves and light between them, far out of focus.
func foliage(r *rng.Stream) backdrop {
	dark := along(leaves, r.Float64()).scale(r.Uniform(0.25, 0.7))
	light := along([]rgb{{0.46, 0.60, 0.22}, {0.66, 0.74, 0.40}, {0.62, 0.60, 0.36}, {0.72, 0.80, 0.78}}, r.Float64())
	size, balance, seed := r.Uniform(1.6, 4), r.Uniform(0.25, 0.6), r.Uint64()
	return func(x, y float64) rgb {
		return mix(dark, light, unit(balance+float64(0.75*cloud(size*x, size*y, seed))-float64(0.25*(y-0.5))))
	}
}

// stars is a night sky.
func stars(r *rng.Stream) backdrop {
	top, low := vivid(r.Uniform(0.58, 0.78), r.Uniform(0.4, 0.9), r.Uniform(0.04, 0.16)), vivid(r.Uniform(0.55, 0.85), r.Uniform(0.4, 0.8),
		r.Uniform(0.12, 0.35))
	seed := r.Uint64()
	return func(x, y float64) rgb {
		c := mix(top, low, y).scale(1 + float64(0.3*cloud(3*x, 3*y, seed)))
		const cells = 9 // at most one star in each, somewhere in its middle
		i, j := int(cells*x), int(cells*y)
		size := speck(i, j, seed+1) - 0.3
		if size <= 0 {
			return c
		}
		dx := float64(cells*x) - float64(i) - 0.5 - float64(0.32*speck(i, j, seed+2))
		dy := float64(cells*y) - float64(j) - 0.5 - float64(0.32*speck(i, j, seed+3))
		return c.plus(gray(2 * size * bump(4.5*dx, 4.5*dy)))
	}
}
