package failfs_test

import (
	"fmt"
	"io/fs"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"tgan/internal/failfs"
)

func TestOneOperationFails(t *testing.T) {
	files := fstest.MapFS{"a": {Data: []byte("text")}}
	operations := 0
	for n := 1; ; n++ {
		f := failfs.New(files, n, syscall.EIO)
		data, err := fs.ReadFile(f, "a")
		if !f.Failed() {
			require.NoError(t, err)
			require.Equal(t, "text", string(data))
			break
		}
		operations++
		if n != 2 { // ReadFile does without the size
			require.ErrorIs(t, err, syscall.EIO)
		}
	}
	require.Equal(t, 4, operations, "open, size, text, end")
	_, err := fs.ReadFile(failfs.New(files, 9, syscall.EIO), "b")
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func ExampleNew() {
	_, err := fs.ReadFile(failfs.New(fstest.MapFS{"a": {}}, 1, syscall.EIO), "a")
	fmt.Println(err)
	// Output: open a: input/output error
}
