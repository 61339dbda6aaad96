package datasets

import (
	"errors"
	"fmt"
	"image"
	"sort"
)

// pixelOrder is how the pixels of a raw image are stored.
type pixelOrder int

const (
	interleaved  pixelOrder = iota // rows of R, G, B
	planar                         // all of R, then G, then B
	gray                           // rows of one channel
	grayByColumn                   // columns of one channel, as EMNIST has them
)

// channels returns the number of bytes of a pixel.
func (o pixelOrder) channels() int {
	if o == interleaved || o == planar {
		return Channels
	}
	return 1
}

// records is raw images of one size, one after the other, in one file or several.
type records struct {
	container
	blocks []block
	first  []int // number of the first image of each block
	n      int
	w, h   int
	order  pixelOrder
}

// block is the raw images of one file: image k starts at offset + k·stride.
type block struct {
	name           string
	at             *blob
	n              int
	offset, stride int64
}

// add takes in a block, whose images it must hold, and its blob, which is closed with the records.
func (r *records) add(b block) {
	r.blocks = append(r.blocks, b)
	r.first = append(r.first, r.n)
	r.n += b.n
}

// find returns the block of an image and its number there.
func (r *records) find(number int) (block, int) {
	k := sort.SearchInts(r.first, number+1) - 1
	return r.blocks[k], number - r.first[k]
}

func (r *records) Name(number int) string {
	b, k := r.find(number)
	return fmt.Sprintf("%s/%08d", b.name, k)
}

func (r *records) Decode(number int) (*image.RGBA, error) {
	b, k := r.find(number)
	raw := make([]uint8, r.w*r.h*r.order.channels())
	if _, err := b.at.ReadAt(raw, b.offset+int64(k)*b.stride); err != nil {
		return nil, fmt.Errorf("%s: image %d cannot be read: %w: fetch it again", b.name, k, cause(pathCause(err)))
	}
	return fromRaw(raw, r.w, r.h, r.order), nil
}

func (r *records) Close() error {
	err := r.container.Close()
	for _, b := range r.blocks {
		err = errors.Join(err, b.at.Close())
	}
	return err
}

// fromRaw returns an opaque image of raw bytes.
func fromRaw(raw []uint8, w, h int, order pixelOrder) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	n := w * h
	for p := range n {
		var r, g, b uint8
		switch order {
		case interleaved:
			r, g, b = raw[3*p], raw[3*p+1], raw[3*p+2]
		case planar:
			r, g, b = raw[p], raw[n+p], raw[2*n+p]
		case gray:
			r, g, b = raw[p], raw[p], raw[p]
		case grayByColumn:
			v := raw[p%w*h+p/w]
			r, g, b = v, v, v
		}
		img.Pix[4*p], img.Pix[4*p+1], img.Pix[4*p+2], img.Pix[4*p+3] = r, g, b, 255
	}
	return img
}

// numbers returns the names from first to last of classes that have numbers only.
func numbers(first, last int) []string {
	var names []string
	for v := first; v <= last; v++ {
		names = append(names, fmt.Sprint(v))
	}
	return names
}
