package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// tempMark is part of every temporary name, so that leftovers of a killed process can be told and removed.
const tempMark = ".tmp-"

// Write publishes data under path with mode 0644. The folder must exist.
func Write(path string, data []byte) error {
	return WriteTo(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// WriteTo publishes under path, with mode 0644, what write puts into its writer. If write or the disk fails, the target is as it
// was and no temporary file is left. The folder must exist.
func WriteTo(path string, write func(io.Writer) error) (err error) {
	file, err := target(path)
	if err != nil {
		return fmt.Errorf("atomicfile: write %s: %w", path, err)
	}
	dir, name := filepath.Split(file)
	if dir == "" {
		dir = "."
	}
	f, err := os.CreateTemp(dir, "."+name+tempMark+"*")
	if err != nil {
		return fmt.Errorf("atomicfile: write %s: %w", file, pathCause(err))
	}
	renamed := false
	defer func() {
		if err != nil {
			err = fmt.Errorf("atomicfile: write %s: %w", file, pathCause(err))
		}
		if err != nil && !renamed {
			err = errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}()
	buf := bufio.NewWriterSize(f, 1<<16)
	if err := write(buf); err != nil {
		return err
	}
	if err := buf.Flush(); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), file); err != nil {
		return err
	}
	renamed = true
	if err := f.Close(); err != nil {
		return err
	}
	return syncDir(dir)
}

// Rename moves a file that has been flushed to the disk over path, on the same disk.
func Rename(from, path string) error {
	file, err := target(path)
	if err != nil {
		return fmt.Errorf("atomicfile: write %s: %w", path, err)
	}
	if err := os.Rename(from, file); err != nil {
		return fmt.Errorf("atomicfile: write %s: %w", file, pathCause(err))
	}
	return syncDir(filepath.Dir(file))
}

// Sweep removes temporary files that a killed process left in the folder. Only the folder's owner may call it.
func Sweep(dir string) error { return sweep(dir, "") }

// SweepFile removes temporary files that a killed process left of one target. Only the target's owner may call it.
func SweepFile(path string) error {
	file, err := target(path)
	if err != nil {
		return fmt.Errorf("atomicfile: sweep %s: %w", path, err)
	}
	dir, name := filepath.Split(file)
	return sweep(filepath.Clean(dir), name+tempMark)
}

// sweep removes the temporary files in a folder that start so.
func sweep(dir, name string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("atomicfile: sweep: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "."+name) && strings.Contains(e.Name(), tempMark) {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("atomicfile: sweep: %w", err)
			}
		}
	}
	return nil
}

// syncDir flushes a folder, so that a rename in it survives a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("atomicfile: open folder %s: %w", dir, err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// pathCause strips the temporary name from a path error, which would only confuse.
func pathCause(err error) error {
	if p, ok := errors.AsType[*os.PathError](err); ok {
		return p.Err
	}
	if l, ok := errors.AsType[*os.LinkError](err); ok {
		return l.Err
	}
	return err
}
