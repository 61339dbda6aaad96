package procedural

import (
	"fmt"

	"tgan/internal/rng"
)

// Painter draws the images of one domain at one side. It keeps buffers between images and is not safe for concurrent use.
type Painter struct {
	entry  entry
	side   int
	style  float64
	stream *rng.Stream
	scene  *scene
}

// NewPainter returns a painter of the domain's images under a seed, which is any text, at side×side pixels. style, from 0 to 1, is the
// distance from the domain's own look: 0 leaves it as it is, and towards 1 every image becomes the same scene as a blueprint
// (style.go). It returns an error when there is no such domain, the side is outside MinSide to MaxSide or the style outside 0 to 1.
func NewPainter(domain, seed string, side int, style float64) (*Painter, error) {
	e, err := find(domain)
	if err != nil {
		return nil, err
	}
	if side < MinSide || side > MaxSide {
		return nil, fmt.Errorf("procedural: side is %d: it must be from %d to %d", side, MinSide, MaxSide)
	}
	if !(style >= 0 && style <= 1) {
		return nil, fmt.Errorf("procedural: style is %v: it must be from 0, the domain's own look, to 1", style)
	}
	return &Painter{entry: e, side: side, style: style, stream: rng.New("procedural/"+domain+"/"+seed, "image"), scene: newScene(side)}, nil
}

// Paint draws image i, 0 or more, into dst, side×side×3 bytes of RGB with rows from the top, and returns its class, i mod the number
// of the domain's Classes, so that the classes are balanced. Everything else is drawn from the random stream of i. It returns an error when i or the length of dst does not fit.
func (p *Painter) Paint(i int, dst []uint8) (label int, err error) {
	if i < 0 {
		return 0, fmt.Errorf("procedural: image %d: numbers start at 0", i)
	}
	if want := p.side * p.side * 3; len(dst) != want {
		return 0, fmt.Errorf("procedural: %d bytes for an image of side %d: need %d", len(dst), p.side, want)
	}
	p.scene.begin(p.stream.Sub(uint64(i)))
	label = i % len(p.entry.Classes)
	p.entry.draw(p.scene, label)
	if p.style > 0 {
		restyle(p.scene, p.style)
	}
	p.scene.finish(dst)
	return label, nil
}

// Render draws image i of a domain in its own look under a seed into dst, side×side×3 bytes. A Painter is faster for many images.
func Render(domain, seed string, i, side int, dst []uint8) error {
	p, err := NewPainter(domain, seed, side, 0)
	if err != nil {
		return err
	}
	_, err = p.Paint(i, dst)
	return err
}
