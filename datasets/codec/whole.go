package codec

import (
	"image"
	"io"
)

// picture is an image file whose header was read.
type picture interface {
	// size returns the pixels that it declares, upright; either may be below 1.
	size() (width, height int)
	// pixels decodes it, upright and over white. Its size was found to be sane.
	pixels() (*image.RGBA, error)
}

// whole returns the codec of a format whose reader takes the whole file: parse reads the header, and is cheap.
func whole[P picture](parse func(data []byte) (P, error)) codec {
	open := func(r io.Reader) (P, error) {
		data, err := io.ReadAll(r)
		if err != nil {
			var none P
			return none, err
		}
		return parse(data)
	}
	return codec{
		config: func(r io.Reader) (image.Config, error) {
			p, err := open(r)
			if err != nil {
				return image.Config{}, err
			}
			width, height := p.size()
			return image.Config{Width: width, Height: height}, nil
		},
		decode: func(r io.Reader) (image.Image, error) {
			p, err := open(r)
			if err != nil {
				return nil, err
			}
			return p.pixels()
		},
	}
}
