package datasets

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"path"
	"slices"
	"strings"

	"tgan/datasets/codec"
	"tgan/datasets/lmdb"
)

// The folders of LSUN end in lmdbSuffix; LMDB names the files in them.
const (
	lmdbSuffix = "_lmdb"
	lmdbFile   = "data.mdb"
	lmdbLock   = "lock.mdb"
	lsunTest   = "test_lmdb"
)

// values is image files that are the values of LMDB databases.
type values struct {
	container
	blobs   []*blob
	entries []value
}

// value is where one image lies.
type value struct {
	db   int
	name string
	lmdb.Entry
}

func isLSUN(t *tree) bool {
	return slices.ContainsFunc(t.names, isDatabase)
}

// isDatabase tells whether a file is named as LMDB names it.
func isDatabase(name string) bool { return path.Base(name) == lmdbFile }

// openLSUN reads databases whose values are image files: CATEGORY_PART_lmdb/data.mdb, one or several, or one data.mdb. Beside others
// test_lmdb, whose images have no category, is passed over.
// Source: github.com/fyu/lsun.
func openLSUN(ctx context.Context, t *tree, _ string) (_ *found, err error) {
	v := &values{container: t.box}
	f := &found{source: v}
	defer func() {
		if err != nil {
			err = errors.Join(err, v.closeBlobs())
		}
	}()
	var categories []string
	databases := 0
	for _, name := range t.names {
		if isDatabase(name) {
			databases++
		}
	}
	for _, name := range t.names {
		switch {
		case path.Base(name) == lmdbLock:
			t.leave(belongs, name)
			continue
		case !isDatabase(name):
			continue
		case databases > 1 && path.Base(path.Dir(name)) == lsunTest:
			t.leave(In(lsunTest), name)
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		folder := strings.TrimSuffix(path.Base(path.Dir(path.Join(t.base, name))), lmdbSuffix)
		category, p := cutPart(folder)
		n, bad, err := v.add(t.box, name, folder)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		f.skipped.count(Bad, bad)
		f.corrected = f.corrected || bad > 0
		f.inputs = append(f.inputs, name)
		categories = append(categories, slices.Repeat([]string{category}, n)...)
		f.parts = append(f.parts, slices.Repeat([]part{p}, n)...)
	}
	if len(v.entries) == 0 {
		return nil, errors.New("no images: the database is empty, or its values are")
	}
	f.labels, f.classes = number(categories)
	return f, nil
}

// cutPart cuts the part off the end of a name such as bedroom_train.
func cutPart(name string) (string, part) {
	if at := strings.LastIndexByte(name, '_'); at > 0 {
		if p := partWord(name[at+1:]); p != partNone {
			return name[:at], p
		}
	}
	return name, partNone
}

// add takes in the entries of one database and returns how many there are, and how many more are bad: empty, as one of the published cats
// is, or larger than maxFile.
func (v *values) add(box container, name, folder string) (n, bad int, err error) {
	b, err := openBlob(box, name)
	if err != nil {
		return 0, 0, err
	}
	v.blobs = append(v.blobs, b)
	entries, err := lmdb.Entries(b, b.size)
	if err != nil {
		return 0, 0, err
	}
	for _, e := range entries {
		if e.Size == 0 || e.Size > maxFile {
			bad++
			continue
		}
		v.entries = append(v.entries, value{len(v.blobs) - 1, folder, e})
		n++
	}
	return n, bad, nil
}

func (v *values) Name(number int) string {
	e := v.entries[number]
	key := e.Key
	if strings.ContainsFunc(key, func(r rune) bool { return r < '!' || r > '~' || r == '/' }) {
		key = fmt.Sprintf("%x", key)
	}
	return e.name + "/" + key
}

// file returns the bytes of an image file.
func (v *values) file(number int) ([]byte, error) {
	e := v.entries[number]
	data := make([]byte, e.Size)
	if _, err := v.blobs[e.db].ReadAt(data, e.At); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s cannot be read: %w", v.Name(number), pathCause(err))
	}
	return data, nil
}

func (v *values) Decode(number int) (*image.RGBA, error) {
	data, err := v.file(number)
	if err != nil {
		return nil, err
	}
	img, err := codec.Decode(data)
	if err != nil {
		return nil, &badFile{v.Name(number), fmt.Errorf("%s cannot be decoded: %w: fetch the database again", v.Name(number), err)}
	}
	return img, nil
}

func (v *values) closeBlobs() error {
	var err error
	for _, b := range v.blobs {
		err = errors.Join(err, b.Close())
	}
	return err
}

func (v *values) Close() error { return errors.Join(v.closeBlobs(), v.container.Close()) }
