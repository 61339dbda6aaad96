package jpeg

// sequential decodes all of a block. Source: T.81, section F.2.4.
func (a *arithmeticCoder) sequential(c *component, b *block) {
	a.nextDC(c)
	b[0] = int16(c.predictor)
	a.firstAC(c, b, 1)
}

// nextDC moves the predictor of a component to its next DC coefficient. Source: T.81, sections F.2.4.1 and F.1.4.4.1.
func (a *arithmeticCoder) nextDC(c *component) {
	const categories = 20 // X1 of table F.4
	bins := &a.bins[0][c.dcSlot]
	at := c.context
	c.context = 0
	if a.bit(&bins[at]) == 0 {
		return
	}
	negative := a.bit(&bins[at+1])
	size := 1 + a.magnitude(bins, categories, a.bit(&bins[at+2+negative]))
	lower, upper := a.conditioning[0][c.dcSlot]&15, a.conditioning[0][c.dcSlot]>>4
	switch {
	case size > 1<<upper:
		c.context = 12 + 4*negative
	case size > 1<<lower>>1:
		c.context = 4 + 4*negative
	}
	if negative == 1 {
		size = -size
	}
	c.predictor += size
}

// firstDC decodes the high bits of a DC coefficient.
func (a *arithmeticCoder) firstDC(c *component, b *block) {
	a.nextDC(c)
	b[0] = int16(c.predictor << a.scan.low)
}

// refineDC decodes one more bit of a DC coefficient.
func (a *arithmeticCoder) refineDC(_ *component, b *block) {
	if a.bit(&a.half) == 1 {
		b[0] |= 1 << a.scan.low
	}
}

// firstAC decodes the AC coefficients of a band, which begins with the k-th. Source: T.81, sections F.2.4.2 and F.1.4.4.2.
func (a *arithmeticCoder) firstAC(c *component, b *block, k int) {
	bins := &a.bins[1][c.acSlot]
	for ; k <= a.scan.end; k++ {
		at := 3 * (k - 1)
		if a.bit(&bins[at]) == 1 {
			return // the rest is zero
		}
		for a.bit(&bins[at+1]) == 0 {
			at += 3
			if k++; k > a.scan.end {
				a.bad = true
				return
			}
		}
		negative := a.bit(&a.half)
		first, size := at+2, a.bit(&bins[at+2])
		if size == 1 {
			if a.bit(&bins[first]) == 1 {
				if size, first = 2, 217; k <= int(a.conditioning[1][c.acSlot]) { // X2 of table F.5
					first = 189
				}
				size = 1 + a.magnitude(bins, first, size)
			} else {
				size = 2
			}
		} else {
			size = 1
		}
		if negative == 1 {
			size = -size
		}
		b[natural[k]] = int16(size << a.scan.low)
	}
}

// refineAC decodes one more bit of each coefficient of a band. Source: T.81, section G.1.3.3.
func (a *arithmeticCoder) refineAC(c *component, b *block) {
	bins, bit := &a.bins[1][c.acSlot], int16(1)<<a.scan.low
	last := a.scan.end // the last that is not zero so far
	for last > 0 && b[natural[last]] == 0 {
		last--
	}
	for k := a.scan.start; k <= a.scan.end; k++ {
		if k > last && a.bit(&bins[3*(k-1)]) == 1 {
			return
		}
		for !a.refine(&b[natural[k]], bins[3*(k-1):], bit) {
			if k++; k > a.scan.end {
				a.bad = true
				return
			}
		}
	}
}

// refine decodes one more bit of a coefficient. It returns whether the coefficient is not zero then.
func (a *arithmeticCoder) refine(v *int16, bins []bin, bit int16) bool {
	switch {
	case *v > 0:
		*v += bit * int16(a.bit(&bins[2]))
	case *v < 0:
		*v -= bit * int16(a.bit(&bins[2]))
	case a.bit(&bins[1]) == 0:
		return false
	case a.bit(&a.half) == 1:
		*v = -bit
	default:
		*v = bit
	}
	return true
}
