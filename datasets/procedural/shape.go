package procedural

import (
	"math"
	"slices"

	"tgan/internal/exact"
)

// shape is an area bounded by closed outlines, in the coordinates of whoever draws. Outlines that overlap and run the same way round
// add up; every function here runs clockwise (y is down).
type shape []outline

// outline is a closed curve: straight lines between the points, or the smooth curve that they pull on (pen.blob).
type outline struct {
	smooth bool
	points []point
}

func pairs(xy []float64) []point {
	points := make([]point, len(xy)/2)
	for k := range points {
		points[k] = point{xy[2*k], xy[2*k+1]}
	}
	return points
}

// poly is the polygon of the corners x, y, x, y and so on, either way round.
func poly(xy ...float64) shape { return shape{{false, clockwise(pairs(xy))}} }

// blob is the smooth shape that the points x, y, x, y and so on pull on, either way round.
func blob(xy ...float64) shape { return shape{{true, clockwise(pairs(xy))}} }

// clockwise turns the order of the points round if need be.
func clockwise(points []point) []point {
	if area(points) < 0 {
		slices.Reverse(points)
	}
	return points
}

// area is twice the area inside a polygon, negative if it runs anticlockwise.
func area(points []point) (sum float64) {
	last := points[len(points)-1]
	for _, p := range points {
		sum += float64(last.x*p.y) - float64(p.x*last.y)
		last = p
	}
	return sum
}

// oval is an ellipse.
func oval(x, y, rx, ry float64) shape {
	points := octagon(point{x, y}, rx, ry)
	return shape{{true, points[:]}}
}

// disc is a circle.
func disc(x, y, r float64) shape { return oval(x, y, r, r) }

// ring is an ellipse with a hole of a share of its size.
func ring(x, y, rx, ry, hole float64) shape {
	return append(oval(x, y, rx, ry), reversed(oval(x, y, rx*hole, ry*hole))...)
}

// box is a rectangle with corners of radius c, which may be 0.
func box(left, top, right, bottom, c float64) shape {
	if c == 0 {
		return poly(left, top, right, top, right, bottom, left, bottom)
	}
	d := 2 * c // the curve leaves the straight edge halfway between this point and the corner
	return blob(left+d, top, right-d, top, right, top, right, top+d, right, bottom-d, right, bottom,
		right-d, bottom, left+d, bottom, left, bottom, left, bottom-d, left, top+d, left, top)
}

// lathe is the smooth silhouette of what is turned on a lathe: half width, y, half width, y and so on from the top.
func lathe(wy ...float64) shape { return shape{{true, symmetric(wy)}} }

// turnery is a lathe with straight edges.
func turnery(wy ...float64) shape { return shape{{false, symmetric(wy)}} }

func symmetric(wy []float64) []point {
	right := pairs(wy)
	points := right
	for k := len(right) - 1; k >= 0; k-- {
		points = append(points, point{-right[k].x, right[k].y})
	}
	return points
}

// line is a stroke through the points x, y, x, y and so on with round ends.
func line(width float64, xy ...float64) shape { return stroke(width, width, pairs(xy), true) }

// taper is a stroke through the points whose width changes from one end to the other; its ends are cut off.
func taper(from, to float64, xy ...float64) shape { return stroke(from, to, pairs(xy), false) }

func stroke(from, to float64, points []point, round bool) shape {
	n := len(points)
	right, left := make([]point, 0, 2*n+6), make([]point, n)
	for k, p := range points {
		a, b := points[max(k-1, 0)], points[min(k+1, n-1)]
		dx, dy := b.x-a.x, b.y-a.y
		half := lerp(from, to, float64(k)/float64(n-1)) / 2 / math.Sqrt(float64(dx*dx)+float64(dy*dy))
		dx, dy = float64(dx*half), float64(dy*half)
		if round && k == 0 { // half an octagon
			right = append(right, point{p.x - float64(0.7*(dx+dy)), p.y - float64(0.7*(dy-dx))}, point{p.x - dx, p.y - dy},
				point{p.x - float64(0.7*(dx-dy)), p.y - float64(0.7*(dy+dx))})
		}
		right = append(right, point{p.x + dy, p.y - dx})
		left[n-1-k] = point{p.x - dy, p.y + dx}
		if round && k == n-1 {
			right = append(right, point{p.x + float64(0.7*(dx+dy)), p.y + float64(0.7*(dy-dx))}, point{p.x + dx, p.y + dy},
				point{p.x + float64(0.7*(dx-dy)), p.y + float64(0.7*(dy+dx))})
		}
	}
	return shape{{false, append(right, left...)}}
}

