package datasets

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// blob is a file, or a part of one, that can be read at any place. It is safe for concurrent use.
type blob struct {
	io.ReaderAt
	size  int64
	close func() error
}

func (b *blob) Close() error { return b.close() }

// blobOf makes a blob of an opened file; it hands on the error of opening.
func blobOf(f *os.File, err error) (*blob, error) {
	if err != nil {
		return nil, pathCause(err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(pathCause(err), f.Close())
	}
	return &blob{f, info.Size(), f.Close}, nil
}

// inMemory makes a blob of bytes.
func inMemory(data []byte) *blob {
	return &blob{bytes.NewReader(data), int64(len(data)), func() error { return nil }}
}

// section is a part of a blob as a file. Closing it does nothing.
type section struct{ *io.SectionReader }

func (section) Close() error { return nil }

func (b *blob) section(at, size int64) section { return section{io.NewSectionReader(b, at, size)} }

// openBlob opens a file of a container for reading at any place. What cannot be read so, because it is compressed, is unpacked into
// a temporary file without a name, which is gone when the blob is closed.
func openBlob(box container, name string) (*blob, error) {
	r, err := box.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, pathCause(err))
	}
	b, err := atAnyPlace(r)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	packed, err := b.gzipped()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s cannot be read: %w", name, pathCause(err)), b.Close())
	}
	if !packed {
		return b, nil
	}
	inner, err := b.gunzip()
	if err = errors.Join(err, b.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return inner, nil
}

// gzipped tells whether the blob starts as gzip does; one that is too short is the business of its format.
func (b *blob) gzipped() (bool, error) {
	magic := make([]byte, 2)
	if _, err := b.ReadAt(magic, 0); err != nil {
		return false, refusal(err)
	}
	return string(magic) == "\x1f\x8b", nil
}

func atAnyPlace(r io.ReadCloser) (*blob, error) {
	switch f := r.(type) {
	case *os.File:
		return blobOf(f, nil)
	case section:
		return &blob{f, f.Size(), f.Close}, nil
	}
	b, err := spool(r, 1<<62) // a zip's entry: its length is declared, and checked by the reader
	return b, errors.Join(err, r.Close())
}

// What is compressed may unpack to unpackFactor times its bytes and unpackFree more. Images and arrays hardly shrink, so more is an
// attack or a mistake.
const (
	unpackFactor = 100
	unpackFree   = 64 << 20
)

// gunzip unpacks a blob into a temporary file.
func (b *blob) gunzip() (*blob, error) {
	z, err := gzip.NewReader(io.NewSectionReader(b, 0, b.size))
	if err != nil {
		return nil, fmt.Errorf("the gzip data are damaged (%w): fetch it again", cause(err))
	}
	return spool(z, unpackFactor*b.size+unpackFree)
}

// spool copies at most limit bytes into a temporary file without a name.
func spool(r io.Reader, limit int64) (_ *blob, err error) {
	f, err := os.CreateTemp("", "tgan-*")
	if err != nil {
		return nil, fmt.Errorf("no temporary file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	if err := os.Remove(f.Name()); err != nil {
		return nil, err
	}
	n, err := io.Copy(f, io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("cannot be unpacked (%w): fetch it again", cause(err))
	}
	if n > limit {
		return nil, fmt.Errorf("it unpacks to more than %d MiB, over %d times its size: no collection of images does", limit>>20, unpackFactor)
	}
	return &blob{f, n, f.Close}, nil
}
