package procedural

import (
	"math"

	"tgan/internal/rng"
)

// landscape is a world under a sky.
type landscape struct {
	world
	sky weather
	sun sunlight
	r   *rng.Stream // of what is in it
}

// newLandscape returns a viewer at a height over level ground, whose horizon lies between lo and hi.
func newLandscape(s *scene, k weather, height, lo, hi float64) *landscape {
	pose := s.stream(streamPose)
	l := &landscape{sky: k, r: s.stream(streamBuild)}
	l.sun = sampleSunlight(s.stream(streamLight), &k)
	cam := newCamera(vec{0, height, 0}, 0, pose.Uniform(0.75, 1.05), pose.Uniform(lo, hi))
	l.world = world{scene: s, camera: cam, light: l.sun.on, air: mix(k.low, gray(0.85), 0.2), thick: pose.Uniform(0.001, 0.004)}
	return l
}

// fair returns clear skies, most of the time.
func fair(s *scene) weather { return sampleSky(s.stream(streamBackdrop), 0.2) }

// ridge paints what is between a line across the image and a level one below it. colour is given the place and how far it is under
// the line.
func (s *scene) ridge(top func(x float64) float64, foot float64, colour func(x, y, below float64) rgb) {
	side := float64(s.side)
	for i := range s.side {
		x := s.centre(i)
		edge := top(x)
		for j := int(clamp(float64(edge*side)-1, 0, side)); j < s.side; j++ {
			y := s.centre(j)
			cover := min(float64((y-edge)*side)+0.5, float64((foot-y)*side)+0.5, 1)
			if cover <= 0 {
				continue
			}
			k := j*s.side + i
			s.canvas[k] = mix(s.canvas[k], colour(x, y, max(y-edge, 0)), cover)
		}
	}
}

// peaks is the profile of mountains: sharp, 0 to 1.
func peaks(x float64, seed uint64) float64 {
	sharp := func(v float64) float64 { return 1 - math.Abs(v) }
	sum := float64(0.6*sharp(noise(1.9*x, 0.5, seed))) + float64(0.27*sharp(noise(4.3*x, 1.5, seed+1))) + float64(0.13*sharp(noise(11*x, 2.5, seed+2)))
	return unit(1.5 * (sum - 0.34))
}

// hills is the profile of hills: round, about -1 to 1.
func hills(x float64, seed uint64) float64 {
	return float64(0.7*noise(1.6*x, 0.5, seed)) + float64(0.3*noise(4.1*x, 1.5, seed+1))
}

// rock is the relief of stone: light and dark facets, about -1 to 1.
func rock(x, y float64, seed uint64) float64 {
	return float64(0.6*noise(float64(9*x)+float64(4*y), float64(6*y), seed)) + float64(0.4*noise(float64(21*x)-float64(9*y), float64(15*y), seed+1))
}

// mountains paints a range that stands on a height of the image; snow lies on what is more than a height over it.
func (l *landscape) mountains(foot, high float64, stone rgb, snow, haze float64, seed uint64) {
	l.massif(foot, func(x float64) float64 { return foot - float64(high*peaks(x, seed)) }, stone, snow, haze, seed)
}

// massif paints mountains under a line.
func (l *landscape) massif(foot float64, top func(x float64) float64, stone rgb, snow, haze float64, seed uint64) {
	line := foot - snow
	l.ridge(top, foot, func(x, y, below float64) rgb {
		// A slope that falls to the right is in the shade.
		slope := top(x+0.02) - top(x-0.02)
		facet := rock(x, y, seed+5) - clamp(8*slope, -0.6, 0.6)
		c := stone.scale(0.85 + float64(0.4*facet))
		white := gray(0.97).scale(0.88 + float64(0.2*facet))
		c = mix(c, white, smooth(0.015, -0.015, y-line+float64(0.05*rock(1.4*x, 1.4*y, seed+9))))
		return mix(c, l.air, haze)
	})
}

// woods paints a band of trees from afar; rough is how ragged its edge is.
func (l *landscape) woods(foot, high float64, leaf rgb, haze float64, seed uint64) {
	l.ridge(func(x float64) float64 {
		return foot - float64(high*(0.6+float64(0.25*hills(2*x, seed))+float64(0.3*noise(26*x, 0.5, seed+3))))
	}, foot, func(x, y, below float64) rgb {
		return mix(leaf.scale(0.75+float64(0.35*noise(30*x, 24*y, seed+4))+float64(0.3*smooth(0.08, 0, below))), l.air, haze)
	})
}

