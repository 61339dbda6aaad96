package procedural

import "tgan/internal/rng"

// expression is what a face does.
type expression struct {
	smile float64 // -0.3 to 1
	open  float64 // mouth, 0 to 1
	lids  float64 // eyes, 0.45 to 1
	brows float64 // raised, -0.04 to 0.06
	gaze  float64 // -1 left to 1 right
}

func sampleExpression(r *rng.Stream, liveliness float64) expression {
	e := expression{
		smile: float64(liveliness * r.Uniform(-0.25, 1)),
		lids:  r.Uniform(0.6, 1),
		brows: float64(liveliness * r.Uniform(-0.02, 0.05)),
		gaze:  r.Uniform(-0.6, 0.6),
	}
	if chance(r, 0.45*liveliness) {
		e.open = r.Uniform(0.25, 1) * max(e.smile, 0.3)
	}
	e.lids -= float64(0.15 * max(e.smile, 0))
	return e
}

// The places of features in the face's own coordinates.
const (
	eyeX, eyeY = 0.34, 0.04
	browY      = -0.15
	noseY      = 0.38
	mouthY     = 0.62
)

// paintSkull draws ears and the bare head.
func (h *head) paintSkull(p *pen) {
	ear := func(sign float64) {
		x := float64(sign*h.width*1.0*h.cosYaw) - float64(0.12*h.sinYaw)
		p.ellipse(h.flat, point{x, 0.10}, 0.12, 0.21)
		p.fill(h.skin.times(rgb{0.93, 0.84, 0.82}).nrgba(1))
		p.ellipse(h.flat, point{x + float64(0.01*sign), 0.08}, 0.06, 0.12)
		p.fill(h.skin.times(rgb{0.72, 0.58, 0.55}).nrgba(0.6))
	}
	ear(-1)
	ear(1)
	p.blob(h.flat, h.outline(0)...)
	p.fill(h.skin.nrgba(1))
	switch { // the ear that the turn brings to the front
	case h.sinYaw > 0.12:
		ear(-1)
	case h.sinYaw < -0.12:
		ear(1)
	}
}

// paintEyes draws both eyes, as the expression says.
func (h *head) paintEyes(p *pen, e expression, makeup float64) {
	for _, sign := range []float64{-1, 1} {
		h.paintEye(p, e, sign, makeup)
	}
}

func (h *head) paintEye(p *pen, e expression, sign, makeup float64) {
	x, y := float64(sign*eyeX), eyeY
	hw, hh := 0.185, float64(0.115*e.lids)
	in, out := point{x - float64(sign*hw), y + 0.015}, point{x + float64(sign*hw), y - 0.01}
	over, under := point{x + float64(0.01*sign), y - float64(2*hh)}, point{x, y + float64(1.35*hh)}
	dark := h.hair.scale(0.35)

	// The lid above: a fold of skin in shadow, or make-up.
	p.lens(h.face, in, point{x, y - float64(2*hh) - 0.14}, out, over)
	p.fill(mix(h.skin.scale(0.72), rgb{0.30, 0.22, 0.26}, 0.6*makeup).nrgba(0.55))
	p.lens(h.face, in, over, out, under)
	p.fill(mix(gray(0.95), h.skin, 0.15).nrgba(1))

	ix := x + float64(0.045*e.gaze)
	ry := min(0.102, float64(1.02*hh))
	p.ellipse(h.face, point{ix, y - float64(0.25*hh)}, 0.098, ry)
	p.fill(h.iris.nrgba(1))
	p.ellipse(h.face, point{ix, y - float64(0.25*hh)}, 0.053, float64(0.6*ry))
	p.fill(gray(0.03).nrgba(1))
	p.ellipse(h.face, point{ix + float64(0.05*h.light.x), y - float64(0.25*hh) - 0.035}, 0.026, 0.026)
	p.fill(gray(1).nrgba(0.9))

	// Lashes: the upper rim is a dark lens, thicker with make-up.
	lash := 0.045 + float64(0.035*makeup)
	p.lens(h.face, in, point{over.x, over.y - lash}, point{out.x + float64(sign*0.03*makeup), out.y - 0.01}, point{over.x, over.y + lash})
	p.fill(mix(dark, gray(0.05), 0.5).nrgba(0.9))
	p.lens(h.face, in, point{under.x, under.y + 0.03}, out, point{under.x, under.y - 0.01})
	p.fill(h.skin.scale(0.5).nrgba(0.5))
}

