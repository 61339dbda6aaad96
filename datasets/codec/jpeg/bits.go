package jpeg

import "encoding/binary"

// bitReader reads the bits of Huffman-coded data, in which 0xff is followed by a zero that is no data. Behind the data, at a marker, it
// gives zeros; damaged tells whether they were used.
type bitReader struct {
	data   []byte
	at     int    // of the next byte in data
	acc    uint64 // bits not yet read, from the top
	n      int    // how many
	filled int    // how many of them, at the end, are not of the file
	bad    bool   // a code was no code, or a run too long
}

// fill makes at least 32 bits ready.
func (b *bitReader) fill() {
	if b.at+8 <= len(b.data) {
		const ones, tops = 0x0101010101010101, 0x8080808080808080
		v := binary.BigEndian.Uint64(b.data[b.at:])
		if inv := ^v; (inv-ones)&v&tops == 0 { // no byte is 0xff
			b.acc |= v >> b.n // what is above whole bytes comes again, as the same bits
			whole := (64 - b.n) >> 3
			b.at += whole
			b.n += whole << 3
			return
		}
	}
	for b.n <= 56 {
		v, ok := b.next()
		if !ok {
			b.filled += 64 - b.n
			b.n = 64
			return
		}
		b.acc |= uint64(v) << (56 - b.n)
		b.n += 8
	}
}

// next returns the next byte of data, if there is one before the next marker.
func (b *bitReader) next() (byte, bool) {
	if b.at >= len(b.data) {
		return 0, false
	}
	v := b.data[b.at]
	if v != 0xff {
		b.at++
		return v, true
	}
	end := b.at + 1
	for end < len(b.data) && b.data[end] == 0xff {
		end++
	}
	if end == len(b.data) || b.data[end] != 0 {
		return 0, false
	}
	b.at = end + 1
	return 0xff, true
}

// bits returns the next n bits, up to 16.
func (b *bitReader) bits(n int) int {
	if b.n < n {
		b.fill()
	}
	v := int(b.acc >> 1 >> (63 - n)) // n may be 0
	b.acc <<= n
	b.n -= n
	return v
}

// value returns the number that n bits stand for. Source: T.81, section F.2.2.1, EXTEND.
func (b *bitReader) value(n int) int {
	v := b.bits(n)
	if n > 0 && v < 1<<(n-1) {
		v += 1 - 1<<n
	}
	return v
}

// damaged tells whether what was read is not what the file was meant to hold.
func (b *bitReader) damaged() bool { return b.bad || b.n < b.filled }

// restart goes on at another place.
func (b *bitReader) restart(at int) { *b = bitReader{data: b.data, at: at} }
