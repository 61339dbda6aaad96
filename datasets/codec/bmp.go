package codec

import (
	"encoding/binary"
	"fmt"
	"image"
	"math/bits"
)

// Compressions of BMP. Source: Microsoft, [MS-WMF], section 2.1.1.7.
const (
	bmpRGB       = 0
	bmpRLE8      = 1
	bmpRLE4      = 2
	bmpBitfields = 3
)

// bmpFile is a Windows or OS/2 bitmap, as Pillow reads it: 1, 4 and 8 bits of palette, 16, 24 and 32 bits of colour, run lengths, bit masks,
// rows from below or from above. Where Pillow 9.4 errs, the specification is followed: masks that it does not know are read, a palette
// of two colours does not make an 8-bit image one of 1 bit, an odd count of 4-bit pixels keeps its last. An alpha channel that is zero
// everywhere says nothing: such an image is opaque, as every viewer shows it.
// Source: Microsoft, [MS-WMF], section 2.2.2.9, and BITMAPV5HEADER; Pillow, BmpImagePlugin.py.
type bmpFile struct {
	width, height int
	fromAbove     bool
	depth         int // bits a pixel
	compression   uint32
	masks         [4]uint32 // red, green, blue, alpha
	palette       *palette
	body          []byte // from the first row on
}

func parseBMP(data []byte) (*bmpFile, error) {
	start := 0
	if string(data[:2]) == "BM" {
		start = 14
	}
	size := int(binary.LittleEndian.Uint32(data[start:]))
	header := data[start:]
	if len(header) < size {
		return nil, errCutOff
	}
	b, colours, err := bmpHeader(header[:size])
	if err != nil {
		return nil, err
	}
	after := start + size
	if b.compression == bmpBitfields && size == 40 {
		if len(data) < after+12 {
			return nil, errCutOff
		}
		for k := range 3 {
			b.masks[k] = binary.LittleEndian.Uint32(data[after+4*k:])
		}
		after += 12
	}
	if err := b.check(size); err != nil {
		return nil, err
	}
	if b.depth <= 8 {
		entry := 4
		if size == 12 {
			entry = 3
		}
		if b.palette, err = bmpPalette(data, after, colours, entry); err != nil {
			return nil, err
		}
		after += entry * colours
	}
	if start > 0 {
		// Some OS/2 files say that the pixels start where their palette does.
		if at := int(binary.LittleEndian.Uint32(data[10:])); at != 0 && (at != start+size || b.depth > 8) {
			after = at
		}
	}
	if after > len(data) {
		return nil, errCutOff
	}
	b.body = data[after:]
	return b, nil
}

// bmpHeader reads the header proper, and how many colours its palette has.
func bmpHeader(h []byte) (b *bmpFile, colours int, err error) {
	word, long := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	if len(h) == 12 {
		b = &bmpFile{width: int(word(h[4:])), height: int(word(h[6:])), depth: int(word(h[10:]))}
		return b, 1 << min(b.depth, 16), nil
	}
	if len(h) < 40 {
		return nil, 0, fmt.Errorf("BMP: a header of %d bytes is not read: convert it to PNG first", len(h))
	}
	height := int(int32(long(h[8:])))
	b = &bmpFile{width: int(int32(long(h[4:]))), height: max(height, -height), fromAbove: height < 0, depth: int(word(h[14:])), compression: long(h[16:])}
	colours = int(long(h[32:]))
	if colours == 0 {
		colours = 1 << min(b.depth, 16)
	}
	if b.compression == bmpBitfields && len(h) >= 52 && len(h) != 64 {
		for k := range min(4, (len(h)-40)/4) {
			b.masks[k] = long(h[40+4*k:])
		}
	}
	return b, colours, nil
}

// check refuses what is not read, and fills in the masks of images without.
func (b *bmpFile) check(header int) error {
	switch b.depth {
	case 1, 4, 8, 16, 24, 32:
	default:
		return fmt.Errorf("BMP: %d bits a pixel are not read: convert it to PNG first", b.depth)
	}
	fits := map[uint32]bool{
		bmpRGB: true, bmpRLE8: b.depth == 8, bmpRLE4: b.depth == 4, bmpBitfields: b.depth >= 16 && header != 64,
	}
	if !fits[b.compression] {
		return fmt.Errorf("BMP: compression %d of %d bits a pixel is not read: convert it to PNG first", b.compression, b.depth)
	}
	switch {
	case b.compression == bmpBitfields && b.masks != [4]uint32{}:
		if colours := [3]uint32(b.masks[:3]); b.depth == 16 && (colours == [3]uint32{0x7c00, 0x3e0, 0x1f} || colours == [3]uint32{0xf800, 0x7e0, 0x1f}) {
			b.masks[3] = 0 // Pillow takes no notice of the one bit of opacity
		}
		return b.checkMasks()
	case b.depth == 16:
		b.masks = [4]uint32{0x7c00, 0x3e0, 0x1f}
	case b.compression == bmpBitfields:
		b.masks = [4]uint32{0xff0000, 0xff00, 0xff, 0xff000000} // none given: as Pillow does
	default:
		b.masks = [4]uint32{0xff0000, 0xff00, 0xff}
	}
	return nil
}

