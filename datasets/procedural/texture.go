package procedural

import (
	"math"

	"tgan/internal/rng"
)

// stripe is how much of a pixel of width foot is covered by a line of a width whose middle is at a distance.
func stripe(distance, width, foot float64) float64 {
	foot = max(foot, 1e-6)
	return clamp(((width+foot)/2-math.Abs(distance))/foot, 0, min(1, width/foot))
}

// nearest returns the signed distance of v from the nearest multiple of step.
func nearest(v, step float64) float64 {
	return v - float64(step*math.Floor(v/step+0.5))
}

// fine is how much detail of a size can be seen where a pixel is foot wide: 1 for all, 0 for none.
func fine(size, foot float64) float64 { return smooth(0.9, 0.3, foot/size) }

// plaster is a painted wall.
func plaster(c rgb, seed uint64) texture {
	return func(u, v, foot float64) rgb { return c.scale(1 + float64(0.035*noise(1.3*u, 1.3*v, seed))) }
}

// wallpaper is a pattern of upright stripes, or of rhombs.
func wallpaper(r *rng.Stream, c, with rgb) texture {
	step, rhombs, seed := r.Uniform(0.14, 0.5), chance(r, 0.35), r.Uint64()
	return func(u, v, foot float64) rgb {
		t := stripe(nearest(u, step), float64(0.5*step), foot)
		if rhombs {
			t = stripe(math.Abs(nearest(u, step))+math.Abs(nearest(v, step)), float64(0.5*step), foot)
		}
		return mix(c, with, t).scale(1 + float64(0.02*noise(2*u, 2*v, seed)))
	}
}

// planks are boards along v.
func planks(r *rng.Stream, c rgb) texture {
	width, length, vary, seed := r.Uniform(0.09, 0.22), r.Uniform(0.9, 1.8), r.Uniform(0.06, 0.2), r.Uint64()
	return func(u, v, foot float64) rgb {
		board := math.Floor(u / width)
		shift := float64(length * speck(int(board), 1, seed))
		piece := math.Floor((v + shift) / length)
		tone := float64(vary * speck(int(board), int(piece), seed+1))
		grain := float64(0.10*noise(28*u, 2.2*v, seed+2)) + float64(0.05*noise(4*u, 4*v, seed+3))
		seam := stripe(nearest(u, width), 0.012, foot) + stripe(nearest(v+shift, length), 0.012, foot)
		return c.scale((1 + float64(fine(width, foot)*tone) + grain) * (1 - float64(0.45*min(seam, 1))))
	}
}

// tiles are squares in one or two colours with grout between them.
func tiles(r *rng.Stream, a, b, grout rgb, size float64) texture {
	joint, seed := float64(size*r.Uniform(0.03, 0.06)), r.Uint64()
	return func(u, v, foot float64) rgb {
		ku, kv := math.Floor(u/size), math.Floor(v/size)
		c := a
		if int(ku+kv)&1 != 0 {
			c = b
		}
		c = mix(mix(a, b, 0.5), c, fine(size, foot))
		c = c.scale(1 + float64(0.06*speck(int(ku), int(kv), seed)*fine(size, foot)) + float64(0.03*noise(3*u, 3*v, seed+1)))
		seam := max(stripe(u-float64(size*math.Floor(u/size+0.5)), joint, foot), stripe(v-float64(size*math.Floor(v/size+0.5)), joint, foot))
		return mix(c, grout, seam)
	}
}

// bricks are laid in a running bond, twice as wide as high.
func bricks(a, grout rgb, height float64, seed uint64) texture {
	return func(u, v, foot float64) rgb {
		row := math.Floor(v / height)
		if int(row)&1 != 0 {
			u += height
		}
		c := a.scale(1 + float64(0.16*speck(int(math.Floor(u/(2*height))), int(row), seed)*fine(height, foot)))
		seam := max(stripe(nearest(u, 2*height), float64(0.12*height), foot), stripe(nearest(v, height), float64(0.12*height), foot))
		return mix(c, grout, seam)
	}
}

// carpet is short and rough.
func carpet(c rgb, seed uint64) texture {
	return func(u, v, foot float64) rgb {
		rough := float64(0.08*noise(24*u, 24*v, seed)*fine(0.06, foot)) + float64(0.06*noise(2*u, 2*v, seed+1))
		return c.scale(1 + rough)
	}
}

// timber is sawn wood with its grain along v.
func timber(c rgb, seed uint64) texture {
	return func(u, v, foot float64) rgb {
		return c.scale(1 + float64(0.12*noise(16*u, 1.5*v, seed)*fine(0.08, foot)) + float64(0.05*noise(3*u, 3*v, seed+1)))
	}
}

// fabric has folds, and a pattern: none, stripes, checks or spots.
type fabric struct {
	colour, with rgb
	pattern      int
	step, folds  float64
	seed         uint64
}

func sampleFabric(r *rng.Stream, colour rgb) fabric {
	c := fabric{colour: colour, with: vivid(r.Float64(), r.Uniform(0, 0.6), r.Uniform(0.3, 1)), step: r.Uniform(0.12, 0.4), folds: r.Uniform(0.08, 0.2), seed: r.Uint64()}
	c.with = mix(colour, c.with, r.Uniform(0.4, 1))
	if chance(r, 0.5) {
		c.pattern = 1 + r.IntN(4)
	}
	return c
}

func (c fabric) at(u, v, foot float64) rgb {
	t := 0.0
	switch c.pattern {
	case 1:
		t = stripe(nearest(u, c.step), float64(0.5*c.step), foot)
	case 2:
		t = float64(0.5*stripe(nearest(u, c.step), float64(0.5*c.step), foot)) + float64(0.5*stripe(nearest(v, c.step), float64(0.5*c.step), foot))
	case 3:
		du, dv := nearest(u, c.step), nearest(v, c.step)
		t = smooth(float64(0.14*c.step*c.step), float64(0.05*c.step*c.step), float64(du*du)+float64(dv*dv)) * fine(c.step, foot)
	case 4:
		t = smooth(-0.1, 0.3, noise(2.2*u/c.step, 2.2*v/c.step, c.seed+5)) * fine(c.step, foot)
	}
	fold := float64(0.7*noise(float64(3.1*u)+float64(1.2*v), 2.3*v, c.seed)) + float64(0.5*noise(float64(7.3*u)-float64(2*v), 5*v, c.seed+1))
	return mix(c.colour, c.with, t).scale(1 + float64(c.folds*fold))
}