// paintBrows draws the brows.
func (h *head) paintBrows(p *pen, e expression, thick float64) {
	colour := mix(h.hair, h.skin, 0.15).scale(0.8)
	for _, sign := range []float64{-1, 1} {
		y := browY - e.brows
		in := point{sign * 0.15, y + 0.03 - e.brows}
		out := point{sign * 0.56, y + 0.04}
		p.lens(h.face, in, point{sign * 0.36, y - 0.11 - thick}, out, point{sign * 0.36, y - 0.045 + thick})
		p.fill(colour.nrgba(0.9))
	}
}

// paintNose draws what light alone does not show: the nostrils and the shadow under the tip.
func (h *head) paintNose(p *pen) {
	shadow := h.skin.times(rgb{0.50, 0.36, 0.33})
	tip := h.turned(point{0, noseY})
	tip.x += float64(0.08 * h.sinYaw)
	at := func(q point) point { return h.flat(point{tip.x + q.x, tip.y + q.y}) }
	p.lens(at, point{-0.16, 0.02}, point{0, 0.05}, point{0.16, 0.02}, point{0, 0.15})
	p.fill(shadow.nrgba(0.45))
	for _, sign := range []float64{-1, 1} {
		p.ellipse(at, point{sign * 0.075, 0.035}, 0.042, 0.026)
		p.fill(shadow.scale(0.6).nrgba(0.75))
	}
}

// paintMouth draws lips, and what an open mouth shows.
func (h *head) paintMouth(p *pen, e expression, full float64) {
	half := 0.25 + float64(0.07*max(e.smile, 0))
	lift := float64(0.085 * e.smile)
	gap := float64(0.11 * e.open)
	y := mouthY
	left, right := point{-half, y - lift}, point{half, y - lift}
	thickUp, thickLow := 0.060+float64(0.03*full), 0.085+float64(0.05*full)
	upper, lower := y-gap+float64(0.5*lift), y+gap+float64(0.9*lift) // control points of the edges of the opening

	p.lens(h.face, left, point{0, lower}, right, point{0, lower + float64(2*thickLow)})
	p.fill(h.lips.nrgba(1))
	// The upper lip has a bow.
	points := [...]point{left, {-0.09, upper - float64(1.5*thickUp)}, {0, upper - float64(0.7*thickUp)}, {0.09, upper - float64(1.5*thickUp)}, right}
	for k := range points {
		points[k] = h.face(points[k])
	}
	p.moveTo(points[0])
	p.curveTo(points[1], points[2])
	p.curveTo(points[3], points[4])
	edge := h.face(point{0, upper + 0.01})
	p.curveTo(edge, points[0])
	p.ctx.ClosePath()
	p.fill(h.lips.scale(0.86).nrgba(1))

	p.lens(h.face, left, point{0, upper - 0.012}, right, point{0, lower + 0.018})
	p.fill(rgb{0.24, 0.08, 0.08}.nrgba(0.95))
	if gap > 0.02 {
		in := 0.88
		p.lens(h.face, point{-half * in, y - lift}, point{0, upper}, point{half * in, y - lift}, point{0, upper + float64(1.3*gap)})
		p.fill(rgb{0.96, 0.94, 0.90}.nrgba(1))
	}
}

// paintGlasses draws rims, or sunglasses when dark is near 1.
func (h *head) paintGlasses(p *pen, frame rgb, dark float64) {
	const rx, ry, rim = 0.235, 0.17, 0.035
	for _, sign := range []float64{-1, 1} {
		centre := point{sign * 0.345, 0.06}
		p.ellipse(h.face, centre, rx+rim, ry+rim)
		p.fill(frame.nrgba(float64(0.9 * dark)))
		// The rim is a ring: the inner ellipse runs the other way round.
		p.ellipse(h.face, centre, rx+rim, ry+rim)
		p.ellipse(func(q point) point { return h.face(point{float64(2*centre.x) - q.x, q.y}) }, centre, rx, ry)
		p.fill(frame.nrgba(0.95))
		p.polygon(h.face, point{sign * 0.57, 0.01}, point{sign * 0.72, 0.0}, point{sign * 0.72, 0.05}, point{sign * 0.57, 0.06})
		p.fill(frame.nrgba(0.9))
	}
	p.polygon(h.face, point{-0.12, 0.01}, point{0.12, 0.01}, point{0.12, 0.05}, point{-0.12, 0.05})
	p.fill(frame.nrgba(0.9))
}
