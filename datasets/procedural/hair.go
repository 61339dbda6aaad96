package procedural

import (
	"math"

	"tgan/internal/rng"
)

// hairdo is the shape of somebody's hair, in flat coordinates.
type hairdo struct {
	volume  float64 // above the skull
	side    float64 // where the hair beside the face ends: -0.3 shaved, 0.1 short, 1 to the chin, 1.8 over the shoulders
	spread  float64 // how far it stands off to the sides below the ears
	line    float64 // height of the hair line in the middle, negative
	part    float64 // where the line is highest, -1 to 1
	fringe  float64 // how far the line comes down beside the parting, 0 to 1
	curl    float64 // 0 smooth to 1 woolly
	bald    bool
	bun     bool
	seed    uint64
	strands float64 // strength of the texture
}

func sampleHairdo(r *rng.Stream, h *head) hairdo {
	d := hairdo{
		volume: r.Uniform(0.04, 0.16),
		line:   r.Uniform(-0.66, -0.50),
		part:   r.Uniform(-0.8, 0.8),
		fringe: r.Uniform(0, 0.5),
		seed:   r.Uint64(),
	}
	d.strands = r.Uniform(0.12, 0.3)
	long := chance(r, 0.08+float64(0.77*h.feminine))
	curly := chance(r, 0.22)
	receding := chance(r, (1-h.feminine)*h.age*0.6) && !long
	switch {
	case long:
		d.side, d.spread, d.volume = r.Uniform(0.5, 1.9), r.Uniform(0.12, 0.42), d.volume+0.04
		d.fringe = r.Uniform(0, 1)
		d.bun = chance(r, 0.15)
	default:
		d.side, d.spread = r.Uniform(-0.15, 0.2), 0.02
	}
	if d.bun {
		d.side, d.spread = 0.0, 0.02
	}
	if curly {
		d.curl = r.Uniform(0.5, 1)
		d.volume += 0.08
		d.spread += float64(0.2 * smooth(0, 1, d.side))
	}
	if receding {
		d.line -= r.Uniform(0.1, 0.3)
		d.fringe, d.volume = 0, 0.02
		d.bald = chance(r, 0.35)
	}
	return d
}

// paintBack draws what hangs behind the head and the bun.
func (d hairdo) paintBack(p *pen, h *head) {
	colour := h.hair.scale(0.72)
	if d.bun {
		p.ellipse(h.flat, point{-float64(0.3 * h.sinYaw), -1.14 - d.volume}, 0.30, 0.26)
		p.fill(h.hair.nrgba(1))
	}
	if d.side < 0.4 {
		return
	}
	w, out, end := h.width, h.width+d.volume+d.spread, d.side
	p.blob(h.flat,
		point{0, -1.12}, point{w, -0.95}, point{w + 0.12, -0.2}, point{out, 0.3}, point{out + 0.06, float64(0.7 * end)}, point{out - 0.05, end + 0.12},
		point{float64(0.45 * w), end}, point{-float64(0.45 * w), end}, point{-out + 0.05, end + 0.12}, point{-out - 0.06, float64(0.7 * end)},
		point{-out, 0.3}, point{-w - 0.12, -0.2}, point{-w, -0.95})
	p.fill(colour.nrgba(1))
	d.curls(p, h, out, end, colour)
}

// curls sets round tufts along the sides and the top.
func (d hairdo) curls(p *pen, h *head, out, end float64, colour rgb) {
	if d.curl == 0 {
		return
	}
	tufts := 5
	for k := range tufts {
		t := float64(k) / float64(tufts-1)
		for side, sign := range []float64{-1, 1} {
			size := 0.16 + float64(0.04*speck(k, side, d.seed))
			y := lerp(-0.3, max(float64(0.9*end), -0.1), t)
			x := lerp(h.width, float64(0.86*out), smooth(-0.3, 0.5, y))
			p.ellipse(h.flat, point{sign * x, y}, size, size)
		}
	}
	p.fill(colour.nrgba(1))
}

