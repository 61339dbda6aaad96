package procedural

import "tgan/internal/rng"

// bed stands with its head at a wall.
type bed struct {
	wall                   wall
	from, wide, long       float64 // along the wall, out of it
	mattress               float64 // height
	head                   float64 // height of the headboard
	style                  int     // of the headboard: boards, a padded one, bars, none
	frame                  rgb
	duvet, throw, pillow   fabric
	turned                 float64 // where the duvet begins, out of the wall
	pillows, small         int
	throwFrom, throwTo     float64
	sheet                  rgb
	seed                   uint64
	skirt, cushionsUpright bool
}

func sampleBed(r *rng.Stream, w wall, from, wide float64) bed {
	bedding := mix(dye(r), gray(0.95), float64(r.IntN(2))*r.Uniform(0.6, 1))
	b := bed{
		wall: w, from: from, wide: wide, long: r.Uniform(1.95, 2.15), mattress: r.Uniform(0.42, 0.58), head: r.Uniform(0.95, 1.4), style: r.IntN(4),
		frame: mix(sampleWood(r), gray(r.Uniform(0.1, 0.95)), float64(r.IntN(2))*r.Uniform(0.5, 1)),
		duvet: sampleFabric(r, bedding), throw: sampleFabric(r, dye(r)),
		turned: r.Uniform(0.45, 0.8), pillows: 2, small: r.IntN(4), sheet: gray(r.Uniform(0.85, 0.97)), seed: r.Uint64(),
		skirt: chance(r, 0.4), cushionsUpright: chance(r, 0.5),
	}
	if wide < 1.2 {
		b.pillows, b.small = 1, min(b.small, 1)
	}
	b.pillow = sampleFabric(r, mix(b.sheet, b.duvet.colour, float64(r.IntN(2))*r.Uniform(0.2, 0.9)))
	b.pillow.folds = 0.06
	if chance(r, 0.6) {
		b.throwFrom, b.throwTo = r.Uniform(1.15, 1.45), r.Uniform(1.6, 1.9)
	}
	return b
}

// box returns the block that the bed takes up.
func (b bed) box() cuboid { return b.wall.box(b.from, 0, 0, b.from+b.wide, b.long, b.mattress) }

func (b bed) paint(m *interior) {
	b.paintHead(m)
	w, a0, a1 := b.wall, b.from, b.from+b.wide
	low := 0.22
	if b.skirt {
		low = 0.02
	}
	m.solid(w.box(a0, 0.05, 0.04, a1, b.long-0.03, 0.25), timber(b.frame.scale(0.8), b.seed))
	m.solid(w.box(a0+0.02, 0.08, 0.2, a1-0.02, b.turned+0.05, b.mattress), plaster(b.sheet, b.seed))
	m.solid(w.box(a0-0.05, b.turned, low, a1+0.05, b.long+0.04, b.mattress+0.07), b.duvet.at)
	m.solid(w.box(a0-0.055, b.turned, b.mattress-0.06, a1+0.055, b.turned+0.22, b.mattress+0.09), plaster(mix(b.sheet, b.duvet.colour, 0.2), b.seed))
	if b.throwTo > 0 {
		m.solid(w.box(a0-0.07, b.throwFrom, low+0.04, a1+0.07, b.throwTo, b.mattress+0.095), b.throw.at)
	}
	b.paintPillows(m)
}

// paintHead paints the headboard.
func (b bed) paintHead(m *interior) {
	w, a0, a1 := b.wall, b.from-0.05, b.from+b.wide+0.05
	switch b.style {
	case 0:
		m.solid(w.box(a0, 0, 0, a1, 0.07, b.head), timber(b.frame, b.seed))
		m.plain(w.panel(a0+0.1, b.mattress+0.1, a1-0.1, b.head-0.1, 0.075), b.frame.scale(0.85))
	case 1:
		tuft := b.throw.colour
		m.solid(w.box(a0, 0, 0, a1, 0.12, b.head), func(u, v, foot float64) rgb {
			du, dv := nearest(u, 0.24), nearest(v, 0.24)
			return tuft.scale(1.08 - float64(0.45*smooth(0.05, 0, min(max(du, -du), max(dv, -dv))+float64(0.3*foot))))
		})
	case 2:
		bars := []panel{w.panel(a0, b.head-0.06, a1, b.head, 0.06)}
		for k := range 9 {
			a := lerp(a0, a1-0.04, float64(k)/8)
			bars = append(bars, w.panel(a, 0.2, a+0.04, b.head, 0.05))
		}
		m.plains(b.frame, bars...)
	}
	m.layPlain()
}

// paintPillows leans the pillows on the head of the bed, the small ones before them.
func (b bed) paintPillows(m *interior) {
	w, top := b.wall, b.mattress+0.05
	rise, lean := 0.42, 0.16
	if !b.cushionsUpright {
		rise, lean = 0.20, 0.34
	}
	lay := func(middle, wide, out, rise, lean float64, c fabric) {
		foot := w.at(middle-wide/2, out+lean, top)
		m.cushion(panel{foot, w.along.times(wide), w.out.times(-lean).plus(vec{0, rise, 0})}, c.at, 1.3)
	}
	each := b.wide / float64(b.pillows)
	for k := range b.pillows {
		lay(b.from+float64(each*(float64(k)+0.5)), float64(0.9*each), 0.12, rise, lean, b.pillow)
	}
	for k := range b.small {
		at := b.from + float64(b.wide*(float64(k)+0.5)/float64(b.small))
		lay(at, 0.42, 0.42, 0.34, 0.14, b.throw)
	}
}
