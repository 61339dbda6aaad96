package procedural

import (
	"fmt"

	"tgan/internal/rng"
)

// Painter draws the images of one domain at one side. It keeps buffers between images and is not safe for concurrent use.
type Painter struct {
	entry  entry
	side   int
	stream *rng.Stream
	scene  *scene
}

// NewPainter returns a painter of the domain's images under a seed, which is any text, at side×side pixels.
// It returns an error when there is no such domain or the side is outside MinSide to MaxSide.
func NewPainter(domain, seed string, side int) (*Painter, error) {
	e, err := find(domain)
	if err != nil {
		return nil, err
	}
	if side < MinSide || side > MaxSide {
		return nil, fmt.Errorf("procedural: side is %d: it must be from %d to %d", side, MinSide, MaxSide)
	}
	return &Painter{entry: e, side: side, stream: rng.New("procedural/"+domain+"/"+seed, "image"), scene: newScene(side)}, nil
}

// Paint draws image i, 0 or more, into dst, side×side×3 bytes of RGB with rows from the top, and returns its class, an index into
// the domain's Classes. It returns an error when i or the length of dst does not fit.
func (p *Painter) Paint(i int, dst []uint8) (label int, err error) {
	if i < 0 {
		return 0, fmt.Errorf("procedural: image %d: numbers start at 0", i)
	}
	if want := p.side * p.side * 3; len(dst) != want {
		return 0, fmt.Errorf("procedural: %d bytes for an image of side %d: need %d", len(dst), p.side, want)
	}
	p.scene.begin(p.stream.Sub(uint64(i)))
	label = p.entry.draw(p.scene)
	p.scene.finish(dst)
	return label, nil
}

// Render draws image i of a domain under a seed into dst, side×side×3 bytes. A Painter is faster for many images.
func Render(domain, seed string, i, side int, dst []uint8) error {
	p, err := NewPainter(domain, seed, side)
	if err != nil {
		return err
	}
	_, err = p.Paint(i, dst)
	return err
}
