package datasets_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
	"tgan/datasets/codec"
)

func TestFolderAndZipAgree(t *testing.T) {
	entries := everyFormat(t)
	slices.Reverse(entries)
	for _, fit := range []datasets.Fit{datasets.Crop, datasets.Stretch} {
		spec := datasets.Spec{Source: writeFolder(t, entries), Side: 8, Fit: fit, Split: datasets.All}
		fromFolder := open(t, spec, datasets.Options{})
		spec.Source = writeZip(t, entries)
		fromZip := open(t, spec, datasets.Options{Threads: 4})
		require.Equal(t, 7, fromFolder.Len())
		require.Equal(t, []string{"cats", "dogs"}, fromFolder.Classes())
		require.Equal(t, []string{"cats", "dogs"}, fromZip.Classes())
		var labels []int
		for i := range fromZip.Len() {
			labels = append(labels, fromZip.Label(i))
		}
		require.Equal(t, []int{0, 0, 0, 0, 0, 1, 1}, labels)
		require.Equal(t, fromFolder.Digest(), fromZip.Digest())
		// dogs/a.png is 8×8 already: it comes through untouched.
		require.Equal(t, [3]uint8{255 * 3 / 8, 255 * 5 / 8, 2 * 37}, pixel(fromZip, 5, 3, 5))
	}
}

func TestClassNames(t *testing.T) {
	p := pngOf(t, picture(8, 8, 1))
	for _, c := range []struct {
		name  string
		files []string
		want  []string
	}{
		{"flat", []string{"b.png", "a.png"}, []string{"images"}},
		{"one folder", []string{"celeba/1.png", "celeba/2.png"}, []string{"celeba"}},
		{"classes", []string{"x/1.png", "y/1.png"}, []string{"x", "y"}},
		{"shared folder", []string{"lfw/ann/1.png", "lfw/bob/1.png", "lfw/bob/2.png"}, []string{"ann", "bob"}},
		{"deep", []string{"s/a/b/1.png", "s/a/2.png"}, []string{".", "b"}},
		{"mixed", []string{"1.png", "x/2.png", "x-ray/3.png"}, []string{".", "x", "x-ray"}},
		{"same start", []string{"rose/1.png", "roses/1.png"}, []string{"rose", "roses"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var entries []entry
			for _, name := range c.files {
				entries = append(entries, entry{name, p})
			}
			spec := datasets.Spec{Source: writeZip(t, entries), Side: 8, Fit: datasets.Crop, Split: datasets.All}
			require.Equal(t, c.want, open(t, spec, datasets.Options{}).Classes())
		})
	}
}

func TestLook(t *testing.T) {
	dir := writeFolder(t, everyFormat(t))
	got, err := datasets.Look(context.Background(), filepath.Dir(dir), datasets.Spec{Source: filepath.Base(dir)})
	require.NoError(t, err)
	require.Equal(t, 7, got.Images)
	require.Equal(t, datasets.Skipped{Files: map[string]int{".txt": 1, ".csv": 1}, Others: map[datasets.Reason]int{datasets.Hidden: 3}}, got.Skipped)
	require.Equal(t, "2 files (1 .csv, 1 .txt), 3 hidden", got.Skipped.String())
	require.Equal(t, []string{"cats", "dogs"}, got.Classes)
	require.Equal(t, []int{5, 2}, got.PerName)
}

func TestSplitsAreDisjointAndComplete(t *testing.T) {
	const n = 57
	source := writeZip(t, numbered(t, n))
	var all []string
	for split, want := range map[string]int{datasets.Train: 47, datasets.Validation: 5, datasets.Test: 5} {
		part := open(t, datasets.Spec{Source: source, Side: 8, Fit: datasets.Crop, Split: split, Seed: split}, datasets.Options{Threads: 3})
		require.Equal(t, want, part.Len())
		for i := range part.Len() {
			all = append(all, string(part.At(i)))
		}
	}
	slices.Sort(all)
	require.Len(t, slices.Compact(all), n)
}

func TestSubsetsAreNested(t *testing.T) {
	source := writeZip(t, numbered(t, 80))
	spec := datasets.Spec{Source: source, Side: 8, Fit: datasets.Crop, Split: datasets.Train, Seed: "1"}
	subset := func(count int, seed string) *datasets.Images {
		spec.Count, spec.Seed = count, seed
		return open(t, spec, datasets.Options{Threads: 2})
	}
	largest := subset(64, "1")
	for _, count := range []int{1, 10, 40} {
		first := make([]int, count)
		for i := range first {
			first[i] = i
		}
		require.Equal(t, largest.Subset(first).Digest(), subset(count, "1").Digest())
		require.NotEqual(t, subset(count, "1").Digest(), subset(count, "2").Digest())
	}
}

func TestProceduralSplits(t *testing.T) {
	for _, source := range []string{"procedural/faces", "procedural/portraits"} {
		spec := datasets.Spec{Source: source, Side: 16, Split: datasets.All, Count: 60, Seed: "s"}
		whole := open(t, spec, datasets.Options{Threads: 4})
		var want []string
		for i := range 60 {
			want = append(want, string(whole.At(i)))
		}
		var got []string
		for split, count := range map[string]int{datasets.Train: 48, datasets.Validation: 6, datasets.Test: 6} {
			spec.Split, spec.Count = split, count
			part := open(t, spec, datasets.Options{})
			for i := range count {
				got = append(got, string(part.At(i)))
			}
		}
		require.ElementsMatch(t, want, got)
	}
}

