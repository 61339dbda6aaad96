package fetch_test

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tgan/internal/fetch"
	"tgan/internal/rng"
)

// content returns n bytes that have no period.
func content(name string, n int) []byte {
	out := make([]byte, n)
	stream := rng.New("fetch", name)
	for i := range out {
		out[i] = byte(stream.Uint64())
	}
	return out
}

func sha(data []byte) fetch.Checksum {
	sum := sha256.Sum256(data)
	return fetch.Checksum("sha256:" + hex.EncodeToString(sum[:]))
}

func md(data []byte) fetch.Checksum {
	sum := md5.Sum(data)
	return fetch.Checksum("md5:" + hex.EncodeToString(sum[:]))
}

// server serves one file and can fail in many ways.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	data     []byte
	etag     string
	date     time.Time
	cuts     []int // each answer ends after so many bytes, while there are numbers
	stall    bool  // after a cut, be silent in place of closing
	noRange  bool  // ignore ranges
	noLength bool  // do not say how much is to come
	status   []int // answer so, while there are numbers
	requests []http.Header
}

func serve(t *testing.T, data []byte) *server {
	s := &server{data: data, etag: `"v1"`}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	return s
}

func (s *server) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r.Header.Clone())
	if r.URL.Path == "/moved" {
		http.Redirect(w, r, "/file", http.StatusFound)
		return
	}
	if len(s.status) > 0 {
		status := s.status[0]
		s.status = s.status[1:]
		http.Error(w, "no", status)
		return
	}
	if s.etag != "" {
		w.Header().Set("ETag", s.etag)
	}
	out := http.ResponseWriter(w)
	if len(s.cuts) > 0 {
		out = &cutter{ResponseWriter: w, left: s.cuts[0], stall: s.stall, gone: r.Context().Done()}
		s.cuts = s.cuts[1:]
	}
	if s.noRange {
		r.Header.Del("Range")
		if !s.noLength {
			out.Header().Set("Content-Length", strconv.Itoa(len(s.data)))
		}
		_, _ = out.Write(s.data)
		return
	}
	http.ServeContent(out, r, "", s.date, bytes.NewReader(s.data))
}

// cutter sends so many bytes and then closes the connection, or is silent until the other side leaves.
type cutter struct {
	http.ResponseWriter
	left  int
	stall bool
	gone  <-chan struct{}
}

func (c *cutter) Write(b []byte) (int, error) {
	if len(b) < c.left {
		c.left -= len(b)
		return c.ResponseWriter.Write(b)
	}
	_, _ = c.ResponseWriter.Write(b[:c.left])
	_ = http.NewResponseController(c.ResponseWriter).Flush()
	if c.stall {
		<-c.gone
	}
	panic(http.ErrAbortHandler)
}

// client is one that does not wait.
func client() fetch.Client {
	return fetch.Client{Stall: time.Minute, Tries: 3, Pause: time.Nanosecond}
}

// holds asserts that the folder has files of these names and nothing else.
func holds(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	got := []string{}
	for _, e := range entries {
		got = append(got, e.Name())
	}
	require.ElementsMatch(t, names, got)
}

func hasContent(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(filepath.Clean(path))
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, got), "%s has other bytes", path)
}
