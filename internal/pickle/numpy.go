package pickle

import (
	"errors"
	"fmt"
	"strings"
)

// Array is a NumPy array of plain numbers.
type Array struct {
	Kind  string // as NumPy spells it, such as "|u1" or "<i8"
	Shape []int
	Data  Bytes // as many bytes as the shape says
	// ByColumn says that the first index runs fastest in Data (Fortran's order), else the last does.
	ByColumn bool
}

// numpyType is the type of an array's elements.
type numpyType struct{ kind string }

// Numpy returns the rules for pickles of plain values and NumPy arrays of plain numbers, which become *Array.
// The module of _reconstruct has the names of NumPy 1 and 2. Source: numpy/core/src/multiarray/methods.c, array_reduce.
func Numpy() Rules {
	const array = Name("numpy.ndarray")
	reconstruct := func(args Tuple) (any, error) {
		if len(args) != 3 || args[0] != any(array) {
			return nil, errors.New("an array of another type than numpy.ndarray")
		}
		return &Array{}, nil
	}
	return Rules{What: "array", Calls: map[string]func(Tuple) (any, error){
		string(array):                         nil,
		"numpy.core.multiarray._reconstruct":  reconstruct,
		"numpy._core.multiarray._reconstruct": reconstruct,
		"numpy.dtype":                         newNumpyType,
	}}
}

// newNumpyType returns the type of dtype("u1", ...).
func newNumpyType(args Tuple) (any, error) {
	if len(args) < 1 {
		return nil, errors.New("an array's type without a name")
	}
	kind, ok := Text(args[0])
	if !ok || len(kind) != 2 || !strings.ContainsRune("biuf", rune(kind[0])) || !strings.ContainsRune("1248", rune(kind[1])) {
		return nil, fmt.Errorf("an array of type %s; only plain numbers are read", Describe(args[0]))
	}
	return &numpyType{"|" + kind}, nil
}

// SetState takes in (version, byte order, ...).
func (t *numpyType) SetState(state any) error {
	s, ok := state.(Tuple)
	if ok && len(s) >= 2 {
		if order, isText := Text(s[1]); isText && len(order) == 1 && strings.Contains("|<>", order) {
			t.kind = order + t.kind[1:]
			return nil
		}
	}
	return errors.New("an array's type without a byte order")
}

// SetState takes in (version, shape, type, whether columns come first, bytes).
func (a *Array) SetState(state any) error {
	s, ok := state.(Tuple)
	if !ok || len(s) != 5 {
		return errors.New("an array without shape, type and bytes")
	}
	dims, isShape := Dims(s[1])
	kind, isType := s[2].(*numpyType)
	byColumn, isBool := s[3].(bool)
	data, isBytes := s[4].(Bytes)
	if !isShape || !isType || !isBool || !isBytes {
		return errors.New("an array without shape, type and bytes")
	}
	rest := int64(len(data.Raw)) // divided by one dimension after the other
	shape, empty := make([]int, len(dims)), false
	width := int64(kind.kind[2] - '0')
	fits := rest%width == 0
	rest /= width
	for i, n := range dims {
		if n < 0 {
			return fmt.Errorf("an array with a dimension of %d", n)
		}
		shape[i] = int(n)
		if empty = empty || n == 0; n > 0 {
			fits = fits && rest%n == 0
			rest /= n
		}
	}
	if empty && len(data.Raw) > 0 || !empty && (!fits || rest != 1) {
		return fmt.Errorf("an array of shape %v and type %q in %d bytes", shape, kind.kind, len(data.Raw))
	}
	*a = Array{kind.kind, shape, data, byColumn}
	return nil
}

// Rows returns the elements of a matrix with the last index running fastest: the data themselves, or a copy where they are by column.
// It panics where the array has not two dimensions.
func (a *Array) Rows() []byte {
	rows, columns := a.Shape[0], a.Shape[1]
	if !a.ByColumn {
		return a.Data.Raw
	}
	width := int(a.Kind[2] - '0')
	out := make([]byte, len(a.Data.Raw))
	for k := range rows {
		for j := range columns {
			copy(out[(k*columns+j)*width:][:width], a.Data.Raw[(j*rows+k)*width:])
		}
	}
	return out
}
