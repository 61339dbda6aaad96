package procedural

import "math"

// form is how the surface of a part turns away from the viewer, over the box around the part.
type form int

const (
	plate  form = iota // flat, towards the viewer
	ball               // round both ways
	barrel             // round about an upright axis
	pipe               // round about a level axis
)

// material is what a part is made of.
type material struct {
	form   form
	colour rgb
	shine  float64 // strength of the lamp's mirror image, 0 to 1
	rough  float64 // relative amplitude of the texture
	wave   float64 // textures to the width of the object
	glow   float64 // 0 lit by the lamp to 1 shining by itself
}

// of returns the form in a colour, as of painted wood.
func (f form) of(colour rgb) material {
	return material{form: f, colour: colour, shine: 0.08, rough: 0.05, wave: 5}
}

// shiny returns the material with another strength of the gleam.
func (m material) shiny(k float64) material {
	m.shine = k
	return m
}

// textured returns the material with a texture of that amplitude and so many waves to the object's half width.
func (m material) textured(amplitude, waves float64) material {
	m.rough, m.wave = amplitude, waves
	return m
}

// glowing returns the material with a share of light of its own.
func (m material) glowing(k float64) material {
	m.glow = k
	return m
}

// shade returns how the material looks on a part with these bounds of an object in pose.
func (m material) shade(l light, p *pose, b bounds, seed uint64) func(x, y float64, colour rgb) rgb {
	ix, iy := 1/max(b.rx, 0.01), 1/max(b.ry, 0.01)
	return func(x, y float64, colour rgb) rgb {
		u, v := p.local(x, y)
		du, dv := clamp((u-b.x)*ix, -1, 1), clamp((v-b.y)*iy, -1, 1)
		var nx, ny, nz float64
		switch m.form {
		case ball:
			nx, ny = 0.92*du, 0.92*dv
		case barrel:
			nx = 0.94 * du
		case pipe:
			ny = 0.94 * dv
		case plate: // it catches the lamp a little unevenly
			nx, ny = 0.16*du, 0.16*dv
		}
		nz = math.Sqrt(max(1-float64(nx*nx)-float64(ny*ny), 0.06))
		nx, ny = p.turned(nx, ny)
		lit := mix(l.on(nx, ny, nz), gray(1), m.glow)
		c := colour.times(lit)
		if m.rough > 0 {
			c = c.scale(1 + float64(m.rough*noise(m.wave*u, m.wave*v, seed)))
		}
		if m.shine > 0 {
			c = c.plus(l.key.scale(m.shine * l.gleam(nx, ny, nz)))
		}
		return c
	}
}
