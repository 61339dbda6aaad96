package procedural

import (
	"image"
	"image/color"

	"git.sr.ht/~sbinet/gg"
)

// point is a place in the coordinates of whoever draws.
type point struct{ x, y float64 }

// mapping takes a place in some coordinates to pixels.
type mapping func(point) point

// pen fills shapes in flat colours on a layer. Coordinates reach gg in pixels, through its identity transform: what it then computes
// in floating point is exact.
type pen struct {
	ctx  *gg.Context
	im   *image.RGBA
	held []uint8 // the opacity of the layer since hold, one byte a pixel; empty before
}

func newPen(side int) *pen {
	im := image.NewRGBA(image.Rect(0, 0, side, side))
	return &pen{ctx: gg.NewContextForRGBA(im), im: im}
}

// clear makes the layer transparent.
func (p *pen) clear() {
	clear(p.im.Pix)
	p.held = p.held[:0]
}

// hold keeps the outline of the layer as it is: what is filled from now on until clear is cut off at it.
func (p *pen) hold() {
	for k := 3; k < len(p.im.Pix); k += 4 {
		p.held = append(p.held, p.im.Pix[k])
	}
}

func (p *pen) fill(c color.NRGBA) {
	p.ctx.SetColor(c)
	p.ctx.Fill()
}

// blob adds to the path the smooth closed curve that the points pull on: it passes the middle of each pair of neighbours.
func (p *pen) blob(m mapping, points ...point) {
	n := len(points)
	last, at := m(points[n-1]), m(points[0])
	p.ctx.MoveTo((last.x+at.x)/2, (last.y+at.y)/2)
	for k := range n {
		next := m(points[(k+1)%n])
		p.ctx.QuadraticTo(at.x, at.y, (at.x+next.x)/2, (at.y+next.y)/2)
		at = next
	}
	p.ctx.ClosePath()
}

// polygon adds to the path straight lines between the points.
func (p *pen) polygon(m mapping, points ...point) {
	for k, at := range points {
		at = m(at)
		if k == 0 {
			p.ctx.MoveTo(at.x, at.y)
			continue
		}
		p.ctx.LineTo(at.x, at.y)
	}
	p.ctx.ClosePath()
}

// lens adds to the path the area between two arcs from a to b, which are pulled to the points over and under.
func (p *pen) lens(m mapping, a, over, b, under point) {
	a, over, b, under = m(a), m(over), m(b), m(under)
	p.ctx.MoveTo(a.x, a.y)
	p.ctx.QuadraticTo(over.x, over.y, b.x, b.y)
	p.ctx.QuadraticTo(under.x, under.y, a.x, a.y)
	p.ctx.ClosePath()
}

// ellipse adds to the path an ellipse with its axes along those of the coordinates.
func (p *pen) ellipse(m mapping, centre point, rx, ry float64) {
	points := octagon(centre, rx, ry)
	p.blob(m, points[:]...)
}

// octagon returns the points that pull on a blob that is an ellipse, clockwise.
func octagon(centre point, rx, ry float64) [8]point {
	// A regular octagon of radius a, b = a/√2: the radius of the blob is within 0.2 % of 1.
	const a, b = 1.0806, 0.7641
	points := [8]point{{a, 0}, {b, b}, {0, a}, {-b, b}, {-a, 0}, {-b, -b}, {0, -a}, {b, -b}}
	for k, q := range points {
		points[k] = point{centre.x + float64(q.x*rx), centre.y + float64(q.y*ry)}
	}
	return points
}
