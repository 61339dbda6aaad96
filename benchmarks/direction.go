package benchmarks

import (
	"tgan/metrics"
	"tgan/models"
)

// Direction returns which values of a metric that a definition may list are better.
func Direction(metric string) metrics.Sense {
	if metric == models.NameIW || metric == NameAccuracy { // the paper reports the former as a negative number
		return metrics.HigherIsBetter
	}
	return metrics.SenseOf(metric)
}

// scaleOf returns how values of a metric are compared: as ratios where they are distances, which are above 0. Others have differences: the
// independent critic's stand for minus a distance that is estimated with noise, unbiased and extrapolated distances may fall below 0, and
// shares are compared in points.
func scaleOf(metric string) Scale {
	switch metric {
	case metrics.NameFID, metrics.NameKMMD, metrics.NameKMMDMedian:
		return Ratio
	}
	return Difference
}
