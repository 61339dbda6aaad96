package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The table of verdicts in the README is the one of the committed results.
func TestReadmeHasTheVerdictsOfTheLaptop(t *testing.T) {
	f, err := os.Open("../../results/laptop/claims.csv")
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	want := map[string]string{}
	for _, row := range rows[1:] {
		want[row[0]] = row[column(t, rows[0], "ruling_of_claim")]
	}
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	got := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| ([CD]\d+) \|.*\| (holds|fails|undecided|not measured) \|`).FindAllStringSubmatch(string(readme), -1) {
		got[m[1]] = m[2]
	}
	require.Equal(t, want, got)
}

func column(t *testing.T, header []string, name string) int {
	for i, h := range header {
		if h == name {
			return i
		}
	}
	t.Fatalf("no column %q in %v", name, header)
	return 0
}

// An example of the README that shows what is printed prints that.
func TestReadmeExamplesPrintWhatIsShown(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	t.Chdir("../..")
	examples := regexp.MustCompile(`(?m)^    \$ bin/tgan (.*)\n((?:    .*\n)+)`).FindAllStringSubmatch(string(readme), -1)
	require.NotEmpty(t, examples)
	for _, e := range examples {
		cmd := newRoot()
		var out bytes.Buffer
		cmd.SetOut(&out)
		cmd.SetErr(&out)
		cmd.SetArgs(strings.Fields(e[1]))
		require.NoError(t, cmd.ExecuteContext(t.Context()), e[1])
		require.Equal(t, regexp.MustCompile(`(?m)^    `).ReplaceAllString(e[2], ""), out.String(), e[1])
	}
}
