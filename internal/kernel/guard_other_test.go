//go:build !unix

package kernel

// guardPages returns size bytes; this system's tests have no guard pages.
func guardPages(size int) (bytes []byte, free func()) { return make([]byte, size), func() {} }
