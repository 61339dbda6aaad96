package codec

import (
	"encoding/binary"
	"image"
)

// exifOrientation returns the orientation tag, 1 to 8, of a JPEG file, or 1 where there is none or it is malformed: a camera's
// broken metadata is no reason to refuse its picture. Source: CIPA DC-008 (Exif 2.32), sections 4.5.2, 4.6.2 and 4.6.4.
func exifOrientation(data []byte) int {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(data) { // start of scan: no header follows
			return 1
		}
		body := data[at+4 : at+2+size]
		if marker == 0xe1 && len(body) > 6 && string(body[:6]) == "Exif\x00\x00" {
			return tiffOrientation(body[6:])
		}
		at += 2 + size
	}
	return 1
}

// tiffOrientation finds the orientation in the first directory of a TIFF header.
func tiffOrientation(tiff []byte) int {
	const orientationTag, shortType, entryLen = 0x0112, 3, 12
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
		if order.Uint16(tiff[at:]) != orientationTag || order.Uint16(tiff[at+2:]) != shortType {
			continue
		}
		if v := int(order.Uint16(tiff[at+8:])); v >= 1 && v <= 8 {
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
