// Package lmdb reads the main database of an LMDB file, version 1, 64-bit little-endian, as liblmdb writes it on amd64 and arm64.
//
// It is read-only and trusts nothing: every page, node and value is checked to lie within the file, depth and number of pages are
// bounded by it, and a damaged file is an error, never a panic. It takes no lock, so no one may write to the file meanwhile.
// Sorted duplicates and named databases, which image collections do not use, are refused. The format is that of liblmdb 0.9's
// mdb.c: MDB_page, MDB_node, MDB_meta, MDB_db.
package lmdb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"tgan/internal/atomicfile"
)

// Entry is a key and where its value lies in the file.
type Entry struct {
	Key      string
	At, Size int64 // of the value, in bytes
}

const (
	pageHeader = 16
	nodeHeader = 8
	metaMagic  = 0xBEEFC0DE
	minPage    = 256
	maxPage    = 65536
	maxDepth   = 32 // CURSOR_STACK
	noRoot     = ^uint64(0)

	flagBranch, flagLeaf, flagOverflow, flagMeta = 1, 2, 4, 8 // of pages
	flagBig, flagSub, flagDup                    = 1, 2, 4    // of nodes
)

var le = binary.LittleEndian

// reader walks one file.
type reader struct {
	r     io.ReaderAt
	size  int64
	page  int64 // bytes
	pages int64 // whole pages in the file
	left  int64 // pages that may still be visited: a tree visits each at most once
	out   []Entry
	want  uint64 // entries, as the root says
}

// Entries returns all entries in the order of their keys. It reads the pages of the tree, not the values.
// The error says what is wrong and at which page.
func Entries(r io.ReaderAt, size int64) ([]Entry, error) {
	d := &reader{r: r, size: size}
	root, depth, err := d.meta()
	if err != nil {
		return nil, err
	}
	if root == noRoot {
		return nil, nil
	}
	if err := d.walk(root, depth); err != nil {
		return nil, err
	}
	if uint64(len(d.out)) != d.want {
		return nil, fmt.Errorf("it holds %d entries, its root says %d: the file is damaged", len(d.out), d.want)
	}
	return d.out, nil
}

// meta reads both meta pages and takes the newer one.
func (d *reader) meta() (root uint64, depth int, err error) {
	first, err := d.metaAt(0)
	if err != nil {
		return 0, 0, err
	}
	d.page = int64(le.Uint32(first[24:]))
	if d.page < minPage || d.page > maxPage || d.page&(d.page-1) != 0 {
		return 0, 0, fmt.Errorf("meta page 0 says pages of %d bytes: the file is damaged", d.page)
	}
	d.pages = d.size / d.page
	d.left = d.pages
	meta := first
	second, err := d.metaAt(d.page)
	if atomicfile.Unread(err) { // it may be the newer one; one that is broken was never finished
		return 0, 0, err
	}
	if err == nil && le.Uint64(second[128:]) > le.Uint64(first[128:]) {
		meta = second
	}
	main := meta[24+48:]
	if flags := le.Uint16(main[4:]); flags&0x04 != 0 { // MDB_DUPSORT
		return 0, 0, errors.New("it has sorted duplicates, which are not supported")
	}
	d.want = le.Uint64(main[32:])
	return le.Uint64(main[40:]), int(le.Uint16(main[6:])), nil
}

// metaAt returns the MDB_meta of the page at an offset: magic, version, address, size of the map, two MDB_db, last page, transaction.
func (d *reader) metaAt(at int64) ([]byte, error) {
	const length = 136
	page := make([]byte, pageHeader+length)
	if at+int64(len(page)) > d.size {
		return nil, errors.New("it is too short for an LMDB file")
	}
	if _, err := d.r.ReadAt(page, at); err != nil {
		return nil, err
	}
	meta := page[pageHeader:]
	switch {
	case le.Uint16(page[10:])&flagMeta == 0, le.Uint32(meta) != metaMagic:
		return nil, errors.New("it is not an LMDB file: the magic number is missing")
	case le.Uint32(meta[4:]) != 1:
		return nil, fmt.Errorf("it is of LMDB format %d: only format 1 is supported", le.Uint32(meta[4:]))
	}
	return meta, nil
}

// walk visits a page and all below it, in order of keys; depth is how many levels there may be.
func (d *reader) walk(number uint64, depth int) error {
	if depth < 1 || depth > maxDepth {
		return fmt.Errorf("page %d: the tree is deeper than it says: the file is damaged", number)
	}
	if d.left--; d.left < 0 {
		return fmt.Errorf("page %d: a page is in the tree twice: the file is damaged", number)
	}
	page, err := d.read(number)
	if err != nil {
		return err
	}
	flags, lower := le.Uint16(page[10:]), int64(le.Uint16(page[12:]))
	if lower < pageHeader || lower > d.page || (flags&^0x10 != flagBranch && flags&^0x10 != flagLeaf) {
		return fmt.Errorf("page %d is no page of a tree: the file is damaged", number)
	}
	room := d.page - lower // nodes share it, so keys take no more memory than the file has
	for k := range (lower - pageHeader) / 2 {
		at := int64(le.Uint16(page[pageHeader+2*k:]))
		if at < lower || at+nodeHeader > d.page {
			return fmt.Errorf("page %d: node %d lies outside of it: the file is damaged", number, k)
		}
		node := page[at:]
		if room -= nodeHeader + int64(le.Uint16(node[6:])); room < 0 {
			return fmt.Errorf("page %d: node %d overlaps another: the file is damaged", number, k)
		}
		if flags&flagBranch != 0 {
			child := uint64(le.Uint16(node)) | uint64(le.Uint16(node[2:]))<<16 | uint64(le.Uint16(node[4:]))<<32
			if err := d.walk(child, depth-1); err != nil {
				return err
			}
			continue
		}
		if err := d.leaf(number, at, node); err != nil {
			return fmt.Errorf("page %d: node %d: %w", number, k, err)
		}
	}
	return nil
}

// leaf takes in one node of a leaf page, which starts at an offset of its page.
func (d *reader) leaf(number uint64, at int64, node []byte) error {
	size := int64(le.Uint16(node)) | int64(le.Uint16(node[2:]))<<16
	flags, keySize := le.Uint16(node[4:]), int64(le.Uint16(node[6:]))
	if flags&(flagSub|flagDup) != 0 {
		return errors.New("a named database or sorted duplicates, which are not supported")
	}
	value := nodeHeader + keySize
	stored := size
	if flags&flagBig != 0 {
		stored = 8
	}
	if value+stored > int64(len(node)) {
		return errors.New("it lies outside of its page: the file is damaged")
	}
	e := Entry{Key: string(node[nodeHeader:value]), At: int64(number)*d.page + at + value, Size: size}
	if flags&flagBig != 0 {
		first := le.Uint64(node[value:])
		if first >= uint64(d.pages) || int64(first)*d.page+pageHeader > d.size-size {
			return errors.New("its value lies outside of the file: the file is cut off or damaged")
		}
		e.At = int64(first)*d.page + pageHeader
	}
	d.out = append(d.out, e)
	return nil
}

// read returns a page.
func (d *reader) read(number uint64) ([]byte, error) {
	if number >= uint64(d.pages) {
		return nil, fmt.Errorf("page %d lies outside of the file: it is cut off or damaged", number)
	}
	page := make([]byte, d.page)
	if _, err := d.r.ReadAt(page, int64(number)*d.page); err != nil {
		return nil, fmt.Errorf("page %d: %w", number, err)
	}
	return page, nil
}
