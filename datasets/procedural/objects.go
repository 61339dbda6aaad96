package procedural

import (
	"cmp"
	"math"
	"slices"
)

// class is a kind of object.
type class struct {
	name     string
	roll     float64   // largest rotation in radians either way
	settings []setting // where it is seen
	draw     func(o *object)
}

// The streams of an image of objects.
const (
	streamView uint64 = iota + 100
	streamObject
	streamSetting
)

// objectClasses returns all classes in the order of their names.
func objectClasses() []class {
	all := slices.Concat(food(), animals(), vehicles(), household(), tools(), outdoors(), wear())
	slices.SortFunc(all, func(a, b class) int { return cmp.Compare(a.name, b.name) })
	return all
}

// objects is the domain of single things, each before varied backdrops.
func objects() entry {
	classes := objectClasses()
	names := make([]string, len(classes))
	for k, c := range classes {
		names[k] = c.name
	}
	return entry{
		Domain{"objects", "photograph-like single things in varied surroundings: many classes, the diverse source", names},
		func(s *scene, label int) { drawObject(s, classes[label]) },
	}
}

// drawObject draws one object of a class in one of its settings, as a photograph.
func drawObject(s *scene, c class) {
	view := s.stream(streamView)
	size := view.Uniform(0.33, 0.44)
	p := &pose{
		side: float64(s.side),
		cx:   0.5 + view.Uniform(-0.07, 0.07), cy: 0.5 + view.Uniform(-0.06, 0.06),
		ax: size * view.Uniform(0.88, 1.10), ay: size,
		tiltX: view.Uniform(-0.14, 0.14), tiltY: view.Uniform(-0.10, 0.14),
	}
	p.turn(c.roll * view.Uniform(-1, 1))
	if chance(view, 0.5) {
		p.ax = -p.ax
	}
	place := c.settings[view.IntN(len(c.settings))]
	behind, shadow := place.sample(s.stream(streamSetting), p.cy+p.ay)
	s.flood(behind)
	s.keep()
	r := s.stream(streamObject)
	c.draw(&object{s: s, r: r, pose: p, light: sampleLight(s.stream(streamLight)), seed: view.Uint64()})
	s.shadow(shadow)
	develop(s)
}

// shadow darkens what lies behind the object since keep.
func (s *scene) shadow(k shadowing) {
	if k.strength == 0 {
		return
	}
	s.darken(func(x, y float64) float64 {
		if k.fold == 0 {
			return k.strength * s.covered(x-k.lean, y-0.045)
		}
		height := (k.foot - y) / k.fold
		if height < -0.02 {
			return 0
		}
		soft := 1 / (1 + 2*math.Abs(height))
		return k.strength * soft * s.covered(x-float64(k.lean*height), k.foot-height)
	})
}