// checkMasks refuses masks with holes, or that overlap or reach beyond the pixel.
func (b *bmpFile) checkMasks() error {
	var all uint32
	for k, mask := range b.masks {
		run := mask >> bits.TrailingZeros32(mask)
		if mask == 0 && k < 3 || run&(run+1) != 0 || all&mask != 0 || uint64(mask) >= 1<<b.depth {
			return fmt.Errorf("BMP: its bit masks %#x make no colours: convert it to PNG first", b.masks)
		}
		all |= mask
	}
	return nil
}

// bmpPalette reads colours stored blue first.
func bmpPalette(data []byte, at, colours, entry int) (*palette, error) {
	if colours < 1 || colours > 1<<16 {
		return nil, fmt.Errorf("BMP: a palette of %d colours", colours)
	}
	p := grayRamp()
	for k := range min(colours, len(p)) {
		if at+entry > len(data) {
			return nil, errCutOff
		}
		p[k] = [3]uint8{data[at+2], data[at+1], data[at]}
		at += entry
	}
	return p, nil
}

func (b *bmpFile) size() (int, int) { return b.width, b.height }

func (b *bmpFile) pixels() (*image.RGBA, error) {
	if b.compression == bmpRLE4 || b.compression == bmpRLE8 {
		indices, err := b.unpackRuns()
		if err != nil {
			return nil, err
		}
		out := blank(b.width, b.height)
		for k, index := range indices {
			copy(out.Pix[b.row(out, k/b.width)+4*(k%b.width):][:3], b.palette[index][:])
		}
		return out, nil
	}
	stride := (b.width*b.depth + 31) / 32 * 4
	if stride*(b.height-1)+(b.width*b.depth+7)/8 > len(b.body) {
		return nil, errCutOff
	}
	out := blank(b.width, b.height)
	for y := range b.height {
		to := out.Pix[b.row(out, y):][:4*b.width]
		if b.depth <= 8 {
			b.indexedRow(to, b.body[y*stride:])
		} else {
			b.maskedRow(to, b.body[y*stride:])
		}
	}
	b.composite(out)
	return out, nil
}

// row returns where row y of the file starts in the picture.
func (b *bmpFile) row(out *image.RGBA, y int) int {
	if !b.fromAbove {
		y = b.height - 1 - y
	}
	return y * out.Stride
}

func (b *bmpFile) indexedRow(to, from []byte) {
	mask := byte(1<<b.depth - 1)
	for x := range b.width {
		bit := x * b.depth
		index := from[bit/8] >> (8 - b.depth - bit%8) & mask
		copy(to[4*x:4*x+3], b.palette[index][:])
	}
}

func (b *bmpFile) maskedRow(to, from []byte) {
	bytes := b.depth / 8
	for x := range b.width {
		var v uint32
		for k := range bytes {
			v |= uint32(from[x*bytes+k]) << (8 * k)
		}
		for k, mask := range b.masks {
			if mask != 0 {
				to[4*x+k] = masked(v, mask)
			}
		}
	}
}

// masked returns what mask takes of v, brought to 0 to 255: rounded down as Pillow does, the upper 8 bits of wider ones.
func masked(v, mask uint32) uint8 {
	shift, width := bits.TrailingZeros32(mask), bits.OnesCount32(mask)
	v = v & mask >> shift
	if width > 8 {
		return uint8(v >> (width - 8))
	}
	return uint8(v * 255 / (1<<width - 1))
}

// composite puts an image with an alpha channel over white, unless the channel is zero everywhere.
func (b *bmpFile) composite(out *image.RGBA) {
	if b.masks[3] == 0 {
		return
	}
	var any uint8
	for k := 3; k < len(out.Pix); k += 4 {
		any |= out.Pix[k]
	}
	for k := 0; k < len(out.Pix); k += 4 {
		if a := out.Pix[k+3]; any != 0 {
			out.Pix[k], out.Pix[k+1], out.Pix[k+2] = over(out.Pix[k], a), over(out.Pix[k+1], a), over(out.Pix[k+2], a)
		}
		out.Pix[k+3] = 255
	}
}
