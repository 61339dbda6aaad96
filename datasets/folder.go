package datasets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// folder is a folder on disk. Nothing outside it can be opened, whatever links it holds.
type folder struct{ root *os.Root }

func openFolder(path string) (container, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return folder{root}, nil
}

func (d folder) Close() error { return d.root.Close() }

func (d folder) Open(name string) (io.ReadCloser, error) {
	return d.root.Open(filepath.FromSlash(name))
}

func (d folder) Names(ctx context.Context) (names []string, skipped Skipped, err error) {
	err = fs.WalkDir(d.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if name == "." {
			return nil
		}
		if hiddenPart(entry.Name()) != "" {
			skipped.count(Hidden, 1)
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		mode := entry.Type()
		if mode&fs.ModeSymlink != 0 {
			if mode, err = d.follow(name); err != nil {
				return err
			}
		}
		switch {
		case mode.IsRegular():
			names = append(names, name)
		case !mode.IsDir():
			skipped.count(Special, 1)
		}
		return nil
	})
	slices.Sort(names)
	return names, skipped, err
}

// follow returns the type of what a symbolic link leads to, which must be inside the folder and not itself a folder.
func (d folder) follow(name string) (fs.FileMode, error) {
	info, err := d.root.Stat(filepath.FromSlash(name))
	if err != nil {
		return 0, fmt.Errorf("%s is a symbolic link that is broken or leads out of the folder: put the file itself in its place", name)
	}
	if info.IsDir() {
		return 0, fmt.Errorf("%s is a symbolic link to a folder: put the folder itself in its place", name)
	}
	return info.Mode().Type(), nil
}
