package procedural

import (
	"math"

	"tgan/internal/rng"
)

// drawPortrait draws one person in old dress, in the tone of an old print or a darkened painting, framed.
func drawPortrait(s *scene, _ int) {
	s.flood(sampleCurtain(s.stream(streamBackdrop)))
	h := sampleHead(s, framing{cx: 0.5, cy: 0.545, size: 0.31, shift: 0.025, zoom: 0.025, roll: 0.14, yaw: 0.65, nods: 0.12})
	l := sampleLook(s, h, 0.3)
	r := s.stream(streamDress)
	l.dress = sampleCostume(r, h)
	hat := sampleHat(r, h)
	l.hair = hat.flatten(l.hair)
	l.makeup, l.blush = 0, float64(0.5*l.blush)

	hat.paintBack(s.pen, h)
	s.lay(hat.shade(h))
	l.paintBehind(s, h)
	l.paintFace(s, h, func() { hat.paintShadow(s.pen, h) })
	l.hair.paintFront(s.pen, h)
	s.lay(l.hair.shade(h))
	hat.paintFront(s.pen, h)
	s.lay(hat.shade(h))

	finish := s.stream(streamFinish)
	s.retouch(sampleTone(finish))
	s.retouch(sampleFrame(finish))
}

// sampleCostume returns dark cloth with a white collar.
func sampleCostume(r *rng.Stream, h *head) dress {
	kinds := []collar{collarRuff, collarCravat, collarLace, collarRuff, collarCravat, collarLace, collarSuit}
	return dress{
		cloth:  gray(r.Uniform(0.06, 0.4)),
		under:  gray(r.Uniform(0.72, 0.95)),
		accent: gray(r.Uniform(0.1, 0.4)),
		collar: kinds[r.IntN(len(kinds))], shoulders: r.Uniform(1.5, 1.8) - float64(0.2*h.feminine),
		seed: r.Uint64(), weave: r.Uniform(0.03, 0.08),
	}
}

// sampleCurtain is a brushed wall, in half of the portraits with the folds of a curtain at one side.
func sampleCurtain(r *rng.Stream) backdrop {
	wall, dark := r.Uniform(0.22, 0.6), r.Uniform(0.35, 0.75)
	x0, y0 := r.Uniform(0.15, 0.85), r.Uniform(0.1, 0.6)
	folds, edge, right := chance(r, 0.5), r.Uniform(0.2, 0.4), chance(r, 0.5)
	seed := r.Uint64()
	return func(x, y float64) rgb {
		pool := bump((x-x0)/0.9, (y-y0)/0.9)
		stroke := float64(0.7*noise(7*(x+y), 3*(x-y), seed)) + float64(0.3*noise(16*x, 16*y, seed+1))
		v := float64(wall * lerp(dark, 1.15, pool) * (1 + float64(0.16*stroke)))
		from := x
		if right {
			from = 1 - x
		}
		if hang := from + float64(0.12*(y-0.5)); folds && hang < edge+0.03 {
			fold := noise(13*hang, 0.7*y, seed+3)
			v = lerp(v, float64(wall*(0.55+float64(0.5*fold))), smooth(edge+0.03, edge-0.03, hang))
		}
		return gray(v)
	}
}

// sampleTone returns the change from colours to the two inks of a print, with hatching or brush strokes, and the yellowing of age.
func sampleTone(r *rng.Stream) func(x, y float64, c rgb) rgb {
	darks := []rgb{{0.17, 0.10, 0.06}, {0.11, 0.07, 0.04}, {0.10, 0.09, 0.09}, {0.07, 0.09, 0.12}}
	lights := []rgb{{0.97, 0.89, 0.73}, {0.94, 0.80, 0.55}, {0.93, 0.90, 0.85}, {0.86, 0.89, 0.88}}
	which := float64(r.Float64() * r.Uniform(0.3, 1))
	dark, light := along(darks, which), along(lights, which)
	tint := float64(0.25 * r.Float64() * r.Float64())
	hatch := 0.0
	if chance(r, 0.35) {
		hatch = r.Uniform(0.06, 0.13)
	}
	lines, slope, seed := r.Uniform(10, 13), r.Uniform(-0.8, 0.8), r.Uint64()
	contrast := r.Uniform(1.05, 1.35)
	return func(x, y float64, c rgb) rgb {
		t := float64((c.luma()-0.40)*contrast) + 0.5
		if hatch > 0 { // lines are cut where it is neither white nor black
			at := float64(lines*(y+float64(slope*x))) + float64(0.25*noise(4*x, 4*y, seed))
			wave := math.Abs(float64(2*(at-math.Floor(at))) - 1) // a triangle from 0 to 1
			t += float64(hatch * (wave - 0.5) * 4 * clamp(t, 0, 1) * clamp(1.15-t, 0, 1))
		}
		grain := float64(0.05*noise(22*x, 22*y, seed+1)) + float64(0.025*speck(int(x*4096), int(y*4096), seed+2))
		t = clamp(shoulder(t)+grain, 0, 1)
		return mix(mix(dark, light, t), c, tint)
	}
}

// sampleFrame returns the change that puts a gilt frame, a mat with an oval window, or both around a picture.
func sampleFrame(r *rng.Stream) func(x, y float64, c rgb) rgb {
	const seam = 0.012 // half the width of the soft edge between frame and picture
	gilt, oval := true, false
	switch kind := r.Float64(); {
	case kind < 0.40:
		gilt, oval = false, true
	case kind < 0.60:
		oval = true
	}
	wide := -1.0
	if gilt {
		wide = r.Uniform(0.055, 0.09)
	}
	gold := mix(rgb{0.72, 0.54, 0.22}, rgb{0.36, 0.22, 0.11}, float64(r.Float64()*r.Float64()))
	mat := mix(rgb{0.93, 0.88, 0.76}, rgb{0.62, 0.50, 0.36}, float64(r.Float64()*r.Float64()))
	rx, ry := 0.5-max(wide, 0)-r.Uniform(0.02, 0.07), 0.5-max(wide, 0)-r.Uniform(0, 0.025)
	seed := r.Uint64()
	return func(x, y float64, c rgb) rgb {
		if oval {
			dx, dy := (x-0.5)/rx, (y-0.5)/ry
			out := float64(dx*dx) + float64(dy*dy)
			c = c.scale(1 - float64(0.45*smooth(0.72, 1.0, out)))
			if out > 0.95 {
				paper := mat.scale(1 + float64(0.05*cloud(9*x, 9*y, seed)))
				c = mix(c, paper.scale(0.55), smooth(0.95, 1.03, out))
				c = mix(c, paper, smooth(1.06, 1.14, out))
			}
		}
		depth := min(x, y, 1-x, 1-y)
		if depth > wide+seam {
			return c
		}
		return mix(c, carving(x, y, wide, gold, seed), smooth(wide+seam, wide-seam, depth))
	}
}

// carving is the colour of a gilt frame: a half round that catches light from the upper left, with worn leaf and dark seams.
func carving(x, y, wide float64, gold rgb, seed uint64) rgb {
	depth := min(x, y, 1-x, 1-y)
	across := clamp(depth/wide, 0, 1)
	lit := across - 0.5 // the inner slope of the upper and the left side looks away from the lamp
	if min(x, y) <= min(1-x, 1-y) {
		lit = -lit
	}
	seam := 1 - float64(0.5*smooth(0.86, 1, across)) - float64(0.35*smooth(0.14, 0, across))
	return gold.scale((1 + float64(0.8*lit) + float64(0.14*noise(24*x, 24*y, seed))) * seam)
}
