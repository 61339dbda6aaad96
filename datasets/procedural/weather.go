package procedural

import "tgan/internal/rng"

// weather is what is over a landscape: a gradient, clouds and a sun.
type weather struct {
	zenith, low rgb
	cloud       rgb
	cover       float64 // share of clouds, 0 to 1
	sun         point   // in the image
	glare       rgb     // light around the sun
	seed        uint64
}

// The kinds of weather.
var (
	skyClear    = weather{zenith: rgb{0.30, 0.52, 0.82}, low: rgb{0.78, 0.87, 0.94}, cloud: gray(0.97), cover: 0.35}
	skyOvercast = weather{zenith: rgb{0.70, 0.74, 0.79}, low: rgb{0.88, 0.89, 0.89}, cloud: gray(0.82), cover: 0.7}
	skyDusk     = weather{zenith: rgb{0.28, 0.26, 0.46}, low: rgb{0.98, 0.60, 0.30}, cloud: rgb{0.80, 0.42, 0.38}, cover: 0.5, glare: rgb{0.7, 0.42, 0.16}}
	skyNight    = weather{zenith: rgb{0.03, 0.05, 0.14}, low: rgb{0.24, 0.24, 0.40}, cloud: rgb{0.12, 0.12, 0.2}, cover: 0.3}
)

// sampleSky returns a clear or, with probability dull, an overcast sky.
func sampleSky(r *rng.Stream, dull float64) weather {
	k := between(skyClear, skyOvercast, r.Uniform(0, 0.35))
	if chance(r, dull) {
		k = between(skyClear, skyOvercast, r.Uniform(0.75, 1))
	}
	return k.vary(r)
}

// vary moves the colours, the clouds and the sun.
func (k weather) vary(r *rng.Stream) weather {
	k.zenith, k.low = k.zenith.jitter(r, 0.05), k.low.jitter(r, 0.03)
	k.cover = clamp(k.cover+r.Uniform(-0.3, 0.3), 0, 1)
	k.sun = point{r.Uniform(0.15, 0.85), r.Uniform(0.1, 0.3)}
	k.seed = r.Uint64()
	return k
}

// between returns the weather between two.
func between(a, b weather, t float64) weather {
	a.zenith, a.low, a.cloud = mix(a.zenith, b.zenith, t), mix(a.low, b.low, t), mix(a.cloud, b.cloud, t)
	a.cover = lerp(a.cover, b.cover, t)
	return a
}

// at returns the colour at a place of the image, over a horizon.
func (k *weather) at(x, y, horizon float64) rgb {
	up := max(horizon-y, 0)
	c := mix(k.low, k.zenith, smooth(0, 0.65, up))
	far := 1 / (up + 0.22)
	puff := cloud(float64(2.4*(x-0.5)*far)+3, float64(2.6*far), k.seed) + float64(0.3*noise(9*x*far, 9*far, k.seed+5))
	dense := smooth(0.5-float64(1.1*k.cover), 1.1-float64(1.1*k.cover), puff+0.25)
	c = mix(c, mix(k.cloud, k.low, 0.3*far*0.22), float64(0.9*dense))
	if k.glare != (rgb{}) {
		dx, dy := (x-k.sun.x)/0.55, (y-k.sun.y)/0.42
		c = c.plus(k.glare.scale(bump(dx, dy)))
		disc := smooth(0.0048, 0.0032, float64((x-k.sun.x)*(x-k.sun.x))+float64((y-k.sun.y)*(y-k.sun.y)))
		c = mix(c, rgb{1, 0.95, 0.75}, disc)
	}
	return c
}

// sunlight is the light out of doors: from one direction, and from the sky.
type sunlight struct {
	to            vec // unit
	direct, skyly rgb
}

// sampleSunlight returns light that suits a sky: strong from one side under a clear one.
func sampleSunlight(r *rng.Stream, k *weather) sunlight {
	clear := 1 - k.cover
	warm := rgb{1.04, 1, 0.92}
	return sunlight{
		to:     vec{r.Uniform(-0.8, 0.8), r.Uniform(0.5, 1), r.Uniform(-0.9, 0.3)}.unit(),
		direct: warm.scale(0.25 + float64(0.45*clear)),
		skyly:  mix(gray(1), k.low, 0.3).scale(0.78 - float64(0.2*clear)),
	}
}

func (l *sunlight) on(_, n vec) rgb {
	return l.skyly.scale(0.82 + float64(0.18*n.y)).plus(l.direct.scale(max(n.dot(l.to), 0)))
}
