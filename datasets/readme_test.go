package datasets_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The lines of readings that the README shows are those of the fixtures.
func TestReadmeShowsReadings(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	golden, err := os.ReadFile(filepath.Join("testdata", "readings.txt"))
	require.NoError(t, err)
	shown := regexp.MustCompile(`(?m)^    (layouts/.*: .*)$`).FindAllStringSubmatch(string(readme), -1)
	require.Len(t, shown, 4)
	for _, line := range shown {
		require.Contains(t, strings.Split(string(golden), "\n"), line[1])
	}
}
