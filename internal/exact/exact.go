package exact

import "math"

// The logarithm of two in two parts: the first has 32 trailing zero bits, so that its product with an exponent is exact.
const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
)

// Exp returns e**x for any x: +Inf above 709.78, 0 below -745.1, NaN for NaN.
func Exp(x float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x > 709.782712893384:
		return math.Inf(1)
	case x < -745.1332191019412:
		return 0
	}
	k := math.Floor(float64(x/math.Ln2) + 0.5)
	r := x - float64(k*ln2Hi)
	r -= float64(k * ln2Lo)
	// Taylor series of degree 14: |r| <= 0.347, so the first term left out is below 2e-19.
	sum := 1.0
	for n := 14.0; n >= 1; n-- {
		sum = 1 + float64(r/n*sum)
	}
	return math.Ldexp(sum, int(k))
}

// Log returns the natural logarithm of x: -Inf at 0, NaN below 0 and for NaN, +Inf at +Inf.
func Log(x float64) float64 {
	switch {
	case math.IsNaN(x) || x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case math.IsInf(x, 1):
		return x
	}
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, k = m*2, k-1
	}
	// log m = 2 artanh(s), |s| <= 0.1716; the series is cut where s**2n / (2n+1) is below 1e-18.
	s := (m - 1) / (m + 1)
	s2 := float64(s * s)
	sum := 0.0
	for n := 23.0; n >= 3; n -= 2 {
		sum = float64(s2 * (1/n + sum))
	}
	tail := float64(2*s*sum) + float64(float64(k)*ln2Lo)
	return float64(float64(k)*ln2Hi) + (float64(2*s) + tail)
}

// Tanh returns the hyperbolic tangent of x, in [-1, 1]; NaN for NaN.
func Tanh(x float64) float64 {
	a := math.Abs(x)
	switch {
	case a > 22:
		return math.Copysign(1, x)
	case a >= 0.5:
		return math.Copysign(1-2/(Exp(2*a)+1), x)
	}
	// Lambert's continued fraction; eleven levels leave an error below 1e-18 for |x| < 0.5.
	x2 := float64(x * x)
	f := 21.0
	for n := 19.0; n >= 1; n -= 2 {
		f = n + x2/f
	}
	return x / f
}
