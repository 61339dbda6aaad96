package tensorbundle

import "hash/crc32"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// unmask returns the CRC32C that a masked one stands for. Checksums are kept rotated and shifted, so that one of bytes with checksums in them is
// of use. Source: LevelDB's util/crc32c.h.
func unmask(masked uint32) uint32 {
	rotated := masked - 0xa282ead8
	return rotated>>17 | rotated<<15
}
