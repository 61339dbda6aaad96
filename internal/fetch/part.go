package fetch

import (
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"tgan/internal/atomicfile"
)

// part is a file that has not wholly arrived.
type part struct {
	path string // of the whole file
	file *os.File
	out  io.Writer // file, but in tests
	hash hash.Hash // of what is in file
	size int64
	tag  string // version that the content is of
}

// openPart opens the part of the file at path, or makes it, and reads what is there.
func openPart(ctx context.Context, path string, h hash.Hash) (*part, error) {
	f, err := os.OpenFile(path+".part", os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, diskError(path, err)
	}
	p := &part{path: path, file: f, out: f, hash: h}
	tag, err := os.ReadFile(p.tagPath())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(err, f.Close())
	}
	p.tag = strings.TrimSpace(string(tag))
	if p.size, err = io.Copy(h, &watched{ctx: ctx, r: f}); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", f.Name(), err), f.Close())
	}
	return p, nil
}

func (p *part) tagPath() string { return p.path + ".part.tag" }

// begin makes the part ready for bytes of the version that tag marks, from offset start on; start is 0 or the part's size.
func (p *part) begin(start int64, tag string) error {
	if start != p.size {
		if err := p.restart(); err != nil {
			return err
		}
	}
	if tag == p.tag {
		return nil
	}
	p.tag = tag
	if tag == "" {
		return p.dropTag()
	}
	return atomicfile.Write(p.tagPath(), []byte(tag+"\n"))
}

// restart empties the part.
func (p *part) restart() error {
	if err := p.file.Truncate(0); err != nil {
		return err
	}
	p.hash.Reset()
	p.size = 0
	_, err := p.file.Seek(0, io.SeekStart)
	return err
}

func (p *part) dropTag() error {
	if err := os.Remove(p.tagPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (p *part) Write(b []byte) (int, error) {
	n, err := p.out.Write(b)
	p.hash.Write(b[:n])
	p.size += int64(n)
	if err != nil {
		return n, final(diskError(p.path, err))
	}
	return n, nil
}

// publish gives the whole file its name.
func (p *part) publish() error {
	if err := p.file.Sync(); err != nil {
		return diskError(p.path, err)
	}
	if err := atomicfile.Rename(p.file.Name(), p.path); err != nil {
		return err
	}
	return errors.Join(p.dropTag(), p.file.Close())
}

// discard removes the part.
func (p *part) discard() error {
	return errors.Join(p.file.Close(), os.Remove(p.file.Name()), p.dropTag())
}

// keep leaves the part for a later download, unless it is empty.
func (p *part) keep() error {
	if p.size == 0 {
		return p.discard()
	}
	return p.file.Close()
}

// diskError is the error of a disk that does not take a file.
func diskError(path string, err error) error {
	if errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) {
		return fmt.Errorf("no space left on the disk for %s: free some, or choose another folder: %w", path, err)
	}
	return err
}

// checkSpace returns an error unless the disk of the file at path has room for more bytes.
func checkSpace(path string, more int64) error {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return nil // writing will tell
	}
	if free := int64(s.Bavail) * int64(s.Bsize); free < more {
		return fmt.Errorf("%s are to come, but the disk of %s has %s left: free some, or choose another folder: %w", Size(more), path, Size(free), unix.ENOSPC)
	}
	return nil
}
