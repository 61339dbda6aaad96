package datasets

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
)

// Channels is the number of bytes of a pixel: red, green, blue.
const Channels = 3

// Images is a finite ordered set of square RGB images, held in memory or in a mapped cache file. It does not change once made and is
// safe for concurrent use.
type Images struct {
	side    int
	pix     []uint8 // NHWC
	labels  []int
	classes []string
	rows    []int    // rows[i] is where image i stands in pix and labels
	mapped  *mapping // that pix lies in, nil in memory
}

// NewImages returns a set over pix, N×side×side×3 bytes in NHWC layout, with one label an image, an index into classes.
// The set keeps the slices: the caller must not write to them again.
// It returns an error when a size or a label does not fit.
func NewImages(side int, pix []uint8, labels []int, classes []string) (*Images, error) {
	if side < 1 || side > MaxSide {
		return nil, fmt.Errorf("datasets: side is %d: it must be from 1 to %d", side, MaxSide)
	}
	stride := side * side * Channels
	if len(pix) != len(labels)*stride {
		return nil, fmt.Errorf("datasets: %d bytes of pixels for %d labels of side %d: need %d", len(pix), len(labels), side, len(labels)*stride)
	}
	for i, label := range labels {
		if label < 0 || label >= len(classes) {
			return nil, fmt.Errorf("datasets: label %d of image %d is outside the %d classes", label, i, len(classes))
		}
	}
	rows := make([]int, len(labels))
	for i := range rows {
		rows[i] = i
	}
	return &Images{side: side, pix: pix, labels: labels, classes: classes, rows: rows}, nil
}

// Len returns the number of images.
func (m *Images) Len() int { return len(m.rows) }

// Side returns the width and height of every image in pixels.
func (m *Images) Side() int { return m.side }

// At returns image i, side×side×3 bytes, rows from the top. It is a view: the caller must not write to it.
func (m *Images) At(i int) []uint8 {
	stride := m.side * m.side * Channels
	start := m.rows[i] * stride
	if m.mapped != nil {
		m.mapped.touch(stride)
	}
	return m.pix[start : start+stride : start+stride]
}

// Label returns the class of image i, an index into Classes.
func (m *Images) Label(i int) int { return m.labels[m.rows[i]] }

// Classes returns the names of the classes of the whole collection, also of those that a subset holds no image of.
func (m *Images) Classes() []string { return slices.Clone(m.classes) }

// Subset returns the images of the given indices in the given order; it shares their pixels, and is closed with them. An index may
// repeat. It panics on an index outside the set.
func (m *Images) Subset(indices []int) *Images {
	rows := make([]int, len(indices))
	for k, i := range indices {
		rows[k] = m.rows[i]
	}
	return &Images{side: m.side, pix: m.pix, labels: m.labels, classes: m.classes, rows: rows, mapped: m.mapped}
}

// Close gives back a mapped cache file; no view of an image, of this set or of a subset, may be used again. Without one, it does nothing.
func (m *Images) Close() error {
	if m.mapped == nil {
		return nil
	}
	return m.mapped.close()
}

// Digest returns the sha256, in hex, of the side, the number of images and, for each in order, its pixels and its label.
// Class names do not enter.
func (m *Images) Digest() string {
	h := sha256.New()
	word := func(v int) {
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], uint64(v))
		h.Write(b[:])
	}
	word(m.side)
	word(m.Len())
	for i := range m.Len() {
		h.Write(m.At(i))
		word(m.Label(i))
	}
	return hex.EncodeToString(h.Sum(nil))
}
