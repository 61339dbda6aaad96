package procedural

import "math"

// vec is a place or a direction in a world, in metres: x to the right, y up, z away from the viewer.
type vec struct{ x, y, z float64 }

func (a vec) plus(b vec) vec { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }

func (a vec) minus(b vec) vec { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }

func (a vec) times(k float64) vec { return vec{float64(a.x * k), float64(a.y * k), float64(a.z * k)} }

func (a vec) dot(b vec) float64 {
	return float64(a.x*b.x) + float64(a.y*b.y) + float64(a.z*b.z)
}

func (a vec) cross(b vec) vec {
	return vec{
		float64(a.y*b.z) - float64(a.z*b.y),
		float64(a.z*b.x) - float64(a.x*b.z),
		float64(a.x*b.y) - float64(a.y*b.x),
	}
}

func (a vec) norm() float64 { return math.Sqrt(a.dot(a)) }

// unit returns the direction of a.
func (a vec) unit() vec { return a.times(1 / a.norm()) }

// camera is held level, so that upright edges stay upright in the image, as with a shift lens.
type camera struct {
	at           vec
	right, ahead vec     // unit
	zoom         float64 // focal length in sides of the image
	horizon      float64 // y of the horizon in the image
}

// newCamera returns a camera turned to the right by an angle whose tangent is yaw.
func newCamera(at vec, yaw, zoom, horizon float64) camera {
	norm := math.Sqrt(1 + float64(yaw*yaw))
	return camera{at, vec{1 / norm, 0, -yaw / norm}, vec{yaw / norm, 0, 1 / norm}, zoom, horizon}
}

// ray returns the direction seen at a place of the image; its part along the camera's axis is 1.
func (c *camera) ray(x, y float64) vec {
	dx, dy := (x-0.5)/c.zoom, (c.horizon-y)/c.zoom
	return vec{c.ahead.x + float64(dx*c.right.x), dy, c.ahead.z + float64(dx*c.right.z)}
}

// view returns p in the camera's own axes: right, up, ahead.
func (c *camera) view(p vec) vec {
	d := p.minus(c.at)
	return vec{d.dot(c.right), d.y, d.dot(c.ahead)}
}

// project returns where the image shows p, and its depth; p must be ahead.
func (c *camera) project(p vec) (point, float64) {
	q := c.view(p)
	return c.flatten(q), q.z
}

func (c *camera) flatten(q vec) point {
	return point{0.5 + c.zoom*q.x/q.z, c.horizon - c.zoom*q.y/q.z}
}

// near is the least depth that is drawn, metres; margin how far outlines may leave the image, sides.
const near, margin = 0.08, 0.25

// outline appends to points the visible part of a convex polygon in the image, at most margin outside it; none of it may be left.
func (c *camera) outline(points []point, corners ...vec) []point {
	var a, b [16]vec
	from, to := a[:0], b[:0]
	for _, p := range corners {
		from = append(from, c.view(p))
	}
	for _, plane := range [5]vec{{0, 0, 1}, {c.zoom, 0, 0.5 + margin}, {-c.zoom, 0, 0.5 + margin}, {0, c.zoom, 1 + margin - c.horizon}, {0, -c.zoom, c.horizon + margin}} {
		to = to[:0]
		for k, p := range from {
			q := from[(k+1)%len(from)]
			dp, dq := plane.dot(p), plane.dot(q)
			if plane.x == 0 && plane.y == 0 {
				dp, dq = dp-near, dq-near
			}
			if dp >= 0 {
				to = append(to, p)
			}
			if (dp < 0) != (dq < 0) {
				to = append(to, p.plus(q.minus(p).times(dp/(dp-dq))))
			}
		}
		from, to = to, from
	}
	for _, q := range from {
		points = append(points, c.flatten(q))
	}
	return points
}
