package procedural

import "tgan/internal/rng"

// backdrop is what is behind a person: a function of the image's coordinates.
type backdrop func(x, y float64) rgb

// sampleBackdrop returns one of: a studio wall, a room, the open air, lights at night. All are out of focus.
func sampleBackdrop(r *rng.Stream) backdrop {
	switch kind := r.Float64(); {
	case kind < 0.35:
		return studio(r)
	case kind < 0.65:
		return room(r)
	case kind < 0.88:
		return openAir(r)
	}
	return nightLights(r)
}

// studio is a plain wall with a pool of light.
func studio(r *rng.Stream) backdrop {
	colour := vivid(r.Float64(), float64(r.Float64()*r.Uniform(0, 0.6)), r.Uniform(0.3, 0.95))
	dark := colour.scale(r.Uniform(0.45, 0.85))
	x0, y0, radius := r.Uniform(0.2, 0.8), r.Uniform(0.1, 0.7), r.Uniform(0.7, 1.2)
	seed := r.Uint64()
	return func(x, y float64) rgb {
		t := bump((x-x0)/radius, (y-y0)/radius) + float64(0.10*cloud(2.5*x, 2.5*y, seed))
		return mix(dark, colour, t)
	}
}

// room is upright soft-edged fields: walls, shelves, a window.
func room(r *rng.Stream) backdrop {
	base := vivid(r.Uniform(0.02, 0.16), r.Uniform(0.1, 0.5), r.Uniform(0.35, 0.85))
	fields := make([]struct {
		colour      rgb
		left, right float64
		top         float64
	}, 3)
	for k := range fields {
		f := &fields[k]
		f.colour = mix(base, vivid(r.Float64(), float64(r.Float64()*r.Uniform(0, 0.7)), r.Uniform(0.1, 1)), r.Uniform(0.4, 1))
		f.left = r.Uniform(-0.2, 0.9)
		f.right = f.left + r.Uniform(0.15, 0.45)
		f.top = r.Uniform(-0.5, 0.6)
	}
	seed := r.Uint64()
	return func(x, y float64) rgb {
		c := base
		for _, f := range fields {
			in := smooth(f.left-0.03, f.left+0.03, x) * (1 - smooth(f.right-0.03, f.right+0.03, x)) * smooth(f.top-0.04, f.top+0.04, y)
			c = mix(c, f.colour, float64(0.85*in))
		}
		return c.scale(1 + float64(0.12*noise(4*x, 4*y, seed)))
	}
}

// openAir is sky over green, or over a town, far out of focus.
func openAir(r *rng.Stream) backdrop {
	sky := mix(rgb{0.62, 0.78, 0.95}, rgb{0.93, 0.90, 0.86}, r.Float64())
	near := mix(rgb{0.22, 0.36, 0.14}, rgb{0.55, 0.52, 0.30}, r.Float64())
	if chance(r, 0.3) {
		near = mix(rgb{0.55, 0.50, 0.46}, rgb{0.35, 0.33, 0.36}, r.Float64())
	}
	horizon, seed := r.Uniform(-0.1, 0.7), r.Uint64()
	return func(x, y float64) rgb {
		edge := y - horizon + float64(0.16*cloud(3*x, 3*y, seed))
		ground := near.scale(1 + float64(0.45*cloud(5*x, 5*y, seed+3)))
		return mix(sky, ground, smooth(-0.10, 0.10, edge))
	}
}

// nightLights is a dark place with round blurred lamps.
func nightLights(r *rng.Stream) backdrop {
	base := vivid(r.Float64(), r.Uniform(0.2, 0.6), r.Uniform(0.08, 0.28))
	lamps := make([]struct {
		colour       rgb
		x, y, radius float64
	}, 7)
	for k := range lamps {
		l := &lamps[k]
		l.colour = vivid(r.Uniform(0, 0.7), r.Uniform(0.2, 0.8), r.Uniform(0.4, 0.9))
		l.x, l.y, l.radius = r.Float64(), r.Uniform(0, 0.8), r.Uniform(0.05, 0.14)
	}
	return func(x, y float64) rgb {
		c := base.scale(1.2 - float64(0.5*y))
		for _, l := range lamps {
			dx, dy := (x-l.x)/l.radius, (y-l.y)/l.radius
			disc := 1 - smooth(0.75, 1.15, float64(dx*dx)+float64(dy*dy))
			c = c.plus(l.colour.scale(float64(0.6 * disc)))
		}
		return c
	}
}
