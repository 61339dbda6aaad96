// Package atomicfile publishes files so that a crash at any moment leaves the old content or the new, never a part.
//
// A file is written under a temporary name beside its target, flushed to the disk, renamed over the target, and the folder is
// flushed. A symbolic link stays and the file that it leads to is written; what is there and is neither a file nor a link to one is
// refused. Readers check content by the sha256 that their own format carries; this package does not. It is not for logs that grow.
package atomicfile
