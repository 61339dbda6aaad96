package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// source is where a file is fetched from.
type source interface {
	// open returns the file from byte offset from on if it still is of the version that tag marks, else from its start.
	open(ctx context.Context, from int64, tag string) (stream, error)
}

// stream is a file on its way.
type stream struct {
	io.ReadCloser
	start int64  // offset of the first byte: 0, or what was asked for
	total int64  // bytes of the whole file, -1 if the source does not say
	tag   string // marks the version; empty if the source cannot
}

// errComplete is the answer to asking for the bytes after the last.
var errComplete = errors.New("there is no more")

// IsWeb tells whether text is meant as the URL of a file, or of a folder of a server.
func IsWeb(text string) bool {
	return strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
}

// locate returns where f is fetched from: its URL, or the mirror, a folder or a base URL, if there is one.
func (c Client) locate(f File) (source, error) {
	address := f.URL
	if IsWeb(c.Mirror) {
		address = strings.TrimSuffix(c.Mirror, "/") + "/" + url.PathEscape(f.Name)
	} else if c.Mirror != "" {
		return mirrored{c.Mirror, f.Name}, nil
	}
	if address == "" {
		return nil, fmt.Errorf("%s has no public address: get it by hand, or use a mirror", f.Name)
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	return web{client: client, url: address, trust: f.Checksum != ""}, nil
}

// web is a file on a server.
type web struct {
	client *http.Client
	url    string
	trust  bool // the checksum will tell if parts do not fit, so that a server without marks of versions can be resumed
}

// Marks of versions start with what they are.
const (
	tagETag = "etag:"
	tagDate = "date:"
	tagFile = "file:"
)

func (w web) open(ctx context.Context, from int64, tag string) (stream, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url, nil)
	if err != nil {
		return stream{}, final(err)
	}
	req.Header.Set("User-Agent", "tgan")
	req.Header.Set("Accept-Encoding", "identity") // the bytes as they are published
	mark, known := strings.CutPrefix(strings.TrimPrefix(tag, tagDate), tagETag)
	known = known || strings.HasPrefix(tag, tagDate)
	if from > 0 && (known || tag == "" && w.trust) {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
		if known {
			req.Header.Set("If-Range", mark)
		}
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return stream{}, w.unreachable(err)
	}
	s := stream{ReadCloser: resp.Body, total: resp.ContentLength, tag: versionOf(resp.Header)}
	switch resp.StatusCode {
	case http.StatusOK:
		return s, nil
	case http.StatusPartialContent:
		if s.start, s.total, err = parseRange(resp.Header.Get("Content-Range")); err == nil && s.start == from {
			return s, nil
		}
		err = final(fmt.Errorf("%s answers with the wrong bytes (%q, asked from %d): remove the .part file, or use a mirror", w.url, resp.Header.Get("Content-Range"), from))
	case http.StatusRequestedRangeNotSatisfiable:
		if resp.Header.Get("Content-Range") == "bytes */"+strconv.FormatInt(from, 10) {
			err = errComplete
		} else {
			err = errStartOver
		}
	default:
		err = w.refused(resp)
	}
	return stream{}, errors.Join(err, resp.Body.Close())
}

// versionOf returns the mark of the version of the file that a server sends; empty if there is none that If-Range may name.
func versionOf(h http.Header) string {
	if etag := h.Get("ETag"); etag != "" && !strings.HasPrefix(etag, "W/") {
		return tagETag + etag
	}
	if date := h.Get("Last-Modified"); date != "" {
		return tagDate + date
	}
	return ""
}

// parseRange reads "bytes 100-199/500"; total is -1 for "bytes 100-199/*".
func parseRange(text string) (start, total int64, err error) {
	body, ok := strings.CutPrefix(text, "bytes ")
	first, rest, ok2 := strings.Cut(body, "-")
	_, size, ok3 := strings.Cut(rest, "/")
	if !ok || !ok2 || !ok3 {
		return 0, 0, fmt.Errorf("bad range %q", text)
	}
	if start, err = strconv.ParseInt(first, 10, 64); err != nil || size == "*" {
		return start, -1, err
	}
	total, err = strconv.ParseInt(size, 10, 64)
	return start, total, err
}

// mirrored is a file in a folder that mirrors the published files.
type mirrored struct{ dir, name string }

func (m mirrored) open(_ context.Context, from int64, tag string) (stream, error) {
	path := filepath.Join(m.dir, m.name)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return stream{}, final(fmt.Errorf("mirror %s has no file %s: check the folder (%w)", m.dir, m.name, fs.ErrNotExist))
	}
	if err != nil {
		return stream{}, final(err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("mirror: %s is no regular file", path)
	}
	s := stream{ReadCloser: f}
	if err == nil {
		s.total = info.Size()
		s.tag = fmt.Sprintf("%s%d %s", tagFile, s.total, info.ModTime().UTC().Format(time.RFC3339Nano))
		if tag == s.tag {
			s.start, err = f.Seek(from, io.SeekStart)
		}
	}
	if err != nil {
		return stream{}, final(errors.Join(err, f.Close()))
	}
	return s, nil
}
