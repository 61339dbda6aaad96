package datasets_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets"
	"tgan/datasets/codec"
)

// cached opens a spec through the cache and returns the warnings with it.
func cached(t testing.TB, dir string, spec datasets.Spec) (*datasets.Images, []string) {
	t.Helper()
	var warnings []string
	m, err := datasets.OpenCached(context.Background(), dir, "", spec, datasets.Options{
		Threads: 2, Warn: func(err error) { warnings = append(warnings, err.Error()) },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, m.Close()) })
	return m, warnings
}

// cacheFiles returns the names in a cache folder.
func cacheFiles(t testing.TB, dir string) []string {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestCacheHoldsWhatOpenReturns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	source := writeZip(t, everyFormat(t))
	for k, spec := range []datasets.Spec{
		{Side: 8, Fit: datasets.Crop, Split: datasets.All},
		{Side: 8, Fit: datasets.Stretch, Split: datasets.All},
		{Side: 9, Fit: datasets.Crop, Split: datasets.All},
		{Side: 8, Fit: datasets.Crop, Split: datasets.Train, Count: 3, Seed: "1"},
		{Side: 8, Fit: datasets.Crop, Split: datasets.Train, Count: 3, Seed: "2"},
		{Side: 8, Fit: datasets.Crop, Split: datasets.All, PerClass: 1},
	} {
		spec.Source = source
		want := open(t, spec, datasets.Options{})
		for range 2 {
			m, warnings := cached(t, dir, spec)
			require.Empty(t, warnings)
			require.Equal(t, want.Digest(), m.Digest())
			require.Equal(t, want.Classes(), m.Classes())
			require.Equal(t, want.Subset([]int{1, 0}).Digest(), m.Subset([]int{1, 0}).Digest())
		}
		require.Len(t, cacheFiles(t, dir), k+1, "each selection and shape has a file of its own")
	}
}

// What other decoders made is never used, even where a plan of theirs gives the identity.
func TestCacheBelongsToTheDecoders(t *testing.T) {
	dir := t.TempDir()
	cached(t, dir, datasets.Spec{Source: writeFolder(t, numbered(t, 3)), Side: 8, Fit: datasets.Crop, Split: datasets.All})
	names := cacheFiles(t, dir)
	require.Len(t, names, 1)
	data, err := os.ReadFile(filepath.Join(dir, names[0]))
	require.NoError(t, err)
	entry := regexp.MustCompile(`"entry":(\{.*?\}\})`).FindSubmatch(data)
	require.Contains(t, string(entry[1]), fmt.Sprintf(`"decoder":%d`, codec.Revision))
	sum := sha256.Sum256(entry[1])
	require.Equal(t, hex.EncodeToString(sum[:])+".images", names[0], "the entry is the name of the file")
}

func TestCacheBelongsToContent(t *testing.T) {
	dir := t.TempDir()
	first, second := writeFolder(t, numbered(t, 5)), writeFolder(t, numbered(t, 5))
	spec := datasets.Spec{Source: first, Side: 8, Fit: datasets.Crop, Split: datasets.All}
	m, _ := cached(t, dir, spec)
	spec.Source = second
	again, _ := cached(t, dir, spec)
	require.Equal(t, m.Digest(), again.Digest())
	require.Len(t, cacheFiles(t, dir), 1, "the same images elsewhere are the same file")
	require.NoError(t, os.WriteFile(filepath.Join(second, "c", "aab.png"), pngOf(t, picture(8, 8, 5)), 0o644))
	changed, _ := cached(t, dir, spec)
	require.NotEqual(t, m.Digest(), changed.Digest())
	require.Equal(t, open(t, spec, datasets.Options{}).Digest(), changed.Digest())
}

func TestDamagedCacheIsNamedAndMadeAnew(t *testing.T) {
	spec := datasets.Spec{Source: writeZip(t, numbered(t, 40)), Side: 8, Fit: datasets.Crop, Split: datasets.All}
	want := open(t, spec, datasets.Options{}).Digest()
	for _, c := range []struct {
		name   string
		damage func(data []byte) []byte
		reason string
	}{
		{"pixel", func(d []byte) []byte { d[len(d)-100]++; return d }, "its content does not match its sha256: it is damaged"},
		{"label", func(d []byte) []byte { d[4096]++; return d }, "its content does not match its sha256: it is damaged"},
		{"cut", func(d []byte) []byte { return d[:len(d)-1] }, "bytes for 40 images: it is cut off"},
		{"empty", func([]byte) []byte { return nil }, "it is not a cache file"},
		{"foreign", func([]byte) []byte { return []byte("some other program's file, long enough") }, "it is not a cache file"},
		{"header", func(d []byte) []byte { d[12], d[17] = 0xff, 0xff; return d }, "its header says"},
		{"other images", func(d []byte) []byte { return []byte(strings.Replace(string(d), "crop", "crap", 1)) }, "it holds other images"},
		{"count", func(d []byte) []byte { return []byte(strings.Replace(string(d), `"images":40`, `"images":99`, 1)) }, "its header says 99 images: it is damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			cached(t, dir, spec)
			path := filepath.Join(dir, cacheFiles(t, dir)[0])
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, os.Remove(path)) // the mapped file stays as it is
			require.NoError(t, os.WriteFile(path, c.damage(data), 0o644))
			m, warnings := cached(t, dir, spec)
			require.Equal(t, want, m.Digest())
			require.Len(t, warnings, 1)
			require.Contains(t, warnings[0], "datasets: cache file "+path+" cannot be used and is made anew: ")
			require.Contains(t, warnings[0], c.reason)
			_, warnings = cached(t, dir, spec)
			require.Empty(t, warnings)
		})
	}
}

