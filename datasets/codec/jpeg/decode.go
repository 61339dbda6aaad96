package jpeg

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
)

// Markers. Source: T.81, table B.1.
const (
	markerSOF0  = 0xc0 // frame: baseline, Huffman
	markerSOF1  = 0xc1 // extended
	markerSOF2  = 0xc2 // progressive
	markerDHT   = 0xc4
	markerSOF9  = 0xc9 // extended, arithmetic
	markerSOF10 = 0xca // progressive, arithmetic
	markerDAC   = 0xcc
	markerSOF15 = 0xcf
	markerRST0  = 0xd0
	markerRST7  = 0xd7
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerDQT   = 0xdb
	markerDRI   = 0xdd
	markerAPP0  = 0xe0
	markerAPP14 = 0xee
	markerTEM   = 0x01
)

// errCutOff says that a file ends before its end marker.
var errCutOff = io.ErrUnexpectedEOF

// invalid is the error of a file that breaks the format.
func invalid(format string, args ...any) error {
	return fmt.Errorf("invalid JPEG: "+format, args...)
}

// decoder is the state of reading one file.
type decoder struct {
	data         []byte
	at           int // of the next byte in data
	frame        *frame
	quant        [4]*[64]uint16 // natural order
	huffman      [2][4]*huffmanTable
	conditioning [2][4]uint8 // of arithmetic coding: DC, AC
	interval     int         // MCUs between restart markers, 0 for none
	jfif         bool
	adobe        int // colour transform of Adobe's segment, -1 without
	scans        int // so far
	scratch      block
	done         bool
}

// Decode returns the picture of a JPEG file, opaque.
func Decode(r io.Reader) (image.Image, error) {
	d, err := newDecoder(r)
	if err != nil {
		return nil, err
	}
	for !d.done {
		if err := d.segment(); err != nil {
			return nil, err
		}
	}
	if err := d.frame.finish(); err != nil {
		return nil, err
	}
	return d.picture()
}

// DecodeConfig returns the size of a JPEG file's picture.
func DecodeConfig(r io.Reader) (image.Config, error) {
	d, err := newDecoder(r)
	if err != nil {
		return image.Config{}, err
	}
	for d.frame == nil && !d.done {
		if err := d.segment(); err != nil {
			return image.Config{}, err
		}
	}
	if d.frame == nil {
		return image.Config{}, invalid("it holds no picture")
	}
	return image.Config{ColorModel: color.RGBAModel, Width: d.frame.width, Height: d.frame.height}, nil
}

func newDecoder(r io.Reader) (*decoder, error) {
	var whole bytes.Buffer
	if known, ok := r.(interface{ Len() int }); ok {
		whole.Grow(known.Len() + bytes.MinRead)
	}
	if _, err := whole.ReadFrom(r); err != nil {
		return nil, err
	}
	data := whole.Bytes()
	if len(data) < 2 {
		return nil, errCutOff
	}
	if data[0] != 0xff || data[1] != markerSOI {
		return nil, invalid("it does not begin as one")
	}
	d := &decoder{data: data, at: 2, adobe: -1}
	for k := range d.conditioning[0] {
		d.conditioning[0][k], d.conditioning[1][k] = defaultConditioningDC, defaultConditioningAC
	}
	return d, nil
}

// marker moves behind the next marker and returns it. What stands before it is skipped, fill bytes too.
func (d *decoder) marker() (byte, error) {
	for ; d.at+1 < len(d.data); d.at++ {
		if m := d.data[d.at+1]; d.data[d.at] == 0xff && m != 0 && m != 0xff {
			d.at += 2
			return m, nil
		}
	}
	return 0, errCutOff
}

// body returns the content of the segment whose marker was just read.
func (d *decoder) body() ([]byte, error) {
	if len(d.data)-d.at < 2 {
		return nil, errCutOff
	}
	n := int(binary.BigEndian.Uint16(d.data[d.at:]))
	if n < 2 {
		return nil, invalid("a segment of %d bytes", n)
	}
	if len(d.data)-d.at < n {
		return nil, errCutOff
	}
	body := d.data[d.at+2 : d.at+n]
	d.at += n
	return body, nil
}

// segment reads the next segment.
func (d *decoder) segment() error {
	m, err := d.marker()
	if err != nil {
		return err
	}
	switch {
	case m == markerEOI:
		d.done = true
		if d.frame == nil {
			return invalid("it holds no picture")
		}
		return nil
	case m >= markerRST0 && m <= markerRST7, m == markerTEM:
		return nil
	case m == markerSOI:
		return invalid("a picture begins inside another")
	}
	body, err := d.body()
	if err != nil {
		return err
	}
	switch m {
	case markerDQT:
		return d.defineQuantization(body)
	case markerDHT:
		return d.defineHuffman(body)
	case markerDAC:
		return d.defineConditioning(body)
	case markerDRI:
		if len(body) != 2 {
			return invalid("a restart interval of %d bytes", len(body))
		}
		d.interval = int(binary.BigEndian.Uint16(body))
	case markerAPP0:
		d.jfif = d.jfif || len(body) >= 14 && string(body[:5]) == "JFIF\x00"
	case markerAPP14:
		if len(body) >= 12 && string(body[:5]) == "Adobe" {
			d.adobe = int(body[11])
		}
	case markerSOS:
		return d.scan(body)
	default:
		if m >= markerSOF0 && m <= markerSOF15 {
			return d.begin(m, body)
		}
	}
	return nil
}

// begin reads the header of the frame.
func (d *decoder) begin(marker byte, body []byte) error {
	switch marker {
	case markerSOF0, markerSOF1, markerSOF2, markerSOF9, markerSOF10:
	case 0xc3, 0xcb:
		return errors.New("unsupported JPEG: lossless: save it as PNG")
	default:
		return errors.New("unsupported JPEG: hierarchical: save it as a baseline JPEG or PNG")
	}
	if d.frame != nil {
		return invalid("it has two frames")
	}
	f, err := readFrame(body)
	if err != nil {
		return err
	}
	f.progressive = marker == markerSOF2 || marker == markerSOF10
	f.arithmetic = marker == markerSOF9 || marker == markerSOF10
	d.frame = f
	return nil
}
