package codec

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
)

// pngFile is a PNG file with what Pillow does not look at left out, so that image/png reads it: all that follows the pixel data, the end
// of the file among it, and the checksum of the pixel data, which has another inside. A second checksum that is wrong, of a chunk before
// the pixels, is an error as it is in Pillow.
// Source: W3C, Portable Network Graphics (third edition), section 5; Pillow, PngImagePlugin.py.
type pngFile struct {
	clean   []byte
	config  image.Config
	colours int  // entries of the palette
	filled  bool // there is pixel data
}

func parsePNG(data []byte) (*pngFile, error) {
	const signature, framing = 8, 12 // bytes; a chunk has a length, a name and a checksum around its body
	p := &pngFile{clean: append(make([]byte, 0, len(data)+framing), data[:signature]...)}
	for at := signature; at+8 <= len(data); {
		length, name := int(binary.BigEndian.Uint32(data[at:])), string(data[at+4:at+8])
		if p.filled && name != "IDAT" {
			if err := pngAfter(data[at:]); err != nil {
				return nil, err
			}
			break
		}
		if name == "IEND" {
			break
		}
		whole := at+8+length <= len(data) // perhaps without its checksum
		body := data[at+8 : min(at+8+length, len(data))]
		switch {
		case name == "IDAT":
			p.filled = true
			p.clean = appendChunk(p.clean, name, body)
		case !whole || at+length+framing > len(data):
			return nil, errCutOff
		case crc32.ChecksumIEEE(data[at+4:at+8+length]) != binary.BigEndian.Uint32(data[at+8+length:]):
			return nil, fmt.Errorf("PNG: the checksum of its chunk %q is wrong", name)
		default:
			p.clean = append(p.clean, data[at:at+length+framing]...)
		}
		if name == "PLTE" {
			p.colours = length / 3
		}
		at += length + framing
	}
	p.clean = appendChunk(p.clean, "IEND", nil)
	var err error
	p.config, err = png.DecodeConfig(bytes.NewReader(p.clean))
	return p, err
}

// pngAfter refuses colours that come after the pixel data: readers differ in whether they count.
func pngAfter(data []byte) error {
	for at := 0; at+12 <= len(data); {
		switch string(data[at+4 : at+8]) {
		case "PLTE", "tRNS":
			return errors.New("PNG: its palette or transparency comes after its pixels: save it anew")
		case "IEND":
			return nil
		}
		at += 12 + int(binary.BigEndian.Uint32(data[at:]))
	}
	return nil
}

func appendChunk(to []byte, name string, body []byte) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(body)))
	start := len(to)
	to = append(append(to, name...), body...)
	return binary.BigEndian.AppendUint32(to, crc32.ChecksumIEEE(to[start:]))
}

func (p *pngFile) size() (int, int) { return p.config.Width, p.config.Height }

func (p *pngFile) pixels() (*image.RGBA, error) {
	if !p.filled {
		return nil, errors.New("PNG: it has no pixel data")
	}
	img, err := png.Decode(bytes.NewReader(p.clean))
	if err != nil {
		return nil, err
	}
	if m, ok := img.(*image.Paletted); ok {
		ramp := grayRamp()
		for k := p.colours; k < len(m.Palette); k++ {
			m.Palette[k] = rgb(ramp[k])
		}
	}
	return overWhite(img, image.Point{}, p.config.Width, p.config.Height), nil
}
