package datasets

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
)

// tarball is one tar file or several in a row, read in place.
type tarball struct {
	shards  []*shard
	where   map[string]place
	names   []string
	skipped Skipped // links to nothing, devices and other entries that are no files
	hidden  hiding
	aliases map[string]bool // those of names that are links
}

// shard is one of the tar files.
type shard struct {
	*blob
	folder string // "" or ending in a slash: what the names of its files start with
	path   string // without its ending, below the folder that all shards are in
}

// place is where a file lies within a tarball.
type place struct {
	shard    *shard
	at, size int64
}

// openTar reads the headers of a tar file. It takes b over unless it returns an error.
func openTar(b *blob, shown string) (*tarball, error) {
	t := &tarball{where: map[string]place{}, hidden: hiding{}, aliases: map[string]bool{}}
	if err := t.add(&shard{blob: b}, shown); err != nil {
		return nil, err
	}
	slices.Sort(t.names)
	return t, nil
}

// openTars opens several tar files, gzipped or not, as one. The names of each are below a folder of the file's name, for the same may be in
// each.
func openTars(paths []string) (*tarball, error) {
	t := &tarball{where: map[string]place{}, hidden: hiding{}, aliases: map[string]bool{}}
	shards := shardsAt(paths)
	for k, file := range paths {
		b, err := openShard(file)
		if err != nil {
			return nil, errors.Join(err, t.Close())
		}
		shards[k].blob = b
		if err := t.add(shards[k], file); err != nil {
			return nil, errors.Join(err, b.Close(), t.Close())
		}
	}
	slices.Sort(t.names)
	return t, nil
}

// openShard opens a tar file, which it unpacks if it is gzipped.
func openShard(file string) (*blob, error) {
	b, err := blobOf(os.Open(file))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", file, err)
	}
	packed, err := b.gzipped()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s cannot be read: %w", file, pathCause(err)), b.Close())
	}
	if !packed {
		return b, nil
	}
	inner, err := b.gunzip()
	if err = errors.Join(err, b.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return inner, nil
}

// add takes in the files of one tar file.
func (t *tarball) add(s *shard, shown string) error {
	raw := io.NewSectionReader(s, 0, s.size)
	headers := tar.NewReader(raw)
	first, l := len(t.names), links{}
	for {
		h, err := headers.Next()
		if errors.Is(err, io.EOF) {
			t.shards = append(t.shards, s)
			t.link(l, first)
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s is not a tar file, or is cut off (%w): fetch it again", shown, cause(err))
		}
		at, err := raw.Seek(0, io.SeekCurrent) // the reader takes whole headers and skips what it is not asked for
		if err != nil {
			return err
		}
		if err := t.take(s, h, at, l); err != nil {
			return fmt.Errorf("%s: %w", shown, err)
		}
	}
}

// link adds the names of a tar's links to its files, which are the names from first on.
func (t *tarball) link(l links, first int) {
	files := slices.Sorted(slices.Values(t.names[first:]))
	aliases, nothing := l.resolve(files)
	t.skipped.count(Links, nothing)
	for alias, file := range aliases {
		t.where[alias], t.aliases[alias] = t.where[file], true
		t.names = append(t.names, alias)
	}
}

// aliased tells whether a name is that of a link.
func (t *tarball) aliased(name string) bool { return t.aliases[name] }

// take takes in one entry, unless it is a folder or hidden, or counts it as skipped. A link goes into l.
func (t *tarball) take(s *shard, h *tar.Header, at int64, l links) error {
	isLink := h.Typeflag == tar.TypeSymlink || h.Typeflag == tar.TypeLink
	switch {
	case h.Typeflag == tar.TypeDir, h.Typeflag == tar.TypeXGlobalHeader:
		return nil
	case !isLink && h.Typeflag != tar.TypeReg || h.PAXRecords["GNU.sparse.major"] != "" || h.PAXRecords["GNU.sparse.map"] != "":
		t.skipped.count(Special, 1)
		return nil
	}
	name, err := t.hidden.plainPath(h.Name, "tar")
	if err != nil || name == "" {
		return err
	}
	if isLink {
		from := "" // of a hard link
		if h.Typeflag == tar.TypeSymlink {
			from = path.Dir(name)
		}
		if !l.add(s.folder, name, from, h.Linkname) {
			t.skipped.count(Links, 1)
		}
		return nil
	}
	name = s.folder + name
	if h.Size < 0 || at > s.size-h.Size {
		return fmt.Errorf("entry %s is cut off: fetch it again", name)
	}
	if _, ok := t.where[name]; ok {
		return fmt.Errorf("entry %s is there twice: pack the tar again", name)
	}
	t.where[name] = place{s, at, h.Size}
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
	for _, s := range t.shards {
		err = errors.Join(err, s.Close())
	}
	return err
}
