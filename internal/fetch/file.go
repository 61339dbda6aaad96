package fetch

import (
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strings"
)

// ErrWrong is the error of a file that is not the published one.
var ErrWrong = errors.New("not the published file")

// File is a published file.
type File struct {
	Name     string   `yaml:"name" json:"name"`                             // of the file on disk, without folders
	URL      string   `yaml:"url,omitempty" json:"url,omitempty"`           // http or https; empty where only a person can get it
	Bytes    int64    `yaml:"bytes,omitempty" json:"bytes,omitempty"`       // 0 where it is not known
	Checksum Checksum `yaml:"checksum,omitempty" json:"checksum,omitempty"` // as published; empty where none is
}

// Checksum is "sha256:" or "md5:" and the sum in lower-case hexadecimal digits.
type Checksum string

// Validate returns an error that names the field that is wrong.
func (f File) Validate() error {
	if f.Name == "" || strings.HasPrefix(f.Name, ".") || strings.ContainsAny(f.Name, `/\`) {
		return fmt.Errorf("name is %q: it must be a file name without folders that does not start with a dot", f.Name)
	}
	if u, err := url.Parse(f.URL); f.URL != "" && (err != nil || !IsWeb(f.URL) || u.Host == "") {
		return fmt.Errorf("%s: url is %q: it must start with http:// or https:// and a host", f.Name, f.URL)
	}
	if f.Bytes < 0 {
		return fmt.Errorf("%s: bytes is %d: it must be 0 (not known) or more", f.Name, f.Bytes)
	}
	if err := f.Checksum.validate(); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

func (c Checksum) validate() error {
	kind, digits, _ := strings.Cut(string(c), ":")
	if c == "" || (kind == "sha256" || kind == "md5") && len(digits) == 2*c.hash().Size() && strings.Trim(digits, "0123456789abcdef") == "" {
		return nil
	}
	return fmt.Errorf("checksum is %q: it must be sha256: and 64, or md5: and 32, lower-case hexadecimal digits", string(c))
}

// hash returns what computes sums of the checksum's kind; sha256 where it is empty.
func (c Checksum) hash() hash.Hash {
	if strings.HasPrefix(string(c), "md5:") {
		return md5.New()
	}
	return sha256.New()
}

// sumOf returns the sum so far of a hash made for a checksum of the same kind.
func (c Checksum) sumOf(h hash.Hash) Checksum {
	kind := "sha256:"
	if strings.HasPrefix(string(c), "md5:") {
		kind = "md5:"
	}
	return Checksum(kind + hex.EncodeToString(h.Sum(nil)))
}

// Verify reads the file at path and returns its sum, of the published kind, or sha256 where none is published. The error is
// fs.ErrNotExist where there is no such file and ErrWrong where size or sum differ from what is published. progress, unless nil, is
// told the bytes read so far.
func (f File) Verify(ctx context.Context, path string, progress func(done int64)) (Checksum, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("fetch: no file %s: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return "", fmt.Errorf("fetch: verify: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", fmt.Errorf("fetch: verify: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("fetch: %s is %w: it is no regular file", path, ErrWrong)
	}
	if f.Bytes > 0 && info.Size() != f.Bytes {
		return "", fmt.Errorf("fetch: %s is %w: it has %d bytes, published are %d", path, ErrWrong, info.Size(), f.Bytes)
	}
	h := f.Checksum.hash()
	if _, err := io.Copy(h, &watched{ctx: ctx, r: file, progress: progress}); err != nil {
		return "", fmt.Errorf("fetch: verify %s: %w", path, err)
	}
	sum := f.Checksum.sumOf(h)
	if f.Checksum != "" && sum != f.Checksum {
		return sum, fmt.Errorf("fetch: %s is %w: its checksum is %s, published is %s", path, ErrWrong, sum, f.Checksum)
	}
	return sum, nil
}

// watched is a reader that ends with ctx and tells how far it is.
type watched struct {
	ctx      context.Context
	r        io.Reader
	progress func(done int64)
	done     int64
}

func (w *watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.r.Read(p)
	w.done += int64(n)
	if w.progress != nil {
		w.progress(w.done)
	}
	return n, err
}

// Size returns a number of bytes for people, in powers of 1000: "45.9 GB".
func Size(bytes int64) string {
	if bytes < 1000 {
		return fmt.Sprintf("%d B", bytes)
	}
	value, unit := float64(bytes)/1000, 0
	for value >= 999.95 && unit < 3 {
		value /= 1000
		unit++
	}
	return fmt.Sprintf("%.1f %cB", value, "kMGT"[unit])
}
