package jpeg

// Conditioning of arithmetic coding that holds without a DAC segment: L = 0 and U = 1; Kx = 5. Source: T.81, section F.1.4.4.
const (
	defaultConditioningDC = 1 << 4
	defaultConditioningAC = 5
)

// defineConditioning reads a DAC segment. Source: T.81, section B.2.4.3.
func (d *decoder) defineConditioning(body []byte) error {
	for ; len(body) >= 2; body = body[2:] {
		class, slot, value := body[0]>>4, body[0]&15, body[1]
		if class > 1 || slot > 3 || class == 0 && value&15 > value>>4 {
			return invalid("damaged conditioning of arithmetic coding")
		}
		d.conditioning[class][slot] = value
	}
	if len(body) > 0 {
		return invalid("damaged conditioning of arithmetic coding")
	}
	return nil
}

// bin is an adaptive estimate of how likely a decision is: its row in estimates, and in the top bit the likely outcome.
type bin uint8

// even is the row of estimates that stays at one half.
const even = 113

// arithmeticBins are the estimates of one table. Source: T.81, tables F.4 and F.5, which need 49 and 245.
type arithmeticBins [256]bin

// arithmeticCoder decodes the blocks of a scan that is arithmetic-coded. Source: T.81, annex D, whose names it keeps.
type arithmeticCoder struct {
	data         []byte
	at           int
	c, a         uint32
	ct           int
	bad          bool
	scan         *scan
	decode       func(c *component, b *block)
	conditioning [2][4]uint8
	bins         [2][4]arithmeticBins // DC, AC
	half         bin
}

func newArithmeticCoder(data []byte, at int, s *scan, progressive bool, conditioning [2][4]uint8) *arithmeticCoder {
	a := &arithmeticCoder{data: data, scan: s, conditioning: conditioning, half: even}
	switch {
	case !progressive:
		a.decode = a.sequential
	case s.start == 0 && s.high == 0:
		a.decode = a.firstDC
	case s.start == 0:
		a.decode = a.refineDC
	case s.high == 0:
		a.decode = func(c *component, b *block) { a.firstAC(c, b, s.start) }
	default:
		a.decode = a.refineAC
	}
	a.restart(at)
	return a
}

func (a *arithmeticCoder) block(c *component, b *block) {
	if !a.bad {
		a.decode(c, b)
	}
}

func (a *arithmeticCoder) damaged() bool { return a.bad }

func (a *arithmeticCoder) position() int { return a.at }

func (a *arithmeticCoder) restart(at int) {
	a.at, a.bins = at, [2][4]arithmeticBins{}
	a.c, a.a, a.ct = 0, 0x10000, 0
	for range 2 {
		a.c = (a.c | a.next()) << 8
	}
}

// next returns the next byte of data in its place, zero behind the data's end. Source: T.81, figure D.21.
func (a *arithmeticCoder) next() uint32 {
	if a.at+1 >= len(a.data) {
		a.bad = true // the end marker, at least, is missing
		return 0
	}
	v := a.data[a.at]
	if v == 0xff {
		if a.data[a.at+1] != 0 {
			return 0 // a marker: the coder leaves out zeros before it
		}
		a.at++
	}
	a.at++
	return uint32(v) << 8
}

// bit decodes a decision. Source: T.81, figures D.17 to D.20.
func (a *arithmeticCoder) bit(s *bin) int {
	e := &estimates[*s&0x7f]
	likely := int(*s >> 7)
	qe := uint32(e.qe)
	a.a -= qe
	below := a.c>>16 < a.a
	if below && a.a >= 0x8000 {
		return likely
	}
	asLikely := below == (a.a >= qe) // the larger interval is the likely one's
	if !below {
		a.c -= a.a << 16
		a.a = qe
	}
	out := likely
	if asLikely {
		*s = *s&0x80 | bin(e.afterLikely)
	} else {
		out = 1 - likely
		*s = (*s&0x80 | bin(e.afterUnlikely)) ^ bin(e.exchange)<<7
	}
	for a.a < 0x8000 {
		if a.ct == 0 {
			a.c |= a.next()
			a.ct = 8
		}
		a.a <<= 1
		a.c <<= 1
		a.ct--
	}
	return out
}

// magnitude decodes how large a value is, less one: its size from the bins at first, its bits from those 14 behind. size is what is known, 0 or a
// power of two. Source: T.81, figures F.23 and F.24.
func (a *arithmeticCoder) magnitude(bins *arithmeticBins, first, size int) int {
	if size > 0 {
		for a.bit(&bins[first]) == 1 {
			if size <<= 1; size == 1<<15 {
				a.bad = true
				return 0
			}
			first++
		}
	}
	v := size
	for m := size >> 1; m > 0; m >>= 1 {
		if a.bit(&bins[first+14]) == 1 {
			v |= m
		}
	}
	return v
}
