// Package safetensors reads and writes files of named float32 tensors in the safetensors format: eight bytes with the length of a
// JSON header, the header (name -> type, shape, offsets; and "__metadata__", text to text), the values in little-endian order.
//
// Files written here open in Python's safetensors and other readers. Reading is strict: overlapping or missing ranges, repeated
// names and a header that does not fit the file are errors that name the tensor. Tensors of other types are named and not read. Source:
// github.com/huggingface/safetensors, README, "Format". The package is not a container for anything but float32.
package safetensors
