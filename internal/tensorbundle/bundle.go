package tensorbundle

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
)

// Variable is what the index says of a variable.
type Variable struct {
	Name  string
	Type  Type
	Shape []int // empty for a single number
}

// Bundle is a checkpoint whose index was read.
type Bundle struct {
	// Prefix is the path of the checkpoint, without the endings of its files.
	Prefix string

	header  header
	entries []entry // in order of names
}

// cure is what to do about damage.
const cure = "the file is damaged: fetch it anew"

// Open reads the index of a checkpoint. The path is its prefix, as TensorFlow's Saver takes it, or its index, or a folder: one whose file
// "checkpoint" names the last of its checkpoints, or that holds only one. Variables must lie within the files of data, apart from each other.
// Values are not read.
// The error is one of the system if a file is missing or cannot be read, and else names the file, what is wrong there and the cure.
func Open(path string) (*Bundle, error) {
	prefix, err := resolve(path)
	if err != nil {
		return nil, fmt.Errorf("tensorbundle: %w", err)
	}
	b := &Bundle{Prefix: prefix}
	if err := b.readIndex(prefix + indexEnding); err != nil {
		return nil, fmt.Errorf("tensorbundle: %s: %w", prefix+indexEnding, err)
	}
	if err := b.checkRanges(); err != nil {
		return nil, fmt.Errorf("tensorbundle: %w", err)
	}
	return b, nil
}

// readIndex reads the table of variables.
func (b *Bundle) readIndex(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return pathCause(err)
	}
	if !info.Mode().IsRegular() {
		return errors.New("it is not a regular file")
	}
	if info.Size() > maxIndex {
		return fmt.Errorf("%d bytes: too long for an index of variables", info.Size())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return pathCause(err)
	}
	if err := b.parse(data); err != nil {
		return err
	}
	if err := b.header.fits(); err != nil {
		return err
	}
	for _, e := range b.entries {
		if err := e.fits(b.header.shards); err != nil {
			return err
		}
	}
	return nil
}

// parse reads the entries of an index from memory.
func (b *Bundle) parse(data []byte) error {
	found := false
	err := readTable(data, func(key, value []byte) error {
		if !found { // the empty key comes first
			if len(key) > 0 {
				return fmt.Errorf("the first key is %q, where the header should be", key)
			}
			h, err := readHeader(value)
			found, b.header = true, h
			return err
		}
		if key[0] == 0 { // a slice, whose variable has an entry of its own
			return nil
		}
		e, err := readEntry(string(key), value)
		b.entries = append(b.entries, e)
		return err
	})
	if err == nil && !found {
		err = errors.New("no header")
	}
	if err != nil {
		return fmt.Errorf("%w: the file is damaged, cut off or no index of TensorFlow: fetch it anew", err)
	}
	return nil
}

// checkRanges checks that the files of data are there and hold what the index says, so that no more memory is ever taken than they have bytes.
func (b *Bundle) checkRanges() error {
	order := slices.Clone(b.entries)
	slices.SortFunc(order, func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.shard, y.shard), cmp.Compare(x.offset, y.offset), cmp.Compare(x.size, y.size))
	})
	var length, end uint64
	for i, e := range order {
		path := b.data(e.shard)
		if i == 0 || order[i-1].shard != e.shard {
			info, err := os.Stat(path)
			if err != nil {
				return fmt.Errorf("%s, which holds variable %q: %w", path, e.Name, pathCause(err))
			}
			length, end = uint64(info.Size()), 0
		}
		if e.size > length || e.offset > length-e.size {
			return fmt.Errorf("%s: variable %q takes %d bytes from byte %d, the file has %d: it is truncated: fetch it anew", path, e.Name, e.size, e.offset, length)
		}
		if e.offset < end {
			return fmt.Errorf("%s: variables %q and %q overlap: %s", path, order[i-1].Name, e.Name, cure)
		}
		end = e.offset + e.size
	}
	return nil
}

// data returns the path of a file of data.
func (b *Bundle) data(shard uint64) string {
	return fmt.Sprintf("%s.data-%05d-of-%05d", b.Prefix, shard, b.header.shards)
}

// Variables returns all variables, in order of their names.
func (b *Bundle) Variables() []Variable {
	list := make([]Variable, len(b.entries))
	for i, e := range b.entries {
		list[i] = e.Variable
	}
	return list
}

// find returns the entry of the named variable.
func (b *Bundle) find(name string) (entry, error) {
	i, found := slices.BinarySearchFunc(b.entries, name, func(e entry, name string) int { return cmp.Compare(e.Name, name) })
	if !found {
		return entry{}, fmt.Errorf("tensorbundle: %s: variable %q is missing", b.Prefix, name)
	}
	return b.entries[i], nil
}

// Floats returns the values of the named variable, row-major. It returns an error that names the file and the variable if there is none, if it
// is of another type than Float, or if its checksum is wrong.
func (b *Bundle) Floats(name string) ([]float32, error) {
	e, err := b.find(name)
	if err != nil {
		return nil, err
	}
	if e.Type != Float {
		return nil, fmt.Errorf("tensorbundle: %s: variable %q is of type %v, not %v", b.Prefix, name, e.Type, Float)
	}
	raw := make([]byte, e.size)
	if err := b.read(e, func(r io.Reader) error { _, err := io.ReadFull(r, raw); return err }); err != nil {
		return nil, err
	}
	values := make([]float32, len(raw)/4)
	for i := range values {
		values[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return values, nil
}

// Check reads the named variable, of any type, and returns an error that names the file and the variable if its checksum is wrong.
func (b *Bundle) Check(name string) error {
	e, err := b.find(name)
	if err != nil {
		return err
	}
	return b.read(e, func(r io.Reader) error { _, err := io.Copy(io.Discard, r); return err })
}

// read lets take read all bytes of a variable, and checks them.
func (b *Bundle) read(e entry, take func(r io.Reader) error) error {
	path := b.data(e.shard)
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("tensorbundle: %s: %w", path, pathCause(err))
	}
	defer f.Close()
	sum := crc32.New(castagnoli)
	if err := take(io.TeeReader(io.NewSectionReader(f, int64(e.offset), int64(e.size)), sum)); err != nil {
		return fmt.Errorf("tensorbundle: %s: variable %q: %w", path, e.Name, pathCause(err))
	}
	if sum.Sum32() != unmask(e.crc) {
		return fmt.Errorf("tensorbundle: %s: variable %q: its checksum is wrong: %s", path, e.Name, cure)
	}
	return nil
}

// pathCause leaves out the name of the system call and the path of a file's error.
func pathCause(err error) error {
	if p, ok := err.(*fs.PathError); ok {
		return p.Err
	}
	return err
}
