package metrics

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"codeberg.org/sbinet/npyio/npy"
	"github.com/stretchr/testify/require"
)

// countedSample is Sample with the number of images that it had to extract.
func countedSample(t *testing.T, c *Cache, key CacheKey, needsFeatures bool, n int) (*Sample, int) {
	t.Helper()
	decoded := 0
	s, err := c.Sample(t.Context(), key, needsFeatures, drawn{dim: 5}, numbered{n: n}, func(done, _ int) { decoded = done })
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s, decoded
}

func TestCacheKeepsFeaturesAndMoments(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	c, err := OpenCache(dir, func(message string) { require.Fail(t, message) })
	require.NoError(t, err)
	key := CacheKey{Images: "zip/1/abc", Selection: map[string]int{"side": 32}, Extractor: "drawn", Resize: ResizeNone, Arithmetic: "fma"}
	want, err := NewSample(extracted(t, drawn{dim: 5}, 150)).Moments()
	require.NoError(t, err)

	s, decoded := countedSample(t, c, key, false, 150)
	require.Equal(t, 150, decoded)
	got, err := s.Moments()
	require.NoError(t, err)
	require.Equal(t, want, got)

	s, decoded = countedSample(t, c, key, false, 150)
	require.Zero(t, decoded)
	require.Nil(t, s.features, "moments are enough")
	require.Equal(t, 150, s.Len())
	got, err = s.Moments()
	require.NoError(t, err)
	require.Equal(t, want.Mean, got.Mean)
	require.Equal(t, want.Cov.RawSymmetric().Data[1], got.Cov.RawSymmetric().Data[1])

	s, decoded = countedSample(t, c, key, true, 150)
	require.Zero(t, decoded)
	require.Equal(t, 150, s.features.Len())

	for name, other := range map[string]func(k *CacheKey){
		"images": func(k *CacheKey) { k.Images = "zip/1/abd" }, "selection": func(k *CacheKey) { k.Selection = map[string]int{"side": 33} },
		"extractor": func(k *CacheKey) { k.Extractor = "drawn2" }, "protocol": func(k *CacheKey) { k.Resize = ResizeClean },
		"arithmetic": func(k *CacheKey) { k.Arithmetic = "portable" },
	} {
		k := key
		other(&k)
		_, decoded = countedSample(t, c, k, true, 150)
		require.Equal(t, 150, decoded, name)
	}
}

func TestCachedFeaturesAreAnArrayOfNumPy(t *testing.T) {
	for _, size := range [][2]int{{1, 64}, {50000, 2048}, {123456789, 99999}} {
		header := featuresHeader(size[0], size[1])
		require.Len(t, header, 128)
		kind, shape, length, err := readArrayHeader(bytes.NewReader(header))
		require.NoError(t, err)
		require.Equal(t, "<f4", kind)
		require.Equal(t, size[:], shape)
		require.Equal(t, 128, length)
	}
	var file bytes.Buffer
	file.Write(featuresHeader(2, 3))
	require.NoError(t, binary.Write(&file, binary.LittleEndian, []float32{1, 2, 3, 4, 5, 6}))
	var values []float32
	require.NoError(t, npy.Read(&file, &values))
	require.Equal(t, []float32{1, 2, 3, 4, 5, 6}, values)
}

