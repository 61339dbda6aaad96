package codec

// sample returns sample k of a row: an index as it is, else a value brought to 0 to 255.
func (t *tiffFile) sample(row []byte, k int) uint8 {
	switch t.bits {
	case 8:
		return row[k]
	case 16:
		if t.dir.order.Uint16([]byte{1, 0}) == 1 {
			return row[2*k+1]
		}
		return row[2*k]
	case 12: // two samples in three bytes; the upper 8 bits
		at := k / 2 * 3
		if k%2 == 0 {
			return row[at]
		}
		return row[at+1]<<4 | row[at+2]>>4
	}
	bit := k * t.bits
	v := row[bit/8] >> (8 - t.bits - bit%8) & (1<<t.bits - 1)
	if t.photometric == tiffPalette {
		return v
	}
	return v * (255 / (1<<t.bits - 1))
}

// colour writes the red, green and blue of a pixel's samples, over white.
func (t *tiffFile) colour(to, pixel []uint8) {
	switch t.photometric {
	case tiffRGB:
		copy(to, pixel)
	case tiffPalette:
		copy(to, t.palette[pixel[0]][:])
	case tiffCMYK:
		for c := range 3 {
			to[c] = inked(pixel[c], pixel[3])
		}
	case tiffWhiteIsZero:
		to[0], to[1], to[2] = 255-pixel[0], 255-pixel[0], 255-pixel[0]
	default:
		to[0], to[1], to[2] = pixel[0], pixel[0], pixel[0]
	}
	if t.alpha == alphaNone {
		return
	}
	a := pixel[t.colours]
	for c := range to {
		if t.alpha == alphaMulti {
			to[c] = divided(to[c], a)
		}
		to[c] = over(to[c], a)
	}
}

// divided returns the colour that was multiplied by its opacity, rounded down as Pillow does.
func divided(c, a uint8) uint8 {
	if a == 0 {
		return 0
	}
	return uint8(min(255*int(c)/int(a), 255))
}

// inked returns what is left of one of red, green and blue under its ink and black, without a colour profile, rounded as Pillow does.
func inked(ink, black uint8) uint8 {
	paper := 255 - int(black)
	product := int(ink)*paper + 128
	return uint8(max(0, paper-(product>>8+product)>>8))
}
