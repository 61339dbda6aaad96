package jpeg

// upsampler returns row y of a component at the picture's full resolution. It may use buf, and the result may be longer than a row.
type upsampler func(c *component, y int, buf []uint8) []uint8

// upsampler returns how libjpeg enlarges a component: it interpolates where a side is half and the component is not tiny, and repeats
// samples for any other ratio. Source: libjpeg-turbo 2.1.5, jdsample.c.
func (f *frame) upsampler(c *component) upsampler {
	wider, higher := f.maxH/c.h, f.maxV/c.v
	switch {
	case wider == 1 && higher == 1:
		return func(c *component, y int, _ []uint8) []uint8 { return c.row(y) }
	case wider == 2 && higher == 1 && c.width > 2:
		return interpolateAcross
	case wider == 1 && higher == 2:
		return interpolateDown
	case wider == 2 && higher == 2 && c.width > 2:
		return interpolateBoth
	}
	return func(c *component, y int, buf []uint8) []uint8 {
		row := c.row(y / higher)
		for x := range buf {
			buf[x] = row[x/wider]
		}
		return buf
	}
}

// interpolateAcross doubles the width: each sample becomes two, of 3/4 itself and 1/4 the neighbour on that side. Halves are rounded down
// on the left and up on the right.
func interpolateAcross(c *component, y int, buf []uint8) []uint8 {
	row := c.row(y)
	buf = buf[:2*len(row)]
	last := len(row) - 1
	buf[0], buf[2*last+1] = row[0], row[last]
	for x := range last {
		left, right := int(row[x]), int(row[x+1])
		buf[2*x+1] = uint8((3*left + right + 2) >> 2)
		buf[2*x+2] = uint8((3*right + left + 1) >> 2)
	}
	return buf
}

// nearest returns the row that the picture's row y lies in, of a component half as high, and the next nearest.
func (c *component) nearest(y int) (near, far []uint8) {
	return c.row(y / 2), c.row(y/2 - 1 + 2*(y&1))
}

// interpolateDown doubles the height. Halves are rounded down on the upper row and up on the lower.
func interpolateDown(c *component, y int, buf []uint8) []uint8 {
	near, far := c.nearest(y)
	far, buf = far[:len(near)], buf[:len(near)]
	bias := 1 + y&1
	for x := range near {
		buf[x] = uint8((3*int(near[x]) + int(far[x]) + bias) >> 2)
	}
	return buf
}

// interpolateBoth doubles both sides.
func interpolateBoth(c *component, y int, buf []uint8) []uint8 {
	near, far := c.nearest(y)
	far, buf = far[:len(near)], buf[:2*len(near)]
	left := 3*int(near[0]) + int(far[0])
	buf[0] = uint8((4*left + 8) >> 4)
	last := len(near) - 1
	for x := range last {
		right := 3*int(near[x+1]) + int(far[x+1])
		buf[2*x+1] = uint8((3*left + right + 7) >> 4)
		buf[2*x+2] = uint8((3*right + left + 8) >> 4)
		left = right
	}
	buf[2*last+1] = uint8((4*left + 7) >> 4)
	return buf
}