// front adds the path of the hair before the head: over the skull, down the sides, and back along the hair line.
func (d hairdo) front(p *pen, h *head, drop float64) {
	w, up := h.width, d.volume
	left, right := h.width+0.03, h.width+0.03
	lean := float64(-0.10 * h.sinYaw)
	sides := lerp(0.35, 1, max(d.curl, smooth(0.2, 0.6, d.side))) // short hair lies close
	at := func(q point) point { return h.flat(point{q.x, q.y + drop}) }
	line := func(x, y float64) point { return h.turned(point{x, y}) } // the hair line turns with the face
	end := max(d.side, -0.35)
	inner := float64(0.86 * w)
	low := d.line + float64(0.42*d.fringe)
	shallow := d.line + float64(0.16*d.fringe)
	onLeft, onRight := low, shallow
	if d.part < 0 {
		onLeft, onRight = shallow, low
	}
	points := []point{
		{-left - float64(0.5*sides*up), lerp(-0.3, end, 0.5)}, {-left - float64(sides*up), -0.55}, {-float64(0.70*w) + lean, -0.98 - up}, {lean, -1.12 - up},
		{float64(0.70*w) + lean, -0.98 - up}, {right + float64(sides*up), -0.55}, {right + float64(0.5*sides*up), lerp(-0.3, end, 0.5)},
		{right, min(end, 0.5)}, line(inner, min(end, 0.3)), line(inner, -0.30),
		line(0.46, onRight+0.02), line(float64(0.42*d.part)+0.10, d.line-0.06), line(float64(0.42*d.part)-0.10, d.line-0.06), line(-0.46, onLeft+0.02),
		line(-inner, -0.30), line(-inner, min(end, 0.3)), {-left, min(end, 0.5)},
	}
	p.blob(at, points...)
}

// paintShadow draws the shadow of the hair on the forehead; it belongs to the layer of the face.
func (d hairdo) paintShadow(p *pen, h *head) {
	if d.bald {
		return
	}
	d.front(p, h, 0.05)
	p.fill(h.skin.times(rgb{0.42, 0.30, 0.27}).nrgba(0.35))
}

// paintFront draws the hair before the head.
func (d hairdo) paintFront(p *pen, h *head) {
	if d.bald {
		return
	}
	d.front(p, h, 0)
	p.fill(h.hair.nrgba(1))
	if d.side >= 0.4 { // locks beside the cheeks
		for _, sign := range []float64{-1, 1} {
			in, out := float64(0.90*h.width), h.width+float64(0.8*(d.volume+d.spread))
			end := d.side
			p.blob(h.flat, point{sign * in, -0.55}, point{sign * (h.width + d.volume), -0.5}, point{sign * out, 0.2}, point{sign * out, float64(0.75 * end)},
				point{sign * (out - 0.1), end}, point{sign * (in + 0.02), float64(0.8 * end)}, point{sign * (in + 0.06), 0.2})
			p.fill(h.hair.scale(0.92).nrgba(1))
		}
	}
	if d.curl == 0 {
		return
	}
	for k := range 7 {
		t := float64(k)/3 - 1
		p.ellipse(h.flat, point{float64(0.85 * t * h.width), -0.62 - d.volume - float64(0.42*(1-float64(t*t)))}, 0.2, 0.2)
	}
	p.fill(h.hair.nrgba(1))
}

// shade lights hair: strands that run from the crown, a soft gleam, and the roundness of the head.
func (d hairdo) shade(h *head) func(x, y float64, flat rgb) rgb {
	return func(x, y float64, flat rgb) rgb {
		u, v := h.unflat(x, y)
		fan := u / (2.4 + v) // lines of equal fan run from a point above the crown
		texture := noise(19*fan, float64(1.3*v)+float64(3*d.curl*v), d.seed)
		if d.curl > 0 {
			texture = lerp(texture, cloud(7*u, 7*v, d.seed), d.curl)
		}
		nx, ny := float64(u/(1.25*h.width)), float64(0.75*v)
		nz := max(1-float64(0.8*nx*nx)-float64(0.8*ny*ny), 0.12)
		lit := h.light.on(nx, ny, nz)
		gleam := bump((u-float64(0.5*h.light.x))/0.9, (v+0.78-float64(0.15*math.Abs(h.light.x)))/0.22) * 0.20
		c := flat.times(lit).scale(1 + float64(d.strands*texture))
		return c.plus(h.light.key.scale(gleam * (0.25 + flat.luma()) * (1 + texture)))
	}
}
