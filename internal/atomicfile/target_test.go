package atomicfile_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/atomicfile"
)

// writers are the functions of the package that take a file, each as one that is given its path alone.
func writers(t *testing.T) map[string]func(path string) error {
	return map[string]func(path string) error{
		"write":    func(path string) error { return atomicfile.Write(path, []byte("new")) },
		"write to": func(path string) error { return atomicfile.WriteTo(path, func(io.Writer) error { panic("called") }) },
		"rename": func(path string) error {
			from := filepath.Join(t.TempDir(), "from")
			require.NoError(t, os.WriteFile(from, []byte("new"), 0o644))
			return atomicfile.Rename(from, path)
		},
		"sweep": atomicfile.SweepFile,
		"lock": func(path string) error {
			_, err := atomicfile.LockFile(context.Background(), path)
			return err
		},
	}
}

func TestOtherThanFilesAreRefused(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "folder"), 0o755))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644))
	require.NoError(t, os.Symlink("pipe", filepath.Join(dir, "link")))
	require.NoError(t, os.Symlink("round", filepath.Join(dir, "round")))
	require.NoError(t, os.Symlink("no/file", filepath.Join(dir, "nowhere")))
	before, err := os.ReadDir(dir)
	require.NoError(t, err)
	for name, write := range writers(t) {
		t.Run(name, func(t *testing.T) {
			for _, to := range []string{"folder", "pipe", "link"} {
				require.ErrorContains(t, write(filepath.Join(dir, to)), " "+filepath.Join(dir, to)+": it is not a regular file")
			}
			require.ErrorContains(t, write(filepath.Join(dir, "round")), "round: too many levels of symbolic links")
			require.ErrorContains(t, write(filepath.Join(dir, "nowhere")), "nowhere: it leads to "+dir+"/no/file: no such file or directory")
			after, err := os.ReadDir(dir)
			require.NoError(t, err)
			require.Equal(t, before, after)
		})
	}
}

func TestLinkStays(t *testing.T) {
	for _, c := range []struct{ name, path, text, file string }{
		{"to a file", "link", "old", "old"},
		{"to a file that is not there", "link", "missing", "missing"},
		{"to a link", "link", "folder/short/chained", "folder/deep/end"},
		{"in a linked folder", "folder/short/link", "../end", "folder/deep/end"},
		{"through a linked folder", "link", "folder/short/../end", "folder/deep/end"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.MkdirAll(filepath.Join(dir, "folder/deep/inner"), 0o755))
			require.NoError(t, os.Symlink("deep/inner", filepath.Join(dir, "folder/short")))
			require.NoError(t, os.Symlink("../end", filepath.Join(dir, "folder/short/chained")))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "old"), []byte("old"), 0o644))
			link, file := filepath.Join(dir, c.path), filepath.Join(dir, c.file)
			require.NoError(t, os.Symlink(c.text, link))
			for _, name := range []string{"write", "rename"} {
				require.NoError(t, writers(t)[name](link))
				got, err := os.ReadFile(file)
				require.NoError(t, err)
				require.Equal(t, "new", string(got))
				info, err := os.Lstat(file)
				require.NoError(t, err)
				require.True(t, info.Mode().IsRegular())
				text, err := os.Readlink(link)
				require.NoError(t, err)
				require.Equal(t, c.text, text)
				require.NoError(t, os.Remove(file))
			}
		})
	}
}

func TestRelativeLinkHere(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Symlink("file", "link"))
	require.NoError(t, atomicfile.Write("link", nil))
	require.FileExists(t, "file")
	require.NoError(t, os.WriteFile(".file.tmp-1", nil, 0o600))
	require.NoError(t, atomicfile.SweepFile("link"))
	require.NoFileExists(t, ".file.tmp-1")
}

func TestLinkAndFileHaveOneOwner(t *testing.T) {
	dir := t.TempDir()
	link, file := filepath.Join(dir, "link"), filepath.Join(dir, "file")
	require.NoError(t, os.Symlink("file", link))
	unlock, err := atomicfile.LockFile(context.Background(), link)
	require.NoError(t, err)
	defer unlock()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = atomicfile.LockFile(ctx, file)
	require.ErrorIs(t, err, context.Canceled)
}
