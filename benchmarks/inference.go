package benchmarks

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"tgan/internal/exact"
)

// Scale says what an effect is.
type Scale string

// The scales of effects.
const (
	Ratio       Scale = "ratio"       // geometric mean of the favoured side over the other; for kind shrinks, of the ratios of its places
	Difference  Scale = "difference"  // mean of the favoured side minus the other
	Correlation Scale = "correlation" // mean rank correlation
)

// Effect is how far apart two sides are, from the differences of their pairs.
type Effect struct {
	Scale  Scale   `json:"scale"`
	Value  float64 `json:"value"`
	Low    float64 `json:"low"` // confidence interval of 1-Alpha, two-sided, not corrected
	High   float64 `json:"high"`
	Wanted string  `json:"wanted"`   // where the claim has it, such as "below 1"
	P      float64 `json:"p"`        // one-sided, of the hypothesis that it is not there
	Contra float64 `json:"p_contra"` // one-sided, of the hypothesis that it is there
	// Holm and ContraHolm are both corrected for the claim's comparisons by the metric.
	Holm       float64 `json:"p_holm"`
	ContraHolm float64 `json:"p_contra_holm"`
	// SignFlip is P by flipping the signs of the differences, exact without an assumption on their distribution. It cannot be below 2^-n
	// and rules nothing. Nil above maxFlips seeds.
	SignFlip *float64 `json:"p_sign_flip,omitempty"`
}

// maxFlips bounds the number of sign flips to 2^maxFlips.
const maxFlips = 16

// interval is where a claim has the mean of differences, on their own scale: open, and unbounded on one side or none.
type interval struct{ low, high float64 }

// infer tests whether the mean of at least two differences lies in an interval, by one t test for each end that the interval has: both must
// reject (two one-sided tests, Schuirmann 1987). Against the claim, either may.
func infer(differences []float64, scale Scale, wanted interval) *Effect {
	mean, std := stat.MeanStdDev(differences, nil)
	n := float64(len(differences))
	half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(1-Alpha/2) * std / math.Sqrt(n)
	e := &Effect{Scale: scale, Value: scale.back(mean), Low: scale.back(mean - half), High: scale.back(mean + half), Wanted: scale.words(wanted)}
	contra, ends, flips := 1.0, 0.0, 0.0
	for _, end := range []struct{ at, sign float64 }{{wanted.low, 1}, {wanted.high, -1}} {
		if math.IsInf(end.at, 0) {
			continue
		}
		inside := make([]float64, len(differences)) // how far each lies on the wanted side of the end
		outside := make([]float64, len(differences))
		for i, d := range differences {
			inside[i], outside[i] = end.sign*(d-end.at), -end.sign*(d-end.at)
		}
		ends++
		e.P = max(e.P, positiveMean(inside))
		contra = min(contra, positiveMean(outside))
		if len(inside) <= maxFlips {
			flips = max(flips, signFlip(inside))
		}
	}
	e.Contra = min(1, ends*contra)
	if len(differences) <= maxFlips {
		e.SignFlip = &flips
	}
	return e
}

// positiveMean returns the p value of Student's one-sided one-sample test of a mean above 0. Values without any spread have no t; their p
// is that of flipping signs.
func positiveMean(values []float64) float64 {
	mean, std := stat.MeanStdDev(values, nil)
	n := float64(len(values))
	if std <= 1e-12*math.Abs(mean) {
		return signFlip(values)
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Survival(mean / (std / math.Sqrt(n)))
}

// signFlip returns the share of sign patterns under which the sum of the values is at least what it is.
func signFlip(values []float64) float64 {
	sum, size := 0.0, 0.0
	for _, v := range values {
		sum += v
		size += math.Abs(v)
	}
	patterns := 1 << min(len(values), maxFlips)
	reached := 0
	for pattern := range patterns {
		flipped := 0.0
		for i, v := range values {
			if i < maxFlips && pattern>>i&1 == 1 {
				v = -v
			}
			flipped += v
		}
		if flipped >= sum-1e-12*size {
			reached++
		}
	}
	return float64(reached) / float64(patterns)
}

// holm returns p values corrected for their number. Source: Holm 1979.
func holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	corrected := make([]float64, len(p))
	largest := 0.0
	for rank, i := range order {
		largest = max(largest, min(1, float64(len(p)-rank)*p[i]))
		corrected[i] = largest
	}
	return corrected
}

// forward takes a value to where differences are taken: the logarithm for ratios, since what training or data do to a distance of
// distributions is in proportion to it, and so is the spread of its seeds.
func (s Scale) forward(v float64) float64 {
	if s == Ratio {
		return exact.Log(max(v, smallestScore))
	}
	return v
}

// smallestScore is what a distance of 0, or below it by rounding, counts as.
const smallestScore = 1e-9

// back takes a difference to what is shown, finite.
func (s Scale) back(d float64) float64 {
	if s == Ratio {
		return min(exact.Exp(d), math.MaxFloat64)
	}
	return d
}

// words says where an effect is wanted.
func (s Scale) words(w interval) string {
	switch {
	case math.IsInf(w.low, -1):
		return "below " + short(s.back(w.high))
	case math.IsInf(w.high, 1):
		return "above " + short(s.back(w.low))
	}
	return "within " + short(s.back(w.low)) + " and " + short(s.back(w.high))
}
