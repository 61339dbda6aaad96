package benchmarks

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// gap is the difference of the means of two samples that are not paired, with its standard error and degrees of freedom.
type gap struct {
	value, err, nu float64
	spread         bool // there is any
}

// gapOf returns how far the mean of values is above that of the reference, each of at least two. Source: Welch 1947, degrees of freedom of
// Satterthwaite.
func gapOf(reference, values []float64) gap {
	m0, v0 := stat.MeanVariance(reference, nil)
	m1, v1 := stat.MeanVariance(values, nil)
	s0, s1 := v0/float64(len(reference)), v1/float64(len(values))
	return gap{
		value: m1 - m0, err: math.Sqrt(s0 + s1), spread: s0+s1 > 1e-24*(m0*m0+m1*m1),
		nu: (s0 + s1) * (s0 + s1) / (s0*s0/float64(len(reference)-1) + s1*s1/float64(len(values)-1)),
	}
}

// welch returns the one-sided p value of Welch's test that values, at least two, have a larger mean than those of the reference. Without any
// spread it is 0 or 1.
func welch(reference, values []float64) float64 {
	g := gapOf(reference, values)
	if !g.spread {
		if g.value > 1e-12*math.Abs(stat.Mean(reference, nil)) {
			return 0
		}
		return 1
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: g.nu}.Survival(g.value / g.err)
}

// half returns half the width of the confidence interval of 1-Alpha around the gap.
func (g gap) half() float64 {
	if !g.spread {
		return 0
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: g.nu}.Quantile(1-Alpha/2) * g.err
}
