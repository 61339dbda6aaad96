package failfs

import (
	"io/fs"
	"sync/atomic"
)

// FS is a file system whose operations are counted, one of which fails. Operations are opening, and reading from or asking about an open file.
type FS struct {
	files fs.FS
	at    int64 // the operation that fails, from 1
	cause error
	done  atomic.Int64
}

// New returns the file system files whose n-th operation, from 1, fails with cause.
func New(files fs.FS, n int, cause error) *FS { return &FS{files: files, at: int64(n), cause: cause} }

// Failed tells whether there were as many operations as the one that fails.
func (f *FS) Failed() bool { return f.done.Load() >= f.at }

// step counts an operation on a file.
func (f *FS) step(operation, name string) error {
	if f.done.Add(1) != f.at {
		return nil
	}
	return &fs.PathError{Op: operation, Path: name, Err: f.cause}
}

// Open opens a file.
func (f *FS) Open(name string) (fs.File, error) {
	if err := f.step("open", name); err != nil {
		return nil, err
	}
	inner, err := f.files.Open(name)
	if err != nil {
		return nil, err
	}
	return &file{inner, f, name}, nil
}

// file is an open file.
type file struct {
	fs.File
	fs   *FS
	name string
}

func (f *file) Read(p []byte) (int, error) {
	if err := f.fs.step("read", f.name); err != nil {
		return 0, err
	}
	return f.File.Read(p)
}

func (f *file) Stat() (fs.FileInfo, error) {
	if err := f.fs.step("stat", f.name); err != nil {
		return nil, err
	}
	return f.File.Stat()
}
