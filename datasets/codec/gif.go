package codec

import (
	"bytes"
	"compress/lzw"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
)

// gifFile is the first frame of a GIF file, as Pillow shows it: on a canvas that grows where the frame reaches beyond it, and that is filled
// with the transparent index, or with index 0 where there is none. Whatever follows the frame's pixels is not looked at.
// Source: CompuServe, Graphics Interchange Format, version 89a; Pillow, GifImagePlugin.py.
type gifFile struct {
	width, height int // of the canvas
	frame         image.Rectangle
	interlaced    bool
	transparent   int // index, -1 without
	palette       *palette
	codeSize      int    // bits of the first codes
	blocks        []byte // from the first block of pixels on
}

// The blocks of a GIF.
const (
	gifExtension = 0x21
	gifImage     = 0x2c
	gifTrailer   = 0x3b
	gifControl   = 0xf9 // graphic control extension
	gifComment   = 0xfe
)

func parseGIF(data []byte) (*gifFile, error) {
	const screen = 13 // bytes of the file's header
	if len(data) < screen {
		return nil, errCutOff
	}
	g := &gifFile{width: int(binary.LittleEndian.Uint16(data[6:])), height: int(binary.LittleEndian.Uint16(data[8:])), transparent: -1}
	at := screen
	var err error
	if g.palette, at, err = gifPalette(data, at, data[10], grayRamp()); err != nil {
		return nil, err
	}
	for at < len(data) {
		switch data[at] {
		case gifTrailer:
			return nil, errors.New("GIF: it has no image")
		case gifImage:
			return g, g.descriptor(data, at+1)
		case gifExtension:
			if at, err = g.extension(data, at+1); err != nil {
				return nil, err
			}
		default: // stray bytes
			at++
		}
	}
	return nil, errCutOff
}

// gifPalette reads the colours that flags announce; without, it returns the ones given.
func gifPalette(data []byte, at int, flags byte, without *palette) (*palette, int, error) {
	if flags&0x80 == 0 {
		return without, at, nil
	}
	end := at + 3<<(flags&7+1)
	if end > len(data) {
		return nil, 0, errCutOff
	}
	return paletteRGB(data[at:end]), end, nil
}

// extension reads one, and returns where the next block starts.
func (g *gifFile) extension(data []byte, at int) (int, error) {
	if at+2 > len(data) {
		return 0, errCutOff
	}
	if size := int(data[at+1]); data[at] == gifControl && size >= 4 && at+6 <= len(data) && data[at+2]&1 != 0 {
		g.transparent = int(data[at+5])
	}
	for at++; at < len(data); {
		size := int(data[at])
		at += 1 + size
		if size == 0 {
			return at, nil
		}
	}
	return 0, errCutOff
}

// descriptor reads what precedes the pixels.
func (g *gifFile) descriptor(data []byte, at int) error {
	const length = 9
	if at+length > len(data) {
		return errCutOff
	}
	field := func(k int) int { return int(binary.LittleEndian.Uint16(data[at+2*k:])) }
	g.frame = image.Rect(field(0), field(1), field(0)+field(2), field(1)+field(3))
	if g.frame.Empty() {
		return fmt.Errorf("GIF: its first frame has %d×%d pixels", field(2), field(3))
	}
	g.width, g.height = max(g.width, g.frame.Max.X), max(g.height, g.frame.Max.Y)
	flags := data[at+8]
	g.interlaced = flags&0x40 != 0
	var err error
	if g.palette, at, err = gifPalette(data, at+length, flags, g.palette); err != nil {
		return err
	}
	if at >= len(data) {
		return errCutOff
	}
	g.codeSize = int(data[at])
	if g.codeSize < 2 || g.codeSize > 8 {
		return fmt.Errorf("GIF: codes of %d bits: it must be 2 to 8", g.codeSize)
	}
	g.blocks = data[at+1:]
	return nil
}

func (g *gifFile) size() (int, int) { return g.width, g.height }

func (g *gifFile) pixels() (*image.RGBA, error) {
	indices := make([]byte, g.frame.Dx()*g.frame.Dy())
	r := lzw.NewReader(bytes.NewReader(joinBlocks(g.blocks)), lzw.LSB, g.codeSize)
	defer r.Close()
	if _, err := io.ReadFull(r, indices); err != nil {
		return nil, err
	}
	out := image.NewRGBA(image.Rect(0, 0, g.width, g.height))
	fill(out, g.colour(byte(max(g.transparent, 0)))) // where the frame does not reach
	for k, y := range g.rows() {
		row := indices[k*g.frame.Dx():][:g.frame.Dx()]
		to := out.Pix[out.PixOffset(g.frame.Min.X, g.frame.Min.Y+y):]
		for x, index := range row {
			c := g.colour(index)
			copy(to[4*x:][:3], c[:])
		}
	}
	return out, nil
}

// colour returns what an index looks like over white.
func (g *gifFile) colour(index byte) [3]uint8 {
	if int(index) == g.transparent {
		return [3]uint8{255, 255, 255}
	}
	return g.palette[index]
}

// rows returns the rows of the frame in the order of the file.
func (g *gifFile) rows() []int {
	passes := []struct{ first, step int }{{0, 1}}
	if g.interlaced {
		passes = []struct{ first, step int }{{0, 8}, {4, 8}, {2, 4}, {1, 2}}
	}
	var out []int
	for _, p := range passes {
		for y := p.first; y < g.frame.Dy(); y += p.step {
			out = append(out, y)
		}
	}
	return out
}

// joinBlocks returns the contents of the blocks up to the empty one, or to the end of the file.
func joinBlocks(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for at := 0; at < len(data) && data[at] != 0; {
		end := at + 1 + int(data[at])
		out = append(out, data[at+1:min(end, len(data))]...)
		at = end
	}
	return out
}
