package codec

import (
	"bytes"
	"image/color"
)

// Header is what the first bytes of an image file say of it.
type Header struct {
	Format Format
	// Mode is what its pixels are, in Pillow's words where it has one: L (gray), P (palette), RGB, RGBA, CMYK, or with 16 bits a channel
	// I;16 (gray), RGB;16 and RGBA;16. Colours of a JPEG or WebP count as RGB, however they are stored.
	Mode string
	// Width and Height are in pixels as stored, before the image is turned upright.
	Width, Height int
}

// ReadHeader reads the header of an image file without decoding its pixels.
func ReadHeader(data []byte) (Header, error) {
	f := Sniff(data)
	c, err := codecOf(f)
	if err != nil {
		return Header{}, err
	}
	config, err := c.config(bytes.NewReader(data))
	if err != nil {
		return Header{}, cause(err)
	}
	return Header{f, modeOf(config.ColorModel), config.Width, config.Height}, nil
}

// modeOf names a colour model.
func modeOf(model color.Model) string {
	if _, ok := model.(color.Palette); ok {
		return "P"
	}
	switch model {
	case color.GrayModel:
		return "L"
	case color.Gray16Model:
		return "I;16"
	case color.NRGBAModel, color.NYCbCrAModel:
		return "RGBA"
	case color.RGBA64Model:
		return "RGB;16"
	case color.NRGBA64Model:
		return "RGBA;16"
	case color.CMYKModel:
		return "CMYK"
	}
	return "RGB" // that of opaque PNG is color.RGBAModel, that of JPEG color.YCbCrModel
}
