package jpeg

import "slices"

const (
	maxMCU   = 10  // blocks in an MCU of several components. Source: T.81, section B.2.3.
	maxScans = 500 // in a file: more only cost time
)

// scan is what one pass over the picture holds: a band of the coefficients of some components, some bits of each.
type scan struct {
	components []*component
	start, end int // of the band, in zigzag order
	high, low  int // how many low bits were missing before, 0 for all; how many are after
}

// entropy decodes the coefficients of a scan.
type entropy interface {
	// block adds to the next block of a component.
	block(c *component, b *block)
	// damaged tells whether that was wrong.
	damaged() bool
	// position returns where to look for the next marker.
	position() int
	// restart goes on behind a restart marker.
	restart(at int)
}

// readScan reads a scan header. Source: T.81, section B.2.3.
func (d *decoder) readScan(body []byte) (*scan, error) {
	if d.frame == nil {
		return nil, invalid("a scan before the frame")
	}
	if len(body) < 1 || body[0] < 1 || int(body[0]) > len(d.frame.components) || len(body) != 4+2*int(body[0]) {
		return nil, invalid("a scan header of %d bytes", len(body))
	}
	s := &scan{end: 63}
	blocks := 0
	for part := body[1 : len(body)-3]; len(part) > 0; part = part[2:] {
		at := slices.IndexFunc(d.frame.components, func(c *component) bool { return c.id == part[0] && !slices.Contains(s.components, c) })
		if at < 0 {
			return nil, invalid("a scan of component %d, which it lacks", part[0])
		}
		c := d.frame.components[at]
		c.dcSlot, c.acSlot = part[1]>>4, part[1]&15
		if c.dcSlot > 3 || c.acSlot > 3 {
			return nil, invalid("entropy table %d", max(c.dcSlot, c.acSlot))
		}
		s.components = append(s.components, c)
		blocks += c.h * c.v
	}
	if len(s.components) > 1 && blocks > maxMCU {
		return nil, invalid("%d blocks in an MCU, more than %d", blocks, maxMCU)
	}
	if d.frame.progressive {
		tail := body[len(body)-3:]
		s.start, s.end, s.high, s.low = int(tail[0]), int(tail[1]), int(tail[2]>>4), int(tail[2]&15)
		if err := s.validate(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// validate checks the band and bits of a progressive scan. Source: T.81, section G.1.1.1.
func (s *scan) validate() error {
	switch {
	case s.start == 0 && s.end != 0, s.start > s.end, s.end > 63, s.start > 0 && len(s.components) > 1:
		return invalid("a scan of coefficients %d to %d of %d components", s.start, s.end, len(s.components))
	case s.low > 13, s.high != 0 && s.high != s.low+1:
		return invalid("a scan of bits %d to %d", s.high, s.low)
	}
	return nil
}

// scan reads a scan, header and data.
func (d *decoder) scan(body []byte) error {
	s, err := d.readScan(body)
	if err != nil {
		return err
	}
	if d.scans++; d.scans > maxScans {
		return invalid("more than %d scans", maxScans)
	}
	for _, c := range s.components {
		d.frame.makeRoom(c)
		c.predictor, c.context = 0, 0
		if c.quant == nil {
			c.quant = d.quant[c.table]
		}
		if c.quant == nil {
			return invalid("quantization table %d is missing", c.table)
		}
		for k := s.start; k <= s.end; k++ {
			c.precision[k] = int8(s.low)
		}
	}
	e, err := d.coder(s)
	if err != nil {
		return err
	}
	return d.walk(s, e)
}

// coder returns what decodes a scan.
func (d *decoder) coder(s *scan) (entropy, error) {
	if d.frame.arithmetic {
		return newArithmeticCoder(d.data, d.at, s, d.frame.progressive, d.conditioning), nil
	}
	for _, c := range s.components {
		var err error
		if s.start == 0 && s.high == 0 {
			if c.dc, err = d.huffmanOf(0, c.dcSlot); err != nil {
				return nil, err
			}
		}
		if s.end > 0 {
			if c.ac, err = d.huffmanOf(1, c.acSlot); err != nil {
				return nil, err
			}
		}
	}
	return newHuffmanCoder(d.data, d.at, s, d.frame.progressive), nil
}

// walk decodes the blocks of a scan. Source: T.81, section A.2.
func (d *decoder) walk(s *scan, e entropy) error {
	wide, high := d.frame.mcusWide, d.frame.mcusHigh
	alone := len(s.components) == 1
	if alone {
		wide, high = s.components[0].wide, s.components[0].high
	}
	left, number := d.interval, 0
	for my := range high {
		for mx := range wide {
			if d.interval > 0 && left == 0 {
				if err := d.restart(s, e, number); err != nil {
					return err
				}
				left, number = d.interval, number+1
			}
			left--
			if alone {
				d.block(e, s.components[0], mx, my)
			} else {
				for _, c := range s.components {
					for k := range c.h * c.v {
						d.block(e, c, mx*c.h+k%c.h, my*c.v+k/c.h)
					}
				}
			}
			if e.damaged() {
				return d.lost(e)
			}
		}
	}
	d.at = e.position()
	return nil
}

// block decodes one block.
func (d *decoder) block(e entropy, c *component, bx, by int) {
	if d.frame.progressive {
		e.block(c, &c.coefficients[by*c.span+bx])
		return
	}
	d.scratch = block{}
	e.block(c, &d.scratch)
	c.reconstruct(&d.scratch, bx, by)
}

// restart moves behind the restart marker of a number, counted modulo 8.
func (d *decoder) restart(s *scan, e entropy, number int) error {
	d.at = e.position()
	m, err := d.marker()
	if err != nil {
		return err
	}
	if m != markerRST0+byte(number%8) {
		return d.lost(e)
	}
	for _, c := range s.components {
		c.predictor, c.context = 0, 0
	}
	e.restart(d.at)
	return nil
}

// lost is the error of a scan whose data are wrong.
func (d *decoder) lost(e entropy) error {
	if e.position() >= len(d.data)-1 {
		return errCutOff
	}
	return invalid("the data before byte %d are damaged", e.position())
}
