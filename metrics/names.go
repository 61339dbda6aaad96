package metrics

import (
	"fmt"
	"math"
	"slices"
)

// Names of the metrics, as a Score carries them.
const (
	NameFID          = "fid"          // Frechet
	NameFIDInfinity  = "fid-infinity" // FIDInfinity, StandardExtrapolation
	NameKMMD         = "kmmd"         // KMMD
	NameKMMDMedian   = "kmmd-median"  // KMMDMedian
	NameKID          = "kid"          // KID, all pairs
	NameKIDSubsets   = "kid-subsets"  // KIDSubsets
	NamePrecision    = "precision"    // PrecisionRecall, as the next three
	NameRecall       = "recall"
	NameDensity      = "density"
	NameCoverage     = "coverage"
	NameAuthenticity = "authenticity" // Authenticity
)

// groupPRDC stands for the four metrics of PrecisionRecall where names are given.
const groupPRDC = "prdc"

// neighbours is the k of precision, recall, density and coverage; Naeem et al. 2020.
const neighbours = 5

// Names returns the names of all metrics.
func Names() []string {
	return append([]string{NameFID, NameFIDInfinity, NameKMMD, NameKMMDMedian, NameKID, NameKIDSubsets}, append(prdcNames(), NameAuthenticity)...)
}

func prdcNames() []string { return []string{NamePrecision, NameRecall, NameDensity, NameCoverage} }

// Expand returns the metrics that the names stand for, each once: "prdc" stands for precision, recall, density and
// coverage. It returns an error for a name that is unknown.
func Expand(names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		group := []string{name}
		if name == groupPRDC {
			group = prdcNames()
		}
		for _, name := range group {
			if !slices.Contains(Names(), name) {
				return nil, fmt.Errorf("metrics: unknown metric %q; known: %v, and %s for the four from %s", name, Names(), groupPRDC, NamePrecision)
			}
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out, nil
}

// NeedsFeatures tells whether metrics need the features of the real and of the fake images, or whether moments are enough.
func NeedsFeatures(names []string, s Settings) (real, fake bool) {
	for _, name := range names {
		real = real || name != NameFID && name != NameFIDInfinity
		fake = fake || name != NameFID
	}
	return real || s.Draws > 0, fake || s.Draws > 0
}

// Range is the range of a metric's values.
type Range struct{ Low, High float64 }

// Unbounded is the range of a metric that may have any value.
func Unbounded() Range { return Range{math.Inf(-1), math.Inf(1)} }

// within returns the value of the range that is nearest to v.
func (r Range) within(v float64) float64 { return min(max(v, r.Low), r.High) }

// RangeOf returns the range of a metric of this package. KID and FID-infinity have none: what they estimate is never negative, but the
// estimates, which are right in the mean, may be.
func RangeOf(name string) Range {
	switch name {
	case NameFID, NameDensity:
		return Range{0, math.Inf(1)}
	case NameKMMD, NameKMMDMedian:
		return Range{0, math.Sqrt2}
	case NamePrecision, NameRecall, NameCoverage, NameAuthenticity:
		return Range{0, 1}
	}
	return Unbounded()
}

// Sense tells which values of a metric are better.
type Sense int

// The senses.
const (
	LowerIsBetter  Sense = -1
	NoSense        Sense = 0 // neither can be said to be better
	HigherIsBetter Sense = 1
)

// String returns the sense in words.
func (s Sense) String() string {
	switch s {
	case LowerIsBetter:
		return "lower is better"
	case HigherIsBetter:
		return "higher is better"
	}
	return "no direction is better"
}

// SenseOf returns the sense of a metric of this package; others have none.
func SenseOf(name string) Sense {
	switch name {
	case NameFID, NameFIDInfinity, NameKMMD, NameKMMDMedian, NameKID, NameKIDSubsets:
		return LowerIsBetter
	}
	if slices.Contains(Names(), name) {
		return HigherIsBetter
	}
	return NoSense
}
