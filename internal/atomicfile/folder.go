package atomicfile

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Probe returns an error unless files can be made in the folder.
func Probe(dir string) error {
	f, err := os.CreateTemp(dir, "."+tempMark+"*")
	if err != nil {
		return fmt.Errorf("atomicfile: write in %s: %w", dir, pathCause(err))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// ErrOwned tells that another process owns a folder.
var ErrOwned = errors.New("another process works")

// Lock makes the caller the owner of the folder until it calls unlock or dies. It returns ErrOwned if another process is.
func Lock(dir string) (unlock func(), err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("atomicfile: lock %s: %w", dir, pathCause(err))
	}
	err = unix.Flock(int(d.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return nil, errors.Join(fmt.Errorf("atomicfile: %w in %s", ErrOwned, dir), d.Close())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("atomicfile: lock %s: %w", dir, err), d.Close())
	}
	return func() { _ = d.Close() }, nil
}
