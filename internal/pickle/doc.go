// Package pickle reads Python pickles of protocol 2 without running them.
//
// A pickle is a program for a machine with a stack. This machine builds plain values (numbers, texts, tuples, lists, dictionaries); every
// name that a pickle asks for must be among those that the caller allows, each with a Go function that builds its value. Any other name is
// refused where it stands, by name, before anything could call it. Numpy is the names of numerical arrays.
//
// Memory stays below a small multiple of the pickle's length: bytes are views of it, and the number of instructions is bounded.
//
// The package is not for writing pickles, nor for objects of Python classes.
//
// Source: CPython's pickletools.py for the instructions.
package pickle
