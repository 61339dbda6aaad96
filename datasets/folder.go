package datasets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"

	"tgan/internal/atomicfile"
)

// folder is a folder on disk, with what its symbolic links lead to, wherever that is: a user's links are the user's.
type folder string

func (folder) Close() error { return nil }

func (d folder) at(name string) string { return filepath.Join(string(d), filepath.FromSlash(name)) }

// Open opens a file. A broken link is a fault of the set, not of the system: its error is none of fs.
func (d folder) Open(name string) (io.ReadCloser, error) {
	f, err := os.Open(d.at(name))
	if err == nil {
		return f, nil
	}
	target, linkErr := os.Readlink(d.at(name))
	if linkErr != nil || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ELOOP) {
		return nil, err
	}
	return nil, fmt.Errorf("it is a symbolic link to %s (%v): remove the link, or bring back what it leads to", target, pathCause(err))
}

// Names follows links to files and to folders, as os.walk(followlinks=True) of torchvision does, but goes round no cycle. A broken link
// counts as skipped unless it is named as an image: then it is a file that cannot be read.
func (d folder) Names(ctx context.Context) ([]string, Skipped, error) {
	w := walk{ctx: ctx, folder: d}
	err := w.enter(".", nil)
	slices.Sort(w.names)
	return w.names, w.skipped, err
}

// walk is the way through a folder.
type walk struct {
	ctx     context.Context
	folder  folder
	names   []string
	skipped Skipped
}

// enter takes in a folder; above are the folders on the way to it.
func (w *walk) enter(name string, above []fs.FileInfo) error {
	here, err := os.Stat(w.folder.at(name))
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", name, pathCause(err))
	}
	if slices.ContainsFunc(above, func(f fs.FileInfo) bool { return os.SameFile(f, here) }) {
		w.skipped.count(Cycles, 1)
		return nil
	}
	entries, err := os.ReadDir(w.folder.at(name))
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", name, pathCause(err))
	}
	above = append(slices.Clip(above), here)
	for _, entry := range entries {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if hiddenPart(entry.Name()) != "" {
			w.skipped.count(Hidden, 1)
			continue
		}
		if err := w.take(path.Join(name, entry.Name()), entry.Type(), above); err != nil {
			return err
		}
	}
	return nil
}

// take takes in one thing of a folder.
func (w *walk) take(name string, mode fs.FileMode, above []fs.FileInfo) error {
	if mode&fs.ModeSymlink != 0 {
		info, err := os.Stat(w.folder.at(name))
		switch {
		case err == nil:
			mode = info.Mode().Type()
		case namedAsImage(name):
			mode = 0
		case atomicfile.Unread(err) && !errors.Is(err, syscall.ELOOP):
			return fmt.Errorf("%s cannot be read: %w", name, pathCause(err))
		default:
			w.skipped.count(Broken, 1)
			return nil
		}
	}
	switch {
	case mode.IsDir():
		return w.enter(name, above)
	case mode.IsRegular():
		w.names = append(w.names, name)
	default:
		w.skipped.count(Special, 1)
	}
	return nil
}
