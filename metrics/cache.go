package metrics

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"tgan/internal/atomicfile"
)

// cacheLimit is the size in bytes above which the oldest files of a cache are removed: features of some 500,000 images
// with 2048 each.
const cacheLimit = 4 << 30

// featureRevision is raised when an extractor or a protocol of the same name gives other features than before.
const featureRevision = 1

// Cache keeps the features and the moments of sets of images in a folder, under the sha256 of what determines them. A
// file counts only with its sha256 beside it, in a file of sha256sum's format; it is verified before each use.
type Cache struct {
	dir   string
	limit int64 // bytes
	warn  func(message string)
}

// CacheKey is all that determines the features of a set of images.
type CacheKey struct {
	Images     string `json:"images"`     // of the content of the source: datasets.Identity
	Selection  any    `json:"selection"`  // which images, at what size; JSON
	Extractor  string `json:"extractor"`  // Extractor.Name
	Resize     Resize `json:"resize"`     // the protocol
	Arithmetic string `json:"arithmetic"` // kernel.ISA.Arithmetic
}

// OpenCache returns the cache in a folder, which is made if it is missing. warn is told of files that are damaged, which
// are then made anew; one that cannot be read is an error. When the cache exceeds 4 GiB, the files that were written first are removed.
func OpenCache(dir string, warn func(message string)) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("metrics: cache: %w", err)
	}
	if err := atomicfile.Probe(dir); err != nil {
		return nil, fmt.Errorf("metrics: cache: %w", err)
	}
	return &Cache{dir, cacheLimit, warn}, nil
}

