package codec

import "image"

// palette is the colours of an indexed image. A file may list fewer than its pixels ask for: the others are the gray of their index,
// which is what Pillow's palettes hold before a file's colours are put in.
type palette [256][3]uint8

// grayRamp returns the palette of a file that lists no colour.
func grayRamp() *palette {
	var p palette
	for k := range p {
		p[k] = [3]uint8{uint8(k), uint8(k), uint8(k)}
	}
	return &p
}

// paletteRGB returns the palette of colours given as red, green, blue, three bytes each. Those beyond 256 are left out.
func paletteRGB(colours []byte) *palette {
	p := grayRamp()
	for k := range min(len(colours)/3, len(p)) {
		p[k] = [3]uint8(colours[3*k:])
	}
	return p
}

// blank returns an image of opaque black.
func blank(width, height int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	fill(m, [3]uint8{})
	return m
}

// fill makes all of m one opaque colour.
func fill(m *image.RGBA, c [3]uint8) {
	copy(m.Pix, []byte{c[0], c[1], c[2], 255})
	for done := 4; done < len(m.Pix); done *= 2 {
		copy(m.Pix[done:], m.Pix[:done])
	}
}

// over returns one channel, c of opacity a, over white, rounded to nearest.
func over(c, a uint8) uint8 { return uint8((int(c)*int(a) + 255*(255-int(a)) + 127) / 255) }
