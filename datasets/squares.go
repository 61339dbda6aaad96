package datasets

import (
	"fmt"
	"image"
)

// Squares are the images of a collection, each brought to a square when it is decoded. It is safe for concurrent use.
type Squares struct {
	*Collection
	fit  Fit
	side int
}

// Squares returns the images of c at side x side pixels. It returns an error when the side or the fit is none.
func (c *Collection) Squares(fit Fit, side int) (*Squares, error) {
	if side < 1 || side > MaxSide {
		return nil, fmt.Errorf("datasets: side is %d: it must be from 1 to %d", side, MaxSide)
	}
	if fit != Crop && fit != Stretch {
		return nil, fmt.Errorf("datasets: fit is %q: it must be %s or %s", fit, Crop, Stretch)
	}
	return &Squares{c, fit, side}, nil
}

// Decode returns image i, as Open would have it. The image is the caller's.
func (s *Squares) Decode(i int) (*image.RGBA, error) {
	img, err := s.Collection.Decode(i)
	if err != nil {
		return nil, err
	}
	pix := make([]uint8, s.side*s.side*Channels)
	toSquare(img, s.fit, s.side, pix)
	return opaque(pix, s.side), nil
}

// Decode returns a copy of image i. It never fails.
func (m *Images) Decode(i int) (*image.RGBA, error) { return opaque(m.At(i), m.side), nil }

// opaque returns the image of side x side RGB pixels.
func opaque(pix []uint8, side int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for to := img.Pix; len(to) > 0; to, pix = to[4:], pix[Channels:] {
		to[0], to[1], to[2], to[3] = pix[0], pix[1], pix[2], 255
	}
	return img
}

// Stretched returns img, whose corner is at the origin, at side x side pixels, three bytes each.
func Stretched(img *image.RGBA, side int) []uint8 {
	pix := make([]uint8, side*side*Channels)
	toSquare(img, Stretch, side, pix)
	return pix
}
