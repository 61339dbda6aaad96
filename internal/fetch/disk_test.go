package fetch

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// fullAfter is a disk that takes so many bytes.
type fullAfter struct {
	io.Writer
	left int
}

func (f *fullAfter) Write(b []byte) (int, error) {
	n, err := f.Writer.Write(b[:min(len(b), f.left)])
	f.left -= n
	if err == nil && n < len(b) {
		err = unix.ENOSPC
	}
	return n, err
}

func TestFullDiskKeepsThePart(t *testing.T) {
	data := bytes.Repeat([]byte("tgan"), 1<<18)
	folder, dir := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "f"), data, 0o600))
	c := Client{Mirror: folder, sink: func(w io.Writer) io.Writer { return &fullAfter{w, 300_000} }}
	_, err := c.Fetch(t.Context(), File{Name: "f"}, dir)
	require.ErrorIs(t, err, unix.ENOSPC)
	require.EqualError(t, err, "fetch f: no space left on the disk for "+dir+"/f: free some, or choose another folder: no space left on device; 300.0 kB are kept in "+dir+"/f.part, fetching again continues there")

	_, err = Client{Mirror: folder}.Fetch(t.Context(), File{Name: "f"}, dir)
	require.NoError(t, err)
	got, err := os.ReadFile(filepath.Join(dir, "f"))
	require.NoError(t, err)
	require.Equal(t, data, got)
}

// A real disk of 1 MiB: a file that is known not to fit is not begun, one of unknown size leaves a part.
func TestSmallDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("cannot mount a tmpfs here: %v", err)
	}
	defer func() { require.NoError(t, unix.Unmount(dir, 0)) }()
	data := make([]byte, 4<<20)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/known" {
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
			return
		}
		_, _ = w.Write(data)
	}))
	defer s.Close()
	_, err := Client{}.Fetch(t.Context(), File{Name: "f", URL: s.URL + "/known"}, dir)
	require.ErrorIs(t, err, unix.ENOSPC)
	require.ErrorContains(t, err, "4.2 MB are to come, but the disk of "+dir+" has 1.0 MB left")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)

	_, err = Client{}.Fetch(t.Context(), File{Name: "f", URL: s.URL + "/unknown"}, dir)
	require.ErrorIs(t, err, unix.ENOSPC)
	require.NoFileExists(t, filepath.Join(dir, "f"))
	require.FileExists(t, filepath.Join(dir, "f.part"))
}
