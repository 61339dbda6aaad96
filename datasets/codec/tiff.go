package codec

import (
	"errors"
	"fmt"
	"image"
	"slices"
)

// Photometric interpretations of TIFF.
const (
	tiffWhiteIsZero = 0
	tiffBlackIsZero = 1
	tiffRGB         = 2
	tiffPalette     = 3
	tiffCMYK        = 5
)

// Compressions of TIFF.
const (
	tiffNone       = 1
	tiffGroup3     = 3
	tiffGroup4     = 4
	tiffLZW        = 5
	tiffDeflate    = 8
	tiffDeflateOld = 32946
	tiffPackBits   = 32773
)

// What the sample after the colours means.
const (
	alphaNone    = 0
	alphaMulti   = 1 // the colours are multiplied by it
	alphaPlain   = 2
	alphaCorel   = 999 // as Corel Draw 10 writes for alphaPlain
	maxTIFFExtra = 3   // samples after the colours
)

// tiffFile is the first picture of a TIFF or BigTIFF file, as Pillow over libtiff reads it: gray, palette, RGB and CMYK of unsigned whole
// numbers, up to 8 or of 12 or 16 bits, in strips or tiles, by pixel or by plane. Of more than 8 bits the upper 8 are kept; Pillow 9.4
// does so for colour, but cuts gray off at 255, so that nearly all of it is white. It is turned upright.
// golang.org/x/image/tiff is not used: it reads a file by plane as one by pixel, takes no notice of bit order and turning, and lacks
// CMYK, gray with alpha, 2, 4 and 12 bits and BigTIFF. Its decompressors are.
// Source: Adobe, TIFF revision 6.0; Pillow, TiffImagePlugin.py.
type tiffFile struct {
	dir           *tiffDir
	width, height int // as stored
	bits          int // of every sample
	samples       int // of a pixel
	colours       int // of the samples, that are no alpha
	alpha         int
	photometric   int
	compression   int
	predictor     int
	fillOrder     int
	planes        int // 1, or one a sample
	orientation   int
	blockW        int // of a strip or tile
	blockH        int
	tiled         bool
	palette       *palette
}

func parseTIFF(data []byte) (*tiffFile, error) {
	dir, err := readTIFFDir(data)
	if err != nil {
		return nil, err
	}
	if err := dir.isThumbnail(); err != nil {
		return nil, err
	}
	t := &tiffFile{dir: dir}
	planar, inks := 0, 0
	err = dir.numbers([]tiffField{
		{tagWidth, 0, &t.width}, {tagHeight, 0, &t.height}, {tagSamples, max(1, dir.len(tagBits)), &t.samples}, {tagPhotometric, 0, &t.photometric},
		{tagCompression, tiffNone, &t.compression}, {tagPredictor, 1, &t.predictor}, {tagFillOrder, 1, &t.fillOrder},
		{tagPlanar, 1, &planar}, {tagOrientation, 1, &t.orientation}, {tagInks, 1, &inks},
	})
	if err != nil {
		return nil, err
	}
	if t.photometric == tiffCMYK && inks != 1 {
		return nil, t.unread("inks that are not cyan, magenta, yellow and black")
	}
	if t.planes = 1; planar == 2 {
		t.planes = t.samples
	}
	if err := t.checkCompression(); err != nil {
		return nil, err
	}
	if err := t.readSamples(); err != nil {
		return nil, err
	}
	if err := t.readPalette(); err != nil {
		return nil, err
	}
	return t, t.readBlocks()
}

// unread says that a kind of TIFF is not read, and what to do.
func (t *tiffFile) unread(what string) error {
	return fmt.Errorf("TIFF: %s: not read, save it as PNG first", what)
}

func (t *tiffFile) checkCompression() error {
	names := map[int]string{
		2: "CCITT run-length compression", 6: "JPEG compression of the old style", 7: "JPEG compression", 34661: "JBIG compression",
		34712: "JPEG 2000 compression", 34887: "LERC compression", 34925: "LZMA compression", 50000: "Zstandard compression",
		50001: "WebP compression", 50002: "JPEG XL compression",
	}
	switch t.compression {
	case tiffNone, tiffPackBits:
		t.predictor = 1 // which libtiff has for LZW and Deflate only
	case tiffLZW, tiffDeflate, tiffDeflateOld:
	case tiffGroup3, tiffGroup4:
		t.predictor = 1
		options, err := t.dir.number(tagFaxOptions, 0)
		if err != nil {
			return err
		}
		if t.compression == tiffGroup3 && options != 0 {
			return t.unread("fax compression in two dimensions, or with filled lines")
		}
	default:
		if name, ok := names[t.compression]; ok {
			return t.unread(name)
		}
		return t.unread(fmt.Sprintf("compression %d", t.compression))
	}
	if t.predictor != 1 && t.predictor != 2 {
		return t.unread(fmt.Sprintf("predictor %d", t.predictor))
	}
	return nil
}

