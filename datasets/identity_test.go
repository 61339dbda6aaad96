package datasets_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
)

var update = flag.Bool("update", false, "write golden files anew")

// Results are filed under the identities of their data, so that a set which is read as before must keep the one it had. A line of the golden
// file is a source, a label or "-", and its identity. A line may be added; where one changes, the readers' version or the decoders' revision has to be raised as well.
func TestIdentitiesStay(t *testing.T) {
	golden := filepath.Join("testdata", "identities.txt")
	data, err := os.ReadFile(golden)
	require.NoError(t, err)
	var lines []string
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		spec := datasets.Spec{Source: fields[0], Label: strings.Trim(fields[1], "-")}
		id, err := datasets.Identity(t.Context(), filepath.Join("testdata", "fixtures"), spec)
		require.NoError(t, err, line)
		lines = append(lines, fmt.Sprintln(fields[0], fields[1], id))
	}
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(strings.Join(lines, "")), 0o644))
		return
	}
	require.Equal(t, string(data), strings.Join(lines, ""))
}
