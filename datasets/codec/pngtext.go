package codec

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"io"
	"iter"
	"regexp"
	"strings"
	"sync"
)

// The keywords of texts in PNG files that may say how an image is turned: the first is how ImageMagick and exiftool keep Exif, the second how
// Adobe's programs keep XMP.
const (
	rawExifText = "Raw profile type exif"
	xmpText     = "XML:com.adobe.xmp"
)

// maxText is the longest text of a PNG file that is unpacked, in bytes, as Pillow has it.
const maxText = 1 << 20

var xmpOrientation = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`tiff:Orientation(?:="|>)([1-8])`) })

// pngOrientation returns the orientation of a PNG file: that of its eXIf chunk, else of Exif kept as a text, else of its XMP, as Pillow's
// exif_transpose takes it.
func pngOrientation(data []byte) int {
	if exif := pngExif(data); exif != nil {
		return tiffOrientation(exif)
	}
	orientation := 1
	for kind, body := range pngChunks(data) {
		switch keyword, text := pngText(kind, body); keyword {
		case rawExifText:
			return tiffOrientation(rawProfile(text))
		case xmpText:
			if m := xmpOrientation().FindSubmatch(text); m != nil {
				orientation = int(m[1][0] - '0')
			}
		}
	}
	return orientation
}

// pngChunks returns the chunks of a PNG file that it holds whole, by name.
func pngChunks(data []byte) iter.Seq2[string, []byte] {
	const signature, around = 8, 12 // of a chunk: its length, its name and its checksum
	return func(yield func(string, []byte) bool) {
		for at := signature; at+around <= len(data); {
			size := int(binary.BigEndian.Uint32(data[at:]))
			if size > len(data)-at-around || !yield(string(data[at+4:at+8]), data[at+8:at+8+size]) {
				return
			}
			at += around + size
		}
	}
}

// pngText returns the keyword and the text of a chunk, "" if it is none or not one of those that are of use.
// Source: PNG 1.2, sections 4.2.3.1 to 4.2.3.3.
func pngText(kind string, body []byte) (keyword string, text []byte) {
	name, rest, ok := bytes.Cut(body, []byte{0})
	if keyword = string(name); !ok || keyword != rawExifText && keyword != xmpText {
		return "", nil
	}
	packed := false
	switch kind {
	case "tEXt":
	case "zTXt":
		if len(rest) < 1 {
			return "", nil
		}
		rest, packed = rest[1:], true
	case "iTXt":
		if len(rest) < 2 {
			return "", nil
		}
		packed, rest = rest[0] != 0, rest[2:]
		for range 2 { // the language, and the keyword in it
			if _, rest, ok = bytes.Cut(rest, []byte{0}); !ok {
				return "", nil
			}
		}
	default:
		return "", nil
	}
	if !packed {
		return keyword, rest
	}
	r, err := zlib.NewReader(bytes.NewReader(rest))
	if err != nil {
		return "", nil
	}
	text, err = io.ReadAll(io.LimitReader(r, maxText))
	if err != nil {
		return "", nil
	}
	return keyword, text
}

// rawProfile returns the bytes of a profile that is written as text: an empty line, its kind, its length, and lines of hexadecimal digits.
func rawProfile(text []byte) []byte {
	lines := strings.SplitN(string(text), "\n", 4)
	profile, err := hex.DecodeString(strings.ReplaceAll(lines[len(lines)-1], "\n", ""))
	if len(lines) < 4 || err != nil {
		return nil
	}
	return bytes.TrimPrefix(profile, []byte(exifPrefix))
}
