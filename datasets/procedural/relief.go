package procedural

// mound is a round rise of a surface, or a hollow, that turns the normals around it.
type mound struct {
	u, v   float64 // middle, flat coordinates
	iu, iv float64 // 1 / radius
	gu, gv float64 // 4 * height / radius
}

// newMound returns a mound of the given middle, radii and height; a negative height makes a hollow.
func newMound(u, v, ru, rv, height float64) mound {
	return mound{u, v, 1 / ru, 1 / rv, 4 * height / ru, 4 * height / rv}
}

// tilt returns what the mound adds to the normal at (u, v).
func (m mound) tilt(u, v float64) (x, y float64) {
	du, dv := (u-m.u)*m.iu, (v-m.v)*m.iv
	q := 1 - float64(du*du) - float64(dv*dv)
	if q <= 0 {
		return 0, 0
	}
	return float64(m.gu * q * du), float64(m.gv * q * dv)
}

// relief is the shape of a face, for lighting.
type relief struct {
	flat   float64 // 1 / width of the head, a little less round
	mounds []mound
}

func (h *head) relief() relief {
	at := func(x, y, rx, ry, height float64) mound {
		p := h.turned(point{x, y})
		return newMound(p.x, p.y, rx, ry, height)
	}
	hollow := lerp(-0.016, -0.026, h.age)
	nose := h.turned(point{0, 0.30})
	return relief{flat: 1 / float64(1.02*h.width), mounds: []mound{
		newMound(nose.x+float64(0.08*h.sinYaw), nose.y, 0.19, 0.20, 0.055), // tip of the nose
		at(0, 0.08, 0.13, 0.32, 0.022),                                     // its ridge
		at(-0.36, 0.03, 0.24, 0.17, hollow),                                // eye sockets
		at(0.36, 0.03, 0.24, 0.17, hollow),                                 //
		at(-0.42, 0.34, 0.34, 0.28, 0.022),                                 // cheeks
		at(0.42, 0.34, 0.34, 0.28, 0.022),                                  //
		at(0, 0.86, 0.26, 0.17, 0.020),                                     // chin
		at(0, 0.73, 0.26, 0.07, -0.008),                                    // under the lip
		at(0, -0.19, 0.55, 0.13, lerp(0.016, 0.006, h.feminine)),           // brow
	}}
}

// normal returns the normal, of any length, of the face at flat coordinates.
func (r relief) normal(u, v float64) (x, y, z float64) {
	x, y = float64(u*r.flat), float64(0.62*(v+0.05))
	z = max(1-float64(0.8*x*x)-float64(0.8*y*y), 0.12)
	for k := range r.mounds {
		dx, dy := r.mounds[k].tilt(u, v)
		x += dx
		y += dy
	}
	return x, y, z
}
