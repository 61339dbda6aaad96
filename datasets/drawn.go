package datasets

import (
	"context"
	"fmt"
	"image"
	"sync"

	"tgan/datasets/procedural"
)

// drawn is a procedural domain, drawn at one side.
type drawn struct {
	domain   string
	side     int
	painters sync.Pool // of *procedural.Painter, which serve one image at a time
}

func openProcedural(ctx context.Context, _ string, spec Spec) (*Collection, error) {
	name, _ := spec.domain()
	domain, err := procedural.Find(name)
	if err != nil {
		return nil, err
	}
	painter, err := newPainter(name, spec)
	if err != nil {
		return nil, err
	}
	d := &drawn{domain: name, side: spec.Side}
	d.painters.New = func() any {
		p, err := newPainter(name, spec)
		if err != nil {
			panic(err) // the same arguments gave a painter above
		}
		return p
	}
	d.painters.Put(painter)
	chosen := len(domain.Classes)
	if spec.Classes > 0 {
		chosen = spec.Classes
	}
	count := spec.Count
	if spec.PerClass > 0 {
		count = spec.PerClass * chosen
	}
	c := &Collection{from: d, numbers: make([]int, count), labels: make([]int, count), classes: domain.Classes[:chosen]}
	for k := range count {
		c.labels[k] = k % chosen
		c.numbers[k] = proceduralIndex(spec.Split, k/chosen)*len(domain.Classes) + c.labels[k]
	}
	return c, ctx.Err()
}

// newPainter returns a painter of the images of a procedural spec.
func newPainter(domain string, spec Spec) (*procedural.Painter, error) {
	return procedural.NewPainter(domain, spec.Seed, spec.Side, spec.Style)
}

func (d *drawn) Name(number int) string { return fmt.Sprintf("%s/%08d", d.domain, number) }

func (d *drawn) Decode(number int) (*image.RGBA, error) {
	p := d.painters.Get().(*procedural.Painter)
	defer d.painters.Put(p)
	pix := make([]uint8, d.side*d.side*Channels)
	if _, err := p.Paint(number, pix); err != nil {
		return nil, err
	}
	return fromRGB(pix, d.side, d.side), nil
}

func (d *drawn) Close() error { return nil }

// fromRGB returns an opaque image of interleaved RGB bytes.
func fromRGB(pix []uint8, w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for p := range w * h {
		img.Pix[4*p], img.Pix[4*p+1], img.Pix[4*p+2], img.Pix[4*p+3] = pix[3*p], pix[3*p+1], pix[3*p+2], 255
	}
	return img
}
