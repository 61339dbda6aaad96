package procedural

import (
	"math"

	"tgan/internal/exact"
	"tgan/internal/rng"
)

// head is the place, the pose and the traits of one person.
//
// Two coordinate systems are used. In the flat one the head is seen as on the image: the skull's top is at y = -1, the chin at
// y = 1, x = ±width at the cheeks. In the face's own one x and y are those of a head that looks straight at the viewer; turn and nod
// move its points over the skull.
type head struct {
	side             float64 // of the image, in pixels
	cx, cy, size     float64 // middle and half height, in image coordinates
	sinRoll, cosRoll float64 // tilt towards a shoulder
	sinYaw, cosYaw   float64 // turn, positive to the right of the image
	sinPitch         float64 // nod, positive down
	width, jaw       float64 // half width at the cheeks; 0 narrow to 1 square
	light            light

	skin, hair, iris, lips rgb
	feminine               float64 // 0 to 1: brows, lips, jaw, hair and dress lean on it
	age                    float64 // 0 young to 1 old
}

// framing says how large and how steady heads are in a domain.
type framing struct {
	cx, cy, size    float64 // means
	shift, zoom     float64 // largest deviations
	roll, yaw, nods float64 // largest angles in radians
}

func sampleHead(s *scene, f framing) *head {
	pose, build, colours := s.stream(streamPose), s.stream(streamBuild), s.stream(streamColours)
	around := func(r *rng.Stream, middle, spread float64) float64 {
		// The sum of two uniforms: mostly near the middle.
		return middle + float64(spread*(r.Float64()+r.Float64()-1))
	}
	roll, yaw := around(pose, 0, f.roll), around(pose, 0, f.yaw)
	h := &head{
		side:    float64(s.side),
		cx:      around(pose, f.cx, f.shift),
		cy:      around(pose, f.cy, f.shift),
		size:    around(pose, f.size, f.zoom),
		sinRoll: exact.Sin(roll), cosRoll: exact.Cos(roll),
		sinYaw: exact.Sin(yaw), cosYaw: exact.Cos(yaw),
		sinPitch: exact.Sin(around(pose, 0, f.nods)),
		feminine: smooth(0.42, 0.58, build.Float64()),
		age:      build.Float64(),
		light:    sampleLight(s.stream(streamLight)),
	}
	h.width = build.Uniform(0.66, 0.76) - float64(0.02*h.feminine)
	h.jaw = build.Uniform(0, 0.6) + float64(0.4*(1-h.feminine))
	h.sampleColours(colours)
	return h
}

func (h *head) sampleColours(r *rng.Stream) {
	skins := []rgb{{0.97, 0.84, 0.75}, {0.94, 0.77, 0.65}, {0.87, 0.68, 0.54}, {0.76, 0.56, 0.42}, {0.60, 0.42, 0.31}, {0.45, 0.31, 0.23}}
	hairs := []rgb{{0.07, 0.06, 0.07}, {0.15, 0.10, 0.08}, {0.27, 0.17, 0.11}, {0.42, 0.28, 0.17}, {0.62, 0.45, 0.26}, {0.84, 0.68, 0.42}, {0.93, 0.84, 0.66}}
	irises := []rgb{{0.20, 0.12, 0.08}, {0.30, 0.19, 0.10}, {0.33, 0.33, 0.18}, {0.30, 0.42, 0.40}, {0.35, 0.48, 0.62}}
	tone := r.Float64()
	h.skin = along(skins, float64(tone*(0.35+float64(0.65*tone)))).jitter(r, 0.02)
	fair := 1 - tone // light skin goes with the whole range of hair, dark skin with its dark end
	h.hair = along(hairs, float64(r.Float64()*(0.25+float64(0.75*fair))))
	if chance(r, 0.10*fair) {
		h.hair = rgb{0.56, 0.24, 0.10}
	}
	if h.age > 0.75 {
		h.hair = mix(h.hair, gray(r.Uniform(0.55, 0.85)), smooth(0.75, 0.95, h.age))
	}
	h.hair = h.hair.jitter(r, 0.02)
	h.iris = along(irises, float64(r.Float64()*(0.3+float64(0.7*fair))))
	natural := mix(h.skin.times(rgb{0.86, 0.60, 0.58}), rgb{0.70, 0.36, 0.34}, 0.3)
	painted := mix(rgb{0.74, 0.13, 0.18}, rgb{0.80, 0.38, 0.44}, r.Float64())
	h.lips = natural
	if chance(r, 0.7*h.feminine) {
		h.lips = mix(natural, painted, r.Uniform(0.4, 0.9))
	}
}

// body is the mapping from flat coordinates without the tilt: shoulders stay level.
func (h *head) body(p point) point {
	return point{float64((h.cx + float64(h.size*p.x)) * h.side), float64((h.cy + float64(h.size*p.y)) * h.side)}
}

// flat is the mapping from flat coordinates.
func (h *head) flat(p point) point {
	// Tilt about the neck, which stays in its place.
	const neck = 0.8
	y := p.y - neck
	return h.body(point{
		float64(p.x*h.cosRoll) - float64(y*h.sinRoll),
		float64(p.x*h.sinRoll) + float64(y*h.cosRoll) + neck,
	})
}

// unflat is the inverse of flat: from image coordinates, not pixels.
func (h *head) unflat(x, y float64) (u, v float64) {
	const neck = 0.8
	x, y = (x-h.cx)/h.size, (y-h.cy)/h.size-neck
	return float64(x*h.cosRoll) + float64(y*h.sinRoll), float64(y*h.cosRoll) - float64(x*h.sinRoll) + neck
}

// turned takes a point of the face's own coordinates to flat ones.
func (h *head) turned(p point) point {
	across, down := p.x/h.width, 0.72*p.y
	z := h.width * math.Sqrt(max(1-float64(0.92*across*across)-float64(down*down), 0.04))
	return point{
		float64(p.x*h.cosYaw) + float64(z*h.sinYaw),
		p.y + float64(1.1*z*h.sinPitch),
	}
}

// face is the mapping from the face's own coordinates.
func (h *head) face(p point) point { return h.flat(h.turned(p)) }

// outline is the curve of the skull and the jaw, for blob, in flat coordinates, grown outwards by the given share.
func (h *head) outline(grow float64) []point {
	w, j := h.width, h.jaw
	half := [...]point{
		{0.42, -1.05}, {0.82, -0.86}, {1.05, -0.42}, {1.03, 0.12}, {0.92 + float64(0.05*j), 0.52},
		{0.56 + float64(0.17*j), 0.90}, {0.20 + float64(0.10*j), 1.07},
	}
	points := make([]point, 0, 2*len(half))
	for k := range 2 * len(half) {
		p := half[min(k, 2*len(half)-1-k)]
		x := float64(p.x * w)
		if k >= len(half) {
			x = -x
		}
		// A turned head shows its chin on one side and the back of the skull on the other.
		x += float64(h.sinYaw * lerp(-0.10, 0.16, smooth(-0.6, 1, p.y)))
		y := p.y + float64(0.10*h.sinPitch*p.y)
		points = append(points, point{x * (1 + grow), y * (1 + grow)})
	}
	return points
}
