package benchmarks

import (
	"tgan/metrics"
	"tgan/models"
)

// Direction returns 1 if a higher value of a metric is better, -1 if a lower one is, and 0 where that cannot be said.
func Direction(metric string) int {
	switch metric {
	case metrics.NameFID, metrics.NameKMMD:
		return -1
	case models.NameIW, NameAccuracy: // the paper reports the former as a negative number
		return 1
	}
	return 0
}

// scaleOf returns how values of a metric are compared. The independent critic's may have either sign, since it stands for minus a distance
// that is estimated with noise, so they have differences and no ratios; accuracies are shares, which are compared in points.
func scaleOf(metric string) Scale {
	if metric == models.NameIW || metric == NameAccuracy {
		return Difference
	}
	return Ratio
}
