package datasets

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// zipNames returns the paths of the entries of a zip, in slashes, as UTF-8.
// Where each name is UTF-8, flagged so or not, they are taken as they are. Where one is not, one program wrote all that have no flag: a name is
// that of Info-ZIP's Unicode path field where there is one, else in code page 437, which the format means without the flag, and Python's
// zipfile takes; so distinct names stay distinct whatever they were written in. In a name without a slash that a program of DOS or Windows
// wrote, backslashes part folders, as unzip takes it: older versions of Compress-Archive write them.
// Source: PKWARE, APPNOTE.TXT 6.3.10, 4.4.2, 4.4.4, 4.4.17, 4.6.9 and D.1.
func zipNames(files []*zip.File) ([]string, error) {
	const flag = 1 << 11
	old := slices.ContainsFunc(files, func(f *zip.File) bool { return !utf8.ValidString(f.Name) })
	names := make([]string, len(files))
	for k, f := range files {
		field, hasField := unicodePath(f)
		backslashes := !strings.Contains(f.Name, "/") && fromWindows(f)
		switch {
		case old && hasField:
			names[k] = field
		case !utf8.ValidString(f.Name) || old && f.Flags&flag == 0:
			raw := f.Name
			if backslashes {
				raw = partBytes(raw)
			}
			var err error
			if names[k], err = charmap.CodePage437.NewDecoder().String(raw); err != nil {
				return nil, fmt.Errorf("entry %q: %w: pack the zip again", f.Name, err)
			}
		case backslashes:
			names[k] = strings.ReplaceAll(f.Name, `\`, "/")
		default:
			names[k] = f.Name
		}
	}
	return names, nil
}

// partBytes replaces the backslashes of a name of any code page by slashes, but for the second bytes of characters of Shift-JIS and GBK, whose
// first are above 0x80.
func partBytes(name string) string {
	b := []byte(name)
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] > 0x80:
			i++
		case b[i] == '\\':
			b[i] = '/'
		}
	}
	return string(b)
}

// fromWindows tells whether the program that made an entry says that it ran on DOS or Windows.
func fromWindows(f *zip.File) bool {
	switch f.CreatorVersion >> 8 {
	case 0, 10, 11, 14: // FAT, NTFS, NTFS as Info-ZIP has it, VFAT
		return true
	}
	return false
}

// unicodePath returns the name of the field 0x7075, if the entry has one that belongs to its name.
func unicodePath(f *zip.File) (string, bool) {
	const field, head = 0x7075, 5 // the head is a version, 1, and the checksum of the other name
	le := binary.LittleEndian
	for extra := f.Extra; len(extra) >= 4; {
		kind, size := le.Uint16(extra), int(le.Uint16(extra[2:]))
		if extra = extra[4:]; size > len(extra) {
			return "", false
		}
		data := extra[:size]
		if extra = extra[size:]; kind != field || size <= head || data[0] != 1 || le.Uint32(data[1:]) != crc32.ChecksumIEEE([]byte(f.Name)) {
			continue
		}
		return string(data[head:]), utf8.Valid(data[head:])
	}
	return "", false
}

// zipMethod names a way of compression.
func zipMethod(method uint16) string {
	names := map[uint16]string{
		1: "Shrink", 6: "Implode", 9: "Deflate64", 12: "bzip2", 14: "LZMA", 20: "Zstandard", 93: "Zstandard", 94: "MP3", 95: "XZ", 96: "JPEG",
		97: "WavPack", 98: "PPMd",
	}
	if name, ok := names[method]; ok {
		return fmt.Sprintf("%s (method %d)", name, method)
	}
	return fmt.Sprintf("method %d", method)
}