func TestThreadsDoNotMatter(t *testing.T) {
	for _, spec := range []datasets.Spec{
		{Source: "procedural/portraits", Side: 24, Split: datasets.Train, Count: 41},
		{Source: writeZip(t, everyFormat(t)), Side: 13, Fit: datasets.Stretch, Split: datasets.All, Count: 6},
		{Source: writeFolder(t, everyFormat(t)), Side: 13, Fit: datasets.Crop, Split: datasets.All},
	} {
		one := open(t, spec, datasets.Options{Threads: 1})
		for _, threads := range []int{0, 4, 100} {
			require.Equal(t, one.Digest(), open(t, spec, datasets.Options{Threads: threads}).Digest())
		}
	}
}

func TestProgress(t *testing.T) {
	var calls []int
	open(t, datasets.Spec{Source: "procedural/faces", Side: 16, Split: datasets.All, Count: 25}, datasets.Options{
		Threads: 4,
		Progress: func(done, total int) {
			require.Equal(t, 25, total)
			calls = append(calls, done)
		},
	})
	require.Len(t, calls, 25)
	require.True(t, slices.IsSorted(calls))
	require.Equal(t, 25, calls[24])
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, source := range []string{"procedural/faces", writeZip(t, numbered(t, 3)), writeFolder(t, numbered(t, 3))} {
		_, err := datasets.Open(ctx, "", datasets.Spec{Source: source, Side: 16, Fit: datasets.Crop, Split: datasets.All, Count: 2}, datasets.Options{})
		require.ErrorIs(t, err, context.Canceled)
	}
	_, err := datasets.Identity(ctx, "", datasets.Spec{Source: writeFolder(t, numbered(t, 3))})
	require.ErrorIs(t, err, context.Canceled)
}

func TestIdentity(t *testing.T) {
	identity := func(source string) string {
		id, err := datasets.Identity(t.Context(), "", datasets.Spec{Source: source})
		require.NoError(t, err)
		return id
	}
	entries := everyFormat(t)
	first, second := writeFolder(t, entries), writeFolder(t, entries)
	require.Equal(t, identity(first), identity(second))
	require.True(t, strings.HasPrefix(identity(first), fmt.Sprintf("folder/1.%d/", codec.Revision)))
	zipped := writeZip(t, entries)
	require.True(t, strings.HasPrefix(identity(zipped), fmt.Sprintf("zip/1.%d/", codec.Revision)))

	require.NoError(t, os.WriteFile(filepath.Join(second, "set", "notes.txt"), []byte("not an image"), 0o644))
	require.Equal(t, identity(first), identity(second), "other files do not enter")
	require.NoError(t, os.Rename(filepath.Join(second, "set", "dogs", "a.png"), filepath.Join(second, "set", "dogs", "z.png")))
	require.NotEqual(t, identity(first), identity(second), "names enter")
	require.NotEqual(t, identity(zipped), identity(writeZip(t, entries[1:])))

	require.Equal(t, "procedural/faces/1", identity("procedural/faces"))
	require.NotEqual(t, identity("procedural/faces"), identity("procedural/portraits"))
}

// The small real sets for development are read whole, where they are.
func TestRealSets(t *testing.T) {
	root := sharedData(t)
	for _, c := range []struct {
		name            string
		images, classes int
	}{
		{"celeba-10k", 10000, 1}, {"flowers", 4317, 5}, {"smiles-4k", 4000, 2}, {"camvid", 1402, 1}, {"scenes-15", 4485, 15}, {"tiny-imagenet-20k", 20000, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			if testing.Short() && c.images > 5000 {
				t.Skip("a large set: left out with -short")
			}
			spec := datasets.Spec{Source: c.name + ".zip", Side: 64, Fit: datasets.Crop, Split: datasets.All}
			m, err := datasets.Open(context.Background(), root, spec, datasets.Options{Threads: 2})
			require.NoError(t, err)
			require.Equal(t, c.images, m.Len())
			require.Len(t, m.Classes(), c.classes)
			var sum float64
			for i := range m.Len() {
				for _, v := range m.At(i) {
					sum += float64(v)
				}
			}
			mean := sum / float64(m.Len()*64*64*3)
			require.Less(t, math.Abs(mean-115), 40.0)
			t.Logf("mean %.1f, digest %s", mean, m.Digest())
		})
	}
}

// sharedData finds the folder of development sets beside the project, or skips the test.
func sharedData(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		require.NotEqual(t, dir, filepath.Dir(dir), "no go.mod above the test")
		dir = filepath.Dir(dir)
	}
	data := filepath.Join(dir, "..", "shared", "data")
	if _, err := os.Stat(data); err != nil {
		t.Skipf("no development sets at ../shared/data: %v", err)
	}
	return data
}

func ExampleOpen() {
	spec := datasets.Spec{Source: "procedural/portraits", Side: 32, Split: datasets.Train, Count: 100, Seed: "1"}
	images, err := datasets.Open(context.Background(), "", spec, datasets.Options{Threads: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(images.Len(), images.Side(), images.Classes())
	// Output: 100 32 [portrait]
}
