package codec

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation returns the orientation tag, 1 to 8, of an image file, or 1 where there is none or it is malformed: a camera's broken
// metadata is no reason to refuse its picture. Source: CIPA DC-008 (Exif 2.32), sections 4.5.2, 4.6.2 and 4.6.4.
func orientation(f Format, data []byte) int {
	switch f {
	case JPEG:
		return tiffOrientation(jpegExif(data))
	case PNG:
		return pngOrientation(data)
	case WebP:
		for kind, body := range chunks(data[min(riffHeader, len(data)):]) {
			if kind == "EXIF" {
				return tiffOrientation(bytes.TrimPrefix(body, []byte(exifPrefix)))
			}
		}
	}
	return 1
}

// exifPrefix stands before the TIFF header in a JPEG segment.
const exifPrefix = "Exif\x00\x00"

// jpegExif returns the first Exif segment of a JPEG file. Bytes between segments are skipped, as any number of 0xff may stand before a
// marker. Source: ITU-T T.81, section B.1.1.2.
func jpegExif(data []byte) []byte {
	const startOfScan, app1, lastBare = 0xda, 0xe1, 0xd8
	for at := 2; at+4 <= len(data); {
		marker := data[at+1]
		switch {
		case data[at] != 0xff || marker == 0 || marker == 0xff:
			at++
			continue
		case marker == startOfScan: // no header follows
			return nil
		case marker <= lastBare && marker >= 0xd0 || marker == 1: // without a body
			at += 2
			continue
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || at+2+size > len(data) {
			return nil
		}
		if body, ok := bytes.CutPrefix(data[at+4:at+2+size], []byte(exifPrefix)); ok && marker == app1 {
			return body
		}
		at += 2 + size
	}
	return nil
}

// pngExif returns the eXIf chunk of a PNG file, which may stand before or after the pixels. Source: PNG 1.2 extensions 1.5.0, section 3.7.
func pngExif(data []byte) []byte {
	for kind, body := range pngChunks(data) {
		if kind == "eXIf" {
			return bytes.TrimPrefix(body, []byte(exifPrefix))
		}
	}
	return nil
}

// tiffOrientation finds the orientation in the first directory of a TIFF header. Any whole-number type is taken, as Pillow takes it.
// Source: TIFF 6.0, section 2.
func tiffOrientation(tiff []byte) int {
	const orientationTag, entryLen = 0x0112, 12
	const shortType, longType, signedShort, signedLong = 3, 4, 8, 9
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if string(tiff[:2]) == "MM" {
		order = binary.BigEndian
	}
	start := int(order.Uint32(tiff[4:]))
	if start < 8 || start+2 > len(tiff) {
		return 1
	}
	for k := range int(order.Uint16(tiff[start:])) {
		at := start + 2 + k*entryLen
		if at+entryLen > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[at:]) != orientationTag {
			continue
		}
		v := 0
		switch order.Uint16(tiff[at+2:]) {
		case shortType, signedShort:
			v = int(order.Uint16(tiff[at+8:]))
		case longType, signedLong:
			v = int(order.Uint32(tiff[at+8:]))
		}
		if v >= 1 && v <= 8 {
			return v
		}
		return 1
	}
	return 1
}

// orient returns img turned so that it stands upright, given its orientation tag.
func orient(img *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	outW, outH := w, h
	if orientation >= 5 {
		outW, outH = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, outW, outH))
	for y := range outH {
		for x := range outW {
			sx, sy := storedAt(orientation, x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], img.Pix[img.PixOffset(sx, sy):][:4])
		}
	}
	return out
}

// storedAt returns where the upright pixel (x, y) is stored in an image of w×h pixels.
func storedAt(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2: // mirrored
		return w - 1 - x, y
	case 3: // upside down
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5: // transposed
		return y, x
	case 6: // to be turned clockwise
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	}
	return w - 1 - y, x // 8: to be turned counter-clockwise
}
