package procedural

import "tgan/internal/rng"

// dress is what somebody wears below the chin.
type dress struct {
	cloth, under, accent rgb
	collar               collar
	shoulders            float64 // half width, in head units
	seed                 uint64
	weave                float64
}

// collar is the shape at the neck.
type collar int

const (
	collarRound  collar = iota // a round neckline
	collarV                    // a pointed one
	collarShirt                // a shirt with two points
	collarSuit                 // a jacket with lapels, a shirt and a tie
	collarRuff                 // a starched wheel of linen
	collarCravat               // a scarf tied before a high collar
	collarLace                 // a broad flat collar of lace
)

func sampleDress(r *rng.Stream, h *head) dress {
	d := dress{
		cloth: vivid(r.Float64(), r.Uniform(0.1, 0.75), r.Uniform(0.15, 0.85)),
		under: gray(r.Uniform(0.8, 0.97)), accent: vivid(r.Float64(), r.Uniform(0.4, 0.9), r.Uniform(0.2, 0.7)),
		shoulders: r.Uniform(1.45, 1.75) - float64(0.25*h.feminine),
		seed:      r.Uint64(), weave: r.Uniform(0.01, 0.05),
	}
	switch {
	case chance(r, lerp(0.5, 0.1, h.feminine)):
		d.collar, d.cloth = collarSuit, vivid(r.Float64(), r.Uniform(0, 0.35), r.Uniform(0.1, 0.35))
	case chance(r, 0.3):
		d.collar = collarShirt
	case chance(r, 0.5):
		d.collar = collarV
	}
	return d
}

// paint draws neck, shoulders and collar.
func (d dress) paint(p *pen, h *head) {
	skin := h.skin.times(rgb{0.84, 0.76, 0.73})
	neck := float64(h.width * lerp(0.66, 0.54, h.feminine))
	p.polygon(h.body, point{-neck, 0.4}, point{neck, 0.4}, point{neck + 0.02, 1.5}, point{-neck - 0.02, 1.5})
	p.fill(skin.nrgba(1))
	w := d.shoulders
	p.blob(h.body, point{-neck + 0.02, 1.10}, point{-neck - 0.1, 1.32}, point{float64(-0.75 * w), 1.42}, point{-w - 0.05, 1.62}, point{-w - 0.25, 2.6}, point{-w, 3.2},
		point{w, 3.2}, point{w + 0.25, 2.6}, point{w + 0.05, 1.62}, point{float64(0.75 * w), 1.42}, point{neck + 0.1, 1.32}, point{neck - 0.02, 1.10})
	p.fill(d.cloth.nrgba(1))
	d.paintCollar(p, h, neck, skin)
	// The chin's shadow.
	p.ellipse(h.body, point{0, 0.98}, neck+0.06, 0.30)
	p.fill(gray(0.08).nrgba(0.28))
}

func (d dress) paintCollar(p *pen, h *head, neck float64, skin rgb) {
	both := func(c rgb, points ...point) {
		p.polygon(h.body, points...)
		mirrored := make([]point, len(points))
		for k, q := range points {
			mirrored[k] = point{-q.x, q.y}
		}
		p.polygon(h.body, mirrored...)
		p.fill(c.nrgba(1))
	}
	switch d.collar {
	case collarRound:
		p.ellipse(h.body, point{0, 1.16}, neck+0.05, 0.26)
		p.fill(skin.nrgba(1))
	case collarV:
		p.polygon(h.body, point{-neck - 0.03, 1.10}, point{neck + 0.03, 1.10}, point{0, 1.85})
		p.fill(skin.nrgba(1))
	case collarShirt:
		p.polygon(h.body, point{-neck, 1.1}, point{neck, 1.1}, point{0, 1.5})
		p.fill(skin.nrgba(1))
		both(mix(d.cloth, d.under, 0.45), point{neck, 1.02}, point{neck + 0.16, 1.22}, point{0.30, 1.62}, point{0.02, 1.46})
	case collarSuit:
		p.polygon(h.body, point{-neck - 0.1, 1.12}, point{neck + 0.1, 1.12}, point{0, 2.5})
		p.fill(d.under.nrgba(1))
		p.polygon(h.body, point{-0.09, 1.30}, point{0.09, 1.30}, point{0.14, 2.4}, point{-0.14, 2.4})
		p.fill(d.accent.nrgba(1))
		both(d.under.scale(0.94), point{neck, 1.00}, point{neck + 0.1, 1.2}, point{0.24, 1.52}, point{0, 1.32})
		both(d.cloth.scale(0.8), point{neck + 0.08, 1.14}, point{neck + 0.34, 1.38}, point{0.42, 1.75}, point{0.04, 2.4})
	case collarRuff:
		d.paintRuff(p, h)
	case collarCravat:
		p.blob(h.body, point{-neck - 0.14, 0.98}, point{neck + 0.14, 0.98}, point{neck + 0.12, 1.42}, point{-neck - 0.12, 1.42})
		p.fill(d.under.nrgba(1))
		p.blob(h.body, point{-0.16, 1.28}, point{0.16, 1.28}, point{0.34, 1.95}, point{0, 2.2}, point{-0.34, 1.95})
		p.fill(d.under.scale(0.9).nrgba(1))
		p.lens(h.body, point{-neck, 1.22}, point{0, 1.42}, point{neck, 1.22}, point{0, 1.30})
		p.fill(d.under.scale(0.6).nrgba(0.8))
	case collarLace:
		p.blob(h.body, point{-neck, 1.05}, point{0, 1.3}, point{neck, 1.05}, point{neck + 0.75, 1.50}, point{neck + 0.5, 1.95}, point{0.1, 1.75}, point{-0.1, 1.75},
			point{-neck - 0.5, 1.95}, point{-neck - 0.75, 1.50})
		p.fill(d.under.nrgba(1))
		p.polygon(h.body, point{-0.04, 1.25}, point{0.04, 1.25}, point{0.02, 1.85}, point{-0.02, 1.85})
		p.fill(d.under.scale(0.5).nrgba(0.8))
	}
}

// paintRuff draws the wheel and its pleats.
func (d dress) paintRuff(p *pen, h *head) {
	p.ellipse(h.body, point{0, 1.14}, 1.02, 0.36)
	p.fill(d.under.nrgba(1))
	const pleats = 11
	for k := range pleats {
		t := float64(2*k)/(pleats-1) - 1
		x := float64(0.98 * t)
		drop := float64(0.34 * (1 - float64(0.75*t*t)))
		p.polygon(h.body, point{float64(0.55 * x), 1.06}, point{x - 0.035, 1.14 + drop}, point{x + 0.035, 1.14 + drop})
	}
	p.fill(d.under.scale(0.55).nrgba(0.7))
}

// shade lights cloth and neck.
func (d dress) shade(h *head) func(x, y float64, flat rgb) rgb {
	return func(x, y float64, flat rgb) rgb {
		u, v := (x-h.cx)/h.size, (y-h.cy)/h.size
		nx, ny := float64(0.55*u), float64(0.2*(v-2.2))
		fold := noise(float64(2.2*u), float64(1.1*v), d.seed)
		lit := h.light.on(nx+float64(0.25*fold), ny, 0.9)
		return flat.times(lit).scale(0.95 + float64(d.weave*noise(18*u, 18*v, d.seed+7)))
	}
}
