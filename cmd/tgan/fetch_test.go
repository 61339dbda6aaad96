package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

// serve is the script command "serve DIR": it serves the folder at $SERVER until the script ends.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	s := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(s.Close)
	ts.Setenv("SERVER", s.URL)
}

// An interrupted fetch exits 130, keeps what came, and the same command continues there.
func TestInterruptedFetchContinues(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789"), 100_000)
	first, continued := make(chan struct{}), make(chan string, 1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		select {
		case <-first:
			continued <- r.Header.Get("Range")
			http.ServeContent(w, r, "", time.Unix(0, 0), bytes.NewReader(data))
		default:
			w.Header().Set("Content-Length", fmt.Sprint(len(data)))
			_, _ = w.Write(data[:400_000])
			_ = http.NewResponseController(w).Flush()
			close(first)
			<-r.Context().Done()
		}
	}))
	defer s.Close()
	dir := t.TempDir()
	sets := filepath.Join(dir, "sets.yaml")
	require.NoError(t, os.WriteFile(sets, fmt.Appendf(nil, `sets:
- name: toy
  title: Toy
  licence: MIT
  access: open
  files: [{name: toy.bin, url: %s/toy.bin, bytes: %d}]
  source: toy.bin
`, s.URL, len(data)), 0o600))
	args := []string{"data", "fetch", "toy", "--catalogue", sets, "--dir", dir}
	path := filepath.Join(dir, "toy", "toy.bin")

	cmd := exec.Command("tgan", args...)
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		info, err := os.Stat(path + ".part")
		return err == nil && info.Size() == 400_000
	}, time.Minute, time.Millisecond)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	require.Error(t, cmd.Wait())
	require.Equal(t, exitInterrupted, cmd.ProcessState.ExitCode())
	require.NoFileExists(t, path)

	require.NoError(t, exec.Command("tgan", args...).Run())
	require.Equal(t, "bytes=400000-", <-continued)
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, bytes.Equal(data, got))
	require.NoFileExists(t, path+".part")
	require.NoFileExists(t, path+".part.tag")
}

func TestLookForWeights(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "weights")
	path := filepath.Join(dir, "pt_inception-2015-12-05-6726825d.pth")
	found := func() bool {
		all, err := lookForWeights(dir)
		require.NoError(t, err)
		i := slices.IndexFunc(all, func(w foundWeights) bool { return w.Path == path })
		require.GreaterOrEqual(t, i, 0)
		return all[i].Found
	}
	require.False(t, found())
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(path, []byte("short"), 0o600))
	require.False(t, found(), "a file of another size is not it")
	require.NoError(t, os.Truncate(path, 95_628_359))
	require.True(t, found())

	require.NoError(t, os.Remove(path))
	require.NoError(t, os.Symlink(filepath.Base(path), path)) // to itself
	_, err := lookForWeights(dir)
	require.ErrorIs(t, err, syscall.ELOOP)
	require.ErrorContains(t, err, "weights: stat "+path+": ")
	require.NotContains(t, err.Error(), "\n")
}
