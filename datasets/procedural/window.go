package procedural

import "tgan/internal/rng"

// opening is a window in a wall: its place, and what hangs before it.
type opening struct {
	wall           wall
	a0, h0, a1, h1 float64
	bars           int
	frame          rgb
	hanging        int // nothing, curtains, blinds
	cloth          fabric
	seed           uint64
	green          float64 // height of what grows outside, share of the window
	hem            float64 // height of the lower edge of the curtains
}

// The things before a window.
const (
	hangNothing = iota
	hangCurtains
	hangBlinds
)

// sampleOpening puts a window into a wall, with its light into the room.
func (m *interior) sampleOpening(r *rng.Stream, which int, a0, a1, h0, h1 float64) opening {
	w := m.wall(which)
	o := opening{
		wall: w, a0: a0, a1: a1, h0: h0, h1: h1, bars: 1 + r.IntN(3), frame: gray(r.Uniform(0.75, 0.98)),
		cloth: sampleFabric(r, mix(dye(r), gray(0.95), r.Uniform(0, 0.6))), seed: r.Uint64(), green: r.Uniform(0.1, 0.6),
	}
	if chance(r, 0.2) {
		o.frame = rgb{0.42, 0.27, 0.16}
	}
	o.cloth.folds = 0
	switch kind := r.Float64(); {
	case kind < 0.6:
		o.hanging = hangCurtains
	case kind < 0.75:
		o.hanging = hangBlinds
	}
	o.hem = h0 - 0.12
	if chance(r, 0.5) {
		o.hem = 0.04
	}
	strength := float64(r.Uniform(0.55, 0.95) * m.day)
	m.lamps = append(m.lamps, lamp{w.at((a0+a1)/2, 0.35, (h0+h1)/2), rgb{0.97, 1, 1.04}.scale(strength), r.Uniform(1.6, 2.8)})
	return o
}

// paintOpening paints a window.
func (m *interior) paintOpening(o opening) {
	w := o.wall
	glass := w.panel(o.a0, o.h0, o.a1, o.h1, 0.004)
	high := o.h1 - o.h0
	m.shine(glass, func(u, v, foot float64) rgb {
		edge := v/high - o.green - float64(0.18*cloud(2.5*u, 1.5*v, o.seed))
		sky := mix(rgb{0.82, 0.90, 0.99}, gray(1.06), v/high)
		leaves := rgb{0.45, 0.58, 0.36}.scale(1 + float64(0.35*noise(7*u, 7*v, o.seed+1)))
		night := mix(rgb{0.04, 0.05, 0.10}, rgb{0.11, 0.13, 0.22}, v/high)
		return mix(night, mix(leaves, sky, smooth(-0.08, 0.08, edge)), m.day)
	})
	const rail, sash = 0.07, 0.045
	bar := func(a0, h0, a1, h1 float64) panel { return w.panel(a0, h0, a1, h1, 0.02) }
	bars := []panel{
		bar(o.a0-rail, o.h0-rail, o.a1+rail, o.h0), bar(o.a0-rail, o.h1, o.a1+rail, o.h1+rail),
		bar(o.a0-rail, o.h0, o.a0, o.h1), bar(o.a1, o.h0, o.a1+rail, o.h1),
	}
	for k := 1; k <= o.bars; k++ {
		a := lerp(o.a0, o.a1, float64(k)/float64(o.bars+1))
		bars = append(bars, bar(a-sash/2, o.h0, a+sash/2, o.h1))
	}
	if o.bars > 1 {
		middle := lerp(o.h0, o.h1, 0.6)
		bars = append(bars, bar(o.a0, middle-sash/2, o.a1, middle+sash/2))
	}
	m.plains(o.frame, bars...)
	m.layPlain()
	switch o.hanging {
	case hangCurtains:
		m.paintCurtains(o)
	case hangBlinds:
		m.surface(w.panel(o.a0, lerp(o.h0, o.h1, 0.35), o.a1, o.h1, 0.04), func(u, v, foot float64) rgb {
			return o.frame.scale(0.95 - float64(0.3*stripe(nearest(v, 0.09), 0.03, foot)))
		})
	}
}

// paintCurtains paints two curtains on a rail. Light comes through the cloth.
func (m *interior) paintCurtains(o opening) {
	w, wide := o.wall, 0.3*(o.a1-o.a0)
	for _, at := range [2]float64{o.a0 - float64(0.6*wide), o.a1 - float64(0.4*wide)} {
		m.surface(w.panel(at, o.hem, at+wide, o.h1+0.18, 0.09), func(u, v, foot float64) rgb {
			fold := noise(9*u, 0.35*v, o.seed+2)
			return o.cloth.at(u, v, foot).scale(0.92 + float64(0.26*fold) + float64(0.12*m.day))
		})
	}
	m.plain(w.panel(o.a0-wide, o.h1+0.18, o.a1+wide, o.h1+0.22, 0.1), rgb{0.35, 0.28, 0.22})
	m.layPlain()
}

// shine fills a panel with a texture that gives light of its own.
func (w *world) shine(p panel, m texture) {
	w.cover(p, w.shader(p, m, func(_, _ vec) rgb { return gray(1) }))
}
