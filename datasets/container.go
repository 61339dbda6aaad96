package datasets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// maxFile is the largest image file that is read, in bytes.
const maxFile = 256 << 20

// container is a collection of named files: a folder, a zip, tar files, or one file. It is safe for concurrent use.
type container interface {
	// Names returns the slash paths of all files that are not hidden, sorted, and what else is there.
	Names(ctx context.Context) (names []string, skipped Skipped, err error)
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

// hiddenPart returns the start of a slash path up to its first part that starts with a dot, or is the resource folder of a zip made on
// a Mac; "" if there is none.
func hiddenPart(name string) string {
	end := 0
	for part := range strings.SplitSeq(name, "/") {
		end += len(part)
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return name[:end]
		}
		end++
	}
	return ""
}

// hiding counts what is hidden in an archive. A hidden folder counts once, as in a folder on disk, which is not looked into.
type hiding map[string]bool

// plainPath returns the slash path that an archive's entry stands for, "" if it is a hidden file, which it counts, or an error if it
// could lead anywhere else. It need not be UTF-8. what is the kind of archive.
func (h hiding) plainPath(entry, what string) (string, error) {
	name := entry
	if parts := strings.Split(entry, "/"); parts[0] != "" && !slices.Contains(parts, "..") {
		name = path.Clean(entry) // programs that join paths carelessly leave ./ and // in names
	}
	if !fs.ValidPath(strings.ToValidUTF8(name, "?")) || strings.Contains(name, "\x00") {
		return "", fmt.Errorf("entry %q is not a plain relative path: pack the %s again", entry, what)
	}
	if part := hiddenPart(name); part != "" {
		h[part] = true
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
