package datasets

import (
	"archive/zip"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"

	"tgan/internal/atomicfile"
)

// storedZip is a zip of uncompressed entries that is written in order and can go on where a killed process stopped: what that made is
// checked and written again over itself, which is far less work than making it.
type storedZip struct {
	f    *os.File
	z    *zip.Writer
	size int64 // of the entries so far
	at   int64 // where the writer is, which holds some bytes back
	err  error // of keeping
}

// openStored opens or creates the file.
func openStored(path string) (*storedZip, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	s := &storedZip{f: f}
	s.z = zip.NewWriter(s)
	return s, nil
}

// Write takes what the zip writer makes.
func (s *storedZip) Write(p []byte) (int, error) {
	n, err := s.f.WriteAt(p, s.at)
	s.at += int64(n)
	return n, pathCause(err)
}

// began tells whether there is an entry.
func (s *storedZip) began() bool { return s.size > 0 }

// keep takes in the next entry if the file holds it whole: of that name and, unless it is nil, that content.
func (s *storedZip) keep(name string, content []byte) bool {
	data, ok, err := readStored(s.f, s.size, name)
	if s.err = err; !ok || (content != nil && string(content) != string(data)) {
		return false
	}
	s.err = s.add(name, data)
	return s.err == nil
}

// add writes an entry.
func (s *storedZip) add(name string, data []byte) error {
	w, err := s.z.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(data),
		CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(data)),
	})
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	s.size += localHeader + int64(len(name)) + int64(len(data))
	return nil
}

// finish writes the directory and flushes the file to the disk.
func (s *storedZip) finish() error {
	if err := s.z.Close(); err != nil {
		return err
	}
	if err := s.f.Truncate(s.at); err != nil {
		return pathCause(err)
	}
	return s.f.Sync()
}

// localHeader is the length of what stands before the name of an entry. Source: PKWARE, APPNOTE.TXT 6.3.10, section 4.3.7.
const localHeader = 30

// readStored returns the content of the entry at an offset, if a whole one of that name is there. The error is that of a file that cannot be
// read.
func readStored(f *os.File, at int64, name string) (data []byte, ok bool, err error) {
	head := make([]byte, localHeader+len(name))
	if _, err := f.ReadAt(head, at); err != nil {
		return nil, false, refusal(err)
	}
	le := binary.LittleEndian
	info, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	if string(head[:4]) != "PK\x03\x04" || int(le.Uint16(head[26:])) != len(name) || le.Uint16(head[28:]) != 0 || string(head[localHeader:]) != name {
		return nil, false, nil
	}
	size := int64(le.Uint32(head[18:]))
	if at += int64(len(head)); size > info.Size()-at {
		return nil, false, nil
	}
	data = make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(f, at, size), data); err != nil {
		return nil, false, refusal(err)
	}
	return data, crc32.ChecksumIEEE(data) == le.Uint32(head[14:]), nil
}

// refusal returns the error if the file could not be read, and nil if it ends early.
func refusal(err error) error {
	if atomicfile.Unread(err) {
		return err
	}
	return nil
}
