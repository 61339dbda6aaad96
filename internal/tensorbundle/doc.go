// Package tensorbundle reads the checkpoints that TensorFlow has written since version 0.12, its TensorBundle or V2 format.
//
// A checkpoint PREFIX is an index, PREFIX.index, and the bytes of its variables in PREFIX.data-00000-of-00001 and so on, little-endian,
// row-major. The index is a sorted table of LevelDB's format: blocks of prefix-compressed keys with restart points, a block that points to them,
// and a footer. Its first value, of the empty key, is a BundleHeaderProto, the others are a BundleEntryProto for each variable. Every block and every
// variable has a masked CRC32C; nothing is used before its own was checked. Blocks may be compressed by Snappy, as older versions
// of TensorFlow left them.
//
// What a file claims is held against its length before memory is taken for it. Errors name the file, and the byte or the variable.
//
// The package is not for writing, and reads no variables that are kept in slices, of big-endian machines, or of other types than float32.
//
// Source: LevelDB's doc/table_format.md; tensorflow/core/protobuf/tensor_bundle.proto, tensorflow/core/lib/io/format.h and
// tensorflow/core/util/tensor_bundle/tensor_bundle.cc of github.com/tensorflow/tensorflow; Snappy's format_description.txt.
package tensorbundle
