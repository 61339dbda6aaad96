package procedural

import (
	"image"
	"image/color"
	"math"

	"git.sr.ht/~sbinet/gg"
)

// point is a place in the coordinates of whoever draws.
type point struct{ x, y float64 }

// mapping takes a place in some coordinates to pixels.
type mapping func(point) point

// pen fills shapes in flat colours on a layer. Coordinates reach gg in pixels, through its identity transform: what it then computes
// in floating point is exact.
type pen struct {
	ctx   *gg.Context
	im    *image.RGBA
	holds bool            // since hold until clear
	held  []uint8         // the opacity of the layer at hold, one byte a pixel of area
	area  image.Rectangle // what was used at hold

	low, high point // corners of the box round all paths since clear, in pixels
}

func newPen(side int) *pen {
	im := image.NewRGBA(image.Rect(0, 0, side, side))
	return &pen{ctx: gg.NewContextForRGBA(im), im: im}
}

// clear makes the layer transparent, all of it: the rasteriser may touch pixels beside the box round the paths.
func (p *pen) clear() {
	clear(p.im.Pix)
	p.holds, p.held = false, p.held[:0]
	p.low, p.high = point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
}

// used is the part of the layer that may not be transparent.
func (p *pen) used() image.Rectangle {
	if p.low.x > p.high.x {
		return image.Rectangle{}
	}
	limit := float64(p.im.Rect.Dx())
	at := func(v float64) int { return int(clamp(v, 0, limit)) }
	return image.Rect(at(p.low.x-1), at(p.low.y-1), at(p.high.x+2), at(p.high.y+2))
}

// hold keeps the outline of the layer as it is: what is filled from now on until clear is cut off at it.
func (p *pen) hold() {
	used := p.used()
	for y := used.Min.Y; y < used.Max.Y; y++ {
		row := p.im.Pix[p.im.PixOffset(used.Min.X, y):]
		for x := range used.Dx() {
			p.held = append(p.held, row[4*x+3])
		}
	}
	p.holds, p.area = true, used
}

// reach widens the box round all paths.
func (p *pen) reach(q point) {
	p.low, p.high = point{min(p.low.x, q.x), min(p.low.y, q.y)}, point{max(p.high.x, q.x), max(p.high.y, q.y)}
}

// moveTo, lineTo and curveTo add to the path.
func (p *pen) moveTo(q point) {
	p.reach(q)
	p.ctx.MoveTo(q.x, q.y)
}

func (p *pen) lineTo(q point) {
	p.reach(q)
	p.ctx.LineTo(q.x, q.y)
}

// curveTo goes on to q along an arc that is pulled to c.
func (p *pen) curveTo(c, q point) {
	p.reach(c)
	p.reach(q)
	p.ctx.QuadraticTo(c.x, c.y, q.x, q.y)
}

func (p *pen) fill(c color.NRGBA) {
	p.ctx.SetColor(c)
	p.ctx.Fill()
}

// blob adds to the path the smooth closed curve that the points pull on: it passes the middle of each pair of neighbours.
func (p *pen) blob(m mapping, points ...point) {
	n := len(points)
	last, at := m(points[n-1]), m(points[0])
	p.moveTo(point{(last.x + at.x) / 2, (last.y + at.y) / 2})
	for k := range n {
		next := m(points[(k+1)%n])
		p.curveTo(at, point{(at.x + next.x) / 2, (at.y + next.y) / 2})
		at = next
	}
	p.ctx.ClosePath()
}

// polygon adds to the path straight lines between the points.
func (p *pen) polygon(m mapping, points ...point) {
	for k, at := range points {
		at = m(at)
		if k == 0 {
			p.moveTo(at)
			continue
		}
		p.lineTo(at)
	}
	p.ctx.ClosePath()
}

// lens adds to the path the area between two arcs from a to b, which are pulled to the points over and under.
func (p *pen) lens(m mapping, a, over, b, under point) {
	a, over, b, under = m(a), m(over), m(b), m(under)
	p.moveTo(a)
	p.curveTo(over, b)
	p.curveTo(under, a)
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
