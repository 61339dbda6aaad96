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

// container is a collection of named files: a folder or a zip. It is safe for concurrent use.
type container interface {
	// Names returns the slash paths of all files that are not hidden, sorted, and how many other things were skipped.
	Names(ctx context.Context) (names []string, skipped int, err error)
	// Open opens one of them.
	Open(name string) (io.ReadCloser, error)
	io.Closer
}

// openContainer opens a folder or a zip file.
func openContainer(path string) (container, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no file or folder %s: check the source and the data root", path)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		return openFolder(path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a file or a folder: give a folder or a zip of images", path)
	case info.Size() == 0:
		return nil, fmt.Errorf("%s is empty: fetch it again", path)
	}
	return openZip(path)
}

// readAll reads a whole file of at most maxFile bytes.
func readAll(box container, name string) ([]byte, error) {
	r, err := box.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, err
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
