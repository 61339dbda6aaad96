package tensorbundle

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/golang/snappy"
)

// Sizes and marks of a table file.
const (
	footerSize  = 48
	handleSize  = 20 // at most, of one of the footer's two
	trailerSize = 5  // of a block: its kind and its checksum
	tableMagic  = 0xdb4775248b80fb57

	blockPlain  = 0
	blockSnappy = 1
)

// Bounds of what is believed. Indices of published networks have some kilobytes.
const (
	maxIndex     = 8 << 20  // bytes of an index, and of its blocks when they are decompressed
	maxKeys      = 32 << 20 // bytes of all keys, which prefix compression can inflate
	maxExpansion = 32       // of Snappy, whose most effective instruction makes 64 bytes of 3
)

// handle is where a block lies: its offset and its bytes without the trailer.
type handle struct{ offset, size uint64 }

// table reads one table file from memory.
type table struct {
	data  []byte // all of it
	taken int    // bytes of the blocks that were read, decompressed
	keys  int    // bytes of the keys
	begun bool   // a key was seen
	last  []byte // the last key of a data block
}

// readTable calls visit for each key and value of a table file, in order of the keys, which must ascend. Key and value are valid during the call only.
func readTable(data []byte, visit func(key, value []byte) error) error {
	t := &table{data: data}
	meta, index, err := t.footer()
	if err != nil {
		return err
	}
	if _, err := t.block(meta); err != nil { // filters, which TensorFlow has none of
		return fmt.Errorf("metaindex: %w", err)
	}
	blocks, err := t.block(index)
	if err != nil {
		return fmt.Errorf("block of blocks: %w", err)
	}
	return t.entries(blocks, func(upTo, value []byte) error {
		h, rest, err := readHandle(value)
		if err != nil || len(rest) > 0 {
			return errors.New("block of blocks: a value is no handle")
		}
		block, err := t.block(h)
		if err != nil {
			return err
		}
		if err := t.entries(block, func(key, value []byte) error {
			if t.begun && bytes.Compare(t.last, key) >= 0 {
				return fmt.Errorf("key %q stands behind %q: keys must ascend", key, t.last)
			}
			t.begun, t.last = true, append(t.last[:0], key...)
			return visit(key, value)
		}); err != nil {
			return fmt.Errorf("block at byte %d: %w", h.offset, err)
		}
		if bytes.Compare(t.last, upTo) > 0 {
			return fmt.Errorf("block at byte %d goes beyond %q, where it should end", h.offset, upTo)
		}
		return nil
	})
}

// footer returns the handles at the end of the file.
func (t *table) footer() (meta, index handle, err error) {
	if len(t.data) < footerSize {
		return handle{}, handle{}, fmt.Errorf("%d bytes: too short for a table", len(t.data))
	}
	footer := t.data[len(t.data)-footerSize:]
	if binary.LittleEndian.Uint64(footer[2*handleSize:]) != tableMagic {
		return handle{}, handle{}, errors.New("it does not end as a table does")
	}
	meta, rest, err := readHandle(footer[:2*handleSize])
	if err == nil {
		index, rest, err = readHandle(rest)
	}
	if err == nil && len(bytes.Trim(rest, "\x00")) > 0 {
		err = errors.New("bytes that must be zero are not")
	}
	if err != nil {
		return handle{}, handle{}, fmt.Errorf("footer: %w", err)
	}
	return meta, index, nil
}

// readHandle reads a handle and returns what follows it.
func readHandle(data []byte) (h handle, rest []byte, err error) {
	for _, v := range []*uint64{&h.offset, &h.size} {
		n := 0
		*v, n = binary.Uvarint(data)
		if n <= 0 || n > 1 && data[n-1] == 0 { // longer than it must be
			return handle{}, nil, errors.New("a handle is none")
		}
		data = data[n:]
	}
	return h, data, nil
}

// block returns the content of a block whose checksum is right, decompressed.
func (t *table) block(h handle) ([]byte, error) {
	if room := uint64(len(t.data) - footerSize); h.size > room || h.offset > room-h.size || room-h.size-h.offset < trailerSize {
		return nil, fmt.Errorf("block of %d bytes at byte %d does not fit into a file of %d", h.size, h.offset, len(t.data))
	}
	whole := t.data[h.offset : h.offset+h.size+trailerSize]
	content, kind := whole[:h.size], whole[h.size]
	if want := unmask(binary.LittleEndian.Uint32(whole[h.size+1:])); crc32.Checksum(whole[:h.size+1], castagnoli) != want {
		return nil, fmt.Errorf("block at byte %d: its checksum is wrong", h.offset)
	}
	switch kind {
	case blockPlain:
	case blockSnappy:
		n, err := snappy.DecodedLen(content)
		if err != nil || n > maxExpansion*len(content) || n > maxIndex-t.taken {
			return nil, fmt.Errorf("block at byte %d: %d bytes cannot decompress to what they say", h.offset, len(content))
		}
		if content, err = snappy.Decode(nil, content); err != nil {
			return nil, fmt.Errorf("block at byte %d: %w", h.offset, err)
		}
	default:
		return nil, fmt.Errorf("block at byte %d: compression %d is not known; known: none and Snappy", h.offset, kind)
	}
	if t.taken += len(content); t.taken > maxIndex {
		return nil, fmt.Errorf("blocks hold more than %d bytes: no index of variables", maxIndex)
	}
	return content, nil
}

// entries calls visit for each key and value of a block. An entry has the bytes that its key shares with the one before, those of its own and those of
// its value, in numbers, and then the own bytes and the value. The block ends with the offsets of the entries that share none, and their number.
func (t *table) entries(block []byte, visit func(key, value []byte) error) error {
	if len(block) < 4 {
		return errors.New("no number of restart points")
	}
	count := uint64(binary.LittleEndian.Uint32(block[len(block)-4:]))
	if count == 0 || count > uint64(len(block)-4)/4 {
		return fmt.Errorf("%d restart points in %d bytes", count, len(block))
	}
	end := len(block) - 4 - 4*int(count)
	restarts := block[end : len(block)-4]
	var key []byte
	for at := 0; at < end; {
		start := len(restarts) > 0 && binary.LittleEndian.Uint32(restarts) == uint32(at)
		if start {
			restarts = restarts[4:]
		}
		var lengths [3]uint64 // shared, own, value
		next := at
		for i := range lengths {
			v, n := binary.Uvarint(block[next:end])
			if n <= 0 {
				return fmt.Errorf("entry at %d is cut off", at)
			}
			lengths[i], next = v, next+n
		}
		shared, own, value := lengths[0], lengths[1], lengths[2]
		room := uint64(end - next)
		if shared > uint64(len(key)) || start && shared > 0 || own > room || value > room-own {
			return fmt.Errorf("entry at %d has impossible lengths %d, %d and %d", at, shared, own, value)
		}
		key = append(key[:shared], block[next:next+int(own)]...)
		if t.keys += len(key); t.keys > maxKeys {
			return fmt.Errorf("keys of more than %d bytes: no index of variables", maxKeys)
		}
		at = next + int(own+value)
		if err := visit(key, block[at-int(value):at]); err != nil {
			return err
		}
	}
	if len(restarts) > 0 && (end > 0 || count > 1 || binary.LittleEndian.Uint32(restarts) != 0) { // an empty block has one
		return fmt.Errorf("a restart point at %d is no entry's", binary.LittleEndian.Uint32(restarts))
	}
	return nil
}
