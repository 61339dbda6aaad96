package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// manyTrials has three short trials a seed.
const manyTrials = `
name: many
data:
  source: {train: {source: procedural/faces, split: train, count: 16, seed: t}}
  target:
    train: {source: procedural/portraits, split: train, count: 5, seed: t}
    test: {source: procedural/portraits, split: test, count: 8, seed: t}
lists: {target_sizes: [5]}
training: {dim: 4, batch: 8, critic_steps: 1}
pretrain: {steps: 1}
finetune: {steps: 1, evaluations: [0, 1]}
evaluation: {extractor: random-conv, fake: 8}
seeds: %s
`

// peakOf runs so many seeds, one trial at a time, and returns the peak memory that the program tells, in bytes.
func peakOf(t *testing.T, seeds int) int64 {
	dir := t.TempDir()
	var list []int
	for s := range seeds {
		list = append(list, s+1)
	}
	text, err := json.Marshal(list)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "many.yaml"), fmt.Appendf(nil, manyTrials, text), 0o644))
	cmd := exec.Command("tgan", "run", "table2", "--profile", "many.yaml", "--workers", "1", "--json")
	cmd.Dir = dir
	out, err := cmd.Output()
	require.NoError(t, err)
	var told struct {
		Finished int   `json:"finished"`
		Peak     int64 `json:"peak_bytes"`
	}
	require.NoError(t, json.Unmarshal(out, &told))
	require.Equal(t, 3*seeds, told.Finished)
	return told.Peak
}

// The peak of a run does not grow with its trials: each needs the memory of its own training alone.
func TestPeakDoesNotGrowWithTrials(t *testing.T) {
	few, many := peakOf(t, 2), peakOf(t, 20)
	t.Logf("peak of 6 trials %d bytes, of 60 %d", few, many)
	require.Greater(t, few, int64(1<<20))
	require.Less(t, many, few+32<<20)
}
