package metrics

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// Features that are too large for memory lie in a file, which Close gives back at once.
func TestEvaluatorIsClosed(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("no /proc to count descriptors in")
		}
		return len(entries)
	}
	before := open()
	e, err := NewEvaluator(t.Context(), drawn{dim: 2048, threads: 1}, ResizeNone, []string{NameFID}, numbered{n: featuresMemory/4/2048 + 1})
	require.NoError(t, err)
	require.NotNil(t, e.real.features.file)
	require.Equal(t, before+1, open())
	require.NoError(t, e.Close())
	require.Equal(t, before, open())
}
