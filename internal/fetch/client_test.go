package fetch_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tgan/internal/fetch"
)

const size = 1 << 20

func TestFileArrivesUnderItsNameAlone(t *testing.T) {
	data := content("file", size)
	for name, f := range map[string]fetch.File{
		"sha256":         {Bytes: size, Checksum: sha(data)},
		"md5":            {Bytes: size, Checksum: md(data)},
		"no checksum":    {Bytes: size},
		"nothing known":  {},
		"only the sum":   {Checksum: sha(data)},
		"with redirects": {Checksum: sha(data)},
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := serve(t, data), t.TempDir()
			f.Name, f.URL = "f.zip", s.URL+"/file"
			if name == "with redirects" {
				f.URL = s.URL + "/moved"
			}
			c := client()
			var last, of int64
			c.Progress = func(done, total int64) {
				require.GreaterOrEqual(t, done, last)
				last, of = done, total
			}
			sum, err := c.Fetch(t.Context(), f, dir)
			require.NoError(t, err)
			want := f.Checksum
			if want == "" {
				want = sha(data)
			}
			require.Equal(t, want, sum)
			require.Equal(t, []int64{size, size}, []int64{last, of})
			hasContent(t, filepath.Join(dir, "f.zip"), data)
			holds(t, dir, "f.zip")
			_, err = f.Verify(t.Context(), filepath.Join(dir, "f.zip"), nil)
			require.NoError(t, err)
		})
	}
}

func TestCutTransferContinues(t *testing.T) {
	data := content("file", size)
	for name, set := range map[string]func(*server){
		"by entity tag": func(*server) {},
		"by date":       func(s *server) { s.etag, s.date = "", time.Unix(1e9, 0) },
		"by checksum":   func(s *server) { s.etag = "" },
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := serve(t, data), t.TempDir()
			set(s)
			s.cuts = []int{300_000, 300_000}
			f := fetch.File{Name: "f", URL: s.URL, Bytes: size, Checksum: sha(data)}
			_, err := client().Fetch(t.Context(), f, dir)
			require.NoError(t, err)
			hasContent(t, filepath.Join(dir, "f"), data)
			holds(t, dir, "f")
			require.Len(t, s.requests, 3)
			require.Equal(t, "bytes=300000-", s.requests[1].Get("Range"))
			require.Equal(t, "bytes=600000-", s.requests[2].Get("Range"))
		})
	}
}

// A later call, as of another process, continues the part.
func TestInterruptedTransferContinuesLater(t *testing.T) {
	data := content("file", size)
	s, dir := serve(t, data), t.TempDir()
	s.cuts, s.stall = []int{300_000}, true
	f := fetch.File{Name: "f", URL: s.URL, Bytes: size, Checksum: sha(data)}
	ctx, cancel := context.WithCancel(t.Context())
	c := client()
	c.Progress = func(done, _ int64) {
		if done == 300_000 {
			cancel()
		}
	}
	_, err := c.Fetch(ctx, f, dir)
	require.ErrorIs(t, err, context.Canceled)
	holds(t, dir, "f.part", "f.part.tag")
	hasContent(t, filepath.Join(dir, "f.part"), data[:300_000])

	_, err = client().Fetch(t.Context(), f, dir)
	require.NoError(t, err)
	hasContent(t, filepath.Join(dir, "f"), data)
	holds(t, dir, "f")
	require.Equal(t, "bytes=300000-", s.requests[1].Get("Range"))
	require.Equal(t, `"v1"`, s.requests[1].Get("If-Range"))
}