func TestManyMakeOneCacheFile(t *testing.T) {
	dir := t.TempDir()
	spec := datasets.Spec{Source: writeZip(t, numbered(t, 60)), Side: 16, Fit: datasets.Crop, Split: datasets.All}
	want := open(t, spec, datasets.Options{}).Digest()
	var wait sync.WaitGroup
	got := make([]string, 6)
	for k := range got {
		wait.Go(func() {
			m, err := datasets.OpenCached(context.Background(), dir, "", spec, datasets.Options{Threads: 2})
			if err == nil {
				got[k] = m.Digest()
				_ = m.Close()
			}
		})
	}
	wait.Wait()
	for _, digest := range got {
		require.Equal(t, want, digest)
	}
	require.Len(t, cacheFiles(t, dir), 1)
}

// A cache file that cannot be read may be good: it stays, and is an error.
func TestCacheThatCannotBeReadIsLeftAlone(t *testing.T) {
	spec := datasets.Spec{Source: writeZip(t, numbered(t, 3)), Side: 8, Fit: datasets.Crop, Split: datasets.All}
	dir := t.TempDir()
	cached(t, dir, spec)
	path := filepath.Join(dir, cacheFiles(t, dir)[0])
	for name, put := range map[string]func() error{
		"opening fails": func() error { return os.Symlink(filepath.Base(path), path) }, // to itself
		"reading fails": func() error { return os.Mkdir(path, 0o755) },
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, os.Remove(path))
			require.NoError(t, put())
			before, err := os.Lstat(path)
			require.NoError(t, err)
			_, err = datasets.OpenCached(t.Context(), dir, "", spec, datasets.Options{})
			require.ErrorContains(t, err, "datasets: cache file "+path+" cannot be read: ")
			after, err := os.Lstat(path)
			require.NoError(t, err)
			require.True(t, os.SameFile(before, after))
		})
	}
}

func TestCacheFailures(t *testing.T) {
	ctx := context.Background()
	bad := datasets.Spec{Source: writeZip(t, []entry{{"a.png", pngOf(t, picture(8, 8, 0))[:60]}}), Side: 8, Fit: datasets.Crop, Split: datasets.All}
	dir := t.TempDir()
	_, err := datasets.OpenCached(ctx, dir, "", bad, datasets.Options{})
	require.EqualError(t, err, "datasets: open "+bad.Source+": a.png cannot be decoded: png: invalid format: not enough pixel data: replace or remove it")
	require.Empty(t, cacheFiles(t, dir), "nothing is left behind")

	good := datasets.Spec{Source: writeZip(t, numbered(t, 3)), Side: 8, Fit: datasets.Crop, Split: datasets.All}
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	_, err = datasets.OpenCached(ctx, file, "", good, datasets.Options{})
	require.EqualError(t, err, "datasets: cache "+file+": not a directory: choose a folder that can be written")
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = datasets.OpenCached(cancelled, dir, "", good, datasets.Options{})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, []string{"file"}, cacheFiles(t, dir))

	drawn := datasets.Spec{Source: "procedural/faces", Side: 16, Split: datasets.All, Count: 2}
	m, _ := cached(t, dir, drawn)
	require.Equal(t, open(t, drawn, datasets.Options{}).Digest(), m.Digest())
	require.Equal(t, []string{"file"}, cacheFiles(t, dir))
}

// A cache file of any content is refused, or holds the images asked for.
func FuzzCacheFile(f *testing.F) {
	spec := datasets.Spec{Source: writeZip(f, numbered(f, 3)), Side: 2, Fit: datasets.Crop, Split: datasets.All}
	dir := f.TempDir()
	first, _ := cached(f, dir, spec)
	want := first.Digest()
	path := filepath.Join(dir, cacheFiles(f, dir)[0])
	data, err := os.ReadFile(path)
	require.NoError(f, err)
	f.Add(data)
	f.Add(data[:100])
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(path)), data, 0o644))
		m, warnings := cached(t, dir, spec)
		require.Equal(t, want, m.Digest())
		require.LessOrEqual(t, len(warnings), 1)
	})
}
