package jpeg

import (
	"encoding/binary"
	"fmt"
)

// maxFactor is the largest sampling factor. Source: T.81, table B.2.
const maxFactor = 4

// block is the 64 coefficients of 8×8 samples, row by row.
type block [64]int16

// component is one plane of the picture.
type component struct {
	id             uint8
	h, v           int // sampling factors
	table          int // of quantization
	width, height  int // samples
	wide, high     int // blocks that hold samples
	span           int // blocks a row, with those that only fill MCUs
	pix            []uint8
	coefficients   []block       // of progressive files
	quant          *[64]uint16   // as it stood at the component's first scan; nil before
	precision      [64]int8      // of progressive files: how many low bits are missing of each coefficient, zigzag order; -1 of all
	dcSlot, acSlot uint8         // of the current scan's tables
	dc, ac         *huffmanTable // likewise
	predictor      int           // the last DC coefficient
	context        int           // of the next DC difference, in arithmetic coding
}

// stride is the distance of rows in pix.
func (c *component) stride() int { return 8 * c.span }

// row returns a row of samples; rows outside are the nearest inside.
func (c *component) row(y int) []uint8 {
	start := min(max(y, 0), c.height-1) * c.stride()
	return c.pix[start : start+c.width]
}

// frame is what the header of the picture says.
type frame struct {
	width, height           int // pixels
	progressive, arithmetic bool
	components              []*component
	maxH, maxV              int // largest sampling factors
	mcusWide, mcusHigh      int
}

// readFrame reads a frame header. Source: T.81, section B.2.2.
func readFrame(body []byte) (*frame, error) {
	const fixed, each = 6, 3
	if len(body) < fixed || len(body) != fixed+each*int(body[5]) {
		return nil, invalid("a frame header of %d bytes", len(body))
	}
	if body[0] != 8 {
		return nil, fmt.Errorf("unsupported JPEG: %d bits a sample: save it with 8", body[0])
	}
	f := &frame{height: int(binary.BigEndian.Uint16(body[1:])), width: int(binary.BigEndian.Uint16(body[3:]))}
	switch {
	case f.width == 0 || f.height == 0:
		return nil, invalid("%d×%d pixels", f.width, f.height)
	case body[5] != 1 && body[5] != 3 && body[5] != 4:
		return nil, fmt.Errorf("unsupported JPEG: %d components: save it as gray, RGB or CMYK", body[5])
	}
	for part := body[fixed:]; len(part) > 0; part = part[each:] {
		c := &component{id: part[0], h: int(part[1] >> 4), v: int(part[1] & 15), table: int(part[2])}
		if c.h < 1 || c.h > maxFactor || c.v < 1 || c.v > maxFactor || c.table > 3 {
			return nil, invalid("sampling %d×%d, quantization table %d", c.h, c.v, c.table)
		}
		for k := range c.precision {
			c.precision[k] = -1
		}
		f.components = append(f.components, c)
		f.maxH, f.maxV = max(f.maxH, c.h), max(f.maxV, c.v)
	}
	f.mcusWide, f.mcusHigh = ceil(f.width, 8*f.maxH), ceil(f.height, 8*f.maxV)
	for _, c := range f.components {
		if f.maxH%c.h != 0 || f.maxV%c.v != 0 {
			return nil, fmt.Errorf("unsupported JPEG: samples of %d×%d beside %d×%d are no whole ratio: save it with another subsampling", c.h, c.v, f.maxH, f.maxV)
		}
		c.width, c.height = ceil(f.width*c.h, f.maxH), ceil(f.height*c.v, f.maxV)
		c.wide, c.high, c.span = ceil(c.width, 8), ceil(c.height, 8), f.mcusWide*c.h
	}
	return f, nil
}

func ceil(a, b int) int { return (a + b - 1) / b }

// makeRoom allocates the samples of a component and, of a progressive file, its coefficients, unless they are there.
func (f *frame) makeRoom(c *component) {
	if c.pix != nil {
		return
	}
	rows := f.mcusHigh * c.v
	c.pix = make([]uint8, 8*rows*c.stride())
	if f.progressive {
		c.coefficients = make([]block, rows*c.span)
	}
}

// finish makes the samples of a progressive file from its coefficients. It returns an error when the file lacks a scan.
func (f *frame) finish() error {
	for _, c := range f.components {
		if c.quant == nil || f.progressive && c.precision[0] < 0 {
			return invalid("its component %d has no data", c.id)
		}
	}
	if !f.progressive {
		return nil
	}
	for _, c := range f.components {
		// libjpeg guesses these from the surroundings of a block.
		for k, bits := range c.precision[:smoothed] {
			if k > 0 && bits != 0 {
				return invalid("its scans end before the picture is complete")
			}
		}
	}
	for _, c := range f.components {
		for by := range c.high {
			for bx := range c.wide {
				c.reconstruct(&c.coefficients[by*c.span+bx], bx, by)
			}
		}
	}
	return nil
}

// smoothed is how many coefficients, in zigzag order, libjpeg smooths where they are missing. Source: libjpeg-turbo 2.1.5, jdcoefct.h.
const smoothed = 10

// reconstruct writes the samples of a block.
func (c *component) reconstruct(b *block, bx, by int) {
	inverse(b, c.quant, c.pix[8*(by*c.stride()+bx):], c.stride())
}
