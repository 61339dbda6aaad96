package codec

import (
	"image"
	"image/color"
	"image/draw"
)

func rgb(c [3]uint8) color.RGBA { return color.RGBA{c[0], c[1], c[2], 255} }

// overWhite returns the width×height pixels of img from origin, composited over white, rounded to nearest: as Pillow's alpha_composite
// has it. Of 16 bits a channel the upper 8 are kept first. What is so already is returned as it is.
func overWhite(img image.Image, origin image.Point, width, height int) *image.RGBA {
	if m, ok := img.(*image.RGBA); ok && origin == (image.Point{}) && m.Rect == image.Rect(0, 0, width, height) && m.Opaque() {
		return m
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	bounds := img.Bounds()
	at := bounds.Sub(origin)
	switch m := img.(type) {
	case *image.NRGBA:
		for y := at.Min.Y; y < at.Max.Y; y++ {
			from, to := m.Pix[(y-at.Min.Y)*m.Stride:], out.Pix[out.PixOffset(at.Min.X, y):]
			for k := 0; k < 4*at.Dx(); k += 4 {
				blend(to[k:k+3], from[k], from[k+1], from[k+2], from[k+3])
			}
		}
	case *image.NRGBA64:
		for y := at.Min.Y; y < at.Max.Y; y++ {
			from, to := m.Pix[(y-at.Min.Y)*m.Stride:], out.Pix[out.PixOffset(at.Min.X, y):]
			for k := 0; k < 4*at.Dx(); k += 4 {
				blend(to[k:k+3], from[2*k], from[2*k+2], from[2*k+4], from[2*k+6])
			}
		}
	case *image.Paletted:
		m.Palette = paletteOverWhite(m.Palette)
		draw.Draw(out, at, m, bounds.Min, draw.Src)
	default:
		draw.Draw(out, at, img, bounds.Min, draw.Over)
	}
	return out
}

// blend writes a colour of opacity a over white.
func blend(to []byte, r, g, b, a uint8) { to[0], to[1], to[2] = over(r, a), over(g, a), over(b, a) }

func paletteOverWhite(p color.Palette) color.Palette {
	out := make(color.Palette, len(p))
	for k, c := range p {
		if n, ok := c.(color.NRGBA); ok {
			c = color.RGBA{over(n.R, n.A), over(n.G, n.A), over(n.B, n.A), 255}
		}
		out[k] = c
	}
	return out
}
