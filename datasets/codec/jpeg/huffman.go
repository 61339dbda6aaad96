package jpeg

// fastBits is how long codes are that one look-up decodes.
const fastBits = 9

// huffmanTable decodes the codes of one table.
type huffmanTable struct {
	fast    [1 << fastBits]uint16 // length·256 + symbol by the first bits; 0 where the code is longer
	limit   [17]uint32            // by length: above the codes of up to that length, as 16 bits
	offset  [17]int               // by length: the symbol's index less its code
	symbols []uint8
}

// newHuffmanTable makes the table of codes of 1 to 16 bits, counts[n-1] of n bits. Source: T.81, annex C.
func newHuffmanTable(counts [16]uint8, symbols []uint8) (*huffmanTable, error) {
	t := &huffmanTable{symbols: symbols}
	code, k := 0, 0
	for n := 1; n <= 16; n++ {
		t.offset[n] = k - code
		for range counts[n-1] {
			if n <= fastBits {
				first := code << (fastBits - n)
				for at := first; at < first+1<<(fastBits-n) && at < len(t.fast); at++ {
					t.fast[at] = uint16(n)<<8 | uint16(symbols[k])
				}
			}
			code++
			k++
		}
		if counts[n-1] > 0 && code >= 1<<n { // all ones is no code
			return nil, invalid("a Huffman table with too many codes")
		}
		t.limit[n] = uint32(code) << (16 - n)
		code <<= 1
	}
	return t, nil
}

// symbol returns the next symbol, with at least 16 bits ready behind it.
func (b *bitReader) symbol(t *huffmanTable) int {
	if b.n < 32 {
		b.fill()
	}
	if e := t.fast[b.acc>>(64-fastBits)]; e != 0 {
		b.acc <<= e >> 8
		b.n -= int(e >> 8)
		return int(e & 255)
	}
	code := uint32(b.acc >> 48)
	for n := fastBits + 1; n <= 16; n++ {
		if code < t.limit[n] {
			b.acc <<= n
			b.n -= n
			return int(t.symbols[int(code>>(16-n))+t.offset[n]])
		}
	}
	b.bad = true
	return 0
}

// huffmanCoder decodes the blocks of a scan that is Huffman-coded.
type huffmanCoder struct {
	bitReader
	scan   *scan
	decode func(c *component, b *block)
	run    int // blocks that end here, in progressive scans
}

func newHuffmanCoder(data []byte, at int, s *scan, progressive bool) *huffmanCoder {
	h := &huffmanCoder{bitReader: bitReader{data: data, at: at}, scan: s}
	switch {
	case !progressive:
		h.decode = h.sequential
	case s.start == 0 && s.high == 0:
		h.decode = h.firstDC
	case s.start == 0:
		h.decode = h.refineDC
	case s.high == 0:
		h.decode = h.firstAC
	default:
		h.decode = h.refineAC
	}
	return h
}

func (h *huffmanCoder) block(c *component, b *block) { h.decode(c, b) }

func (h *huffmanCoder) position() int { return h.at }

func (h *huffmanCoder) restart(at int) {
	h.bitReader.restart(at)
	h.run = 0
}

// sequential decodes all of a block. Source: T.81, section F.2.2.
func (h *huffmanCoder) sequential(c *component, b *block) {
	h.nextDC(c)
	b[0] = int16(c.predictor)
	for k := 1; k < 64; k++ {
		symbol := h.symbol(c.ac)
		run, size := symbol>>4, symbol&15
		if size == 0 {
			if run != 15 {
				return
			}
			k += 15
			continue
		}
		if k += run; k > 63 {
			h.bad = true
			return
		}
		b[natural[k]] = int16(h.value(size))
	}
}

// nextDC moves the predictor of a component to its next DC coefficient.
func (h *huffmanCoder) nextDC(c *component) {
	size := h.symbol(c.dc)
	if size > 15 {
		h.bad = true
		return
	}
	c.predictor += h.value(size)
}
