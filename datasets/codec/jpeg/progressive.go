package jpeg

// firstDC decodes the high bits of a DC coefficient. Source: T.81, section G.1.2.1.
func (h *huffmanCoder) firstDC(c *component, b *block) {
	h.nextDC(c)
	b[0] = int16(c.predictor << h.scan.low)
}

// refineDC decodes one more bit of a DC coefficient.
func (h *huffmanCoder) refineDC(_ *component, b *block) {
	if h.bits(1) == 1 {
		b[0] |= 1 << h.scan.low
	}
}

// firstAC decodes the high bits of a band of AC coefficients. Source: T.81, section G.1.2.2.
func (h *huffmanCoder) firstAC(c *component, b *block) {
	if h.run > 0 {
		h.run--
		return
	}
	for k := h.scan.start; k <= h.scan.end; k++ {
		symbol := h.symbol(c.ac)
		run, size := symbol>>4, symbol&15
		if size == 0 {
			if run != 15 {
				h.run = 1<<run + h.bits(run) - 1
				return
			}
			k += 15
			continue
		}
		if k += run; k > h.scan.end {
			h.bad = true
			return
		}
		b[natural[k]] = int16(h.value(size) << h.scan.low)
	}
}

// refineAC decodes one more bit of each coefficient of a band that is not zero so far, and which of the others are not. Source: T.81, section G.1.2.3.
func (h *huffmanCoder) refineAC(c *component, b *block) {
	k, bit := h.scan.start, int16(1)<<h.scan.low
	for h.run == 0 && k <= h.scan.end {
		symbol := h.symbol(c.ac)
		run, size := symbol>>4, symbol&15
		fresh := int16(0)
		switch {
		case size > 1:
			h.bad = true
			return
		case size == 1:
			if fresh = bit; h.bits(1) == 0 {
				fresh = -bit
			}
		case run != 15:
			h.run = 1<<run + h.bits(run)
			continue
		}
		k = h.refine(b, k, run, bit)
		if fresh != 0 {
			if k > h.scan.end {
				h.bad = true
				return
			}
			b[natural[k]] = fresh
		}
		k++
	}
	if h.run > 0 {
		h.run--
		h.refine(b, k, 64, bit)
	}
}

// refine corrects the coefficients from the k-th on that are not zero, up to the zero that follows skip others, whose index it returns.
func (h *huffmanCoder) refine(b *block, k, skip int, bit int16) int {
	for ; k <= h.scan.end; k++ {
		v := &b[natural[k]]
		if *v == 0 {
			if skip == 0 {
				return k
			}
			skip--
			continue
		}
		if h.bits(1) == 1 && *v&bit == 0 {
			if *v > 0 {
				*v += bit
			} else {
				*v -= bit
			}
		}
	}
	return k
}
