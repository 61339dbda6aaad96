package codec

import (
	"image"
	"image/color"
)

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
