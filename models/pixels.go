package models

// levels holds what each value of a pixel, 0..255, is in [-1, 1]: looking it up is faster than dividing.
type levels [256]float32

func newLevels() *levels {
	l := new(levels)
	for i := range l {
		l[i] = float32(i)/127.5 - 1
	}
	return l
}

// toFloat maps pixels to [-1, 1].
func (l *levels) toFloat(dst []float32, pixels []uint8) {
	dst = dst[:len(pixels)]
	for i, p := range pixels {
		dst[i] = l[p]
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