// The part of a file that has changed since is not glued to the new one, even where no checksum would tell.
func TestChangedFileStartsOver(t *testing.T) {
	data := content("file", size)
	s, dir := serve(t, data), t.TempDir()
	c := client()
	c.Tries = 1
	s.cuts = []int{300_000}
	f := fetch.File{Name: "f", URL: s.URL}
	_, err := c.Fetch(t.Context(), f, dir)
	require.EqualError(t, err, fmt.Sprintf("fetch f: the connection was cut after 300000 of 1048576 bytes: try again; 300.0 kB are kept in %s/f.part, fetching again continues there", dir))
	holds(t, dir, "f.part", "f.part.tag")

	s.data, s.etag = content("changed", size-5), `"v2"`
	_, err = c.Fetch(t.Context(), f, dir)
	require.NoError(t, err)
	hasContent(t, filepath.Join(dir, "f"), s.data)
	holds(t, dir, "f")
	require.Equal(t, "bytes=300000-", s.requests[1].Get("Range"))
}

// A server that sends the missing bytes of another version, in spite of If-Range, is not believed.
func TestServerThatIgnoresTheVersionStartsOver(t *testing.T) {
	data := content("file", size)
	s, dir := serve(t, data), t.TempDir()
	s.cuts, s.noVersion = []int{300_000}, true
	c := client()
	c.Tries = 1
	f := fetch.File{Name: "f", URL: s.URL}
	_, err := c.Fetch(t.Context(), f, dir)
	require.ErrorContains(t, err, "300.0 kB are kept")
	s.data, s.etag = content("changed", size), `"v2"`
	_, err = client().Fetch(t.Context(), f, dir)
	require.NoError(t, err)
	require.Len(t, s.requests, 3)
	hasContent(t, filepath.Join(dir, "f"), s.data)
	holds(t, dir, "f")
}

func TestServerWithoutRangesStartsOver(t *testing.T) {
	data := content("file", size)
	s, dir := serve(t, data), t.TempDir()
	s.noRange, s.cuts = true, []int{300_000, 400_000}
	f := fetch.File{Name: "f", URL: s.URL, Bytes: size, Checksum: sha(data)}
	_, err := client().Fetch(t.Context(), f, dir)
	require.NoError(t, err)
	hasContent(t, filepath.Join(dir, "f"), data)
	holds(t, dir, "f")
	require.Len(t, s.requests, 3)

	s.noLength, s.cuts = true, []int{300_000}
	c := client()
	c.Tries = 1
	f = fetch.File{Name: "g", URL: s.URL}
	_, err = c.Fetch(t.Context(), f, dir)
	require.ErrorContains(t, err, "fetch g: the connection was cut after 300000 bytes: try again; 300.0 kB are kept")
	_, err = c.Fetch(t.Context(), f, dir)
	require.NoError(t, err)
	hasContent(t, filepath.Join(dir, "g"), data)
}

// A part that was complete when its process died is taken as it is.
func TestCompletePartIsPublished(t *testing.T) {
	data := content("file", size)
	for name, f := range map[string]fetch.File{"size known": {Bytes: size, Checksum: sha(data)}, "size unknown": {Checksum: sha(data)}} {
		t.Run(name, func(t *testing.T) {
			s, dir := serve(t, data), t.TempDir()
			f.Name, f.URL = "f", s.URL
			require.NoError(t, os.WriteFile(filepath.Join(dir, "f.part"), data, 0o600))
			_, err := client().Fetch(t.Context(), f, dir)
			require.NoError(t, err)
			hasContent(t, filepath.Join(dir, "f"), data)
			holds(t, dir, "f")
		})
	}
}

func TestWrongPartIsReplaced(t *testing.T) {
	data := content("file", size)
	for name, part := range map[string][]byte{"longer than the file": content("other", size+1), "longer, size unknown": content("other", size+9)} {
		t.Run(name, func(t *testing.T) {
			s, dir := serve(t, data), t.TempDir()
			f := fetch.File{Name: "f", URL: s.URL, Checksum: sha(data)}
			if name == "longer than the file" {
				f.Bytes = size
			}
			require.NoError(t, os.WriteFile(filepath.Join(dir, "f.part"), part, 0o600))
			_, err := client().Fetch(t.Context(), f, dir)
			require.NoError(t, err)
			hasContent(t, filepath.Join(dir, "f"), data)
			holds(t, dir, "f")
		})
	}
}

