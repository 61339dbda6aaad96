package datasets

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"tgan/internal/atomicfile"
)

// tree is an opened container and what its files are called.
type tree struct {
	box     container
	kind    string            // folder, zip, tar or file
	file    string            // where it is one file on disk, "" for a folder or several files
	base    string            // name of the folder
	names   []string          // sorted
	skipped Skipped           // by the container
	left    map[string]Reason // why files are no images of the set, where the layout knows
	bad     *strictness
}

// openTree opens the folder, the file or the tar files that path stands for.
func openTree(ctx context.Context, path string, bad *strictness) (*tree, error) {
	t, err := openPath(path)
	if err != nil {
		return nil, err
	}
	t.bad = bad
	if t.base = filepath.Base(path); t.file != "" {
		t.base = "images"
	}
	err = t.list(ctx)
	if err == nil && t.kind == "folder" {
		if shards := shardsOf(t.names); len(shards) > 0 {
			err = t.openShards(ctx, path, shards)
		}
	}
	if err != nil {
		return nil, errors.Join(err, t.box.Close())
	}
	return t, nil
}

// list takes in the names of the container.
func (t *tree) list(ctx context.Context) (err error) {
	t.names, t.skipped, err = t.box.Names(ctx)
	return err
}

func openPath(name string) (*tree, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		if list, ok := expandBraces(name); ok {
			box, err := openTars(list)
			if err != nil {
				return nil, err
			}
			return &tree{box: box, kind: "tar"}, nil
		}
		// LSUN's tools and torchvision leave out the ending of the folder.
		lmdb, err := os.Stat(name + lmdbSuffix)
		switch {
		case err == nil && lmdb.IsDir():
			return openPath(name + lmdbSuffix)
		case atomicfile.Unread(err):
			return nil, err
		}
		return nil, fmt.Errorf("no file or folder %s: %w", name, ErrNoSource)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		return &tree{box: folder(name), kind: "folder"}, nil
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a file or a folder: give a folder or a zip of images", name)
	case info.Size() == 0:
		return nil, fmt.Errorf("%s is empty: fetch it again", name)
	}
	return openFile(name)
}

// openFile opens one file by its content.
func openFile(name string) (*tree, error) {
	b, err := blobOf(os.Open(name))
	if err != nil {
		return nil, err
	}
	t := &tree{file: name}
	if t.box, t.kind, err = openBlobAs(b, name, path.Base(filepath.ToSlash(name))); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return t, nil
}

// openBlobAs returns the container that a file is, with its kind. It takes b over unless it returns an error. base is the file's name,
// shown what messages call it.
func openBlobAs(b *blob, shown, base string) (container, string, error) {
	head := make([]byte, min(b.size, 512))
	if _, err := b.ReadAt(head, 0); err != nil {
		return nil, "", fmt.Errorf("%s cannot be read: %w", shown, pathCause(err))
	}
	has := func(at int, magic string) bool { return len(head) > at && bytes.HasPrefix(head[at:], []byte(magic)) }
	switch {
	case has(0, "PK"):
		box, err := openZip(b, shown)
		if err != nil {
			return nil, "", err
		}
		if box.onlyArrays() {
			return &single{b, strings.TrimSuffix(base, npzExt) + npzExt}, "file", nil
		}
		return box, "zip", nil
	case has(0, "\x1f\x8b"):
		inner, err := b.gunzip()
		if err != nil {
			return nil, "", fmt.Errorf("%s: %w", shown, err)
		}
		twice, err := inner.gzipped()
		if twice {
			err = fmt.Errorf("%s is gzipped twice: unpack it once", shown)
		}
		if err != nil {
			return nil, "", errors.Join(err, inner.Close())
		}
		box, kind, err := openBlobAs(inner, shown, strings.TrimSuffix(base, path.Ext(base)))
		if err != nil {
			return nil, "", errors.Join(err, inner.Close())
		}
		return box, kind, b.Close()
	case has(16, "\xde\xc0\xef\xbe"):
		return &single{b, lmdbFile}, "file", nil
	case has(0, "\x00\x00\x08"), isCIFARName(base), has(0, pickleMagic) && isPickledCIFARName(base):
		return &single{b, base}, "file", nil
	}
	_, err := tar.NewReader(io.NewSectionReader(b, 0, b.size)).Next()
	switch {
	case atomicfile.Unread(err):
		return nil, "", fmt.Errorf("%s cannot be read: %w", shown, pathCause(err))
	case err == nil || has(257, "ustar"):
		box, err := openTar(b, shown)
		return box, "tar", err
	}
	if _, err := zip.NewReader(b, b.size); err == nil { // behind a program that unpacks it
		box, err := openZip(b, shown)
		return box, "zip", err
	}
	return nil, "", fmt.Errorf("%s is no zip, tar, tar.gz, npz, IDX, CIFAR or LMDB file, it starts with %q: give one of these, or a folder of images",
		shown, head[:min(len(head), 8)])
}

// single is a container of one file.
type single struct {
	*blob
	name string
}

func (s *single) Names(ctx context.Context) ([]string, Skipped, error) {
	return []string{s.name}, Skipped{}, ctx.Err()
}

func (s *single) Open(string) (io.ReadCloser, error) { return s.blob.section(0, s.size), nil }
