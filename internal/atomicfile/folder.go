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

// Lock makes the caller the owner of the folder until it calls unlock or dies. It returns an error if another process is.
func Lock(dir string) (unlock func(), err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("atomicfile: lock %s: %w", dir, pathCause(err))
	}
	if err := unix.Flock(int(d.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("atomicfile: another process works in %s", dir), d.Close())
	}
	return func() { _ = d.Close() }, nil
}
