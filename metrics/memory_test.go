package metrics

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkLargeSets measures sets of 2048 features, as Inception's last layer has, and reports the peak memory of the
// process; run one benchmark a process, for it never falls:
//
//	go test -run '^$' -bench 'LargeSets/50000_images,_fid$' -benchtime 1x ./metrics
//
// Extraction is cheap here. What a network itself takes is to be added.
func BenchmarkLargeSets(b *testing.B) {
	for _, c := range []struct {
		images int
		names  []string
	}{{50000, []string{NameFID}}, {50000, []string{NameKID}}, {9000, []string{NameFID, NameKID, NameKMMD, NamePrecision, NameAuthenticity}}} {
		b.Run(fmt.Sprintf("%d images, %s", c.images, strings.Join(c.names, " ")), func(b *testing.B) {
			for b.Loop() {
				var samples [2]*Sample
				for i := range samples {
					f, err := ExtractFeatures(b.Context(), drawn{dim: 2048, shift: 0.1 * float64(i), threads: 2}, numbered{n: c.images}, nil)
					require.NoError(b, err)
					require.NotNil(b, f.file)
					samples[i] = NewSample(f)
				}
				scores, err := Measure(samples[0], samples[1], c.names, StandardSettings("1"))
				require.NoError(b, err)
				for _, s := range scores {
					b.ReportMetric(s.Value, s.Metric)
				}
				for _, s := range samples {
					require.NoError(b, s.Close())
				}
			}
			b.ReportMetric(peakMiB(b), "peak-MiB")
		})
	}
}

// peakMiB returns the greatest resident memory of this process so far, 0 where the system does not tell.
func peakMiB(b *testing.B) float64 {
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var kib float64
		if _, err := fmt.Sscanf(lines.Text(), "VmHWM: %f kB", &kib); err == nil {
			return kib / 1024
		}
	}
	return 0
}
