package benchmarks

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// welch returns the one-sided p value of Welch's test that values, at least two, have a larger mean than those of the reference. Without any
// spread it is 0 or 1. Source: Welch 1947, degrees of freedom of Satterthwaite.
func welch(reference, values []float64) float64 {
	m0, v0 := stat.MeanVariance(reference, nil)
	m1, v1 := stat.MeanVariance(values, nil)
	s0, s1 := v0/float64(len(reference)), v1/float64(len(values))
	if s0+s1 <= 1e-24*(m0*m0+m1*m1) {
		if m1 > m0+1e-12*math.Abs(m0) {
			return 0
		}
		return 1
	}
	nu := (s0 + s1) * (s0 + s1) / (s0*s0/float64(len(reference)-1) + s1*s1/float64(len(values)-1))
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: nu}.Survival((m1 - m0) / math.Sqrt(s0+s1))
}
