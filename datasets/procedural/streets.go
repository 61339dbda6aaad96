package procedural

import (
	"math"

	"tgan/internal/rng"
)

// road is a street with pavements, seen by somebody who drives on its right.
type road struct {
	half, walk float64 // half width of the road, width of a pavement
	lanes      float64 // marks between lanes: 0 for none
	asphalt    rgb
	slabs      rgb
	green      rgb
	shade      float64 // side in the shadow of the houses: -1, 1, or 0
	seed       uint64
}

func sampleRoad(r *rng.Stream) road {
	d := road{half: r.Uniform(3.4, 6.5), walk: r.Uniform(1.8, 4), asphalt: gray(r.Uniform(0.30, 0.46)), slabs: gray(r.Uniform(0.46, 0.62)).jitter(r, 0.03),
		green: vivid(r.Uniform(0.2, 0.3), 0.4, r.Uniform(0.3, 0.45)), seed: r.Uint64()}
	if chance(r, 0.75) {
		d.lanes = 1
	}
	if chance(r, 0.5) {
		d.shade = float64(2*r.IntN(2) - 1)
	}
	return d
}

// at returns the ground at a place.
func (d *road) at(x, z, foot float64) rgb {
	side := math.Abs(x)
	rough := float64(0.05*noise(6*x, 3*z, d.seed)*fine(0.3, foot)) + float64(0.06*noise(0.5*x, 0.2*z, d.seed+1))
	c := d.asphalt.scale(1 + rough)
	if d.lanes > 0 {
		dash := float64(fine(4, foot)*smooth(1.4, 1.8, math.Abs(nearest(z, 8)))) + float64(0.5*(1-fine(4, foot)))
		c = mix(c, gray(0.88), max(float64(dash*stripe(x, 0.15, foot)), float64(0.9*stripe(side-d.half+0.4, 0.12, foot))))
	}
	slab := d.slabs.scale(1 + rough - float64(0.12*max(stripe(nearest(x, 0.8), 0.04, foot), stripe(nearest(z, 0.8), 0.04, foot))))
	c = mix(c, slab, smooth(d.half-foot/2, d.half+foot/2, side))
	c = mix(c, gray(0.68), stripe(side-d.half, 0.22, foot))
	c = mix(c, d.green.scale(1+float64(0.3*noise(3*x, 2*z, d.seed+3))), smooth(-foot/2, foot/2, side-d.half-d.walk))
	if d.shade != 0 {
		edge := float64(d.shade*x) + float64(0.5*d.half) + float64(2.5*noise(0.05*z, 0.5, d.seed+2))
		c = c.scale(1 - float64(0.32*smooth(-0.3, 0.3, edge)))
	}
	return c
}

// drawStreet draws a street of a town through the windscreen of a car.
func drawStreet(s *scene, _ int) {
	pose, build := s.stream(streamPose), s.stream(streamBuild)
	air := sampleSky(s.stream(streamBackdrop), 0.7)
	sun := sampleSunlight(s.stream(streamLight), &air)
	d := sampleRoad(s.stream(streamColours))
	cam := newCamera(vec{float64(d.half * pose.Uniform(0.2, 0.65)), pose.Uniform(1.2, 1.6), 0}, pose.Uniform(-0.10, 0.07), pose.Uniform(0.75, 1.1), pose.Uniform(0.38, 0.5))
	w := &world{scene: s, camera: cam, light: sun.on, air: mix(air.low, gray(0.8), 0.3), thick: build.Uniform(0.002, 0.009)}

	w.paintGround(&air, d.at)
	w.placeTown(build, &d)
	w.placeTraffic(s.stream(streamFace), &d)
	w.placeStreetThings(s.stream(streamHair), &d)
	w.paintThings()
	finish := s.stream(streamDress)
	if chance(finish, 0.65) {
		w.paintBonnet(finish)
	}
	s.expose(finish.Uniform(0.33, 0.43))
	mute(s, finish)
	develop(s)
}

// paintGround paints the sky and a level ground with a texture of x and z.
func (w *world) paintGround(k *weather, ground texture) {
	pixel := 1 / float64(float64(w.scene.side)*w.zoom)
	w.flood(func(x, y float64) rgb {
		below := float64((y-w.horizon)*float64(w.scene.side)) + 0.5 // share of the pixel under the horizon
		if below <= 0 {
			return k.at(x, y, w.horizon)
		}
		d := w.ray(x, max(y, w.horizon+float64(0.25*pixel)))
		t := w.at.y / -d.y
		p := w.at.plus(d.times(t))
		foot := float64(t*pixel) * min(math.Sqrt(1/-d.y), 8)
		c := w.through(ground(p.x, p.z, foot).times(w.light(p, vec{0, 1, 0})), t)
		if below < 1 {
			return mix(k.at(x, y, w.horizon), c, below)
		}
		return c
	})
}

// placeTown lines both sides with houses, or one with a park.
func (w *world) placeTown(r *rng.Stream, d *road) {
	edge := d.half + d.walk
	open := r.Float64() // a side without houses
	tall := r.Uniform(8, 20)
	for _, side := range [2]float64{-1, 1} {
		if side < 0 && open < 0.16 || side > 0 && open > 0.84 {
			for z := 6.0; z < 70; z += float64(r.Uniform(0.25, 0.4)*z) + 3 {
				t := sampleTree(r, treeBroad, vec{float64(side * (edge + r.Uniform(0.5, 5))), 0, z}, r.Uniform(6, 11))
				w.place(t.foot, func() { w.tree(&t) })
			}
			continue
		}
		before := 0.0 // height of the house before
		for z := -4.0; z < 100; {
			long := r.Uniform(10, 22)
			if z > 35 {
				long = 32
			}
			h := house{facade: sampleFacade(r), roof: rgb{0.44, 0.28, 0.22}.jitter(r, 0.08)}
			h.facade.lit = 0.02
			back, high := float64(side*(edge+12)), float64(tall*r.Uniform(0.7, 1.25))
			x := float64(side * (edge + r.Uniform(0, 0.6)))
			h.box = cuboid{vec{min(x, back), 0, z}, vec{max(x, back), high, z + long}}
			if chance(r, 0.5) {
				h.pitch = r.Uniform(2, 4)
			}
			h.hidden, before = high < before, high
			w.place(vec{x, 0, z + long}, func() { w.house(&h) })
			z += long
			if chance(r, 0.14) { // a side street
				z += r.Uniform(6, 10)
				before = 0
			}
		}
	}
}

