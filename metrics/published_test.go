package metrics_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/metrics"
)

// The file's own name says how its sum starts, and every extractor that takes weights has a file.
func TestPublishedWeights(t *testing.T) {
	published, err := metrics.Published()
	require.NoError(t, err)
	require.Len(t, published, 1)
	w := published[0]
	require.True(t, strings.HasPrefix(string(w.File.Checksum), "sha256:6726825d"))
	require.Contains(t, w.File.Name, "-6726825d.pth")
	require.True(t, strings.HasSuffix(w.File.URL, "/"+w.File.Name))
	for _, e := range metrics.Extractors() {
		if strings.HasPrefix(e, "inception-") {
			require.Contains(t, w.Extractors, e)
		}
	}
}
