package datasets

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// refusing is a file that fails to be read up to the n-th time.
type refusing struct {
	io.ReaderAt
	n int
}

func (r *refusing) ReadAt(p []byte, at int64) (int, error) {
	if r.n--; r.n == 0 {
		return 0, &os.PathError{Op: "read", Path: "set", Err: syscall.EIO}
	}
	return r.ReaderAt.ReadAt(p, at)
}

// No read that fails makes a container another one.
func TestWhatCannotBeReadIsNoOtherContainer(t *testing.T) {
	packed := "\x1f\x8b and so on"
	b := &blob{&refusing{strings.NewReader(packed), 1}, int64(len(packed)), func() error { return nil }}
	_, err := b.gzipped()
	require.ErrorIs(t, err, syscall.EIO)
	is, err := b.gzipped()
	require.NoError(t, err)
	require.True(t, is)
	is, err = inMemory([]byte("x")).gzipped()
	require.NoError(t, err, "too short is the business of its format")
	require.False(t, is)

	old := bytes.Repeat([]byte{0}, 1024) // as a tar from before ustar may start: only its header tells
	copy(old, "name")
	for n := 1; n <= 2; n++ {
		b := &blob{&refusing{bytes.NewReader(old), n}, int64(len(old)), func() error { return nil }}
		_, _, err = openBlobAs(b, "set", "set")
		require.ErrorIs(t, err, syscall.EIO)
		require.EqualError(t, err, "set cannot be read: input/output error")
	}
}

// A link that cannot be followed is broken only where nothing is at its end: else images would be missing from the set without a word.
func TestLinkThatCannotBeFollowedIsNoBrokenOne(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.png"), []byte("image"), 0o644))
	require.NoError(t, os.Symlink("nowhere", filepath.Join(dir, "lost")))
	require.NoError(t, os.Symlink("round", filepath.Join(dir, "round")))
	names, skipped, err := folder(dir).Names(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"a.png"}, names)
	require.Equal(t, 2, skipped.Others[Broken])
	require.NoError(t, os.Symlink(strings.Repeat("x", 300), filepath.Join(dir, "more")))
	_, _, err = folder(dir).Names(t.Context())
	require.EqualError(t, err, "more cannot be read: file name too long")
}
