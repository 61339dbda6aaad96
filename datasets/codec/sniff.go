package codec

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// Format is an image format, told by a file's first bytes.
type Format int

const (
	Unknown Format = iota
	PNG
	JPEG
	GIF
	WebP
	BMP
	PNM
	TIFF

	// Formats that are recognised, so that a file of theirs can be named, but not read.
	AVIF
	HEIC
	HEIF
	JPEG2000
	JPEGXL
	PAM
	PFM
	PSD
	SVG
	ICO
	RAW
	OpenEXR
	Radiance
	QOI
	DDS
	XCF
	DICOM
)

// formatNames are what people call the formats.
func formatNames() map[Format]string {
	return map[Format]string{
		PNG: "PNG", JPEG: "JPEG", GIF: "GIF", WebP: "WebP", BMP: "BMP", PNM: "PPM, PGM or PBM", TIFF: "TIFF",
		AVIF: "AVIF", HEIC: "HEIC", HEIF: "HEIF", JPEG2000: "JPEG 2000", JPEGXL: "JPEG XL", PAM: "PAM", PFM: "PFM", PSD: "Photoshop", SVG: "SVG",
		ICO: "icon", RAW: "camera raw", OpenEXR: "OpenEXR", Radiance: "Radiance HDR", QOI: "QOI", DDS: "DDS", XCF: "GIMP", DICOM: "DICOM",
	}
}

// String returns what people call the format.
func (f Format) String() string {
	if name, ok := formatNames()[f]; ok {
		return name
	}
	return "unknown"
}

// Supported reports whether Decode reads the format.
func (f Format) Supported() bool { return f > Unknown && f <= TIFF }

// Cure says in a few words how to bring a format that is not read into one that is, or "" for those that are read and for Unknown.
func (f Format) Cure() string {
	switch {
	case f == Unknown || f.Supported():
		return ""
	case f == HEIC || f == HEIF || f == AVIF:
		return "convert it to PNG or JPEG first, for example with heif-convert"
	}
	return "convert it to PNG or JPEG first"
}

// Extensions returns the endings of names, lower case with the dot, that promise an image of a format that is read, sorted.
func Extensions() []string {
	return []string{
		".apng", ".bmp", ".dib", ".gif", ".jfif", ".jpe", ".jpeg", ".jpg", ".pbm", ".pgm", ".png", ".pnm", ".ppm", ".tif", ".tiff", ".webp",
	}
}

// SniffLen is how many first bytes tell every format.
const SniffLen = 256

// magics are the fixed bytes that files of a format have at a place. The first line that fits counts.
func magics() []struct {
	format Format
	at     int
	bytes  string
} {
	return []struct {
		format Format
		at     int
		bytes  string
	}{
		{PNG, 0, "\x89PNG\r\n\x1a\n"},
		{JPEG, 0, "\xff\xd8\xff"},
		{GIF, 0, "GIF87a"}, {GIF, 0, "GIF89a"},
		{RAW, 8, "CR\x02"}, // Canon's, which starts as TIFF does
		{RAW, 0, "FUJIFILMCCD-RAW"}, {RAW, 0, "IIRO"}, {RAW, 0, "IIRS"}, {RAW, 0, "MMOR"}, {RAW, 0, "IIU\x00"},
		{TIFF, 0, "II*\x00"}, {TIFF, 0, "MM\x00*"}, {TIFF, 0, "II+\x00\x08\x00\x00\x00"}, {TIFF, 0, "MM\x00+\x00\x08\x00\x00"},
		{JPEG2000, 0, "\x00\x00\x00\x0cjP  \r\n\x87\n"}, {JPEG2000, 0, "\xff\x4f\xff\x51\x00"},
		{JPEGXL, 0, "\x00\x00\x00\x0cJXL \r\n\x87\n"}, {JPEGXL, 0, "\xff\x0a"},
		{PAM, 0, "P7\n"}, {PFM, 0, "PF\n"}, {PFM, 0, "Pf\n"},
		{PSD, 0, "8BPS\x00"},
		{OpenEXR, 0, "\x76\x2f\x31\x01"}, {Radiance, 0, "#?RADIANCE"}, {QOI, 0, "qoif"}, {DDS, 0, "DDS \x7c\x00\x00\x00"},
		{XCF, 0, "gimp xcf"}, {DICOM, 128, "DICM"},
	}
}

