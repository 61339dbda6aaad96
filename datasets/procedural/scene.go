package procedural

import (
	"math"

	"tgan/internal/rng"
)

// scene is one image in the making. x and y of the image run from 0 to 1, right and down.
type scene struct {
	side   int
	rand   *rng.Stream
	canvas []rgb
	pen    *pen

	behind []rgb     // the canvas at keep
	cover  []float64 // how much of each pixel has been laid over since, 0 to 1
}

func newScene(side int) *scene {
	return &scene{side: side, canvas: make([]rgb, side*side), pen: newPen(side), behind: make([]rgb, side*side), cover: make([]float64, side*side)}
}

// begin starts another image. Nothing of the one before stays, whatever it left undone.
func (s *scene) begin(r *rng.Stream) {
	s.rand = r
	clear(s.canvas)
	clear(s.behind)
	clear(s.cover)
	s.pen.ctx.ClearPath()
	s.pen.clear()
}

// The streams of an image, one for each thing sampled, so that a change to one leaves the others as they are.
const (
	streamPose uint64 = iota
	streamBuild
	streamColours
	streamHair
	streamFace
	streamDress
	streamBackdrop
	streamLight
	streamFinish
	streamGlasses
	streamStyle
)

// stream returns one of the streams of the image.
func (s *scene) stream(which uint64) *rng.Stream { return s.rand.Sub(which) }

// centre returns the middle of pixel k in the image's coordinates.
func (s *scene) centre(k int) float64 { return (float64(k) + 0.5) / float64(s.side) }

// flood sets every pixel of the canvas.
func (s *scene) flood(paint func(x, y float64) rgb) {
	for k := range s.canvas {
		s.canvas[k] = paint(s.centre(k%s.side), s.centre(k/s.side))
	}
}

// retouch changes every pixel of the canvas.
func (s *scene) retouch(change func(x, y float64, c rgb) rgb) {
	for k, c := range s.canvas {
		s.canvas[k] = change(s.centre(k%s.side), s.centre(k/s.side), c)
	}
}

// lay puts the layer over the canvas, lit by shade, which is given the flat colour of each covered pixel; then it clears the layer.
func (s *scene) lay(shade func(x, y float64, flat rgb) rgb) {
	p := s.pen
	area := p.used()
	if p.holds {
		area = p.area
	}
	for n := range area.Dx() * area.Dy() {
		i, j := area.Min.X+n%area.Dx(), area.Min.Y+n/area.Dx()
		pix := p.im.Pix[p.im.PixOffset(i, j):][:4:4]
		cover := pix[3]
		if p.holds {
			cover = p.held[n]
		}
		if cover == 0 {
			continue
		}
		full := 1 / float64(pix[3])
		flat := rgb{float64(pix[0]) * full, float64(pix[1]) * full, float64(pix[2]) * full}
		lit := shade(s.centre(i), s.centre(j), flat)
		k, opacity := j*s.side+i, float64(cover)/255
		s.canvas[k] = mix(s.canvas[k], lit, opacity)
		s.cover[k] = lerp(s.cover[k], 1, opacity)
	}
	p.clear()
}

// keep sets apart what is painted so far from what is laid over it from now on.
func (s *scene) keep() {
	copy(s.behind, s.canvas)
	clear(s.cover)
}

// darken takes light from what was painted before keep, where it still shows, by a share from 0 to 1.
func (s *scene) darken(share func(x, y float64) float64) {
	for k, c := range s.canvas {
		bare := 1 - s.cover[k]
		if bare <= 0 {
			continue
		}
		dark := float64(bare * share(s.centre(k%s.side), s.centre(k/s.side)))
		s.canvas[k] = c.plus(s.behind[k].scale(-dark))
	}
}

// covered is how much has been laid over the surroundings of a place since keep, 0 to 1.
func (s *scene) covered(x, y float64) float64 {
	at := func(x, y float64) float64 {
		i, j := int(math.Floor(x*float64(s.side))), int(math.Floor(y*float64(s.side)))
		if i < 0 || j < 0 || i >= s.side || j >= s.side {
			return 0
		}
		return s.cover[j*s.side+i]
	}
	const soft = 0.022
	return (at(x-soft, y-soft) + at(x+soft, y-soft) + at(x-soft, y+soft) + at(x+soft, y+soft)) / 4
}

// finish writes the canvas.
func (s *scene) finish(dst []uint8) {
	for k, c := range s.canvas {
		dst[3*k], dst[3*k+1], dst[3*k+2] = toByte(c.r), toByte(c.g), toByte(c.b)
	}
}

// light is a lamp far away and the light from everywhere.
type light struct {
	x, y, z      float64 // unit vector to the lamp; z points at the viewer
	key, ambient rgb
}

// sampleLight returns a lamp before the head, mostly above, with a share of ambient light.
func sampleLight(r *rng.Stream) light {
	x, y, z := r.Uniform(-0.9, 0.9), r.Uniform(-0.75, 0.05), r.Uniform(0.55, 1)
	norm := math.Sqrt(float64(x*x) + float64(y*y) + float64(z*z))
	warm := r.Uniform(-1, 1)
	share := r.Uniform(0.36, 0.6)
	return light{
		x: x / norm, y: y / norm, z: z / norm,
		key:     rgb{1 + float64(0.06*warm), 1, 1 - float64(0.10*warm)}.scale(1.12 - share),
		ambient: rgb{1 - float64(0.04*warm), 1, 1 + float64(0.06*warm)}.scale(share),
	}
}

// on returns the light on a surface with normal (x, y, z), of any length. It wraps a little round the edge, as on skin.
func (l light) on(x, y, z float64) rgb {
	norm := math.Sqrt(float64(x*x) + float64(y*y) + float64(z*z))
	cosine := (float64(x*l.x) + float64(y*l.y) + float64(z*l.z)) / norm
	wrapped := max((cosine+0.25)/1.25, 0)
	return l.ambient.plus(l.key.scale(wrapped))
}

// gleam returns the strength of the lamp's mirror image in a skin-like surface with normal (x, y, z), 0 to 1 (Blinn 1977).
func (l light) gleam(x, y, z float64) float64 {
	hx, hy, hz := l.x, l.y, l.z+1
	across := float64(x*x) + float64(y*y) + float64(z*z)
	half := float64(hx*hx) + float64(hy*hy) + float64(hz*hz)
	dot := float64(x*hx) + float64(y*hy) + float64(z*hz)
	if dot <= 0 {
		return 0
	}
	cos2 := float64(dot*dot) / (across * half) // squared cosine
	cos4 := cos2 * cos2
	cos8 := cos4 * cos4
	return cos8 * cos8
}