// name returns the file name of a key, without its ending.
func (k CacheKey) name() (string, error) {
	text, err := json.Marshal(struct {
		CacheKey
		Revision int `json:"revision"`
	}{k, featureRevision})
	if err != nil {
		return "", fmt.Errorf("metrics: cache key: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Sample returns the sample of images, from the cache if it is there, and extracts and keeps their features if not.
// Where the caller needs no features, moments in the cache are enough. progress may be nil.
func (c *Cache) Sample(ctx context.Context, key CacheKey, needsFeatures bool, e Extractor, images Images, progress func(done, total int)) (*Sample, error) {
	name, err := key.name()
	if err != nil {
		return nil, err
	}
	sample := &Sample{keep: func(m Moments) error {
		return c.publish(name+".npz", func(w io.Writer) error { return writeStatistics(w, Statistics{Moments: m}) })
	}}
	m, ok, err := c.moments(name + ".npz")
	if err != nil {
		return nil, err
	}
	if ok && m.N == images.Len() && len(m.Mean) == e.Dim() {
		sample.moments = &m
	}
	if sample.moments != nil && !needsFeatures {
		return sample, nil
	}
	if sample.features, err = c.features(name+".npy", images.Len(), e.Dim()); sample.features != nil || err != nil {
		return sample, err
	}
	var failed error // of the images, which is no failure of the cache
	err = c.publish(name+".npy", func(w io.Writer) error {
		if _, err := w.Write(featuresHeader(images.Len(), e.Dim())); err != nil {
			return err
		}
		failed = extract(ctx, e, images, progress, rowWriter(w))
		return failed
	})
	if failed != nil {
		return nil, failed
	}
	if err != nil {
		return nil, err
	}
	if sample.features, err = c.features(name+".npy", images.Len(), e.Dim()); err == nil && sample.features == nil {
		err = fmt.Errorf("metrics: cache: %s cannot be read back; work without a cache", filepath.Join(c.dir, name+".npy"))
	}
	return sample, err
}

// moments returns kept moments.
func (c *Cache) moments(name string) (m Moments, ok bool, err error) {
	if ok, err = c.verified(name); !ok {
		return m, false, err
	}
	path := filepath.Join(c.dir, name)
	s, err := ReadStatistics(path)
	return s.Moments, err == nil, c.lost(path, err)
}

// features returns kept features of n images, nil where there are none.
func (c *Cache) features(name string, n, dim int) (*Features, error) {
	if ok, err := c.verified(name); !ok {
		return nil, err
	}
	path := filepath.Join(c.dir, name)
	file, err := os.Open(path)
	if err != nil {
		return nil, c.lost(path, err)
	}
	header := featuresHeader(n, dim)
	head := make([]byte, len(header))
	info, err := file.Stat()
	if err == nil {
		_, err = io.ReadFull(file, head)
	}
	if want := int64(len(header)) + 4*int64(n)*int64(dim); err == nil && (info.Size() != want || !bytes.Equal(head, header)) {
		err = fmt.Errorf("it does not hold %d images with %d features", n, dim)
	}
	if err != nil {
		return nil, c.lost(path, errors.Join(err, file.Close()))
	}
	return &Features{n: n, dim: dim, file: file, start: int64(len(header))}, nil
}

// lost warns that a file is made anew for what is wrong with it. A file that cannot be read may be good: it stays, and is an error.
func (c *Cache) lost(path string, err error) error {
	if atomicfile.Unread(err) {
		return fmt.Errorf("metrics: cache: %s cannot be read: %w: see to the disk, or work without a cache", path, err)
	}
	if err != nil {
		c.warn(fmt.Sprintf("metrics: cache: %s is damaged and made anew: %v", path, err))
	}
	return nil
}

// featuresHeader returns the header of a .npy file of features, which NumPy reads.
// Source: numpy/lib/format.py, version 1.0: 128 bytes.
func featuresHeader(n, dim int) []byte {
	text := fmt.Sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", n, dim)
	return fmt.Appendf(nil, "\x93NUMPY\x01\x00\x76\x00%-117s\n", text)
}

// publish writes a file, then its sha256.
func (c *Cache) publish(name string, write func(io.Writer) error) error {
	path := filepath.Join(c.dir, name)
	sum := sha256.New()
	err := atomicfile.WriteTo(path, func(w io.Writer) error { return write(io.MultiWriter(w, sum)) })
	if err != nil {
		return err
	}
	if err := atomicfile.Write(path+sumEnding, fmt.Appendf(nil, "%x  %s\n", sum.Sum(nil), name)); err != nil {
		return err
	}
	return c.trim(name)
}

// sumEnding is that of a file with the sha256 of another.
const sumEnding = ".sha256"

// trim removes the oldest files while all together exceed the limit, but never the one named.
func (c *Cache) trim(keep string) error {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return fmt.Errorf("metrics: cache: %w", err)
	}
	var total int64
	var files []os.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		if ext := filepath.Ext(e.Name()); err != nil || ext != ".npy" && ext != ".npz" {
			continue // removed by another process meanwhile, or a sum
		}
		total += info.Size()
		if e.Name() != keep {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b os.FileInfo) int {
		return cmp.Or(a.ModTime().Compare(b.ModTime()), cmp.Compare(a.Name(), b.Name()))
	})
	for _, f := range files {
		if total <= c.limit {
			break
		}
		total -= f.Size()
		for _, name := range []string{f.Name() + sumEnding, f.Name()} { // without its sum a file does not count
			if err := os.Remove(filepath.Join(c.dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("metrics: cache: %w", err)
			}
		}
	}
	return nil
}

// verified tells whether a file is there and is the one that was published.
func (c *Cache) verified(name string) (bool, error) {
	path := filepath.Join(c.dir, name)
	want, err := os.ReadFile(path + sumEnding)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil // never published, or only in part
	}
	if err == nil {
		var file *os.File
		if file, err = os.Open(path); err == nil {
			sum := sha256.New()
			_, err = io.Copy(sum, file)
			err = errors.Join(err, file.Close())
			if err == nil && string(want) != fmt.Sprintf("%x  %s\n", sum.Sum(nil), name) {
				err = errors.New("it does not match its sha256")
			}
		}
	}
	return err == nil, c.lost(path, err)
}
