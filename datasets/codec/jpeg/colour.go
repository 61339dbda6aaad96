package jpeg

import "image"

// painter writes a row of pixels, four bytes each, from the rows of the components.
type painter func(out []uint8, rows [4][]uint8)

// picture returns the picture of a file that was read whole.
func (d *decoder) picture() (*image.RGBA, error) {
	f := d.frame
	var raise [4]upsampler
	var bufs, rows [4][]uint8
	for k, c := range f.components {
		raise[k] = f.upsampler(c)
		bufs[k] = make([]uint8, c.width*(f.maxH/c.h))
	}
	paint := d.painter()
	img := image.NewRGBA(image.Rect(0, 0, f.width, f.height))
	for y := range f.height {
		for k, c := range f.components {
			rows[k] = raise[k](c, y, bufs[k])
		}
		paint(img.Pix[y*img.Stride:][:4*f.width], rows)
	}
	return img, nil
}

// painter returns the conversion of the file's colours, which libjpeg guesses where no segment says it. Source: libjpeg-turbo 2.1.5,
// jdapimin.c, default_decompress_parms.
func (d *decoder) painter() painter {
	c := d.frame.components
	switch {
	case len(c) == 1:
		return paintGray
	case len(c) == 4 && d.adobe <= 0:
		return paintCMYK
	case len(c) == 4:
		return paintYCCK
	case d.jfif:
		return paintYCC
	case d.adobe == 0, d.adobe < 0 && c[0].id == 'R' && c[1].id == 'G' && c[2].id == 'B':
		return paintRGB
	}
	return paintYCC
}

func paintGray(out []uint8, rows [4][]uint8) {
	for x, v := range rows[0][:len(out)/4] {
		p := (*[4]uint8)(out[4*x:])
		p[0], p[1], p[2], p[3] = v, v, v, 255
	}
}

func paintRGB(out []uint8, rows [4][]uint8) {
	for x := range len(out) / 4 {
		p := (*[4]uint8)(out[4*x:])
		p[0], p[1], p[2], p[3] = rows[0][x], rows[1][x], rows[2][x], 255
	}
}

func paintYCC(out []uint8, rows [4][]uint8) {
	n := len(out) / 4
	luma, blue, red := rows[0][:n], rows[1][:n], rows[2][:n]
	for x := range luma {
		p := (*[4]uint8)(out[4*x:])
		p[0], p[1], p[2] = rgb(luma[x], blue[x], red[x])
		p[3] = 255
	}
}

// rgb converts as libjpeg does: 16-bit fixed point. Source: JFIF 1.02, "Color Space"; libjpeg-turbo 2.1.5, jdcolor.c.
func rgb(luma, blue, red uint8) (r, g, b uint8) {
	const half = 1 << 15
	y, cb, cr := int32(luma), int32(blue)-128, int32(red)-128
	return clamp(y + (91881*cr+half)>>16), // 1.402
		clamp(y + (half-22554*cb-46802*cr)>>16), // 0.34414, 0.71414
		clamp(y + (116130*cb+half)>>16) // 1.772
}

func clamp(v int32) uint8 {
	if uint32(v) > 255 {
		return uint8(^v >> 31) // 0 below, 255 above
	}
	return uint8(v)
}

// paintCMYK converts four inks, stored inverted as Adobe does: Pillow takes that of every file, with and without Adobe's segment.
// Source: Pillow 9.4, JpegImagePlugin.py and Convert.c, cmyk2rgb.
func paintCMYK(out []uint8, rows [4][]uint8) {
	for x := range len(out) / 4 {
		ink(out[4*x:], 255-rows[0][x], 255-rows[1][x], 255-rows[2][x], rows[3][x])
	}
}

// paintYCCK is the same where the first three inks are stored as luma and chroma of their complements.
func paintYCCK(out []uint8, rows [4][]uint8) {
	for x := range len(out) / 4 {
		r, g, b := rgb(rows[0][x], rows[1][x], rows[2][x])
		ink(out[4*x:], r, g, b, rows[3][x])
	}
}

// ink writes a pixel of cyan, magenta and yellow, of which light passes black.
func ink(out []uint8, cyan, magenta, yellow, light uint8) {
	p := (*[4]uint8)(out)
	for k, v := range [3]uint8{cyan, magenta, yellow} {
		covered := int32(v)*int32(light) + 128
		p[k] = clamp(int32(light) - (covered>>8+covered)>>8)
	}
	p[3] = 255
}
