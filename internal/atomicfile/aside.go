package atomicfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// SetAside gives a file or folder that is damaged the first free name of path.damaged-1, path.damaged-2 and so on, and returns it. Only the
// owner of path may call it.
func SetAside(path string) (aside string, err error) {
	for n := 1; ; n++ {
		aside = fmt.Sprintf("%s.damaged-%d", path, n)
		if _, err = os.Lstat(aside); errors.Is(err, os.ErrNotExist) {
			break
		}
		if err != nil {
			return "", fmt.Errorf("atomicfile: set %s aside: %w", path, pathCause(err))
		}
	}
	if err := os.Rename(path, aside); err != nil {
		return "", fmt.Errorf("atomicfile: set %s aside: %w", path, pathCause(err))
	}
	return aside, syncDir(filepath.Dir(path))
}
