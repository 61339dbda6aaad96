package atomicfile

import (
	"errors"
	"io/fs"
	"syscall"
)

// Unread tells of an error of reading a file that the system could not read it (a bad disk, no right to, too many open files), which says
// nothing about its content: it may be good. A file that is missing, or was read and is wrong, is no such case.
func Unread(err error) bool {
	_, refused := errors.AsType[syscall.Errno](err)
	return refused && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) // its folder is a file
}
