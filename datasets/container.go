package datasets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// maxFile is the largest image file that is read, in bytes.
const maxFile = 256 << 20

// container is a collection of named files: a folder, a zip, tar files, or one file. It is safe for concurrent use.
type container interface {
	// Names returns the slash paths of all files that are not hidden, sorted, and how many other things were skipped.
	Names(ctx context.Context) (names []string, skipped int, err error)
	// Open opens one of them. What it returns is an io.ReaderAt with a Size or Stat as well where that costs nothing.
	Open(name string) (io.ReadCloser, error)
	io.Closer
}

// readAll reads a whole file of at most maxFile bytes.
func readAll(box container, name string) ([]byte, error) {
	r, err := box.Open(name)
	if err != nil {
		return nil, pathCause(err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, pathCause(err)
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("more than %d MiB: shrink or remove it", maxFile>>20)
	}
	return data, nil
}

// hidden reports whether a slash path has a part that starts with a dot, or is the resource folder of a zip made on a Mac.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// plainPath returns the slash path that an archive's entry stands for, "" if it is a hidden file, or an error if it could lead
// anywhere else. what is the kind of archive.
func plainPath(entry, what string) (string, error) {
	name := strings.TrimPrefix(entry, "./")
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") {
		return "", fmt.Errorf("entry %q is not a plain relative path: pack the %s again", entry, what)
	}
	if hidden(name) {
		return "", nil
	}
	return name, nil
}

// pathCause strips the path from an error of the file system whose message names the file already.
func pathCause(err error) error {
	if p, ok := errors.AsType[*os.PathError](err); ok {
		return p.Err
	}
	return err
}
