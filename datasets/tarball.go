package datasets

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// tarball is one tar file or several in a row, read in place.
type tarball struct {
	shards  []*blob
	where   map[string]place
	names   []string
	skipped Skipped // links, devices and other entries that are no files
	hidden  hiding
}

// place is where a file lies within a tarball.
type place struct {
	shard    *blob
	at, size int64
}

// openTar reads the headers of a tar file. It takes b over unless it returns an error.
func openTar(b *blob, shown string) (*tarball, error) {
	t := &tarball{where: map[string]place{}, hidden: hiding{}}
	if err := t.add(b, shown, ""); err != nil {
		return nil, err
	}
	slices.Sort(t.names)
	return t, nil
}

// openTars opens several tar files as one. The names of each are below a folder of the file's name, for the same may be in each.
func openTars(paths []string) (*tarball, error) {
	t := &tarball{where: map[string]place{}, hidden: hiding{}}
	for _, path := range paths {
		b, err := blobOf(os.Open(path))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s cannot be read: %w", path, err), t.Close())
		}
		if err := t.add(b, path, strings.TrimSuffix(filepath.Base(path), ".tar")+"/"); err != nil {
			return nil, errors.Join(err, b.Close(), t.Close())
		}
	}
	slices.Sort(t.names)
	return t, nil
}

// add takes in the files of one tar file; their names get a prefix.
func (t *tarball) add(b *blob, shown, prefix string) error {
	raw := io.NewSectionReader(b, 0, b.size)
	headers := tar.NewReader(raw)
	for {
		h, err := headers.Next()
		if errors.Is(err, io.EOF) {
			t.shards = append(t.shards, b)
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s is not a tar file, or is cut off (%w): fetch it again", shown, cause(err))
		}
		at, err := raw.Seek(0, io.SeekCurrent) // the reader takes whole headers and skips what it is not asked for
		if err != nil {
			return err
		}
		if err := t.take(b, h, at, prefix); err != nil {
			return fmt.Errorf("%s: %w", shown, err)
		}
	}
}

// take takes in one entry, unless it is a folder or hidden, or counts it as skipped.
func (t *tarball) take(b *blob, h *tar.Header, at int64, prefix string) error {
	switch {
	case h.Typeflag == tar.TypeDir, h.Typeflag == tar.TypeXGlobalHeader:
		return nil
	case h.Typeflag == tar.TypeSymlink, h.Typeflag == tar.TypeLink:
		t.skipped.count(Links, 1)
		return nil
	case h.Typeflag != tar.TypeReg || h.PAXRecords["GNU.sparse.major"] != "" || h.PAXRecords["GNU.sparse.map"] != "":
		t.skipped.count(Special, 1)
		return nil
	}
	name, err := t.hidden.plainPath(h.Name, "tar")
	if err != nil || name == "" {
		return err
	}
	name = prefix + name
	if h.Size < 0 || at > b.size-h.Size {
		return fmt.Errorf("entry %s is cut off: fetch it again", name)
	}
	if _, ok := t.where[name]; ok {
		return fmt.Errorf("entry %s is there twice: pack the tar again", name)
	}
	t.where[name] = place{b, at, h.Size}
	t.names = append(t.names, name)
	return nil
}

func (t *tarball) Names(ctx context.Context) (names []string, skipped Skipped, err error) {
	skipped.add(t.skipped)
	skipped.count(Hidden, len(t.hidden))
	return t.names, skipped, ctx.Err()
}

func (t *tarball) Open(name string) (io.ReadCloser, error) {
	p, ok := t.where[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return p.shard.section(p.at, p.size), nil
}

func (t *tarball) Close() error {
	var err error
	for _, b := range t.shards {
		err = errors.Join(err, b.Close())
	}
	return err
}
