package procedural

// drawFace draws one person before a blurred backdrop, as a photograph.
func drawFace(s *scene, _ int) {
	s.flood(sampleBackdrop(s.stream(streamBackdrop)))
	h := sampleHead(s, framing{cx: 0.5, cy: 0.525, size: 0.36, shift: 0.035, zoom: 0.035, roll: 0.2, yaw: 0.55, nods: 0.16})
	look := sampleLook(s, h, 1)
	look.dress = sampleDress(s.stream(streamDress), h)

	r := s.stream(streamGlasses)
	glasses, sun := chance(r, 0.13), chance(r, 0.25)
	frame := along([]rgb{gray(0.06), {0.30, 0.16, 0.10}, gray(0.45)}, r.Float64())

	look.paintBehind(s, h)
	look.paintFace(s, h, func() {
		switch {
		case glasses && sun:
			h.paintGlasses(s.pen, frame.scale(0.4), 1)
		case glasses:
			h.paintGlasses(s.pen, frame, 0.08)
		}
	})
	look.hair.paintFront(s.pen, h)
	s.lay(look.hair.shade(h))
	develop(s)
}

// develop finishes a photograph: exposure, contrast, white balance, vignette and grain.
func develop(s *scene) {
	r := s.stream(streamFinish)
	exposure, contrast := r.Uniform(0.90, 1.12), r.Uniform(0.92, 1.12)
	balance := rgb{1 + r.Uniform(-0.04, 0.04), 1, 1 + r.Uniform(-0.05, 0.05)}.scale(exposure)
	vignette, grain, seed := r.Uniform(0, 0.25), r.Uniform(0.004, 0.016), r.Uint64()
	s.retouch(func(x, y float64, c rgb) rgb {
		dx, dy := x-0.5, y-0.5
		c = c.times(balance).scale(1 - float64(vignette*2*(float64(dx*dx)+float64(dy*dy))))
		noise := float64(grain * speck(int(x*4096), int(y*4096), seed))
		curve := func(v float64) float64 { return shoulder(float64((v-0.5)*contrast) + 0.5 + noise) }
		return rgb{curve(c.r), curve(c.g), curve(c.b)}
	})
}

// shoulder bends bright values so that they approach 1 instead of being cut off.
func shoulder(v float64) float64 {
	const knee = 0.85
	if v <= knee {
		return v
	}
	over := (v - knee) / (1 - knee)
	return knee + float64((1-knee)*over/(1+over))
}
