package main

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
)

var planted = flag.Bool("planted", false, "build the program with planted bugs and see them caught (minutes)")

// plant is a bug in one file.
type plant struct {
	name     string
	file     string // below the top of the repository
	from, to string
	broken   string // what a check must name as failed
}

func plants() []plant {
	return []plant{
		{"penalty weight 0", "models/wgangp.go", "d.Times(penalty, weight)", "d.Times(penalty, 0*weight)", "penalty"},
		{"learning rate x3", "models/adam.go", "rate: spec.LearningRate", "rate: 3 * spec.LearningRate", "largest change of a weight"},
		{"transfer that loads nothing", "models/finetune.go", `takes: under("generator/", "critic/")`, `takes: under("nothing/")`, "FID before training"},
		{"wrong resize", "metrics/domain.go", "DomainResize.apply(img, domainSide)", "Resize(ResizePyTorchFID).apply(img, domainSide)", "FID of fixed images"},
	}
}

// overlay writes what "go build -overlay" needs to build the program with the bug.
func (p plant) overlay(t *testing.T, top string) string {
	original := filepath.Join(top, p.file)
	text, err := os.ReadFile(original)
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(text), p.from), "%s must have %q once for the bug to be planted", p.file, p.from)
	dir := t.TempDir()
	patched := filepath.Join(dir, filepath.Base(p.file))
	require.NoError(t, os.WriteFile(patched, []byte(strings.Replace(string(text), p.from, p.to, 1)), 0o644))
	list, err := json.Marshal(map[string]map[string]string{"Replace": {original: patched}})
	require.NoError(t, err)
	path := filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(path, list, 0o644))
	return path
}

// build returns a program, with the overlay unless it is empty.
func build(t *testing.T, top, overlay string) string {
	program := filepath.Join(t.TempDir(), "tgan")
	cmd := exec.Command("go", "build", "-trimpath", "-overlay", overlay, "-o", program, "./cmd/tgan")
	cmd.Dir = top
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return program
}

// checkOutput is what "tgan check --json" prints.
type checkOutput struct {
	Failed    int
	Identical bool
	Findings  []benchmarks.Finding
}

// checkBy runs a program's check against the committed reference.
func checkBy(t *testing.T, program, top string) (out checkOutput, code int) {
	cmd := exec.Command(program, "check", "--json", "--runs", t.TempDir(), "--results", filepath.Join(top, "results"))
	stdout, err := cmd.Output()
	if err != nil {
		exit, ok := err.(*exec.ExitError)
		require.True(t, ok, "%v", err)
		require.Equal(t, exitUnmet, exit.ExitCode(), "%s", exit.Stderr)
	}
	require.NoError(t, json.Unmarshal(stdout, &out))
	return out, cmd.ProcessState.ExitCode()
}

// reproduce returns the digest of a small report that a program makes from nothing, which make verify compares for a whole profile.
func reproduce(t *testing.T, program string) string {
	dir := t.TempDir()
	profile := filepath.Join(dir, "small.yaml")
	require.NoError(t, os.WriteFile(profile, []byte(smallProfile), 0o644))
	results := filepath.Join(dir, "results")
	out, err := exec.Command(program, "run", "table2", "--profile", profile, "--runs", filepath.Join(dir, "runs"), "--results", results).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return treeHash(t, results)
}

const smallProfile = `
name: small
about: A few updates.
data:
  source: {train: {source: procedural/faces, split: train, count: 20}, test: {source: procedural/faces, split: test, count: 20}}
  target: {train: {source: procedural/portraits, split: train}, test: {source: procedural/portraits, split: test, count: 20}}
lists: {target_sizes: [8]}
training: {dim: 2, batch: 4}
pretrain: {steps: 4}
finetune: {steps: 4, evaluations: [0, 4]}
evaluation: {extractor: domain, fake: 20}
seeds: [1]
`

// Bugs that training survives, and that only numbers show, are caught twice: results are no longer the same bytes, and a check against the
// reference points fails by name. The program without a bug passes both.
func TestPlantedBugsAreCaught(t *testing.T) {
	if !*planted {
		t.Skip("long: make planted runs it")
	}
	top, err := filepath.Abs("../..")
	require.NoError(t, err)
	sound := build(t, top, "")
	want := reproduce(t, sound)
	require.Equal(t, want, reproduce(t, sound))
	out, code := checkBy(t, sound, top)
	require.Equal(t, exitDone, code, "%+v", out)
	require.True(t, out.Identical, "the committed reference is this program's")
	for _, p := range plants() {
		t.Run(p.name, func(t *testing.T) {
			program := build(t, top, p.overlay(t, top))
			require.NotEqual(t, want, reproduce(t, program), "make verify compares bytes")
			out, code := checkBy(t, program, top)
			require.Equal(t, exitUnmet, code)
			var failed []string
			for _, f := range out.Findings {
				if f.Failed {
					failed = append(failed, f.What)
					t.Logf("%s: %s, reference %s", f.What, f.Found, f.Reference)
				}
			}
			require.Contains(t, strings.Join(failed, "\n"), p.broken)
		})
	}
}
