package codec

// unpackRuns returns the indices of a run-length coded bitmap, rows in the order of the file. What a jump or the end of a line leaves out
// is index 0; a run does not go on in the next line; pixels that are missing at the end are an error. All this is as in Pillow.
// Source: Microsoft, [MS-WMF], section 3.1.6.
func (b *bmpFile) unpackRuns() ([]uint8, error) {
	total := b.width * b.height
	r := &runs{from: b.body, nibbles: b.compression == bmpRLE4, width: b.width, total: total}
	for len(r.out) < total {
		if len(r.from) < 2 {
			return nil, errCutOff
		}
		count, value := int(r.from[0]), r.from[1]
		r.from = r.from[2:]
		if count > 0 {
			r.repeat(count, value)
			continue
		}
		switch value {
		case 0: // end of line
			r.skip((b.width - len(r.out)%b.width) % b.width)
			r.x = 0
		case 1: // end of bitmap
			return nil, errCutOff
		case 2: // jump
			if len(r.from) < 2 {
				return nil, errCutOff
			}
			r.skip(int(r.from[0]) + int(r.from[1])*b.width)
			r.from = r.from[2:]
			r.x = len(r.out) % b.width
		default:
			if !r.literal(int(value)) {
				return nil, errCutOff
			}
		}
	}
	return r.out[:total], nil
}

// runs is the state of unpacking.
type runs struct {
	from    []byte
	out     []uint8
	nibbles bool
	width   int
	total   int // pixels of the bitmap: no more than a run beyond are kept
	x       int // pixels of this line so far
}

// repeat writes a run: one value, or two in turn where they are of 4 bits. What reaches beyond the line is left out.
func (r *runs) repeat(count int, value byte) {
	count = min(count, max(0, r.width-r.x))
	for k := range count {
		switch {
		case !r.nibbles:
			r.out = append(r.out, value)
		case k%2 == 0:
			r.out = append(r.out, value>>4)
		default:
			r.out = append(r.out, value&15)
		}
	}
	r.x += count
}

// literal copies count pixels that the file lists; they take an even number of bytes.
func (r *runs) literal(count int) bool {
	size := count
	if r.nibbles {
		size = (count + 1) / 2
	}
	if len(r.from) < size {
		return false
	}
	for k := range count {
		if r.nibbles {
			r.out = append(r.out, r.from[k/2]>>(4-4*(k%2))&15)
		} else {
			r.out = append(r.out, r.from[k])
		}
	}
	r.x += count
	r.from = r.from[min(len(r.from), size+size%2):]
	return true
}

// skip leaves pixels at index 0.
func (r *runs) skip(count int) {
	r.out = append(r.out, make([]uint8, min(count, r.total-len(r.out)))...)
}
