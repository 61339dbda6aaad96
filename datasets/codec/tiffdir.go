package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Tags of TIFF. Source: Adobe, TIFF revision 6.0, section 8 and appendix A; Adobe, Digital Negative, version 1.6.
const (
	tagSubfileType     = 254
	tagWidth           = 256
	tagHeight          = 257
	tagBits            = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagFillOrder       = 266
	tagStripOffsets    = 273
	tagOrientation     = 274
	tagSamples         = 277
	tagRowsPerStrip    = 278
	tagStripCounts     = 279
	tagPlanar          = 284
	tagFaxOptions      = 292
	tagPredictor       = 317
	tagColours         = 320
	tagTileWidth       = 322
	tagTileHeight      = 323
	tagTileOffsets     = 324
	tagTileCounts      = 325
	tagInks            = 332
	tagExtraSamples    = 338
	tagSampleFormat    = 339
	tagNegativeVersion = 50706 // of Adobe's raw format
)

// tiffDir is the first directory of a TIFF or BigTIFF file: the numbers of each tag that has whole ones.
type tiffDir struct {
	data  []byte
	order binary.ByteOrder
	big   bool
	tags  map[uint16]tiffEntry
}

// tiffEntry is where the numbers of a tag are.
type tiffEntry struct {
	width int // bytes of a number
	raw   []byte
}

func readTIFFDir(data []byte) (*tiffDir, error) {
	d := &tiffDir{data: data, order: binary.LittleEndian, tags: map[uint16]tiffEntry{}}
	if data[0] == 'M' {
		d.order = binary.BigEndian
	}
	d.big = d.order.Uint16(data[2:]) == 43
	at, count, entry := uint64(0), uint64(0), uint64(12)
	if d.big {
		entry = 20
		if len(data) < 16 {
			return nil, errCutOff
		}
		at = d.order.Uint64(data[8:])
		if at > uint64(len(data)) || uint64(len(data))-at < 8 {
			return nil, errCutOff
		}
		count, at = d.order.Uint64(data[at:]), at+8
	} else {
		if len(data) < 8 {
			return nil, errCutOff
		}
		at = uint64(d.order.Uint32(data[4:]))
		if at+2 > uint64(len(data)) {
			return nil, errCutOff
		}
		count, at = uint64(d.order.Uint16(data[at:])), at+2
	}
	if count > (uint64(len(data))-at)/entry {
		return nil, errCutOff
	}
	for ; count > 0; count-- {
		d.add(data[at:][:entry])
		at += entry
	}
	return d, nil
}

// add keeps an entry of whole numbers; others, and those that point outside the file, are as if they were not there, as in Pillow.
func (d *tiffDir) add(e []byte) {
	widths := map[uint16]int{1: 1, 3: 2, 4: 4, 13: 4, 16: 8}
	width := widths[d.order.Uint16(e[2:])]
	count, value := uint64(d.order.Uint32(e[4:])), e[8:]
	if d.big {
		count, value = d.order.Uint64(e[4:]), e[12:]
	}
	if width == 0 || count == 0 || count > uint64(len(d.data))/uint64(width) {
		return
	}
	length := count * uint64(width)
	if length > uint64(len(value)) {
		at := uint64(d.order.Uint32(value))
		if d.big {
			at = d.order.Uint64(value)
		}
		if at > uint64(len(d.data)) || uint64(len(d.data))-at < length {
			return
		}
		value = d.data[at:]
	}
	d.tags[d.order.Uint16(e)] = tiffEntry{width, value[:length]}
}

// len returns how many numbers a tag has, 0 where it is missing.
func (d *tiffDir) len(tag uint16) int {
	e, ok := d.tags[tag]
	if !ok {
		return 0
	}
	return len(e.raw) / e.width
}

// at returns number k of a tag, which must have it.
func (d *tiffDir) at(tag uint16, k int) uint64 {
	e := d.tags[tag]
	b := e.raw[k*e.width:]
	switch e.width {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(d.order.Uint16(b))
	case 4:
		return uint64(d.order.Uint32(b))
	}
	return d.order.Uint64(b)
}

// number returns the first number of a tag, up to 2³¹-1, or the given one where the tag is missing.
func (d *tiffDir) number(tag uint16, missing int) (int, error) {
	if d.len(tag) == 0 {
		return missing, nil
	}
	v := d.at(tag, 0)
	if v >= 1<<31 {
		return 0, fmt.Errorf("TIFF: tag %d is %d, which is too large", tag, v)
	}
	return int(v), nil
}

// numbers reads the first number of several tags.
func (d *tiffDir) numbers(fields []tiffField) error {
	for _, f := range fields {
		v, err := d.number(f.tag, f.missing)
		if err != nil {
			return err
		}
		*f.to = v
	}
	return nil
}

// tiffField is where the number of a tag goes, and what it is where the tag is missing.
type tiffField struct {
	tag     uint16
	missing int
	to      *int
}

// isThumbnail reports whether the first picture is not the picture: a camera's raw file starts with a small one.
func (d *tiffDir) isThumbnail() error {
	kind, err := d.number(tagSubfileType, 0)
	if err != nil {
		return err
	}
	if kind&1 != 0 || d.len(tagNegativeVersion) > 0 {
		return errors.New("TIFF: it is a camera's raw file, whose first picture is a preview: convert it to PNG or JPEG first")
	}
	return nil
}