// placeTraffic puts cars on the road and along its edges.
func (w *world) placeTraffic(r *rng.Stream, d *road) {
	put := func(x, z float64, oncoming bool) {
		c := sampleCar(r, vec{x, 0, z}, oncoming)
		w.place(c.foot, func() { w.car(&c) })
	}
	if chance(r, 0.6) { // the one in front
		put(w.at.x+r.Uniform(-0.3, 0.3), r.Uniform(9, 30), false)
	}
	for range r.IntN(3) {
		put(float64(d.half*r.Uniform(-0.5, -0.3)), r.Uniform(9, 60), true)
	}
	for _, side := range [2]float64{-1, 1} {
		if d.half < 3.8 && side > 0 || chance(r, 0.35) {
			continue
		}
		for z := r.Uniform(5, 12); z < 32; z += r.Uniform(5.6, 9) {
			if chance(r, 0.75) {
				put(float64(side*(d.half+0.2)), z, side < 0)
			}
		}
	}
}

// placeStreetThings puts trees, people, lamps, signs and traffic lights on the pavements.
func (w *world) placeStreetThings(r *rng.Stream, d *road) {
	for _, side := range [2]float64{-1, 1} {
		edge := float64(side * (d.half + 0.5))
		if chance(r, 0.45) {
			for z := r.Uniform(7, 14); z < 45; z += r.Uniform(8, 13) {
				t := sampleTree(r, treeBroad, vec{edge, 0, z}, r.Uniform(5, 9))
				w.place(t.foot, func() { w.tree(&t) })
			}
		}
		for range r.IntN(4) {
			p := samplePerson(r, vec{float64(side * (d.half + r.Uniform(0.4, d.walk))), 0, r.Uniform(6, 20)})
			w.place(p.foot, func() { w.person(&p) })
		}
		for z := r.Uniform(8, 20); z < 40; z += r.Uniform(14, 24) {
			at, kind := vec{edge, 0, z}, r.IntN(4)
			w.place(at, func() { w.paintPole(at, side, kind) })
		}
	}
}

// paintPole paints a pole with a lamp, a round or a square sign, or a traffic light.
func (w *world) paintPole(at vec, side float64, kind int) {
	high := [4]float64{6.5, 2.6, 2.6, 3.2}[kind]
	w.plain(panel{at.minus(vec{0.06, 0, 0}), vec{0.12, 0, 0}, vec{0, high, 0}}, gray(0.30))
	head := at.plus(vec{0, high, 0})
	switch kind {
	case 0:
		w.plain(panel{head, vec{-1.6 * side, 0.1, 0}, vec{0, 0.12, 0}}, gray(0.34))
	case 3:
		w.plain(panel{head.minus(vec{0.18, 0.95, 0}), vec{0.36, 0, 0}, vec{0, 0.95, 0}}, gray(0.07))
		w.layPlain()
		lamps := [3]rgb{{0.95, 0.15, 0.1}, {0.3, 0.2, 0.05}, {0.04, 0.2, 0.12}}
		for k, c := range lamps {
			q, depth := w.project(head.minus(vec{0, 0.17 + float64(0.3*float64(k)), 0}))
			radius := 0.12 * w.zoom / depth
			w.pen.ellipse(w.pixels, q, radius, radius)
			w.pen.fill(c.nrgba(1))
		}
	default:
		q, depth := w.project(head)
		radius := 0.36 * w.zoom / depth
		sign := [3]rgb{{}, {0.72, 0.14, 0.12}, {0.12, 0.26, 0.55}}[kind]
		w.pen.ellipse(w.pixels, q, radius, radius)
		w.pen.fill(sign.nrgba(1))
		w.pen.ellipse(w.pixels, q, float64(0.55*radius), float64(0.55*radius))
		w.pen.fill(gray(0.85).nrgba(1))
	}
	w.layPlain()
}

// paintBonnet paints the bonnet of the viewer's own car.
func (w *world) paintBonnet(r *rng.Stream) {
	high, c := r.Uniform(0.05, 0.11), gray(r.Uniform(0.10, 0.3))
	w.pen.blob(w.pixels, point{-0.15, 1.05}, point{-0.1, 1.03 - high}, point{0.2, 1 - high}, point{0.5, 0.985 - high}, point{0.8, 1 - high}, point{1.1, 1.03 - high}, point{1.15, 1.05}, point{0.5, 1.2})
	w.pen.fill(c.nrgba(1))
	w.lay(func(x, y float64, flat rgb) rgb {
		return flat.scale(1.2 + float64(5*(1-high-y)))
	})
}

// mute takes colour out of a picture, as a camera behind a windscreen does.
func mute(s *scene, r *rng.Stream) {
	keep, haze := r.Uniform(0.55, 0.8), r.Uniform(0, 0.05)
	tint := rgb{0.92, 1.0, 0.95}
	s.retouch(func(_, _ float64, c rgb) rgb {
		return mix(gray(c.luma()), c, keep).times(tint).scale(1 - haze).plus(gray(float64(0.8 * haze)))
	})
}
