package codec

import "image"

// studio returns the picture of lossy WebP from its planes, which hold luma in [16, 235] and chroma in [16, 240] of half the width and height
// (ITU-R BT.601; RFC 6386, section 9.2). alpha is nil for an opaque one. Chroma is interpolated as libwebp does: a pixel takes 9/16 of the
// nearest sample, 3/16 of the next ones across and down, 1/16 of the one across the corner. Source: libwebp 1.2.4, src/dsp/upsampling.c.
func studio(planes *image.YCbCr, alpha []uint8, alphaStride int) *image.NRGBA {
	w, h := planes.Rect.Dx(), planes.Rect.Dy()
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	chromaWidth, chromaHeight := (w+1)/2, (h+1)/2
	u, v := make([]uint8, w), make([]uint8, w)
	for y := range h {
		near := y / 2
		far := min(max(near-1+2*(y&1), 0), chromaHeight-1)
		rowOf := func(plane []uint8, y int) []uint8 { return plane[y*planes.CStride:][:chromaWidth] }
		interpolate(u, rowOf(planes.Cb, near), rowOf(planes.Cb, far))
		interpolate(v, rowOf(planes.Cr, near), rowOf(planes.Cr, far))
		luma := planes.Y[y*planes.YStride:][:w]
		row := out.Pix[y*out.Stride:][:4*w]
		for x := range luma {
			p := (*[4]uint8)(row[4*x:])
			p[0], p[1], p[2] = studioToRGB(int(luma[x]), int(u[x]), int(v[x]))
			p[3] = 255
		}
		if alpha != nil {
			for x, a := range alpha[y*alphaStride:][:w] {
				row[4*x+3] = a
			}
		}
	}
	return out
}

// interpolate writes a row of chroma at the picture's width from the nearest row of samples and the next nearest. The first and the last
// pixel of an even width have no sample on their other side.
func interpolate(out, near, far []uint8) {
	edge := func(a, b uint8) uint8 { return uint8((3*int(a) + int(b) + 2) >> 2) }
	out[0] = edge(near[0], far[0])
	for k := range len(near) - 1 {
		a, b, c, d := int(near[k]), int(near[k+1]), int(far[k]), int(far[k+1])
		sum := a + b + c + d + 8
		out[2*k+1] = uint8(((sum+2*(b+c))>>3 + a) >> 1)
		if 2*k+2 < len(out) {
			out[2*k+2] = uint8(((sum+2*(a+d))>>3 + b) >> 1)
		}
	}
	if last := len(out) - 1; last > 0 && last%2 == 1 {
		out[last] = edge(near[last/2], far[last/2])
	}
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
