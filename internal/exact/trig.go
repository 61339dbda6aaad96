package exact

import "math"

// Half of pi in three parts of 33 bits each, for a reduction that is exact for moderate arguments.
const (
	halfPi1 = 1.57079632673412561417e+00
	halfPi2 = 6.07710050630396597660e-11
	halfPi3 = 2.02226624879595063154e-21
)

// Sin returns the sine of x in radians. |x| must be below 1e6, which every angle in this project is; NaN otherwise.
func Sin(x float64) float64 { return quarterTurns(x, 0) }

// Cos returns the cosine of x in radians, for |x| below 1e6; NaN otherwise.
func Cos(x float64) float64 { return quarterTurns(x, 1) }

// quarterTurns returns sin(x + turns*pi/2).
func quarterTurns(x float64, turns int) float64 {
	if !(math.Abs(x) < 1e6) {
		return math.NaN()
	}
	k := math.Floor(float64(x*(2/math.Pi)) + 0.5)
	r := x - float64(k*halfPi1)
	r -= float64(k * halfPi2)
	r -= float64(k * halfPi3)
	r2 := float64(r * r)
	switch (int(k) + turns) & 3 {
	case 0:
		return float64(r * series(r2, 1))
	case 1:
		return series(r2, 0)
	case 2:
		return -float64(r * series(r2, 1))
	default:
		return -series(r2, 0)
	}
}

// series sums the Taylor series of cos (odd = 0) or of sin(r)/r (odd = 1) at r2 = r*r <= (pi/4)**2, to below 1e-18.
func series(r2, odd float64) float64 {
	sum := 1.0
	for n := 18.0 + odd; n >= 2+odd; n -= 2 {
		sum = 1 - float64(r2/(n*(n-1))*sum)
	}
	return sum
}

// Atan2 returns the angle of the point (x, y) in (-pi, pi]; 0 for the origin.
func Atan2(y, x float64) float64 {
	if x == 0 && y == 0 {
		return 0
	}
	ax, ay := math.Abs(x), math.Abs(y)
	var a float64
	if ay <= ax {
		a = atan(ay / ax)
	} else {
		a = math.Pi/2 - atan(ax/ay)
	}
	if x < 0 {
		a = math.Pi - a
	}
	return math.Copysign(a, y)
}

// atan returns the arc tangent of t in [0, 1]: the angle is halved twice, then the series needs 14 terms.
func atan(t float64) float64 {
	for range 2 {
		t /= 1 + math.Sqrt(1+float64(t*t))
	}
	t2 := float64(t * t)
	sum := 0.0
	for n := 27.0; n >= 1; n -= 2 {
		sum = 1/n - float64(t2*sum)
	}
	return 4 * float64(t*sum)
}
