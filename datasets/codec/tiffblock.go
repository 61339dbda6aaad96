package codec

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"io"
	"math/bits"

	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff/lzw"
)

// tiffBlock is an unpacked strip or tile.
type tiffBlock struct {
	rect   image.Rectangle // what of the picture it holds
	stride int             // bytes of a row
	data   []byte
}

func (b tiffBlock) row(y int) []byte { return b.data[y*b.stride:][:b.stride] }

// readBlocks finds out how the picture is cut, and refuses what would cost far more than the picture is worth.
func (t *tiffFile) readBlocks() error {
	offsets, rows, tileW, tileH := uint16(tagStripOffsets), 0, 0, 0
	err := t.dir.numbers([]tiffField{{tagTileWidth, 0, &tileW}, {tagTileHeight, 0, &tileH}})
	if err != nil {
		return err
	}
	if t.dir.len(tagRowsPerStrip) > 0 { // 2³²-1 stands for all rows
		rows = int(min(t.dir.at(tagRowsPerStrip, 0), 1<<31-1))
	}
	if t.width < 1 || t.height < 1 || float64(t.width)*float64(t.height) > MaxPixels {
		return nil // Decode tells of sizes, for all formats
	}
	t.blockW, t.blockH = t.width, t.height
	switch {
	case t.dir.len(tagStripOffsets) > 0:
		if rows > 0 {
			t.blockH = min(rows, t.height)
		}
	case tileW < 1 || tileH < 1:
		return errors.New("TIFF: it does not say where its pixels are")
	default:
		t.tiled, offsets, t.blockW, t.blockH = true, tagTileOffsets, tileW, tileH
	}
	across, down := t.across(), (t.height+t.blockH-1)/t.blockH
	if float64(across)*float64(t.blockW)*float64(t.height) > 2*MaxPixels {
		return fmt.Errorf("TIFF: tiles of %d×%d pixels for a picture of %d×%d", tileW, tileH, t.width, t.height)
	}
	if need := across * down * t.planes; t.dir.len(offsets) < need {
		return fmt.Errorf("TIFF: it lists %d of its %d strips or tiles", t.dir.len(offsets), need)
	}
	return nil
}

func (t *tiffFile) across() int { return (t.width + t.blockW - 1) / t.blockW }

// eachBlock unpacks the blocks of a plane in order.
func (t *tiffFile) eachBlock(plane int, visit func(tiffBlock)) error {
	samples := t.samples
	if t.planes > 1 {
		samples = 1
	}
	down := (t.height + t.blockH - 1) / t.blockH
	first := plane * down * t.across()
	for k := range down * t.across() {
		x, y := k%t.across()*t.blockW, k/t.across()*t.blockH
		b := tiffBlock{
			rect:   image.Rect(x, y, min(x+t.blockW, t.width), min(y+t.blockH, t.height)),
			stride: (t.blockW*samples*t.bits + 7) / 8,
		}
		packed, err := t.packed(first+k, b)
		if err != nil {
			return err
		}
		if b.data, err = t.unpack(packed, b); err != nil {
			return fmt.Errorf("TIFF: strip or tile %d: %w", first+k, err)
		}
		if t.predictor == 2 {
			if err := t.undoPredictor(b, samples); err != nil {
				return err
			}
		}
		visit(b)
	}
	return nil
}

// packed returns the bytes of block k as they are stored. How many there are is known without a tag where they are not compressed.
func (t *tiffFile) packed(k int, b tiffBlock) ([]byte, error) {
	offsets, counts := uint16(tagStripOffsets), uint16(tagStripCounts)
	if t.tiled {
		offsets, counts = tagTileOffsets, tagTileCounts
	}
	at := t.dir.at(offsets, k)
	if at > uint64(len(t.dir.data)) {
		return nil, errCutOff
	}
	packed := t.dir.data[at:]
	if t.compression == tiffNone {
		packed = packed[:min(len(packed), b.stride*b.rect.Dy())]
	} else if k < t.dir.len(counts) {
		packed = packed[:min(uint64(len(packed)), t.dir.at(counts, k))]
	}
	if t.fillOrder == 2 {
		packed = bytes.Clone(packed)
		for k, v := range packed {
			packed[k] = bits.Reverse8(v)
		}
	}
	return packed, nil
}

// unpack returns the rows of a block that the picture needs.
func (t *tiffFile) unpack(packed []byte, b tiffBlock) ([]byte, error) {
	need := b.stride * b.rect.Dy()
	var r io.Reader
	switch t.compression {
	case tiffNone:
		r = bytes.NewReader(packed)
	case tiffPackBits:
		r = bytes.NewReader(unpackBits(packed, need))
	case tiffLZW:
		if len(packed) > 1 && packed[0] == 0 && packed[1]&1 != 0 {
			return nil, errors.New("LZW of before TIFF 5.0 is not read: save it anew with tiffcp")
		}
		l := lzw.NewReader(bytes.NewReader(packed), lzw.MSB, 8)
		defer l.Close()
		r = l
	case tiffDeflate, tiffDeflateOld:
		z, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			return nil, err
		}
		defer z.Close()
		r = z
	default: // in fax, as libtiff has it, white is 0 whatever the picture takes 0 for
		format := ccitt.Group3
		if t.compression == tiffGroup4 {
			format = ccitt.Group4
		}
		r = ccitt.NewReader(bytes.NewReader(packed), ccitt.MSB, format, t.blockW, b.rect.Dy(), &ccitt.Options{Invert: true})
	}
	// Memory is taken as the data comes, not as the header promises.
	data, err := io.ReadAll(io.LimitReader(r, int64(need)))
	if err != nil {
		return nil, cause(err)
	}
	if len(data) < need {
		return nil, errCutOff
	}
	return data, nil
}

// unpackBits undoes PackBits up to a number of bytes. Source: Adobe, TIFF revision 6.0, section 9.
func unpackBits(packed []byte, need int) []byte {
	var out []byte
	for len(packed) > 1 && len(out) < need {
		n := int(int8(packed[0]))
		packed = packed[1:]
		switch {
		case n >= 0:
			n = min(n+1, len(packed))
			out = append(out, packed[:n]...)
			packed = packed[n:]
		case n > -128:
			out = append(out, bytes.Repeat(packed[:1], 1-n)...)
			packed = packed[1:]
		}
	}
	return out
}

// undoPredictor adds to each sample the one of the pixel before it. Source: Adobe, TIFF revision 6.0, section 14.
func (t *tiffFile) undoPredictor(b tiffBlock, samples int) error {
	if t.bits != 8 && t.bits != 16 {
		return t.unread(fmt.Sprintf("differences of %d bits", t.bits))
	}
	for y := range b.rect.Dy() {
		row := b.row(y)
		if t.bits == 8 {
			for k := samples; k < len(row); k++ {
				row[k] += row[k-samples]
			}
			continue
		}
		for k := 2 * samples; k < len(row); k += 2 {
			t.dir.order.PutUint16(row[k:], t.dir.order.Uint16(row[k:])+t.dir.order.Uint16(row[k-2*samples:]))
		}
	}
	return nil
}
