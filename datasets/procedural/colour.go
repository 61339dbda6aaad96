package procedural

import (
	"image/color"
	"math"

	"tgan/internal/rng"
)

// rgb is a display-referred (gamma-encoded) colour; 0 to 1 a channel, more while light is being added up.
// It is a struct because the compiler keeps those in registers, and arrays in memory.
type rgb struct{ r, g, b float64 }

func gray(v float64) rgb { return rgb{v, v, v} }

// mix returns a for t = 0 and b for t = 1.
func mix(a, b rgb, t float64) rgb {
	return rgb{lerp(a.r, b.r, t), lerp(a.g, b.g, t), lerp(a.b, b.b, t)}
}

func (a rgb) times(b rgb) rgb { return rgb{float64(a.r * b.r), float64(a.g * b.g), float64(a.b * b.b)} }

func (a rgb) scale(k float64) rgb { return rgb{float64(a.r * k), float64(a.g * k), float64(a.b * k)} }

func (a rgb) plus(b rgb) rgb { return rgb{a.r + b.r, a.g + b.g, a.b + b.b} }

// luma is the brightness of a colour (ITU-R BT.601).
func (a rgb) luma() float64 {
	return float64(0.299*a.r) + float64(0.587*a.g) + float64(0.114*a.b)
}

// jitter moves each channel by up to amount.
func (a rgb) jitter(r *rng.Stream, amount float64) rgb {
	return a.plus(rgb{r.Uniform(-amount, amount), r.Uniform(-amount, amount), r.Uniform(-amount, amount)}).each(unit)
}

// each applies f to each channel.
func (a rgb) each(f func(float64) float64) rgb { return rgb{f(a.r), f(a.g), f(a.b)} }

// nrgba returns the colour at an opacity from 0 to 1.
func (a rgb) nrgba(opacity float64) color.NRGBA {
	return color.NRGBA{R: toByte(a.r), G: toByte(a.g), B: toByte(a.b), A: toByte(opacity)}
}

func toByte(v float64) uint8 { return uint8(clamp(float64(v*255)+0.5, 0, 255)) }

func clamp(v, lo, hi float64) float64 {
	if v < lo {
		return lo
	}
	if v > hi {
		return hi
	}
	return v
}

// unit clamps to [0, 1].
func unit(v float64) float64 { return clamp(v, 0, 1) }

// lerp returns a for t = 0 and b for t = 1.
func lerp(a, b, t float64) float64 { return a + float64((b-a)*t) }

// smooth rises from 0 at lo to 1 at hi without a corner.
func smooth(lo, hi, v float64) float64 {
	return fade(unit((v - lo) / (hi - lo)))
}

// bump is 1 at the origin and falls to 0 at the unit circle without a corner.
func bump(x, y float64) float64 {
	q := 1 - float64(x*x) - float64(y*y)
	if q <= 0 {
		return 0
	}
	return float64(q * q)
}

// along returns the colour at t in [0, 1] of a palette, between its neighbours.
func along(palette []rgb, t float64) rgb {
	at := float64(clamp(t, 0, 1) * float64(len(palette)-1))
	k := min(int(at), len(palette)-2)
	return mix(palette[k], palette[k+1], at-float64(k))
}

// chance is true with probability p.
func chance(r *rng.Stream, p float64) bool { return r.Float64() < p }

// vivid returns a colour of the given hue in turns, saturation and value, each 0 to 1.
func vivid(hue, saturation, value float64) rgb {
	channel := func(shift float64) float64 {
		h := hue + shift
		h -= math.Floor(h)
		// A trapezoid of the hue, as in the hexagonal model of Smith 1978.
		ramp := unit(math.Abs(float64(h*6)-3) - 1)
		return float64(value * (1 - float64(saturation*(1-ramp))))
	}
	return rgb{channel(0), channel(2.0 / 3), channel(1.0 / 3)}
}
