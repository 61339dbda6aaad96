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
	case models.NameIW: // the paper reports it as a negative number
		return 1
	}
	return 0
}
