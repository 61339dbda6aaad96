package procedural

import (
	"math"

	"tgan/internal/rng"
)

// interior is the inside of a house: what bedrooms, kitchens and the interiors among the places share. Its floor is at height 0; x runs
// from 0 to its width, z from 0, behind the viewer, to its depth.
type interior struct {
	world
	size                  vec
	walls, floor, ceiling texture
	ambient               rgb
	day                   float64 // 1 at noon, 0 at night
	lamps                 []lamp
	solids                []cuboid // furniture that takes light from what is near it
}

// lamp is a small source of light.
type lamp struct {
	at     vec
	colour rgb
	reach  float64 // distance of half the light, metres
}

// The walls of a room by the wall's place in the image.
const (
	wallLeft = iota
	wallBack
	wallRight
)

// wall is one of a room's walls in coordinates of its own: along it, from the far left corner of somebody who faces it, and out of it.
type wall struct {
	foot, along, out vec
	length           float64
}

// sampleInterior returns an empty room and a viewer at its front.
func sampleInterior(s *scene, lo, hi vec) *interior {
	r := s.stream(streamPose)
	size := vec{r.Uniform(lo.x, hi.x), r.Uniform(lo.y, hi.y), r.Uniform(lo.z, hi.z)}
	at := vec{float64(size.x * r.Uniform(0.25, 0.75)), r.Uniform(1.15, 1.75), r.Uniform(0.1, 0.8)}
	yaw := float64(1.1*(0.5-at.x/size.x)) + r.Uniform(-0.22, 0.22)
	cam := newCamera(at, yaw, r.Uniform(0.62, 0.9), r.Uniform(0.34, 0.5))
	m := &interior{world: world{scene: s, camera: cam}, size: size}
	m.world.light = m.lit
	m.sampleLight(s.stream(streamLight))
	return m
}

// face turns the viewer to a place, nearly, from the other side of the room.
func (m *interior) face(r *rng.Stream, target vec) {
	m.at.x = lerp(m.at.x, m.size.x-target.x, 0.6)
	d := target.minus(m.at)
	m.camera = newCamera(m.at, clamp(d.x/max(d.z, 0.5), -0.9, 0.9)+r.Uniform(-0.14, 0.14), m.zoom, m.horizon)
}

// sampleLight chooses the hour: daylight, an overcast day or lamps at night.
func (m *interior) sampleLight(r *rng.Stream) {
	m.day = 1.0
	if chance(r, 0.22) {
		m.day = r.Uniform(0, 0.15)
	}
	warm := r.Uniform(-0.4, 1.4) + float64(1.2*(1-m.day))
	m.ambient = rgb{1 + float64(0.05*warm), 1, 1 - float64(0.07*warm)}.scale(lerp(0.5, r.Uniform(0.6, 0.8), m.day))
	if chance(r, 0.35) || m.day < 0.5 {
		m.lamps = append(m.lamps, lamp{vec{m.size.x / 2, m.size.y - 0.3, float64(0.6 * m.size.z)}, rgb{0.62, 0.54, 0.40}, 2})
	}
}

// lit returns the light on a surface: from everywhere, less in corners, and from lamps and windows.
func (m *interior) lit(p, n vec) rgb {
	open := 1.0
	if math.Abs(n.x) < 0.5 {
		open = float64(open * corner(min(p.x, m.size.x-p.x)))
	}
	if math.Abs(n.y) < 0.5 {
		open = float64(open * corner(min(p.y, m.size.y-p.y)))
	}
	if math.Abs(n.z) < 0.5 {
		open = float64(open * corner(m.size.z-p.z))
	}
	sum := m.ambient.scale(0.94 + float64(0.12*n.y) - float64(0.08*n.z))
	for k := range m.lamps {
		l := &m.lamps[k]
		to := l.at.minus(p)
		d2 := to.dot(to)
		d := math.Sqrt(d2)
		if toward := to.dot(n) + float64(0.15*d); toward > 0 { // light wraps a little round the edges
			reach2 := float64(l.reach * l.reach)
			sum = sum.plus(l.colour.scale(float64(toward*reach2) / ((d + 0.1) * (reach2 + d2))))
		}
	}
	return sum.scale(open)
}

// shade is the share of light that furniture leaves on a wall or the floor.
func (m *interior) shade(p vec) float64 {
	open := 1.0
	for k := range m.solids {
		if gap := m.solids[k].gap(p); gap < 0.2 {
			near := 1 - gap/0.2
			open = float64(open * (1 - float64(0.5*near*near)))
		}
	}
	return open
}

