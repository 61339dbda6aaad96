package atomicfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// target returns the file that path stands for: itself or, for a symbolic link, the file that it leads to, which need not exist.
// What is there and is not a regular file is an error, for a rename would put a file in the place of a device, a pipe or a socket.
func target(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", pathCause(err)
	}
	if err == nil && !info.Mode().IsRegular() {
		return "", errors.New("it is not a regular file")
	}
	to, err := os.Readlink(path)
	if err != nil { // a file, or nothing yet
		return path, nil
	}
	if !filepath.IsAbs(to) {
		dir, _ := filepath.Split(path)
		to = dir + to
	}
	dir, name := filepath.Split(to)
	if dir, err = filepath.EvalSymlinks(dir); err != nil { // Join alone drops "x/.." even where x is a link to elsewhere
		return "", fmt.Errorf("it leads to %s: %w", to, pathCause(err))
	}
	return target(filepath.Join(dir, name))
}
