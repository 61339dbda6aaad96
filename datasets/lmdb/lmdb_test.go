package lmdb_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/datasets/lmdb"
)

// fixture is a database that liblmdb wrote, see datasets/testdata/fixtures.py.
func fixture(t testing.TB, name string) []byte {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "fixtures", "lsun", name, "data.mdb"))
	require.NoError(t, err)
	return data
}

func TestEntries(t *testing.T) {
	data := fixture(t, "church_outdoor_train_lmdb")
	entries, err := lmdb.Entries(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	require.Len(t, entries, 301)
	for k, e := range entries {
		require.Equal(t, fmt.Sprintf("%040x", k), e.Key)
		require.Equal(t, "\x89PNG", string(data[e.At:e.At+4]))
		require.Equal(t, "IEND\xaeB`\x82", string(data[e.At+e.Size-8:e.At+e.Size]))
	}
}

// refusing is a database of which a place cannot be read.
type refusing struct {
	io.ReaderAt
	at int64
}

func (r refusing) ReadAt(p []byte, at int64) (int, error) {
	if at == r.at {
		return 0, &os.PathError{Op: "read", Path: "data.mdb", Err: syscall.EIO}
	}
	return r.ReaderAt.ReadAt(p, at)
}

// Without the newer meta page the database would be that of an earlier day.
func TestMetaPageThatCannotBeReadIsNotPassedOver(t *testing.T) {
	data := fixture(t, "church_outdoor_train_lmdb")
	for _, at := range []int64{0, 4096} {
		_, err := lmdb.Entries(refusing{bytes.NewReader(data), at}, int64(len(data)))
		require.ErrorIs(t, err, syscall.EIO)
	}
	copy(data[4096:], make([]byte, 4096)) // one that a crash cut off is
	_, err := lmdb.Entries(bytes.NewReader(data), int64(len(data)))
	require.NotErrorIs(t, err, syscall.EIO)
}

func TestDamage(t *testing.T) {
	whole := fixture(t, "church_outdoor_train_lmdb")
	le := binary.LittleEndian
	// The newer meta page of the two says where the root is.
	meta := 0
	if le.Uint64(whole[4096+16+128:]) > le.Uint64(whole[16+128:]) {
		meta = 4096
	}
	root := int(le.Uint64(whole[meta+16+24+48+40:]))
	for _, c := range []struct {
		name   string
		damage func(data []byte) []byte
		want   string
	}{
		{"short", func(d []byte) []byte { return d[:100] }, "it is too short for an LMDB file"},
		{"magic", func(d []byte) []byte { d[16]++; return d }, "it is not an LMDB file: the magic number is missing"},
		{"version", func(d []byte) []byte { d[20] = 9; return d }, "it is of LMDB format 9: only format 1 is supported"},
		{"page size", func(d []byte) []byte { d[16+24] = 3; return d }, "meta page 0 says pages of 4099 bytes: the file is damaged"},
		{"cut", func(d []byte) []byte { return d[:8*4096] }, "lies outside of the file"},
		{"root outside", func(d []byte) []byte { le.PutUint64(d[meta+16+24+48+40:], 1<<40); return d }, "page 1099511627776 lies outside of the file: it is cut off or damaged"},
		{"no tree", func(d []byte) []byte { le.PutUint64(d[meta+16+24+48+40:], 0); return d }, "page 0 is no page of a tree: the file is damaged"},
		{"loop", func(d []byte) []byte { // the first child of the root is the root
			node := root*4096 + int(le.Uint16(d[root*4096+16:]))
			le.PutUint16(d[node:], uint16(root))
			return d
		}, "the tree is deeper than it says: the file is damaged"},
		{"count", func(d []byte) []byte { d[meta+16+24+48+32]++; return d }, "it holds 301 entries, its root says 302: the file is damaged"},
		{"node outside", func(d []byte) []byte { le.PutUint16(d[root*4096+16:], 4095); return d }, "node 0 lies outside of it: the file is damaged"},
		{"duplicates", func(d []byte) []byte { d[meta+16+24+48+4] |= 4; return d }, "it has sorted duplicates, which are not supported"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := c.damage(bytes.Clone(whole))
			_, err := lmdb.Entries(bytes.NewReader(data), int64(len(data)))
			require.ErrorContains(t, err, c.want)
		})
	}
}

func FuzzEntries(f *testing.F) {
	for _, name := range []string{"church_outdoor_train_lmdb", "bedroom_train_lmdb", "bedroom_val_lmdb"} {
		f.Add(fixture(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := lmdb.Entries(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		keys := 0
		for _, e := range entries {
			require.True(t, e.At >= 0 && e.Size >= 0 && e.At+e.Size <= int64(len(data)))
			keys += len(e.Key)
		}
		require.LessOrEqual(t, keys, len(data))
	})
}

func ExampleEntries() {
	f, err := os.Open("../testdata/fixtures/lsun/bedroom_val_lmdb/data.mdb")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		fmt.Println(err)
		return
	}
	entries, err := lmdb.Entries(f, info.Size())
	fmt.Println(len(entries), entries[0].Key, err)
	// Output: 2 0000000000000000000000000000000000000004 <nil>
}