// corner is the share of light that reaches a place at a distance from a wall.
func corner(d float64) float64 { return 1 - 0.10/(max(d, 0)+0.25) }

// wall returns one of the walls.
func (m *interior) wall(which int) wall {
	switch which {
	case wallLeft:
		return wall{vec{0, 0, 0}, vec{0, 0, 1}, vec{1, 0, 0}, m.size.z}
	case wallRight:
		return wall{vec{m.size.x, 0, 0}, vec{0, 0, 1}, vec{-1, 0, 0}, m.size.z}
	}
	return wall{vec{0, 0, m.size.z}, vec{1, 0, 0}, vec{0, 0, -1}, m.size.x}
}

// at returns a place along, out of, and above the foot of a wall.
func (w wall) at(along, out, height float64) vec {
	return w.foot.plus(w.along.times(along)).plus(w.out.times(out)).plus(vec{0, height, 0})
}

// box returns the box between two places in the wall's coordinates.
func (w wall) box(a0, o0, h0, a1, o1, h1 float64) cuboid {
	p, q := w.at(a0, o0, h0), w.at(a1, o1, h1)
	return cuboid{vec{min(p.x, q.x), min(p.y, q.y), min(p.z, q.z)}, vec{max(p.x, q.x), max(p.y, q.y), max(p.z, q.z)}}
}

// panel returns an upright panel along the wall at a distance out of it.
func (w wall) panel(a0, h0, a1, h1, out float64) panel {
	return panel{w.at(a0, out, h0), w.along.times(a1 - a0), vec{0, h1 - h0, 0}}
}

// put adds furniture that fills a box; what is painted may be more or less than the box.
func (m *interior) put(b cuboid, paint func()) {
	m.solids = append(m.solids, b)
	m.place(b.lo.plus(b.hi).times(0.5), paint)
}

// inside is one of the five planes around a viewer in a room: the inverse of its depth is affine in the image.
type inside struct {
	n       vec     // direction to it
	per     vec     // the same by its distance from the viewer
	dx, dy  float64 // change of the inverse depth by a pixel
	texture texture
	u, v    vec
}

// paintShell paints walls, floor and ceiling. The nearest plane of each ray is the one with the greatest inverse depth; where two
// planes meet in a pixel both are mixed by how much of it they cover.
func (m *interior) paintShell() {
	x, y, z := vec{1, 0, 0}, vec{0, 1, 0}, vec{0, 0, 1}
	planes := [5]inside{
		{n: x.times(-1), per: x.times(-1 / m.at.x), texture: m.walls, u: z, v: y},
		{n: x, per: x.times(1 / (m.size.x - m.at.x)), texture: m.walls, u: z, v: y},
		{n: z, per: z.times(1 / (m.size.z - m.at.z)), texture: m.walls, u: x, v: y},
		{n: y.times(-1), per: y.times(-1 / m.at.y), texture: m.floor, u: x, v: z},
		{n: y, per: y.times(1 / (m.size.y - m.at.y)), texture: m.ceiling, u: x, v: z},
	}
	pixel := 1 / float64(float64(m.scene.side)*m.zoom)
	for k := range planes {
		f := &planes[k]
		f.dx, f.dy = float64(pixel*f.per.dot(m.right)), float64(pixel*f.per.y)
	}
	colour := func(f *inside, d vec, inverse float64) rgb {
		t := 1 / inverse
		p := m.at.plus(d.times(t))
		foot := float64(t*pixel) * min(1/d.dot(f.n), 6)
		return f.texture(p.dot(f.u), p.dot(f.v), foot).times(m.lit(p, f.n.times(-1)).scale(m.shade(p)))
	}
	m.flood(func(px, py float64) rgb {
		d := m.ray(px, py)
		first, second := -1, -1
		var best, next float64
		for k := range planes {
			inverse := d.dot(planes[k].per)
			switch {
			case inverse > best:
				second, next = first, best
				first, best = k, inverse
			case inverse > next:
				second, next = k, inverse
			}
		}
		c := colour(&planes[first], d, best)
		if second < 0 {
			return c
		}
		a, b := &planes[first], &planes[second]
		if share := 0.5 + (best-next)/(math.Abs(a.dx-b.dx)+math.Abs(a.dy-b.dy)); share < 1 {
			return mix(colour(b, d, next), c, share)
		}
		return c
	})
}

// skirting paints the board at the foot of the walls.
func (m *interior) skirting(c rgb, height float64) {
	for which := wallLeft; which <= wallRight; which++ {
		w := m.wall(which)
		m.plain(w.panel(0, 0, w.length, height, 0.01), c)
	}
	m.layPlain()
}
