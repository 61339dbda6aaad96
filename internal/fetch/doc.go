// Package fetch downloads published files: verified, and resumed where they were cut off.
//
// A file NAME arrives as NAME.part beside its place, with the server's mark of its version in NAME.part.tag, and gets its name only
// once it has the published size and checksum. Whatever ends a download, the next one continues the part if the server still has
// the version that it is of, and starts over if not; a file with the wrong checksum is removed. Other things of a kind with files:
// archives are not unpacked here, and nothing is known here of what files are for.
package fetch
