package codec

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"iter"

	"golang.org/x/image/webp"
)

// Lengths of WebP's headers. Source: developers.google.com/speed/webp/docs/riff_container.
const (
	riffHeader     = 12
	chunkHeader    = 8
	extendedHeader = 10 // of a VP8X chunk
	frameHeader    = 16 // of an ANMF chunk, before its own chunks
)

// chunks yields the chunks of a part of a WebP file, up to one that is cut off.
func chunks(part []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for len(part) >= chunkHeader {
			kind, size := string(part[:4]), int(binary.LittleEndian.Uint32(part[4:]))
			part = part[chunkHeader:]
			if size > len(part) || !yield(kind, part[:size]) {
				return
			}
			part = part[min(size+size%2, len(part)):]
		}
	}
}

// still is one picture of a WebP file.
type still struct {
	canvas image.Point     // size of the file's picture
	rect   image.Rectangle // where the still lies on it
	file   []byte          // a WebP file of it alone
}

// firstStill returns the picture of a WebP file, of an animation the first.
func firstStill(data []byte) (still, error) {
	if len(data) < riffHeader {
		return still{}, io.ErrUnexpectedEOF
	}
	var s still
	var alpha []byte
	for kind, body := range chunks(data[riffHeader:]) {
		switch kind {
		case "VP8X":
			if len(body) < extendedHeader {
				return still{}, io.ErrUnexpectedEOF
			}
			s.canvas = image.Pt(1+uint24(body[4:]), 1+uint24(body[7:]))
			s.rect.Max = s.canvas
		case "ANMF":
			return s.frame(body)
		case "ALPH":
			alpha = body
		case "VP8 ", "VP8L":
			return s.alone(kind, body, alpha)
		}
	}
	if int(binary.LittleEndian.Uint32(data[4:])) > len(data)-8 {
		return still{}, io.ErrUnexpectedEOF
	}
	return still{}, errors.New("it holds no picture")
}

// frame returns the still of an animation's frame.
func (s still) frame(body []byte) (still, error) {
	if len(body) < frameHeader {
		return still{}, io.ErrUnexpectedEOF
	}
	s.rect.Min = image.Pt(2*uint24(body), 2*uint24(body[3:]))
	s.rect.Max = s.rect.Min.Add(image.Pt(1+uint24(body[6:]), 1+uint24(body[9:])))
	if !s.rect.In(image.Rectangle{Max: s.canvas}) {
		return still{}, fmt.Errorf("its first frame %v exceeds its %d×%d pixels", s.rect, s.canvas.X, s.canvas.Y)
	}
	var alpha []byte
	for kind, part := range chunks(body[frameHeader:]) {
		switch kind {
		case "ALPH":
			alpha = part
		case "VP8 ", "VP8L":
			return s.alone(kind, part, alpha)
		}
	}
	return still{}, errors.New("its first frame holds no picture")
}

// alone completes a still, with a file that golang.org/x/image reads: it is stricter about flags than libwebp, and knows no animation.
func (s still) alone(kind string, body, alpha []byte) (still, error) {
	file := []byte("RIFF\x00\x00\x00\x00WEBP")
	chunk := func(kind string, body []byte) {
		file = binary.LittleEndian.AppendUint32(append(file, kind...), uint32(len(body)))
		file = append(append(file, body...), make([]byte, len(body)%2)...)
	}
	if size := s.rect.Size(); size != (image.Point{}) {
		header := make([]byte, extendedHeader)
		if alpha != nil && kind == "VP8 " {
			header[0] = 1 << 4
		}
		putUint24(header[4:], size.X-1)
		putUint24(header[7:], size.Y-1)
		chunk("VP8X", header)
		if header[0] != 0 {
			chunk("ALPH", alpha)
		}
	}
	chunk(kind, body)
	binary.LittleEndian.PutUint32(file[4:], uint32(len(file)-8))
	s.file = file
	if s.canvas != (image.Point{}) {
		return s, nil
	}
	config, err := webp.DecodeConfig(bytes.NewReader(file))
	s.canvas = image.Pt(config.Width, config.Height)
	s.rect.Max = s.canvas
	return s, err
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func putUint24(b []byte, v int) { b[0], b[1], b[2] = byte(v), byte(v>>8), byte(v>>16) }

func webpConfig(r io.Reader) (image.Config, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return image.Config{}, err
	}
	s, err := firstStill(data)
	return image.Config{Width: s.canvas.X, Height: s.canvas.Y}, err
}

// decodeWebP returns the picture of a WebP file, of an animation the first frame where it lies on the canvas.
func decodeWebP(r io.Reader) (image.Image, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	s, err := firstStill(data)
	if err != nil {
		return nil, err
	}
	img, err := webp.Decode(bytes.NewReader(s.file))
	if err != nil {
		return nil, err
	}
	var out *image.NRGBA
	switch m := img.(type) {
	case *image.NRGBA:
		out = m
	case *image.YCbCr:
		out = studio(m, nil, 0)
	case *image.NYCbCrA:
		out = studio(&m.YCbCr, m.A, m.AStride)
	default:
		return nil, fmt.Errorf("it decodes to %T", img)
	}
	out.Rect = out.Rect.Add(s.rect.Min)
	return out, nil
}
