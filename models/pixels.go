package models

// toFloat maps pixels 0..255 to [-1, 1].
func toFloat(dst []float32, pixels []uint8) {
	for i, p := range pixels {
		dst[i] = float32(p)/127.5 - 1
	}
}

// toPixels is the inverse of toFloat, rounded; values outside [-1, 1] and NaN are clamped.
func toPixels(dst []uint8, values []float32) {
	for i, v := range values {
		p := float32((v+1)*127.5) + 0.5
		switch {
		case !(p > 0):
			dst[i] = 0
		case p >= 255:
			dst[i] = 255
		default:
			dst[i] = uint8(p)
		}
	}
}