// Sniff returns the format of a file that starts with head, of which it needs SniffLen bytes where the file is as long.
func Sniff(head []byte) Format {
	has := func(at int, magic string) bool {
		return len(head) >= at+len(magic) && string(head[at:at+len(magic)]) == magic
	}
	for _, m := range magics() {
		if has(m.at, m.bytes) {
			return m.format
		}
	}
	switch {
	case has(0, "RIFF") && has(8, "WEBP"):
		return WebP
	case isBMP(head):
		return BMP
	case isPNM(head):
		return PNM
	case has(4, "ftyp"):
		return brand(head)
	case isSVG(head):
		return SVG
	case (has(0, "\x00\x00\x01\x00") || has(0, "\x00\x00\x02\x00")) && isIcon(head):
		return ICO
	}
	return Unknown
}

// isBMP reports whether head starts a BMP file, or one without its first 14 bytes, as .dib files are. Two letters are not enough: the
// header that follows must have a length that exists.
func isBMP(head []byte) bool {
	if len(head) >= 18 && string(head[:2]) == "BM" {
		return slices.Contains([]uint32{12, 40, 52, 56, 64, 108, 124}, binary.LittleEndian.Uint32(head[14:]))
	}
	if len(head) < 16 {
		return false
	}
	planes, bits := binary.LittleEndian.Uint16(head[12:]), binary.LittleEndian.Uint16(head[14:])
	switch binary.LittleEndian.Uint32(head) {
	case 12:
		planes, bits = binary.LittleEndian.Uint16(head[8:]), binary.LittleEndian.Uint16(head[10:])
	case 40, 64, 108, 124:
	default:
		return false
	}
	return planes == 1 && slices.Contains([]uint16{1, 4, 8, 16, 24, 32}, bits)
}

// isPNM reports whether head starts a PBM, PGM or PPM file: P1 to P6, then two numbers, or a comment where one may be.
func isPNM(head []byte) bool {
	if len(head) < 4 || head[0] != 'P' || head[1] < '1' || head[1] > '6' {
		return false
	}
	rest := head[2:]
	for range 2 {
		text := bytes.TrimLeft(rest, pnmSpace)
		if len(text) == len(rest) || len(text) == 0 {
			return false
		}
		if text[0] == '#' {
			return true
		}
		rest = bytes.TrimLeft(text, "0123456789")
		if len(rest) == len(text) {
			return false
		}
	}
	return true
}

// brand tells the formats apart that share ISO's base media file: the major brand decides.
// Source: ISO/IEC 23008-12, annex B; AV1 Image File Format, section 6.
func brand(head []byte) Format {
	if len(head) < 12 {
		return Unknown
	}
	switch string(head[8:12]) {
	case "avif", "avis":
		return AVIF
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs":
		return HEIC
	case "mif1", "msf1", "mif2":
		if bytes.Contains(head[12:], []byte("avif")) {
			return AVIF
		}
		if bytes.Contains(head[12:], []byte("hei")) {
			return HEIC
		}
		return HEIF
	case "crx ":
		return RAW
	case "jp2 ":
		return JPEG2000
	}
	return Unknown
}

// isSVG reports whether head starts an SVG file: its element comes first, or after what XML allows before it.
func isSVG(head []byte) bool {
	text := strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n")
	if !strings.HasPrefix(text, "<?xml") && !strings.HasPrefix(text, "<!") && !strings.HasPrefix(text, "<svg") {
		return false
	}
	return strings.Contains(text, "<svg")
}

// isIcon reports whether what follows the four zeros and ones of an icon file is the entry of a picture in it.
func isIcon(head []byte) bool {
	if len(head) < 22 {
		return false
	}
	count, offset := binary.LittleEndian.Uint16(head[4:]), binary.LittleEndian.Uint32(head[18:])
	return count > 0 && head[9] == 0 && offset == 6+16*uint32(count)
}
