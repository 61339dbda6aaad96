package datasets

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"
)

// maxPixels is the largest image that is decoded, in pixels. It stops files that declare a huge size.
const maxPixels = 100e6

// format is an image format, told by a file's first bytes.
type format int

const (
	unknown format = iota
	formatPNG
	formatJPEG
	formatGIF
	formatWebP
	formatBMP
)

// sniffLen is how many first bytes tell every format.
const sniffLen = 18

// sniff returns the format of a file that starts with head.
func sniff(head []byte) format {
	has := func(at int, magic string) bool {
		return len(head) >= at+len(magic) && string(head[at:at+len(magic)]) == magic
	}
	switch {
	case has(0, "\x89PNG\r\n\x1a\n"):
		return formatPNG
	case has(0, "\xff\xd8\xff"):
		return formatJPEG
	case has(0, "GIF87a"), has(0, "GIF89a"):
		return formatGIF
	case has(0, "RIFF") && has(8, "WEBP"):
		return formatWebP
	case has(0, "BM") && has(6, "\x00\x00\x00\x00") && len(head) >= sniffLen:
		// Two letters are not enough: the length of the header that follows must be one that exists.
		if slices.Contains([]uint32{12, 40, 52, 56, 64, 108, 124}, binary.LittleEndian.Uint32(head[14:])) {
			return formatBMP
		}
	}
	return unknown
}

// codec is how one format is decoded.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func codecOf(f format) (codec, error) {
	switch f {
	case formatPNG:
		return codec{png.DecodeConfig, png.Decode}, nil
	case formatJPEG:
		return codec{jpeg.DecodeConfig, jpeg.Decode}, nil
	case formatGIF:
		return codec{gif.DecodeConfig, gif.Decode}, nil
	case formatWebP:
		return codec{webp.DecodeConfig, webp.Decode}, nil
	case formatBMP:
		return codec{bmp.DecodeConfig, bmp.Decode}, nil
	}
	return codec{}, errors.New("not a PNG, JPEG, WebP, GIF or BMP file")
}

// decode returns the image in data, upright, over white, with its corner at the origin.
func decode(data []byte) (*image.RGBA, error) {
	f := sniff(data)
	c, err := codecOf(f)
	if err != nil {
		return nil, err
	}
	if f == formatWebP && animated(data) {
		return nil, errors.New("animated WebP is not supported")
	}
	config, err := c.config(bytes.NewReader(data))
	if err != nil {
		return nil, cause(err)
	}
	if config.Width < 1 || config.Height < 1 {
		return nil, fmt.Errorf("it declares %d×%d pixels", config.Width, config.Height)
	}
	if float64(config.Width)*float64(config.Height) > maxPixels {
		return nil, fmt.Errorf("it declares %d×%d pixels, more than %d million", config.Width, config.Height, int(maxPixels/1e6))
	}
	img, err := c.decode(bytes.NewReader(data))
	if err != nil {
		return nil, cause(err)
	}
	origin := img.Bounds().Min
	if f == formatGIF {
		origin = image.Point{} // a frame may cover a part of the canvas, which starts at the origin
	}
	if f == formatWebP {
		img = studioRange(img)
	}
	out := overWhite(img, origin, config.Width, config.Height)
	if f == formatJPEG {
		out = orient(out, exifOrientation(data))
	}
	return out, nil
}

// cause says of a file that ends early that it does, in the same words for all formats.
func cause(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it is cut off")
	}
	return err
}

// overWhite returns the width×height pixels of img from origin, composited over white.
func overWhite(img image.Image, origin image.Point, width, height int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, img.Bounds().Sub(origin), img, img.Bounds().Min, draw.Over)
	return out
}

// animated reports whether a WebP file has the animation flag of its extended header.
// Source: developers.google.com/speed/webp/docs/riff_container, "Extended file format".
func animated(data []byte) bool {
	return len(data) > 20 && string(data[12:16]) == "VP8X" && data[20]&2 != 0
}

// studioRange returns img, as decoded from WebP, with its colours right. Lossy WebP holds luma in [16, 235] and chroma in [16, 240]
// (ITU-R BT.601; RFC 6386, section 9.2), while image.YCbCr means the full range of JPEG. Lossless images are returned as they are.
func studioRange(img image.Image) image.Image {
	var alpha func(x, y int) uint8
	var planes *image.YCbCr
	switch m := img.(type) {
	case *image.YCbCr:
		planes, alpha = m, func(int, int) uint8 { return 255 }
	case *image.NYCbCrA:
		planes, alpha = &m.YCbCr, func(x, y int) uint8 { return m.A[m.AOffset(x, y)] }
	default:
		return img
	}
	b := img.Bounds()
	out := image.NewNRGBA(b)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := planes.YCbCrAt(x, y)
			r, g, bl := studioToRGB(int(c.Y), int(c.Cb), int(c.Cr))
			out.SetNRGBA(x, y, color.NRGBA{R: r, G: g, B: bl, A: alpha(x, y)})
		}
	}
	return out
}

// studioToRGB converts as libwebp does: BT.601 in 14-bit fixed point. Source: libwebp, src/dsp/yuv.h.
func studioToRGB(y, u, v int) (r, g, b uint8) {
	mult := func(v, coefficient int) int { return v * coefficient >> 8 }
	clip := func(v int) uint8 { return uint8(min(max(v>>6, 0), 255)) }
	luma := mult(y, 19077)
	return clip(luma + mult(v, 26149) - 14234),
		clip(luma - mult(u, 6419) - mult(v, 13320) + 8708),
		clip(luma + mult(u, 33050) - 17685)
}
