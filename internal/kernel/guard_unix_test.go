//go:build unix

package kernel

import "syscall"

// guardPages returns size bytes that end at a page that may not be touched, and what gives them back.
func guardPages(size int) (bytes []byte, free func()) {
	page := syscall.Getpagesize()
	whole := ceil(size, page) * page
	all, err := syscall.Mmap(-1, 0, whole+page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	if err := syscall.Mprotect(all[whole:], syscall.PROT_NONE); err != nil {
		panic(err)
	}
	return all[whole-size : whole], func() {
		if err := syscall.Munmap(all); err != nil {
			panic(err)
		}
	}
}
