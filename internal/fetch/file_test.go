package fetch_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/fetch"
)

func TestValidateNamesTheField(t *testing.T) {
	good := fetch.File{Name: "f.zip", URL: "https://example.org/f.zip", Bytes: 3, Checksum: sha(nil)}
	require.NoError(t, good.Validate())
	for words, change := range map[string]func(*fetch.File){
		`name is "": it must be a file name without folders`:                  func(f *fetch.File) { f.Name = "" },
		`name is "../f": it must be a file name`:                              func(f *fetch.File) { f.Name = "../f" },
		`f.zip: url is "ftp://example.org/f": it must start with http://`:     func(f *fetch.File) { f.URL = "ftp://example.org/f" },
		`f.zip: url is "http://": it must start with http:// or https:// and`: func(f *fetch.File) { f.URL = "http://" },
		`f.zip: bytes is -1: it must be 0 (not known) or more`:                func(f *fetch.File) { f.Bytes = -1 },
		`f.zip: checksum is "sha256:12": it must be sha256: and 64`:           func(f *fetch.File) { f.Checksum = "sha256:12" },
		`f.zip: checksum is "md5:`:                                            func(f *fetch.File) { f.Checksum = "md5:" + sha(nil)[7:] },
		`f.zip: checksum is "SHA256:`:                                         func(f *fetch.File) { f.Checksum = fetch.Checksum(strings.ToUpper(string(sha(nil)))) },
	} {
		f := good
		change(&f)
		require.ErrorContains(t, f.Validate(), words)
		_, err := client().Fetch(t.Context(), f, t.TempDir())
		require.ErrorContains(t, err, words)
	}
}

func TestVerify(t *testing.T) {
	data := content("file", 1000)
	path := filepath.Join(t.TempDir(), "f")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	var told int64
	sum, err := fetch.File{Bytes: 1000, Checksum: md(data)}.Verify(t.Context(), path, func(done int64) { told = done })
	require.NoError(t, err)
	require.Equal(t, md(data), sum)
	require.EqualValues(t, 1000, told)
	sum, err = fetch.File{}.Verify(t.Context(), path, nil)
	require.NoError(t, err)
	require.Equal(t, sha(data), sum)

	_, err = fetch.File{}.Verify(t.Context(), path+"x", nil)
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = fetch.File{}.Verify(t.Context(), filepath.Dir(path), nil)
	require.ErrorIs(t, err, fetch.ErrWrong)
	_, err = fetch.File{Bytes: 1001}.Verify(t.Context(), path, nil)
	require.ErrorIs(t, err, fetch.ErrWrong)
	require.ErrorContains(t, err, "it has 1000 bytes, published are 1001")
	_, err = fetch.File{Checksum: sha(nil)}.Verify(t.Context(), path, nil)
	require.ErrorIs(t, err, fetch.ErrWrong)
	require.ErrorContains(t, err, "its checksum is "+string(sha(data)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = fetch.File{}.Verify(ctx, path, nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestSize(t *testing.T) {
	for bytes, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 999_949: "999.9 kB", 999_951: "1.0 MB", 45_922_737_680: "45.9 GB", 5e15: "5000.0 TB"} {
		require.Equal(t, want, fetch.Size(bytes))
	}
}

func ExampleClient_Fetch() {
	mirror, _ := os.MkdirTemp("", "mirror")
	defer os.RemoveAll(mirror)
	dir, _ := os.MkdirTemp("", "data")
	defer os.RemoveAll(dir)
	_ = os.WriteFile(filepath.Join(mirror, "hello.txt"), []byte("hello\n"), 0o600)

	c := fetch.Client{Mirror: mirror}
	sum, err := c.Fetch(context.Background(), fetch.File{Name: "hello.txt", Bytes: 6, Checksum: "md5:b1946ac92492d2347c6235b4d2611184"}, dir)
	fmt.Println(sum, err)
	// Output: md5:b1946ac92492d2347c6235b4d2611184 <nil>
}
