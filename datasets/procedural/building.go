package procedural

import (
	"math"

	"tgan/internal/rng"
)

// facade is the front of a town house: rows of windows over a ground floor.
type facade struct {
	wall, frame, glass rgb
	storey, bay        float64 // metres from window to window
	wide, high         float64 // window, share of bay and storey
	shop               bool
	sign               rgb
	lit                float64 // share of windows with light inside
	base               float64 // height of the ground floor
	seed               uint64
}

// stones are colours of plaster, stone and brick.
var stones = [...]rgb{{0.78, 0.74, 0.66}, {0.70, 0.64, 0.54}, {0.62, 0.60, 0.58}, {0.80, 0.78, 0.74}, {0.66, 0.48, 0.38}, {0.56, 0.36, 0.30}, {0.74, 0.66, 0.46}, {0.60, 0.64, 0.66}}

func sampleFacade(r *rng.Stream) facade {
	return facade{
		wall: stones[r.IntN(len(stones))].jitter(r, 0.06), frame: gray(r.Uniform(0.5, 0.95)), glass: rgb{0.24, 0.28, 0.33}.jitter(r, 0.06),
		storey: r.Uniform(2.9, 3.7), bay: r.Uniform(1.5, 3.2), wide: r.Uniform(0.35, 0.72), high: r.Uniform(0.42, 0.66),
		shop: chance(r, 0.5), sign: dye(r), base: r.Uniform(3.2, 4.2), seed: r.Uint64(),
	}
}

func (f *facade) at(u, v, foot float64) rgb {
	c := f.wall.scale(1 + float64(0.06*noise(0.6*u, 0.5*v, f.seed)))
	if f.shop && v < f.base {
		glass := float64(stripe(nearest(u, 2*f.bay), float64(1.7*f.bay), foot) * stripe(v-float64(0.42*f.base), float64(0.6*f.base), foot))
		c = mix(c, f.sign, stripe(v-float64(0.86*f.base), float64(0.16*f.base), foot))
		return mix(c, f.glass.scale(0.8+float64(0.6*noise(1.1*u, 1.3*v, f.seed+2))), glass)
	}
	row, col := math.Floor((v-f.base)/f.storey), math.Floor(u/f.bay)
	du, dv := u-float64((col+0.5)*f.bay), v-f.base-float64((row+0.5)*f.storey)
	wide, high := float64(f.wide*f.bay), float64(f.high*f.storey)
	frame := float64(stripe(du, wide+0.24, foot) * stripe(dv, high+0.24, foot))
	c = mix(c, f.frame, float64(0.55*frame))
	pane := float64(stripe(du, wide, foot) * stripe(dv, high, foot))
	spark := scatter(f.seed + uint64(int64(row))*stepX + uint64(int64(col))*stepY)
	glass := f.glass.scale(1 + float64(0.5*spark))
	if float64(0.5+0.5*spark) < f.lit {
		glass = rgb{0.98, 0.82, 0.48}.scale(0.85 + float64(0.3*spark))
	}
	c = mix(c, glass, pane)
	return mix(c, f.wall.scale(0.75), float64(0.6*stripe(v-f.base, 0.25, foot)))
}

// house is a block with a facade on each visible side and a roof: flat, or pitched with its ridge along x or z.
type house struct {
	box    cuboid
	facade facade
	roof   rgb
	pitch  float64 // height of the ridge over the eaves
	alongX bool
	hidden bool // the front is behind another house
}

func (w *world) house(h *house) {
	h.box.faces(w.at, func(p panel) {
		if p.v.y == 0 {
			if h.pitch == 0 {
				w.plain(p, h.roof)
			}
			return
		}
		if h.hidden && p.u.z == 0 {
			return
		}
		if w.spans(p.origin, h.facade.bay) < 1.2 { // too far for windows
			w.plain(p, mix(h.facade.wall, h.facade.glass, float64(0.8*h.facade.wide*h.facade.high)))
			return
		}
		w.surface(p, h.facade.at)
	})
	w.layPlain()
	if h.pitch > 0 {
		w.gable(h.box, h.pitch, h.alongX, h.facade.wall, h.roof)
	}
}

// gable puts a pitched roof on a box.
func (w *world) gable(b cuboid, pitch float64, alongX bool, wall, roof rgb) {
	lo, hi, top := b.lo, b.hi, b.hi.y
	a, c, d, e := vec{lo.x, top, lo.z}, vec{hi.x, top, lo.z}, vec{hi.x, top, hi.z}, vec{lo.x, top, hi.z}
	if alongX {
		z := (lo.z + hi.z) / 2
		r0, r1 := vec{lo.x, top + pitch, z}, vec{hi.x, top + pitch, z}
		if w.at.x < lo.x {
			w.facet(wall, a, r0, e)
		} else if w.at.x > hi.x {
			w.facet(wall, c, r1, d)
		}
		w.facet(roof, a, c, r1, r0)
		w.layPlain()
		return
	}
	x := (lo.x + hi.x) / 2
	r0, r1 := vec{x, top + pitch, lo.z}, vec{x, top + pitch, hi.z}
	w.facet(roof, a, r0, r1, e)
	w.facet(roof, c, r0, r1, d)
	w.facet(wall, a, c, r0)
	w.layPlain()
}
