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
}

func newScene(side int) *scene {
	return &scene{side: side, canvas: make([]rgb, side*side), pen: newPen(side)}
}

// begin starts another image.
func (s *scene) begin(r *rng.Stream) {
	s.rand = r
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
	pix := s.pen.im.Pix
	for k := range s.canvas {
		a := pix[4*k+3]
		if a == 0 {
			continue
		}
		full := 1 / float64(a)
		flat := rgb{float64(pix[4*k]) * full, float64(pix[4*k+1]) * full, float64(pix[4*k+2]) * full}
		lit := shade(s.centre(k%s.side), s.centre(k/s.side), flat)
		s.canvas[k] = mix(s.canvas[k], lit, float64(a)/255)
	}
	s.pen.clear()
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
