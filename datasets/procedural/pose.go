package procedural

import "tgan/internal/exact"

// pose places an object on the image and says from where it is seen. The object's own coordinates run from -1 to 1, right and down.
type pose struct {
	side         float64 // of the image, in pixels
	cx, cy       float64 // middle, in image coordinates
	ax, ay       float64 // half width, negative if mirrored, and half height
	sin, cos     float64 // rotation, clockwise
	tiltX, tiltY float64 // keystone: the share by which the left and the upper edge are nearer
}

// turn sets the rotation.
func (p *pose) turn(angle float64) { p.sin, p.cos = exact.Sin(angle), exact.Cos(angle) }

// place is the mapping from the object's coordinates.
func (p *pose) place(q point) point {
	far := 1 + float64(p.tiltX*q.x) + float64(p.tiltY*q.y)
	x, y := p.ax*q.x/far, p.ay*q.y/far
	return point{
		float64((p.cx + float64(x*p.cos) - float64(y*p.sin)) * p.side),
		float64((p.cy + float64(x*p.sin) + float64(y*p.cos)) * p.side),
	}
}

// local is the inverse of place: from image coordinates, not pixels.
func (p *pose) local(x, y float64) (u, v float64) {
	x, y = x-p.cx, y-p.cy
	u = (float64(x*p.cos) + float64(y*p.sin)) / p.ax
	v = (float64(y*p.cos) - float64(x*p.sin)) / p.ay
	near := 1 - float64(p.tiltX*u) - float64(p.tiltY*v)
	return u / near, v / near
}

// turned takes the direction of a normal to the image.
func (p *pose) turned(nx, ny float64) (x, y float64) {
	if p.ax < 0 {
		nx = -nx
	}
	return float64(nx*p.cos) - float64(ny*p.sin), float64(nx*p.sin) + float64(ny*p.cos)
}
