package datasets

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// npyArray is an array of a NumPy file, read in place. The reader of npyio trusts its input and reads whole arrays, so the header
// is parsed here; the rest of the file is plain bytes. Source: numpy.lib.format, versions 1.0 to 3.0.
type npyArray struct {
	*blob
	kind  string // as NumPy spells it, such as "|u1"
	shape []int
	start int64
}

// maxNpyHeader is the longest header that is read, in bytes; NumPy writes about a hundred.
const maxNpyHeader = 1 << 16

var (
	npyKind    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`'descr'\s*:\s*'([^']*)'`) })
	npyFortran = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`'fortran_order'\s*:\s*(True|False)`) })
	npyShape   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`'shape'\s*:\s*\(([0-9, ]*)\)`) })
)

// parseNpy reads the header of an array in rows (C order) and checks that the file holds just as many bytes as it declares.
func parseNpy(b *blob) (*npyArray, error) {
	head := make([]byte, 12)
	if _, err := b.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, pathCause(err)
	}
	if string(head[:6]) != "\x93NUMPY" {
		return nil, errors.New("it is not a NumPy array")
	}
	length, start := int64(binary.LittleEndian.Uint16(head[8:])), int64(10)
	if head[6] > 1 {
		length, start = int64(binary.LittleEndian.Uint32(head[8:])), 12
	}
	if length > maxNpyHeader || start+length > b.size {
		return nil, fmt.Errorf("it declares a header of %d bytes: the file is damaged", length)
	}
	text := make([]byte, length)
	if _, err := b.ReadAt(text, start); err != nil {
		return nil, cause(pathCause(err))
	}
	kind, fortran, shape := npyKind().FindSubmatch(text), npyFortran().FindSubmatch(text), npyShape().FindSubmatch(text)
	switch {
	case kind == nil || fortran == nil || shape == nil:
		return nil, errors.New("its header is damaged, or that of a structured array")
	case string(fortran[1]) == "True":
		return nil, errors.New("its columns come first (fortran_order): save it in C order")
	}
	a := &npyArray{blob: b, kind: string(kind[1]), start: start + length}
	return a, a.measure(string(shape[1]))
}

// measure takes in the shape and checks the size of the file against it.
func (a *npyArray) measure(shape string) error {
	width := 0
	if len(a.kind) == 3 && strings.ContainsRune("|<>", rune(a.kind[0])) && strings.ContainsRune("uif", rune(a.kind[1])) {
		width = int(a.kind[2] - '0')
	}
	if width != 1 && width != 2 && width != 4 && width != 8 {
		return fmt.Errorf("its type %q is not a plain number", a.kind)
	}
	have := a.size - a.start
	bytes := int64(width)
	for text := range strings.SplitSeq(shape, ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || (n > 0 && bytes > have/int64(n)) {
			return fmt.Errorf("it declares the shape (%s), more than the %d bytes it holds: the file is cut off or damaged", shape, have)
		}
		bytes *= int64(n)
		a.shape = append(a.shape, n)
	}
	if bytes != have {
		return fmt.Errorf("it declares the shape (%s), not the %d bytes it holds: the file is damaged", shape, have)
	}
	return nil
}

// integers returns the elements of a vector of whole numbers.
func (a *npyArray) integers() ([]int, error) {
	if len(a.shape) != 1 || a.kind[1] == 'f' {
		return nil, fmt.Errorf("it is of type %q and shape %v, not a vector of whole numbers", a.kind, a.shape)
	}
	var order binary.ByteOrder = binary.LittleEndian
	if a.kind[0] == '>' {
		order = binary.BigEndian
	}
	raw := make([]byte, a.size-a.start)
	if len(raw) == 0 {
		return nil, nil
	}
	if _, err := a.ReadAt(raw, a.start); err != nil {
		return nil, cause(pathCause(err))
	}
	width := int(a.kind[2] - '0')
	values := make([]int, a.shape[0])
	for k := range values {
		at := raw[k*width:]
		switch a.kind[1:] {
		case "u1":
			values[k] = int(at[0])
		case "i1":
			values[k] = int(int8(at[0]))
		case "u2":
			values[k] = int(order.Uint16(at))
		case "i2":
			values[k] = int(int16(order.Uint16(at)))
		case "u4":
			values[k] = int(order.Uint32(at))
		case "i4":
			values[k] = int(int32(order.Uint32(at)))
		default: // u8, i8
			values[k] = int(order.Uint64(at))
		}
	}
	return values, nil
}