func TestWrongContentIsRemoved(t *testing.T) {
	data := content("file", size)
	want := sha(content("published", size))
	s, dir := serve(t, data), t.TempDir()
	_, err := client().Fetch(t.Context(), fetch.File{Name: "f", URL: s.URL, Bytes: size, Checksum: want}, dir)
	require.ErrorIs(t, err, fetch.ErrWrong)
	require.EqualError(t, err, fmt.Sprintf("fetch f: what came is not the published file and was removed: its checksum is %s, published is %s: fetch it again, or from elsewhere", sha(data), want))
	holds(t, dir)

	_, err = client().Fetch(t.Context(), fetch.File{Name: "f", URL: s.URL, Bytes: size - 1}, dir)
	require.ErrorIs(t, err, fetch.ErrWrong)
	require.ErrorContains(t, err, "it has 1048576 bytes, published are 1048575")
	holds(t, dir)

	s.noRange, s.noLength = true, true
	_, err = client().Fetch(t.Context(), fetch.File{Name: "f", URL: s.URL, Bytes: size - 1}, dir)
	require.ErrorIs(t, err, fetch.ErrWrong)
	require.ErrorContains(t, err, "more than 1048575 bytes came")
	holds(t, dir)
}

func TestRefusals(t *testing.T) {
	data := content("file", size)
	for _, test := range []struct {
		status   []int
		requests int
		words    string
	}{
		{[]int{404}, 1, "is not there (404 Not Found): it may have moved; get it by hand, or use a mirror"},
		{[]int{403}, 1, "refuses access (403 Forbidden): it may need a login; get it by hand, or use a mirror"},
		{[]int{400}, 1, "answers 400 Bad Request: get the file by hand, or use a mirror"},
		{[]int{500, 503, 502}, 3, "cannot serve it now (502 Bad Gateway): try again later, or use a mirror"},
		{[]int{500, 429}, 3, ""},
	} {
		t.Run(fmt.Sprint(test.status), func(t *testing.T) {
			s, dir := serve(t, data), t.TempDir()
			s.status = test.status
			retried := 0
			c := client()
			c.Retrying = func(reason error) {
				require.ErrorContains(t, reason, "cannot serve it now")
				retried++
			}
			_, err := c.Fetch(t.Context(), fetch.File{Name: "f", URL: s.URL, Checksum: sha(data)}, dir)
			require.Len(t, s.requests, test.requests)
			require.Equal(t, test.requests-1, retried)
			if test.words == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, "fetch f: "+s.URL+" "+test.words)
			holds(t, dir)
		})
	}
}

func TestSilentServer(t *testing.T) {
	data := content("file", size)
	s, dir := serve(t, data), t.TempDir()
	s.stall, s.cuts = true, []int{300_000, 50_000, 0}
	c := client()
	c.Tries, c.Stall = 2, 100*time.Millisecond
	_, err := c.Fetch(t.Context(), fetch.File{Name: "f", URL: s.URL, Checksum: sha(data)}, dir)
	require.EqualError(t, err, fmt.Sprintf("fetch f: the server is silent for 100ms: try again later, or use a mirror; 350.0 kB are kept in %s/f.part, fetching again continues there", dir))
	require.Len(t, s.requests, 3, "the second attempt brought something, so it is counted as the first")

	s.stall = false
	_, err = client().Fetch(t.Context(), fetch.File{Name: "f", URL: s.URL, Checksum: sha(data)}, dir)
	require.NoError(t, err)
	holds(t, dir, "f")
}