// bow is a stroke along the arc from a to b that is pulled towards c.
func bow(from, to, ax, ay, cx, cy, bx, by float64) shape {
	const steps = 7
	points := make([]point, steps)
	for k := range points {
		t := float64(k) / (steps - 1)
		points[k] = point{lerp(lerp(ax, cx, t), lerp(cx, bx, t), t), lerp(lerp(ay, cy, t), lerp(cy, by, t), t)}
	}
	return stroke(from, to, points, false)
}

// star has n points at radius r and as many hollows at a share of it.
func star(x, y, r, hollow float64, n int) shape {
	points := make([]point, 2*n)
	for k := range points {
		at := r
		if k%2 == 1 {
			at = r * hollow
		}
		p := polar(at, float64(k)/float64(2*n))
		points[k] = point{x + p.x, y + p.y}
	}
	return shape{{false, points}}
}

// polar is the point at radius r that many turns clockwise from the top.
func polar(r, turns float64) point {
	angle := 2 * math.Pi * turns
	return point{r * exact.Sin(angle), -r * exact.Cos(angle)}
}

// sector is a slice of a disc at the origin, between two angles in turns clockwise from the top.
func sector(r, from, to float64) shape {
	const steps = 16
	points := []point{{}}
	for k := range steps + 1 {
		points = append(points, polar(r, lerp(from, to, float64(k)/steps)))
	}
	return shape{{false, points}}
}

// step is the place of number k in a row that begins at from.
func step(from, by float64, k int) float64 { return from + float64(by*float64(k)) }

// grid is cols×rows boxes with gaps of a share of their pitch between them.
func grid(left, top, right, bottom float64, cols, rows int, gap float64) shape {
	w, h := (right-left)/float64(cols), (bottom-top)/float64(rows)
	var all shape
	for k := range cols * rows {
		x, y := step(left, w, k%cols), step(top, h, k/cols)
		all = append(all, box(x, y, x+float64(w*(1-gap)), y+float64(h*(1-gap)), 0)...)
	}
	return all
}

func union(shapes ...shape) shape {
	var all shape
	for _, s := range shapes {
		all = append(all, s...)
	}
	return all
}

// change returns the shape with every point moved by f, which keeps the way round.
func (s shape) change(f func(p point) point) shape {
	all := make(shape, len(s))
	for k, o := range s {
		all[k] = outline{o.smooth, make([]point, len(o.points))}
		for j, p := range o.points {
			all[k].points[j] = f(p)
		}
	}
	return all
}

func (s shape) move(dx, dy float64) shape {
	return s.change(func(p point) point { return point{p.x + dx, p.y + dy} })
}

func (s shape) grow(kx, ky float64) shape {
	return s.change(func(p point) point { return point{p.x * kx, p.y * ky} })
}

// turn rotates about the origin, clockwise.
func (s shape) turn(angle float64) shape {
	sin, cos := exact.Sin(angle), exact.Cos(angle)
	return s.change(func(p point) point {
		return point{float64(p.x*cos) - float64(p.y*sin), float64(p.x*sin) + float64(p.y*cos)}
	})
}

// around repeats the shape n times round the origin, the first turned by phase.
func (s shape) around(n int, phase float64) shape {
	var all shape
	for k := range n {
		all = append(all, s.turn(phase+float64(2*math.Pi*float64(k)/float64(n)))...)
	}
	return all
}

// flip mirrors left and right.
func (s shape) flip() shape { return reversed(s.grow(-1, 1)) }

// both is the shape and its mirror image.
func (s shape) both() shape { return union(s, s.flip()) }

// thick is the shape pushed along (dx, dy): what is seen of the sides of a plate.
func (s shape) thick(dx, dy float64) shape {
	return union(s.move(dx, dy), s.move(0.67*dx, 0.67*dy), s.move(0.33*dx, 0.33*dy))
}

// reversed runs the other way round.
func reversed(s shape) shape {
	all := make(shape, len(s))
	for k, o := range s {
		n := len(o.points)
		all[k] = outline{o.smooth, make([]point, n)}
		for j, p := range o.points {
			all[k].points[n-1-j] = p
		}
	}
	return all
}

// bounds is the middle and half the size of a shape.
type bounds struct{ x, y, rx, ry float64 }

func (s shape) bounds() bounds {
	first := s[0].points[0]
	left, right, top, bottom := first.x, first.x, first.y, first.y
	for _, o := range s {
		for _, p := range o.points {
			left, right, top, bottom = min(left, p.x), max(right, p.x), min(top, p.y), max(bottom, p.y)
		}
	}
	return bounds{(left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2}
}

// trace adds the shape to the path.
func (p *pen) trace(m mapping, s shape) {
	for _, o := range s {
		if o.smooth {
			p.blob(m, o.points...)
		} else {
			p.polygon(m, o.points...)
		}
	}
}
