package models

import "tgan/internal/rng"

// How far vary may go: enough that a network does not learn pixels by heart, little enough that an image stays what it is.
const (
	varyShift  = 2    // pixels each way
	varyGain   = 0.2  // of the contrast
	varyOffset = 24.0 // of the brightness, of 255
)

// vary writes a variation of an image of side x side pixels: mirrored or not, shifted, of other contrast and brightness. Values are
// (v-128)/128 of 0 to 255.
func vary(dst []float32, image []uint8, side int, s *rng.Stream) {
	mirrored := s.IntN(2) == 1
	right, down := s.IntN(2*varyShift+1)-varyShift, s.IntN(2*varyShift+1)-varyShift
	gain := s.Uniform(1-varyGain, 1+varyGain)
	offset := s.Uniform(-varyOffset, varyOffset)
	var table [256]float32
	for v := range table {
		table[v] = signed(max(0, min(255, 128+float64(gain*float64(v-128))+offset)))
	}
	for y := range side {
		row := image[max(0, min(side-1, y+down))*side*3:][:side*3]
		for x := range side {
			from := max(0, min(side-1, x+right))
			if mirrored {
				from = side - 1 - from
			}
			for c := range 3 {
				dst[(y*side+x)*3+c] = table[row[from*3+c]]
			}
		}
	}
}

// signed takes 0 to 255 to the values that the classifier reads.
func signed(v float64) float32 { return float32((v - 128) / 128) }