func TestUnreachable(t *testing.T) {
	dir := t.TempDir()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	_, err := client().Fetch(t.Context(), fetch.File{Name: "f", URL: closed.URL}, dir)
	require.ErrorContains(t, err, "fetch f: cannot reach "+closed.URL+" (dial tcp")
	require.ErrorContains(t, err, "connection refused): check the network, or use a mirror")
	holds(t, dir)

	offline := client()
	offline.HTTP = &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "tgan.invalid", IsNotFound: true}
	}}}
	_, err = offline.Fetch(t.Context(), fetch.File{Name: "f", URL: "http://tgan.invalid/f"}, dir)
	require.EqualError(t, err, "fetch f: cannot resolve the host of http://tgan.invalid/f: check the network, or use a mirror")
	holds(t, dir)

	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	_, err = client().Fetch(t.Context(), fetch.File{Name: "f", URL: secure.URL}, dir)
	require.ErrorContains(t, err, "failed to verify certificate")
	holds(t, dir)
}

func TestMirrors(t *testing.T) {
	data := content("file", size)
	f := fetch.File{Name: "f 1.zip", URL: "http://tgan.invalid/f", Bytes: size, Checksum: sha(data)}
	folder, dir := t.TempDir(), t.TempDir()
	c := client()
	c.Mirror = folder
	_, err := c.Fetch(t.Context(), f, dir)
	require.EqualError(t, err, "fetch f 1.zip: mirror "+folder+" has no file f 1.zip: check the folder (file does not exist)")
	holds(t, dir)
	require.NoError(t, os.WriteFile(filepath.Join(folder, f.Name), data, 0o600))
	_, err = c.Fetch(t.Context(), f, dir)
	require.NoError(t, err)
	hasContent(t, filepath.Join(dir, f.Name), data)
	holds(t, dir, f.Name)

	require.NoError(t, os.Remove(filepath.Join(dir, f.Name)))
	s := httptest.NewServer(http.StripPrefix("/base/", http.FileServer(http.Dir(folder))))
	defer s.Close()
	c.Mirror = s.URL + "/base/"
	_, err = c.Fetch(t.Context(), f, dir)
	require.NoError(t, err)
	holds(t, dir, f.Name)

	_, err = client().Fetch(t.Context(), fetch.File{Name: "f"}, dir)
	require.EqualError(t, err, "fetch f: f has no public address: get it by hand, or use a mirror")
}

// An interrupted copy from a folder continues, unless the file in the folder changed.
func TestMirrorFolderContinues(t *testing.T) {
	data := content("file", size)
	folder, dir := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "f"), data, 0o600))
	f := fetch.File{Name: "f"}
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		c := client()
		c.Mirror = folder
		c.Progress = func(done, _ int64) { cancel() }
		_, err := c.Fetch(ctx, f, dir)
		require.ErrorIs(t, err, context.Canceled)
	}
	got, err := os.ReadFile(filepath.Join(dir, "f.part"))
	require.NoError(t, err)
	require.Len(t, got, size/2, "two buffers")

	changed := content("changed", size)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "f"), changed, 0o600))
	require.NoError(t, os.Chtimes(filepath.Join(folder, "f"), time.Unix(5, 0), time.Unix(5, 0)))
	c := client()
	c.Mirror = folder
	_, err = c.Fetch(t.Context(), f, dir)
	require.NoError(t, err)
	hasContent(t, filepath.Join(dir, "f"), changed)
	holds(t, dir, "f")
}

func TestUnwritableFolder(t *testing.T) {
	s := serve(t, content("file", size))
	_, err := client().Fetch(t.Context(), fetch.File{Name: "f", URL: s.URL}, filepath.Join(t.TempDir(), "no"))
	require.ErrorContains(t, err, "no such file or directory")
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "f"), 0o755))
	_, err = client().Fetch(t.Context(), fetch.File{Name: "f", URL: s.URL}, dir)
	require.ErrorContains(t, err, "write "+dir+"/f: it is not a regular file")
	require.False(t, strings.Contains(err.Error(), "\n"), err)
}
