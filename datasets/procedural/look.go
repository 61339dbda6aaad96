package procedural

// look is everything about a person beyond the head: what the two domains of faces share.
type look struct {
	expression expression
	hair       hairdo
	beard      beard
	dress      dress
	makeup     float64
	brow, lip  float64 // thickness
	blush      float64
	shine      float64
	seed       uint64
}

// sampleLook samples all but the dress.
func sampleLook(s *scene, h *head, liveliness float64) look {
	r := s.stream(streamFace)
	l := look{
		expression: sampleExpression(r, liveliness),
		brow:       lerp(r.Uniform(0.01, 0.045), r.Uniform(0, 0.015), h.feminine),
		lip:        lerp(r.Uniform(0, 0.5), r.Uniform(0.3, 1), h.feminine),
		blush:      r.Uniform(0.05, 0.35),
		shine:      r.Uniform(0.02, 0.14),
		seed:       r.Uint64(),
	}
	if chance(r, 0.8*h.feminine) {
		l.makeup = r.Uniform(0.2, 1)
	}
	l.beard = sampleBeard(r, float64(0.55*smooth(0.3, 0, h.feminine)))
	l.hair = sampleHairdo(s.stream(streamHair), h)
	return l
}

// paintBehind draws the hair behind the head, the neck and the shoulders.
func (l look) paintBehind(s *scene, h *head) {
	l.hair.paintBack(s.pen, h)
	s.lay(l.hair.shade(h))
	l.dress.paint(s.pen, h)
	s.lay(l.dress.shade(h))
}

// paintFace draws the head with its features; over draws what sits on it before it is lit.
func (l look) paintFace(s *scene, h *head, over func()) {
	p := s.pen
	h.paintSkull(p)
	h.paintNose(p)
	h.paintMouth(p, l.expression, l.lip)
	l.hair.paintShadow(p, h)
	h.paintEyes(p, l.expression, l.makeup)
	h.paintBrows(p, l.expression, l.brow)
	over()
	s.lay(l.shadeFace(h))
}

// shadeFace lights skin and what is on it.
func (l look) shadeFace(h *head) func(x, y float64, flat rgb) rgb {
	relief := h.relief()
	left, right, nose := h.turned(point{-0.42, 0.34}), h.turned(point{0.42, 0.34}), h.turned(point{0, noseY - 0.06})
	whiskers := h.hair.scale(0.8)
	return func(x, y float64, flat rgb) rgb {
		u, v := h.unflat(x, y)
		nx, ny, nz := relief.normal(u, v)
		lit := h.light.on(nx, ny, nz)
		red := bump((u-left.x)/0.3, (v-left.y)/0.24) + bump((u-right.x)/0.3, (v-right.y)/0.24) + float64(0.6*bump((u-nose.x)/0.2, (v-nose.y)/0.16))
		flat = mix(flat, flat.times(rgb{1.02, 0.80, 0.78}), float64(l.blush*red))
		cover := l.beard.cover(h, u, v)
		flat = mix(flat, whiskers, cover)
		// Light that has gone through skin is red: shadows are warmer than the light alone says.
		shade := clamp(1-lit.luma(), 0, 1)
		c := flat.times(lit).times(rgb{1 + float64(0.10*shade), 1, 1 - float64(0.05*shade)})
		// A gleam where the surface mirrors the lamp to the viewer: half way between the lamp and the eye.
		c = c.plus(h.light.key.scale(l.shine * (1 - cover) * h.light.gleam(nx, ny, nz)))
		return c.scale(1 + float64(0.03*noise(9*u, 9*v, l.seed)))
	}
}
