package atomicfile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// LockFile makes the caller the owner of the file at path, which need not exist, until it calls unlock or dies. It waits for another
// owner, in this process or another, until ctx ends. While it is owned, its name with .lock at the end lies beside it.
func LockFile(ctx context.Context, path string) (unlock func(), err error) {
	file, err := target(path)
	if err != nil {
		return nil, fmt.Errorf("atomicfile: lock %s: %w", path, err)
	}
	lock := file + ".lock"
	f, err := os.OpenFile(lock, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("atomicfile: lock %s: %w", file, pathCause(err))
	}
	wait := time.NewTicker(50 * time.Millisecond)
	defer wait.Stop()
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			// A waiter may own a file that is removed here; the next owner is then not kept out, and does at most the same work.
			return func() { _, _ = os.Remove(lock), f.Close() }, nil
		}
		if !errors.Is(err, unix.EWOULDBLOCK) && !errors.Is(err, unix.EINTR) {
			return nil, errors.Join(fmt.Errorf("atomicfile: lock %s: %w", file, err), f.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), f.Close())
		case <-wait.C:
		}
	}
}
