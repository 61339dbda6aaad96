package datasets

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"tgan/internal/atomicfile"
)

// A cache file is: the magic line; the length of the header, 8 bytes; the header, JSON; zeros up to a multiple of cacheAlign; the
// labels, 4 bytes each; zeros up to a multiple of cacheAlign; the pixels, NHWC; the sha256 of all before. Numbers are little-endian.
const (
	cacheMagic  = "tgan images\n"
	cacheFormat = 1
	cacheAlign  = 4096
	// windowBytes is how many bytes of finished images wait to be written, about.
	windowBytes = 8 << 20
	// maxCacheHeader bounds the header, whose classes may have long names.
	maxCacheHeader = 64 << 20
)

// cacheHeader is the header of a cache file.
type cacheHeader struct {
	Entry   cacheEntry `json:"entry"`
	Images  int        `json:"images"`
	Classes []string   `json:"classes"`
}

// cacheWriter writes a cache file in one pass.
type cacheWriter struct {
	w   io.Writer
	sum hash.Hash
	n   int64
}

func newCacheWriter(w io.Writer) *cacheWriter { return &cacheWriter{w: w, sum: sha256.New()} }

func (c *cacheWriter) write(data []byte) error {
	c.sum.Write(data)
	c.n += int64(len(data))
	_, err := c.w.Write(data)
	return err
}

// align writes zeros up to the next multiple of cacheAlign.
func (c *cacheWriter) align() error { return c.write(make([]byte, aligned(c.n)-c.n)) }

func aligned(n int64) int64 { return (n + cacheAlign - 1) / cacheAlign * cacheAlign }

// begin writes all that stands before the pixels.
func (c *cacheWriter) begin(e cacheEntry, images *Collection) error {
	header, err := json.Marshal(cacheHeader{e, images.Len(), images.classes})
	if err != nil {
		return err
	}
	labels := make([]byte, 0, 4*images.Len())
	for _, label := range images.labels {
		labels = binary.LittleEndian.AppendUint32(labels, uint32(label))
	}
	return errors.Join(
		c.write(binary.LittleEndian.AppendUint64([]byte(cacheMagic), uint64(len(header)))), c.write(header), c.align(),
		c.write(labels), c.align())
}

// end writes the checksum.
func (c *cacheWriter) end() error { return c.write(c.sum.Sum(nil)) }

// open maps the file of an entry after reading it once for its checksum.
func (e cacheEntry) open(path string) (*Images, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	header, labelsAt, err := e.readHeader(f, size)
	if err != nil {
		return nil, err
	}
	side := e.Spec.Side
	pixAt := aligned(labelsAt + 4*int64(header.Images))
	pixLen := int64(header.Images) * int64(side*side*Channels)
	if pixAt+pixLen+sha256.Size != size {
		return nil, fmt.Errorf("it has %d bytes for %d images: it is cut off", size, header.Images)
	}
	if err := checkSum(f, size); err != nil {
		return nil, err
	}
	m, err := mapFile(f, size)
	if err != nil {
		return nil, err
	}
	labels := make([]int, header.Images)
	for k := range labels {
		labels[k] = int(binary.LittleEndian.Uint32(m.data[labelsAt+4*int64(k):]))
	}
	images, err := NewImages(side, m.data[pixAt:pixAt+pixLen], labels, header.Classes)
	if err != nil {
		return nil, errors.Join(err, m.close())
	}
	images.mapped = m
	return images, nil
}

// readHeader returns the header, which must be that of the entry, and where the labels start.
func (e cacheEntry) readHeader(f io.ReaderAt, size int64) (cacheHeader, int64, error) {
	head := make([]byte, len(cacheMagic)+8)
	if _, err := f.ReadAt(head, 0); atomicfile.Unread(err) {
		return cacheHeader{}, 0, err
	} else if err != nil || string(head[:len(cacheMagic)]) != cacheMagic {
		return cacheHeader{}, 0, errors.New("it is not a cache file")
	}
	length, start := binary.LittleEndian.Uint64(head[len(cacheMagic):]), int64(len(head))
	if length > maxCacheHeader || start+int64(length) > size {
		return cacheHeader{}, 0, fmt.Errorf("its header says %d bytes: it is damaged", length)
	}
	text := make([]byte, length)
	if _, err := f.ReadAt(text, start); err != nil {
		return cacheHeader{}, 0, err
	}
	var header cacheHeader
	if err := json.Unmarshal(text, &header); err != nil {
		return cacheHeader{}, 0, fmt.Errorf("its header is damaged: %w", err)
	}
	if !bytes.Equal(header.Entry.json(), e.json()) {
		return cacheHeader{}, 0, errors.New("it holds other images")
	}
	if side := int64(e.Spec.Side); header.Images < 1 || int64(header.Images) > size/(side*side*Channels) {
		return cacheHeader{}, 0, fmt.Errorf("its header says %d images: it is damaged", header.Images)
	}
	return header, aligned(start + int64(length)), nil
}

// checkSum compares the end of a file with the sha256 of all before.
func checkSum(f io.ReaderAt, size int64) error {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, size-sha256.Size)); err != nil {
		return err
	}
	stored := make([]byte, sha256.Size)
	if _, err := f.ReadAt(stored, size-sha256.Size); err != nil {
		return err
	}
	if !bytes.Equal(stored, sum.Sum(nil)) {
		return errors.New("its content does not match its sha256: it is damaged")
	}
	return nil
}
