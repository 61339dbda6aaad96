package procedural

import "math"

// The steps of the hash along the two axes: odd numbers with well mixed bits (Steele et al. 2014; Roberts 2018).
const stepX, stepY = 0x9e3779b97f4a7c15, 0xd1b54a32d192ed03

// speck is a number in [-1, 1) for each point of a lattice.
func speck(x, y int, seed uint64) float64 { return scatter(seed + uint64(x)*stepX + uint64(y)*stepY) }

// scatter mixes 64 bits, as splitmix64 does (Steele et al. 2014), to a number in [-1, 1).
func scatter(h uint64) float64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return float64(float64(int64(h^h>>31)>>11) * 0x1p-52)
}

// noise is a smooth function of the plane with values in [-1, 1), of wavelength about 1.
func noise(x, y float64, seed uint64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	tx, ty := fade(x-fx), fade(y-fy)
	at := seed + uint64(int64(fx))*stepX + uint64(int64(fy))*stepY
	top := lerp(scatter(at), scatter(at+stepX), tx)
	bottom := lerp(scatter(at+stepY), scatter(at+stepX+stepY), tx)
	return lerp(top, bottom, ty)
}

// fade is smooth on [0, 1].
func fade(t float64) float64 { return float64(float64(t*t) * (3 - float64(2*t))) }

// cloud adds two octaves of noise; values in [-1, 1).
func cloud(x, y float64, seed uint64) float64 {
	return float64(0.65*noise(x, y, seed)) + float64(0.35*noise(2.1*x, 2.1*y, seed+1))
}
