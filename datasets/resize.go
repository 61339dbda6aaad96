package datasets

import (
	"image"

	"golang.org/x/image/draw"
)

// toSquare writes img, fitted to side×side pixels, into dst as RGB.
func toSquare(img *image.RGBA, fit Fit, side int, dst []uint8) {
	from := img.Rect
	if fit == Crop {
		from = centreSquare(from)
	}
	square := img.SubImage(from).(*image.RGBA)
	if from.Dx() != side || from.Dy() != side {
		square = image.NewRGBA(image.Rect(0, 0, side, side))
		draw.CatmullRom.Scale(square, square.Rect, img, from, draw.Src, nil)
	}
	for y := range side {
		row := square.Pix[y*square.Stride:]
		for x := range side {
			copy(dst[(y*side+x)*Channels:][:Channels], row[x*4:])
		}
	}
}

// centreSquare returns the largest square in the middle of r; where the middle is between two pixels, the left or upper one.
func centreSquare(r image.Rectangle) image.Rectangle {
	side := min(r.Dx(), r.Dy())
	corner := r.Min.Add(image.Pt((r.Dx()-side)/2, (r.Dy()-side)/2))
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}
}
