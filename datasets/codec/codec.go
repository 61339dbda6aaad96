package codec

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"
)

// MaxPixels is the largest image that is decoded, in pixels. It stops files that declare a huge size.
const MaxPixels = 100e6

// Format is an image format, told by a file's first bytes.
type Format int

const (
	Unknown Format = iota
	PNG
	JPEG
	GIF
	WebP
	BMP
)

// SniffLen is how many first bytes tell every format.
const SniffLen = 18

// Sniff returns the format of a file that starts with head.
func Sniff(head []byte) Format {
	has := func(at int, magic string) bool {
		return len(head) >= at+len(magic) && string(head[at:at+len(magic)]) == magic
	}
	switch {
	case has(0, "\x89PNG\r\n\x1a\n"):
		return PNG
	case has(0, "\xff\xd8\xff"):
		return JPEG
	case has(0, "GIF87a"), has(0, "GIF89a"):
		return GIF
	case has(0, "RIFF") && has(8, "WEBP"):
		return WebP
	case has(0, "BM") && has(6, "\x00\x00\x00\x00") && len(head) >= SniffLen:
		// Two letters are not enough: the length of the header that follows must be one that exists.
		if slices.Contains([]uint32{12, 40, 52, 56, 64, 108, 124}, binary.LittleEndian.Uint32(head[14:])) {
			return BMP
		}
	}
	return Unknown
}

// codec is how one format is decoded.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func codecOf(f Format) (codec, error) {
	switch f {
	case PNG:
		return codec{png.DecodeConfig, png.Decode}, nil
	case JPEG:
		return codec{jpeg.DecodeConfig, jpeg.Decode}, nil
	case GIF:
		return codec{gif.DecodeConfig, gif.Decode}, nil
	case WebP:
		return codec{webp.DecodeConfig, webp.Decode}, nil
	case BMP:
		return codec{bmp.DecodeConfig, bmp.Decode}, nil
	}
	return codec{}, errors.New("not a PNG, JPEG, WebP, GIF or BMP file")
}

// Decode returns the image in data, upright, over white, with its corner at the origin.
func Decode(data []byte) (*image.RGBA, error) {
	f := Sniff(data)
	c, err := codecOf(f)
	if err != nil {
		return nil, err
	}
	if f == WebP && animated(data) {
		return nil, errors.New("animated WebP is not supported")
	}
	config, err := c.config(bytes.NewReader(data))
	if err != nil {
		return nil, cause(err)
	}
	if config.Width < 1 || config.Height < 1 {
		return nil, fmt.Errorf("it declares %d×%d pixels", config.Width, config.Height)
	}
	if float64(config.Width)*float64(config.Height) > MaxPixels {
		return nil, fmt.Errorf("it declares %d×%d pixels, more than %d million", config.Width, config.Height, int(MaxPixels/1e6))
	}
	img, err := c.decode(bytes.NewReader(data))
	if err != nil {
		return nil, cause(err)
	}
	origin := img.Bounds().Min
	if f == GIF {
		origin = image.Point{} // a frame may cover a part of the canvas, which starts at the origin
	}
	if f == WebP {
		img = studioRange(img)
	}
	out := overWhite(img, origin, config.Width, config.Height)
	if f == JPEG {
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
