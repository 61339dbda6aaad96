package codec

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"

	"tgan/datasets/codec/jpeg"
)

// MaxPixels is the largest image that is decoded, in pixels. It stops files that declare a huge size.
const MaxPixels = 100e6

// Revision is raised whenever Decode gives other pixels of any file than before. It stands in the identity of what is decoded, so that
// nothing kept under that identity (prepared images, features, trials) outlives a change of the decoders.
const Revision = 2

// codec is how one format is decoded.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func codecOf(f Format) (codec, error) {
	switch f {
	case PNG:
		return whole(parsePNG), nil
	case JPEG:
		return codec{jpeg.DecodeConfig, jpeg.Decode}, nil
	case GIF:
		return whole(parseGIF), nil
	case WebP:
		return codec{webpConfig, decodeWebP}, nil
	case BMP:
		return whole(parseBMP), nil
	case PNM:
		return whole(parsePNM), nil
	case TIFF:
		return whole(parseTIFF), nil
	}
	if f != Unknown {
		return codec{}, fmt.Errorf("it is of the format %s, which is not read: %s", f, f.Cure())
	}
	return codec{}, errors.New("not a PNG, JPEG, WebP, GIF, BMP, TIFF, PPM, PGM or PBM file")
}

// Decode returns the image in data, upright, over white, with its corner at the origin.
func Decode(data []byte) (*image.RGBA, error) {
	f := Sniff(data)
	c, err := codecOf(f)
	if err != nil {
		return nil, err
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
	if f == WebP {
		origin = image.Point{} // a frame may cover a part of the canvas, which starts at the origin
	}
	return orient(overWhite(img, origin, config.Width, config.Height), orientation(f, data)), nil
}

// errCutOff tells of a file that ends early.
var errCutOff = errors.New("it is cut off")

// cause says of a file that ends early that it does, in the same words for all formats.
func cause(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCutOff
	}
	return err
}
