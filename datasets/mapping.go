package datasets

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// mapping is a file mapped into memory, read-only. Pages that were read stay in the system's cache, but the process gives them back
// now and then, so that it never holds much more than releaseEvery of them. It is safe for concurrent use.
type mapping struct {
	data  []byte
	read  atomic.Int64 // bytes, at most, that were brought in since the last release
	once  sync.Once
	error error // of unmapping
}

const (
	releaseEvery = 64 << 20
	broughtIn    = 64 << 10 // what the kernel maps around a page that is missing
)

// mapFile maps a whole file, which may then be closed.
func mapFile(f *os.File, size int64) (*mapping, error) {
	if size <= 0 || size != int64(int(size)) {
		return nil, fmt.Errorf("%d bytes cannot be mapped", size)
	}
	data, err := unix.Mmap(int(f.Fd()), 0, int(size), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("map: %w", err)
	}
	return &mapping{data: data}, nil
}

// touch counts that n bytes in a row are about to be read. Views stay good: what is given back is read again from the system's cache.
func (m *mapping) touch(n int) {
	if m.read.Add(int64(n)+broughtIn) < releaseEvery {
		return
	}
	m.read.Store(0)
	_ = unix.Madvise(m.data, unix.MADV_DONTNEED) // only a hint
}

func (m *mapping) close() error {
	m.once.Do(func() { m.error = unix.Munmap(m.data) })
	return m.error
}
