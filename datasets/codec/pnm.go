package codec

import (
	"bytes"
	"fmt"
	"image"
	"math"
	"strconv"
)

// pnmSpace is what separates the numbers of a PNM file.
const pnmSpace = " \t\n\v\f\r"

// pnmFile is a PBM, PGM or PPM file, plain or raw, as Pillow reads it: samples are brought to 0 to 255 by round(255·v/maxval), halves to even.
// Pillow 9.4 alone cuts gray of more than 8 bits off at 255, so that nearly all of it is white; here it is scaled as colour is.
// Source: netpbm.sourceforge.net, pbm(5), pgm(5), ppm(5); Pillow, PpmImagePlugin.py.
type pnmFile struct {
	kind          byte // '1' to '6'
	width, height int
	maxval        int
	body          []byte
}

func parsePNM(data []byte) (*pnmFile, error) {
	p := &pnmFile{kind: data[1], maxval: 1, body: data[2:]}
	fields := []struct {
		name string
		to   *int
	}{{"width", &p.width}, {"height", &p.height}, {"maxval", &p.maxval}}
	if p.bitmap() {
		fields = fields[:2]
	}
	for _, f := range fields {
		v, err := p.headerNumber()
		if err != nil {
			return nil, fmt.Errorf("PNM: its %s: %w", f.name, err)
		}
		*f.to = v
	}
	if p.maxval < 1 || p.maxval > 65535 {
		return nil, fmt.Errorf("PNM: its maxval is %d: it must be from 1 to 65535", p.maxval)
	}
	return p, nil
}

func (p *pnmFile) size() (int, int) { return p.width, p.height }
func (p *pnmFile) bitmap() bool     { return p.kind == '1' || p.kind == '4' }
func (p *pnmFile) plain() bool      { return p.kind <= '3' }

func (p *pnmFile) channels() int {
	if p.kind == '3' || p.kind == '6' {
		return 3
	}
	return 1
}

// headerNumber takes the next number and the one white space after it from the body. Comments run from # to the end of the line.
func (p *pnmFile) headerNumber() (int, error) {
	const longest = 10 // digits, as Pillow has it
	var digits []byte
	for at := 0; at < len(p.body) && len(digits) <= longest; at++ {
		c := p.body[at]
		switch {
		case c == '#':
			end := bytes.IndexAny(p.body[at:], "\r\n")
			if end < 0 {
				return 0, errCutOff
			}
			at += end
		case bytes.IndexByte([]byte(pnmSpace), c) < 0:
			digits = append(digits, c)
		case len(digits) > 0:
			p.body = p.body[at+1:]
			return pnmNumber(digits)
		}
	}
	if len(digits) > longest {
		return 0, fmt.Errorf("%q is too long", digits)
	}
	return 0, errCutOff
}

func pnmNumber(digits []byte) (int, error) {
	v, err := strconv.ParseUint(string(digits), 10, 31)
	if err != nil {
		return 0, fmt.Errorf("PNM: %q is no number", digits[:min(len(digits), 12)])
	}
	return int(v), nil
}

func (p *pnmFile) pixels() (*image.RGBA, error) {
	out := blank(p.width, p.height)
	levels := p.levels()
	next := p.rawSample
	switch p.kind {
	case '1':
		next = (&plainBits{text: p.body}).next
	case '2', '3':
		next = (&plainNumbers{text: p.body}).next
	case '4':
		next = p.rawBit
	}
	at, channels := 0, p.channels()
	for y := range p.height {
		row := out.Pix[y*out.Stride:][:4*p.width]
		for x := 0; x < len(row); x += 4 {
			for c := range channels {
				v, err := next(at)
				if err != nil {
					return nil, err
				}
				if v > p.maxval && p.plain() {
					return nil, fmt.Errorf("PNM: sample %d is above its maxval %d", v, p.maxval)
				}
				row[x+c] = levels[min(v, p.maxval)]
				at++
			}
			if channels == 1 {
				row[x+1], row[x+2] = row[x], row[x]
			}
		}
	}
	return out, nil
}

// levels returns the byte of every sample from 0 to maxval. A bitmap's 1 is black.
func (p *pnmFile) levels() []uint8 {
	if p.bitmap() {
		return []uint8{255, 0}
	}
	out := make([]uint8, p.maxval+1)
	for v := range out {
		out[v] = uint8(math.RoundToEven(float64(v) / float64(p.maxval) * 255))
	}
	return out
}

// rawSample returns sample k of a raw file: one byte, or two from maxval 256 on, the high one first.
func (p *pnmFile) rawSample(k int) (int, error) {
	if p.maxval < 256 {
		if k >= len(p.body) {
			return 0, errCutOff
		}
		return int(p.body[k]), nil
	}
	if 2*k+2 > len(p.body) {
		return 0, errCutOff
	}
	return int(p.body[2*k])<<8 | int(p.body[2*k+1]), nil
}

// rawBit returns pixel k of a raw bitmap, whose rows start at a byte.
func (p *pnmFile) rawBit(k int) (int, error) {
	x, y := k%p.width, k/p.width
	at := y*((p.width+7)/8) + x/8
	if at >= len(p.body) {
		return 0, errCutOff
	}
	return int(p.body[at]>>(7-x%8)) & 1, nil
}

// plainNumbers takes the numbers of a text one by one. A comment right behind a digit is refused: readers differ in whether it ends the number.
type plainNumbers struct{ text []byte }

func (n *plainNumbers) next(int) (int, error) {
	if err := n.skip(); err != nil {
		return 0, err
	}
	end := bytes.IndexAny(n.text[:min(len(n.text), 12)], pnmSpace)
	if end < 0 {
		end = min(len(n.text), 12)
	}
	digits := n.text[:end]
	n.text = n.text[end:]
	return pnmNumber(digits)
}

// skip leaves out white space and comments; no text after them is an error.
func (n *plainNumbers) skip() error {
	for {
		n.text = bytes.TrimLeft(n.text, pnmSpace)
		if len(n.text) == 0 {
			return errCutOff
		}
		if n.text[0] != '#' {
			return nil
		}
		end := bytes.IndexAny(n.text, "\r\n")
		if end < 0 {
			return errCutOff
		}
		n.text = n.text[end:]
	}
}

// plainBits takes the digits of a plain bitmap one by one; nothing need separate them.
type plainBits struct{ text []byte }

func (b *plainBits) next(int) (int, error) {
	n := plainNumbers{b.text}
	if err := n.skip(); err != nil {
		return 0, err
	}
	digit := n.text[0]
	b.text = n.text[1:]
	if digit != '0' && digit != '1' {
		return 0, fmt.Errorf("PNM: %q is neither 0 nor 1", digit)
	}
	return int(digit - '0'), nil
}
