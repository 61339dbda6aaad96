package main

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// startBytes is what our own packages may allocate together before main: nothing is compiled, drawn or read for a command that may not
// need it.
const startBytes = 8 << 10

// Each package's allocations at the start are those that the runtime tells of.
func TestStartIsLight(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err)
	lines := regexp.MustCompile(`(?m)^init (\S+) @.*?(\d+) bytes, \d+ allocs$`).FindAllStringSubmatch(string(out), -1)
	require.NotEmpty(t, lines)
	total := 0
	for _, l := range lines {
		if !strings.HasPrefix(l[1], "tgan/") || strings.HasPrefix(l[1], "tgan/cmd/") {
			continue // the test binary's own flags and tables are in the last
		}
		bytes, err := strconv.Atoi(l[2])
		require.NoError(t, err)
		t.Log(l[1], bytes)
		total += bytes
	}
	require.Less(t, total, startBytes)
}
