package atomicfile_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/atomicfile"
)

func TestWriteReplaces(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	require.NoError(t, atomicfile.Write(path, []byte("old")))
	require.NoError(t, atomicfile.Write(path, []byte("new")))
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "new", string(got))
}

func TestFailureLeavesTheOldFileAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.json")
	require.NoError(t, atomicfile.Write(path, []byte("old")))
	broken := errors.New("disk is full")
	err := atomicfile.WriteTo(path, func(w io.Writer) error {
		_, werr := w.Write(make([]byte, 1<<17))
		return errors.Join(werr, broken)
	})
	require.ErrorIs(t, err, broken)
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "old", string(got))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
}

func TestMissingFolderIsNamed(t *testing.T) {
	err := atomicfile.Write(filepath.Join(t.TempDir(), "no", "a"), nil)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "no/a")
	require.NotContains(t, err.Error(), "tmp-")
}

func TestSweepRemovesLeftoversOnly(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"keep", ".keep", ".a.json.tmp-123"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	require.NoError(t, atomicfile.Sweep(dir))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 2)
}

func TestFolderHasOneOwner(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, atomicfile.Probe(dir))
	require.ErrorContains(t, atomicfile.Probe(filepath.Join(dir, "no")), "no such file")
	unlock, err := atomicfile.Lock(dir)
	require.NoError(t, err)
	_, err = atomicfile.Lock(dir)
	require.ErrorContains(t, err, "another process works in "+dir)
	unlock()
	unlock, err = atomicfile.Lock(dir)
	require.NoError(t, err)
	unlock()
}

// Only an owner is told as one: a folder that cannot be opened is not another process's.
func TestLockThatFailsIsNotOwned(t *testing.T) {
	dir := t.TempDir()
	round := filepath.Join(dir, "round")
	require.NoError(t, os.Symlink("round", round))
	for path, cause := range map[string]error{filepath.Join(dir, "no"): syscall.ENOENT, round: syscall.ELOOP} {
		_, err := atomicfile.Lock(path)
		require.ErrorIs(t, err, cause)
		require.NotErrorIs(t, err, atomicfile.ErrOwned)
		require.EqualError(t, err, "atomicfile: lock "+path+": "+cause.Error())
	}
}

func TestUnreadIsTheSystemsRefusal(t *testing.T) {
	dir := t.TempDir()
	_, missing := os.ReadFile(filepath.Join(dir, "no"))
	_, refused := os.ReadFile(dir)
	for _, c := range []struct {
		name string
		err  error
		want bool
	}{
		{"missing", missing, false}, {"a folder", refused, true}, {"wrapped", fmt.Errorf("cache: %w", errors.Join(errors.New("x"), refused)), true},
		{"bad disk", syscall.EIO, true}, {"no right", syscall.EACCES, true}, {"cut off", io.ErrUnexpectedEOF, false}, {"none", nil, false},
	} {
		require.Equal(t, c.want, atomicfile.Unread(c.err), c.name)
	}
}

func TestSetAsideOverwritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	for n, content := range []string{"first", "second"} {
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
		aside, err := atomicfile.SetAside(path)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("%s.damaged-%d", path, n+1), aside)
		require.NoFileExists(t, path)
		got, err := os.ReadFile(aside)
		require.NoError(t, err)
		require.Equal(t, content, string(got))
	}
	_, err := atomicfile.SetAside(path)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestFolderIsNotReplaced(t *testing.T) {
	dir := t.TempDir()
	err := atomicfile.Write(dir, nil)
	require.ErrorContains(t, err, dir)
	require.NotContains(t, err.Error(), "tmp-")
}

func ExampleWrite() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "record.json")
	fmt.Println(atomicfile.Write(path, []byte("{}")))
	// Output: <nil>
}

func TestSweepFileLeavesOtherTargets(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", ".a.tmp-1", ".ab.tmp-1", ".b.tmp-2"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	require.NoError(t, atomicfile.SweepFile(filepath.Join(dir, "a")))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 3)
	require.NoFileExists(t, filepath.Join(dir, ".a.tmp-1"))
}

func TestFileHasOneOwnerAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	unlock, err := atomicfile.LockFile(context.Background(), path)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = atomicfile.LockFile(ctx, path)
	require.ErrorIs(t, err, context.Canceled)
	got := make(chan error)
	go func() {
		next, err := atomicfile.LockFile(context.Background(), path)
		if err == nil {
			next()
		}
		got <- err
	}()
	unlock()
	require.NoError(t, <-got)
	require.NoFileExists(t, path+".lock")
	_, err = atomicfile.LockFile(context.Background(), filepath.Join(path, "no", "b"))
	require.ErrorContains(t, err, "no such file")
}