// readSamples finds out what a pixel is made of, and refuses what no 8-bit picture can be made of without guessing.
func (t *tiffFile) readSamples() error {
	if t.samples < 1 || t.samples > 4+maxTIFFExtra {
		return t.unread(fmt.Sprintf("%d samples a pixel", t.samples))
	}
	t.bits = 1
	for k := range min(t.dir.len(tagBits), t.samples) {
		v := int(min(t.dir.at(tagBits, k), 255))
		if k > 0 && v != t.bits {
			return t.unread("samples of different sizes")
		}
		t.bits = v
	}
	if n := t.dir.len(tagBits); n > 1 && n < t.samples {
		return errors.New("TIFF: it has more samples a pixel than sizes of samples")
	}
	for k := range min(t.dir.len(tagSampleFormat), t.samples) {
		if f := t.dir.at(tagSampleFormat, k); f != 1 {
			return t.unread(fmt.Sprintf("%ssamples of format %d", map[uint64]string{2: "signed ", 3: "floating-point "}[f], f))
		}
	}
	if !slices.Contains([]int{1, 2, 4, 8, 12, 16}, t.bits) {
		return t.unread(fmt.Sprintf("%d bits a sample", t.bits))
	}
	colours := map[int]int{tiffWhiteIsZero: 1, tiffBlackIsZero: 1, tiffRGB: 3, tiffPalette: 1, tiffCMYK: 4}
	var ok bool
	if t.colours, ok = colours[t.photometric]; !ok {
		names := map[int]string{4: "a transparency mask", 6: "YCbCr colours", 8: "CIE Lab colours", 9: "ICC Lab colours", 10: "ITU Lab colours", 32803: "a camera's raw colours"}
		if name, ok := names[t.photometric]; ok {
			return t.unread(name)
		}
		return t.unread(fmt.Sprintf("photometric interpretation %d", t.photometric))
	}
	return t.readExtra()
}

// readExtra finds out about the samples after the colours. As in Pillow, a fourth one of RGB that nothing is said of is opacity.
func (t *tiffFile) readExtra() error {
	extra := t.samples - t.colours
	if extra < 0 || extra > maxTIFFExtra || extra > 0 && t.bits < 8 || t.photometric == tiffPalette && t.bits > 8 {
		return t.unread(fmt.Sprintf("%d samples of %d bits in photometric interpretation %d", t.samples, t.bits, t.photometric))
	}
	if (t.compression == tiffGroup3 || t.compression == tiffGroup4) && (t.samples != 1 || t.bits != 1) {
		return errors.New("TIFF: fax compression of more than one bit a pixel")
	}
	if extra == 0 {
		return nil
	}
	if t.dir.len(tagExtraSamples) == 0 {
		if t.photometric != tiffRGB || extra > 1 {
			return t.unread("samples of which the file does not say what they are")
		}
		t.alpha = alphaPlain
		return nil
	}
	switch v := t.dir.at(tagExtraSamples, 0); v {
	case alphaNone, alphaMulti, alphaPlain:
		t.alpha = int(v)
	case alphaCorel:
		t.alpha = alphaPlain
	default:
		return t.unread(fmt.Sprintf("extra sample %d", v))
	}
	for k := 1; k < t.dir.len(tagExtraSamples); k++ {
		if t.dir.at(tagExtraSamples, k) != alphaNone {
			return t.unread("more than one channel of opacity")
		}
	}
	if t.alpha != alphaNone && t.photometric == tiffCMYK {
		return t.unread("CMYK with opacity")
	}
	return nil
}

// readPalette reads the colours of an indexed picture: all red, all green, all blue, the upper 8 bits of 16.
func (t *tiffFile) readPalette() error {
	if t.photometric != tiffPalette {
		return nil
	}
	n := t.dir.len(tagColours) / 3
	if n == 0 {
		return errors.New("TIFF: its palette is missing")
	}
	t.palette = grayRamp()
	for k := range min(n, len(t.palette)) {
		for c := range 3 {
			t.palette[k][c] = uint8(t.dir.at(tagColours, c*n+k) >> 8)
		}
	}
	return nil
}

func (t *tiffFile) size() (int, int) {
	if t.orientation >= 5 && t.orientation <= 8 {
		return t.height, t.width
	}
	return t.width, t.height
}

func (t *tiffFile) pixels() (*image.RGBA, error) {
	out := blank(t.width, t.height)
	if t.planes == 1 {
		return t.finish(out, t.eachBlock(0, func(b tiffBlock) { t.paint(out, b) }))
	}
	planes := make([][]uint8, t.planes)
	for p := range planes {
		planes[p] = make([]uint8, t.width*t.height)
		err := t.eachBlock(p, func(b tiffBlock) {
			for y := range b.rect.Dy() {
				row := planes[p][(b.rect.Min.Y+y)*t.width+b.rect.Min.X:]
				for x := range b.rect.Dx() {
					row[x] = t.sample(b.row(y), x)
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	pixel := make([]uint8, t.samples)
	for k := range t.width * t.height {
		for p := range planes {
			pixel[p] = planes[p][k]
		}
		t.colour(out.Pix[4*k:4*k+3], pixel)
	}
	return t.finish(out, nil)
}

func (t *tiffFile) finish(out *image.RGBA, err error) (*image.RGBA, error) {
	if err != nil {
		return nil, err
	}
	return orient(out, t.orientation), nil
}

// paint writes the pixels of a block.
func (t *tiffFile) paint(out *image.RGBA, b tiffBlock) {
	pixel := make([]uint8, t.samples)
	for y := range b.rect.Dy() {
		from, to := b.row(y), out.Pix[out.PixOffset(b.rect.Min.X, b.rect.Min.Y+y):]
		for x := range b.rect.Dx() {
			for s := range pixel {
				pixel[s] = t.sample(from, x*t.samples+s)
			}
			t.colour(to[4*x:4*x+3], pixel)
		}
	}
}
