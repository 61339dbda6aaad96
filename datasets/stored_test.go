package datasets

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// An entry that is not there whole is no error; a file that cannot be read is one, and no entry that is missing.
func TestReadStoredTellsUnreadFromAbsent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "part")
	s, err := openStored(path)
	require.NoError(t, err)
	require.NoError(t, s.add("a", []byte("content")))
	require.NoError(t, s.finish())
	data, ok, err := readStored(s.f, 0, "a")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "content", string(data))
	for name, f := range map[string]func() (*os.File, int64, string){
		"another entry": func() (*os.File, int64, string) { return s.f, 0, "b" },
		"behind its end": func() (*os.File, int64, string) {
			at, err := s.f.Seek(0, io.SeekEnd)
			require.NoError(t, err)
			return s.f, at, "a"
		},
	} {
		file, at, entry := f()
		_, ok, err := readStored(file, at, entry)
		require.NoError(t, err, name)
		require.False(t, ok, name)
	}

	unread, err := os.Open(t.TempDir()) // opening a folder goes well, reading it fails
	require.NoError(t, err)
	_, ok, err = readStored(unread, 0, "a")
	require.ErrorIs(t, err, syscall.EISDIR)
	require.False(t, ok)
	kept := storedZip{f: unread}
	require.False(t, kept.keep("a", nil))
	require.ErrorIs(t, kept.err, syscall.EISDIR, "the caller does not write over what may be good")
	require.NoError(t, unread.Close())
	require.NoError(t, s.f.Close())
}
