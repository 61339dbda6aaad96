package tensorbundle_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/internal/tensorbundle"
)

// FuzzIndex opens an index as it is, and with its checksums mended so that what is behind them is reached, over a file of data.
func FuzzIndex(f *testing.F) {
	prefix := filepath.Join(f.TempDir(), "m")
	for _, format := range formats {
		format.Shards = 1
		require.NoError(f, format.Write(prefix, several()[:6]...))
		index, err := os.ReadFile(prefix + ".index")
		require.NoError(f, err)
		f.Add(index)
	}
	for _, index := range [][]byte{nil, tableOf([]byte{0, 0, 0, 0}, 0), tableOf([]byte{0, 0, 2, 8, 1, 0, 0, 0, 0, 1, 0, 0, 0}, 0)} {
		f.Add(index)
	}
	f.Fuzz(func(t *testing.T, index []byte) {
		tryIndex(t, prefix, index)
		tryIndex(t, prefix, mended(index))
	})
}

// tryIndex opens and reads the checkpoint of that index.
func tryIndex(t *testing.T, prefix string, index []byte) {
	require.NoError(t, os.WriteFile(prefix+".index", index, 0o644))
	b, err := tensorbundle.Open(prefix)
	if err != nil {
		require.NotContains(t, err.Error(), "\n")
		return
	}
	for _, v := range b.Variables() {
		n := 1
		for _, d := range v.Shape {
			n *= d
		}
		values, err := b.Floats(v.Name)
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			continue
		}
		require.Len(t, values, n)
		require.NoError(t, b.Check(v.Name))
	}
}

// FuzzBlock makes an index of one block of entries, plain or for Snappy, whose checksums are right.
func FuzzBlock(f *testing.F) {
	f.Add([]byte{0, 0, 2, 8, 1, 0, 0, 0, 0, 1, 0, 0, 0}, false)
	f.Add([]byte{0, 0, 2, 8, 1, 0, 1, 9, 'a', 8, 1, 18, 2, 18, 0, 32, 1, 40, 4, 0, 0, 0, 0, 1, 0, 0, 0}, false)
	f.Add([]byte{13, 48, 0, 0, 2, 8, 1, 0, 0, 0, 0, 1, 0, 0, 0}, true)
	prefix := filepath.Join(f.TempDir(), "m")
	require.NoError(f, os.WriteFile(prefix+".data-00000-of-00001", make([]byte, 64), 0o644))
	f.Fuzz(func(t *testing.T, block []byte, snappy bool) {
		kind := byte(0)
		if snappy {
			kind = 1
		}
		tryIndex(t, prefix, tableOf(block, kind))
	})
}

// mended returns the index with right checksums of all blocks that its footer and its block of blocks lead to, as far as they do.
func mended(index []byte) []byte {
	index = bytes.Clone(index)
	if len(index) < 48 || len(index) > 1<<13 { // the work grows with the square
		return index
	}
	seal := func(handle []byte) (content, rest []byte) {
		offset, n := binary.Uvarint(handle)
		if n <= 0 {
			return nil, nil
		}
		size, m := binary.Uvarint(handle[n:])
		room := uint64(len(index) - 48)
		if m <= 0 || offset > room || size > room-offset || room-offset-size < 5 {
			return nil, nil
		}
		whole := index[offset : offset+size+5]
		crc := crc32.Checksum(whole[:size+1], crc32.MakeTable(crc32.Castagnoli))
		binary.LittleEndian.PutUint32(whole[size+1:], (crc>>15|crc<<17)+0xa282ead8)
		return whole[:size], handle[n+m:]
	}
	_, rest := seal(index[len(index)-48:])
	blocks, _ := seal(rest)
	for i := range blocks { // a handle may stand anywhere
		seal(blocks[i:])
	}
	seal(index[len(index)-48:]) // last, since blocks may lie on each other
	seal(rest)
	return index
}
