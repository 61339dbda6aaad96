package procedural

import "tgan/internal/rng"

// hat is what somebody wears on the head.
type hat struct {
	kind         hatKind
	cloth, trim  rgb
	height, brim float64
	tilt         float64 // to a side
	seed         uint64
}

type hatKind int

const (
	hatNone   hatKind = iota
	hatBrim           // a broad brim and a low crown
	hatTall           // a tall cylinder
	hatBeret          // a soft cap that hangs to a side
	hatBonnet         // tied under the chin, with a frill
	hatVeil           // a cloth over head and shoulders
)

func sampleHat(r *rng.Stream, h *head) hat {
	t := hat{
		cloth: gray(r.Uniform(0.08, 0.45)), trim: gray(r.Uniform(0.5, 0.95)),
		height: r.Uniform(0, 1), brim: r.Uniform(0, 1), tilt: r.Uniform(-0.25, 0.25), seed: r.Uint64(),
	}
	forMen := []hatKind{hatNone, hatBrim, hatBrim, hatTall, hatTall, hatBeret, hatBeret}
	forWomen := []hatKind{hatNone, hatBrim, hatBeret, hatBonnet, hatBonnet, hatBonnet, hatVeil, hatVeil}
	if h.feminine < 0.5 {
		t.kind = forMen[r.IntN(len(forMen))]
	} else {
		t.kind = forWomen[r.IntN(len(forWomen))]
	}
	if t.kind == hatBonnet || t.kind == hatVeil {
		t.cloth = gray(r.Uniform(0.25, 0.9))
	}
	return t
}

// flatten presses the hair under the hat.
func (t hat) flatten(d hairdo) hairdo {
	if t.kind == hatNone {
		return d
	}
	d.volume, d.bun, d.bald = min(d.volume, 0.04), false, false
	d.line = -0.58
	d.curl = float64(0.5 * d.curl)
	if t.kind == hatVeil || t.kind == hatBonnet {
		d.curl, d.spread = 0, 0
		d.side = min(d.side, 0.3)
	}
	return d
}

// crown is the mapping of the hat: it leans with the turn of the head.
func (t hat) crown(h *head) mapping {
	lean := float64(-0.12 * h.sinYaw)
	return func(q point) point {
		return h.flat(point{q.x + lean, q.y + float64(0.3*t.tilt*q.x)})
	}
}

// paintBack draws what is behind the head.
func (t hat) paintBack(p *pen, h *head) {
	m, w := t.crown(h), h.width
	switch t.kind {
	case hatBrim:
		p.ellipse(m, point{0, -0.80}, w+lerp(0.40, 0.75, t.brim), lerp(0.26, 0.36, t.brim))
		p.fill(t.cloth.scale(0.55).nrgba(1))
	case hatVeil:
		p.blob(m, point{0, -1.38}, point{w + 0.12, -1.18}, point{w + 0.30, -0.3}, point{w + 0.34, 0.6}, point{w + 0.75, 1.5}, point{w + 0.8, 2.4},
			point{-w - 0.8, 2.4}, point{-w - 0.75, 1.5}, point{-w - 0.34, 0.6}, point{-w - 0.30, -0.3}, point{-w - 0.12, -1.18})
		p.fill(t.cloth.scale(0.6).nrgba(1))
	case hatBonnet:
		p.ellipse(m, point{0, -0.30}, w+lerp(0.22, 0.36, t.brim), 1.0)
		p.fill(t.trim.nrgba(1))
		p.ellipse(m, point{0, -0.30}, w+lerp(0.16, 0.28, t.brim), 0.93)
		p.fill(t.cloth.scale(0.5).nrgba(1))
	}
}

// paintShadow draws what the hat takes of the light on the forehead; it belongs to the layer of the face.
func (t hat) paintShadow(p *pen, h *head) {
	if t.kind != hatBrim && t.kind != hatTall {
		return
	}
	p.ellipse(t.crown(h), point{0, -0.58}, float64(0.86*h.width), 0.26)
	p.fill(gray(0.05).nrgba(0.45))
}

