package benchmarks_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/benchmarks"
	"tgan/datasets"
)

// What a worker holds does not grow with its trials: descriptors, which are open or mapped files of images and features, and goroutines.
func TestNothingGrowsWithTrials(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"faces", "portraits"} {
		images, err := datasets.Open(t.Context(), "", datasets.Spec{Source: "procedural/" + name, Side: 32, Split: datasets.All, Count: 10, Seed: "t"}, datasets.Options{Threads: 1})
		require.NoError(t, err)
		require.NoError(t, os.Mkdir(filepath.Join(root, name), 0o755))
		for i := range 10 {
			one, err := datasets.NewImages(32, images.At(i), []int{0}, []string{"all"})
			require.NoError(t, err)
			require.NoError(t, datasets.WriteSheet(filepath.Join(root, name, fmt.Sprintf("%d.png", i)), one, 1))
		}
	}
	text := strings.NewReplacer("procedural/", "", "split: train, count: 16, seed: t", "split: all, fit: crop", "split: train, count: 5, seed: t", "split: all, fit: crop",
		"split: test, count: 8, seed: t", "split: all, fit: crop", "seeds: [1, 2]", "seeds: [1, 2, 3, 4]").Replace(tinyProfile)
	profile, err := benchmarks.ParseProfile([]byte(text))
	require.NoError(t, err)
	definition, err := benchmarks.LookupDefinition("table2")
	require.NoError(t, err)
	plan, err := benchmarks.NewPlan(t.Context(), []benchmarks.Definition{definition}, profile, root, "fma")
	require.NoError(t, err)
	require.Greater(t, len(plan.Trials), 15)

	r := runner(t, t.TempDir(), 1, 2)
	r.DataRoot, r.CacheDir = root, t.TempDir()
	var held []int // after each trial
	r.Progress = func(e benchmarks.Event) {
		if e.Ended {
			held = append(held, runtime.NumGoroutine()+descriptors(t))
		}
	}
	goroutines, open := runtime.NumGoroutine(), descriptors(t)
	require.NoError(t, r.Run(t.Context(), plan))
	require.Len(t, held, len(plan.Trials))
	require.LessOrEqual(t, held[len(held)-1], held[2], "descriptors and goroutines after each trial: %v", held)
	require.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
	require.Equal(t, open, descriptors(t))
	temporary, err := filepath.Glob(filepath.Join(r.CacheDir, ".*"))
	require.NoError(t, err)
	require.Empty(t, temporary)
}

// descriptors returns the number of files that this process has open or mapped; 0 where the system does not tell.
func descriptors(t *testing.T) int {
	open, err := os.ReadDir("/proc/self/fd")
	if os.IsNotExist(err) {
		return 0
	}
	require.NoError(t, err)
	maps, err := os.ReadFile("/proc/self/maps")
	require.NoError(t, err)
	return len(open) + strings.Count(string(maps), ".images\n")
}