// mirror turns what is below a line of the image into water that mirrors what is above it.
func (s *scene) mirror(line float64, tint rgb, share, rough float64, seed uint64) {
	first := int(line * float64(s.side))
	for j := first; j < s.side; j++ {
		y := s.centre(j)
		below := y - line
		if below < 0 {
			continue
		}
		for i := range s.side {
			x := s.centre(i)
			far := 1 / (below + 0.05)
			wave := noise(float64(3*(x-0.5)*far), float64(5*far), seed) + float64(0.5*noise(float64(8*(x-0.5)*far), float64(14*far), seed+1))
			sx, sy := x+float64(rough*wave*(0.03+float64(0.1*below))), line-float64(0.9*below)+float64(rough*0.16*wave*below)
			si, sj := int(clamp(sx, 0, 0.999)*float64(s.side)), int(clamp(sy, 0, line)*float64(s.side))
			seen := s.canvas[min(sj, max(first-1, 0))*s.side+si]
			s.canvas[j*s.side+i] = mix(tint.scale(1+float64(0.12*wave)), seen, share).scale(1 + float64(0.06*rough*wave))
		}
	}
}

// sea is open water with waves: a texture of a level ground.
func sea(deep, bright rgb, waves float64, seed uint64) texture {
	return func(x, z, foot float64) rgb {
		swell := float64(noise(0.10*x, 0.32*z, seed)*fine(8, foot)) + float64(0.6*noise(float64(0.5*x)+float64(0.2*z), 1.1*z, seed+1)*fine(2, foot))
		c := mix(deep, bright, unit(0.45+float64(waves*0.5*swell)+float64(0.15*noise(0.02*x, 0.05*z, seed+2))))
		crest := smooth(0.75, 1.0, swell+float64(0.25*noise(2*x, 3*z, seed+3)*fine(0.8, foot)))
		return mix(c, gray(0.95), float64(waves*0.8*crest))
	}
}

// meadow is grass: a texture of a level ground.
func meadow(c rgb, seed uint64) texture {
	return func(x, z, foot float64) rgb {
		return c.scale(1 + float64(0.22*noise(0.25*x, 0.12*z, seed)) + float64(0.18*noise(2.5*x, 0.9*z, seed+1)*fine(1, foot)) + float64(0.22*noise(11*x, 3*z, seed+2)*fine(0.3, foot)))
	}
}

// sampleGrass returns a green, or the yellow of late summer.
func sampleGrass(r *rng.Stream) rgb {
	return vivid(r.Uniform(0.17, 0.30), r.Uniform(0.4, 0.6), r.Uniform(0.42, 0.62))
}

// repaintBelow paints the ground again, below a line of the image.
func (l *landscape) repaintBelow(line float64, ground texture) {
	pixel := 1 / float64(float64(l.scene.side)*l.zoom)
	l.ridge(func(float64) float64 { return line }, 1, func(x, y, _ float64) rgb {
		d := l.ray(x, max(y, l.horizon+0.01))
		t := l.world.at.y / -d.y
		p := l.world.at.plus(d.times(t))
		return l.through(ground(p.x, p.z, float64(t*pixel)*min(math.Sqrt(1/-d.y), 8)).times(l.light(p, vec{0, 1, 0})), t)
	})
}

// scatterTrees places trees on the ground between two distances, away from the middle by more than clear metres.
func (l *landscape) scatterTrees(n int, kind treeKind, from, to, clear, lo, hi float64) {
	for range n {
		z := from + float64((to-from)*l.r.Float64())
		half := float64(0.75 * z / l.zoom)
		x := l.r.Uniform(-half, half)
		if math.Abs(x) < clear {
			x = math.Copysign(clear+math.Abs(x), x)
		}
		t := sampleTree(l.r, kind, vec{x, 0, z}, l.r.Uniform(lo, hi))
		l.place(t.foot, func() { l.tree(&t) })
	}
}

// end paints what was placed and finishes the photograph.
func (l *landscape) end() {
	l.paintThings()
	develop(l.scene)
}