func TestDamagedCacheIsMadeAnew(t *testing.T) {
	key := CacheKey{Images: "x", Extractor: "drawn"}
	name, err := key.name()
	require.NoError(t, err)
	for _, c := range []struct {
		name   string
		damage func(dir string) error
		says   string
	}{
		{"changed features", func(dir string) error { return flip(filepath.Join(dir, name+".npy"), 200) }, "does not match its sha256"},
		{"cut features", func(dir string) error { return os.Truncate(filepath.Join(dir, name+".npy"), 200) }, "does not match its sha256"},
		{"missing features", func(dir string) error { return os.Remove(filepath.Join(dir, name+".npy")) }, "no such file"},
		{"changed sum", func(dir string) error { return flip(filepath.Join(dir, name+".npy.sha256"), 3) }, "does not match its sha256"},
		{"no sum", func(dir string) error { return os.Remove(filepath.Join(dir, name+".npy.sha256")) }, ""},
		{"another file", func(dir string) error {
			data, err := os.ReadFile(filepath.Join(dir, name+".npy"))
			if err != nil {
				return err
			}
			c := Cache{dir: dir}
			return c.publish(name+".npy", func(w io.Writer) error {
				_, err := w.Write(data[:len(data)-4])
				return err
			})
		}, "it does not hold 80 images with 5 features"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			said := ""
			cache, err := OpenCache(dir, func(message string) { said += message })
			require.NoError(t, err)
			countedSample(t, cache, key, true, 80)
			require.NoError(t, c.damage(dir))
			after, decoded := countedSample(t, cache, key, true, 80)
			require.Equal(t, 80, decoded)
			require.Contains(t, said, c.says)
			require.Equal(t, c.says == "", said == "")
			want := extracted(t, drawn{dim: 5}, 80)
			require.True(t, want.sorted().equal(after.features.sorted()))
		})
	}
}

// A file that cannot be read may be good: it stays, and is an error.
func TestCacheThatCannotBeReadIsLeftAlone(t *testing.T) {
	key := CacheKey{Images: "x", Extractor: "drawn"}
	name, err := key.name()
	require.NoError(t, err)
	for _, ending := range []string{".npy", ".npy.sha256", ".npz"} {
		dir := t.TempDir()
		cache, err := OpenCache(dir, func(message string) { require.Fail(t, message) })
		require.NoError(t, err)
		sample, _ := countedSample(t, cache, key, true, 80)
		_, err = sample.Moments()
		require.NoError(t, err)
		path := filepath.Join(dir, name+ending)
		require.NoError(t, os.Remove(path))
		require.NoError(t, os.Symlink(filepath.Base(path), path)) // to itself: opening it fails
		_, err = cache.Sample(t.Context(), key, true, drawn{dim: 5}, numbered{n: 80}, nil)
		require.ErrorIs(t, err, syscall.ELOOP, ending)
		require.ErrorContains(t, err, "cannot be read: ")
		_, err = os.Readlink(path)
		require.NoError(t, err)
	}
}

// The oldest features make room for new ones, which are never removed themselves.
func TestCacheStaysBelowItsLimit(t *testing.T) {
	dir := t.TempDir()
	c, err := OpenCache(dir, func(message string) { require.Fail(t, message) })
	require.NoError(t, err)
	c.limit = 2 * (128 + 4*5*100 + 200)
	keys := []CacheKey{{Images: "a"}, {Images: "b"}, {Images: "c"}}
	for i, key := range keys {
		_, decoded := countedSample(t, c, key, true, 100)
		require.Equal(t, 100, decoded)
		name, err := key.name()
		require.NoError(t, err)
		age := time.Unix(int64(1000+i), 0)
		require.NoError(t, os.Chtimes(filepath.Join(dir, name+".npy"), age, age))
	}
	for i, want := range []int{0, 0, 100} {
		_, decoded := countedSample(t, c, keys[2-i], true, 100)
		require.Equal(t, want, decoded, keys[2-i].Images)
	}
	c.limit = 1
	countedSample(t, c, CacheKey{Images: "d"}, true, 100)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 2)
}

// A set with an image that cannot be read leaves nothing behind.
func TestFailedExtractionIsNotCached(t *testing.T) {
	dir := t.TempDir()
	c, err := OpenCache(dir, nil)
	require.NoError(t, err)
	_, err = c.Sample(t.Context(), CacheKey{}, true, drawn{dim: 5}, numbered{n: 80, bad: 70}, nil)
	require.EqualError(t, err, "metrics: features: image 70: cannot be decoded")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
	_, err = OpenCache(filepath.Join(dir, "file", "x"), nil)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "text"), nil, 0o600))
	_, err = OpenCache(filepath.Join(dir, "text"), nil)
	require.ErrorContains(t, err, fmt.Sprintf("metrics: cache: mkdir %s: not a directory", filepath.Join(dir, "text")))
}

// flip changes a bit of a file.
func flip(path string, at int) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data[at] ^= 1
	return os.WriteFile(path, data, 0o600)
}
