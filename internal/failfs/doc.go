// Package failfs is a file system whose n-th operation fails, for tests of what a program does then. It is not for programs.
package failfs