// paintFront draws what is before the head.
func (t hat) paintFront(p *pen, h *head) {
	m, w := t.crown(h), h.width
	switch t.kind {
	case hatBrim:
		top := -1.15 - float64(0.25*t.height)
		p.blob(m, point{-w, -0.60}, point{-w + 0.02, -0.95}, point{float64(-0.75 * w), top - 0.1}, point{float64(0.75 * w), top - 0.1}, point{w - 0.02, -0.95}, point{w, -0.60})
		p.fill(t.cloth.nrgba(1))
		p.lens(m, point{-w - 0.02, -0.80}, point{0, -0.88}, point{w + 0.02, -0.80}, point{0, -0.52})
		p.fill(t.trim.scale(0.6).nrgba(1))
		reach := w + lerp(0.42, 0.78, t.brim)
		p.lens(m, point{-reach, -0.84}, point{0, -0.66}, point{reach, -0.84}, point{0, -0.36})
		p.fill(t.cloth.scale(0.85).nrgba(1))
	case hatTall:
		top := lerp(-1.35, -1.75, t.height)
		p.polygon(m, point{float64(-0.86 * w), -0.62}, point{float64(-0.92 * w), top}, point{float64(0.92 * w), top}, point{float64(0.86 * w), -0.62})
		p.ellipse(m, point{0, top}, float64(0.92*w), 0.08)
		p.fill(t.cloth.nrgba(1))
		p.polygon(m, point{float64(-0.87 * w), -0.90}, point{float64(0.87 * w), -0.90}, point{float64(0.86 * w), -0.70}, point{float64(-0.86 * w), -0.70})
		p.fill(t.trim.scale(0.35).nrgba(1))
		p.ellipse(m, point{0, -0.66}, w+lerp(0.18, 0.34, t.brim), 0.10)
		p.fill(t.cloth.scale(0.8).nrgba(1))
	case hatBeret:
		side := 0.35
		if t.tilt < 0 {
			side = -0.35
		}
		p.blob(m, point{-w - 0.06, -0.50}, point{-w - 0.26 - float64(0.3*side), -1.0}, point{float64(-0.4 * side), -1.42 - float64(0.15*t.height)}, point{w + 0.26 - float64(0.3*side), -1.05},
			point{w + 0.06, -0.50}, point{0, -0.72})
		p.fill(t.cloth.nrgba(1))
		p.lens(m, point{-w - 0.02, -0.52}, point{0, -0.92}, point{w + 0.02, -0.52}, point{0, -0.76})
		p.fill(t.trim.scale(0.7).nrgba(1))
	case hatBonnet:
		p.blob(m, point{-w - 0.10, -0.15}, point{-w - 0.14, -0.75}, point{-0.45, -1.26}, point{0.45, -1.26}, point{w + 0.14, -0.75}, point{w + 0.10, -0.15},
			point{float64(0.93 * w), -0.40}, point{0.36, -0.70}, point{-0.36, -0.70}, point{float64(-0.93 * w), -0.40})
		p.fill(t.cloth.nrgba(1))
		for _, sign := range []float64{-1, 1} { // ribbons
			p.polygon(m, point{sign * (w + 0.07), -0.2}, point{sign * (w - 0.03), -0.2}, point{sign * (w - 0.06), 0.5}, point{sign * 0.06, 1.10}, point{sign * 0.14, 1.24}, point{sign * (w + 0.03), 0.6})
		}
		p.fill(t.trim.nrgba(1))
	case hatVeil:
		p.blob(m, point{-w - 0.22, 1.1}, point{-w - 0.18, -0.6}, point{float64(-0.7 * w), -1.24}, point{float64(0.7 * w), -1.24}, point{w + 0.18, -0.6}, point{w + 0.22, 1.1},
			point{float64(0.92 * w), 0.75}, point{float64(0.96 * w), -0.30}, point{0.32, -0.78}, point{-0.32, -0.78}, point{float64(-0.96 * w), -0.30}, point{float64(-0.92 * w), 0.75})
		p.fill(t.cloth.nrgba(1))
	}
}

// shade lights the cloth of the hat.
func (t hat) shade(h *head) func(x, y float64, flat rgb) rgb {
	return func(x, y float64, flat rgb) rgb {
		u, v := h.unflat(x, y)
		fold := noise(3*u, float64(1.2*v), t.seed)
		nx, ny := float64(u/(1.2*h.width))+float64(0.25*fold), float64(0.35*(v+0.9))
		return flat.times(h.light.on(nx, ny, max(1-float64(0.7*nx*nx), 0.2)))
	}
}
