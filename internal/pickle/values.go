package pickle

import (
	"fmt"
	"math/big"
	"unicode/utf8"
)

// Values of a pickle are nil, bool, int64, float64, string, *big.Int, the following, and what the functions of Rules return.
type (
	// Tuple is a tuple of Python.
	Tuple []any
	// List is a list of Python. It may hold itself.
	List struct{ Items []any }
	// Dict is a dictionary of Python: key i belongs to value i. A key may come twice; the last one counts.
	Dict struct{ Keys, Values []any }
	// Name is a name that the rules allow: module and name with a dot between.
	Name string
	// Bytes is a byte string of Python 3 or a text of Python 2, a view of the pickle that starts at its byte At.
	Bytes struct {
		At  int
		Raw []byte
	}
)

// Text returns a text of Python 3, or one of Python 2, which is bytes; false for any other value.
func Text(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case Bytes:
		return string(v.Raw), true
	}
	return "", false
}

// maxDims is the greatest number of dimensions that is read, that of NumPy 2.
const maxDims = 64

// Dims returns the dimensions or strides of an array: the elements of a tuple of at most 64 int64; false for any other value.
func Dims(v any) ([]int64, bool) {
	t, ok := v.(Tuple)
	if !ok || len(t) > maxDims {
		return nil, false
	}
	return integers(t)
}

// Integers returns the elements of a list of int64; false for any other value.
func Integers(v any) ([]int64, bool) {
	l, ok := v.(*List)
	if !ok {
		return nil, false
	}
	return integers(l.Items)
}

func integers(items []any) ([]int64, bool) {
	out := make([]int64, len(items))
	for i, item := range items {
		n, ok := item.(int64)
		if !ok {
			return nil, false
		}
		out[i] = n
	}
	return out, true
}

// Get returns the value of a key that is a text of either Python; false if there is none.
func (d *Dict) Get(key string) (any, bool) {
	for i := len(d.Keys) - 1; i >= 0; i-- {
		if text, ok := Text(d.Keys[i]); ok && text == key {
			return d.Values[i], true
		}
	}
	return nil, false
}

// Describe returns a short text of a value for messages, in one line. It does not look into containers: a pickle of some bytes can hold a
// tuple that prints for years, and lists that hold themselves.
func Describe(v any) string {
	if text, ok := Text(v); ok {
		for len(text) > 40 {
			_, n := utf8.DecodeLastRuneInString(text)
			text = text[:len(text)-n]
		}
		return fmt.Sprintf("%q", text)
	}
	switch v := v.(type) {
	case nil:
		return "None"
	case bool, int64, float64:
		return fmt.Sprint(v)
	case *big.Int:
		return "a long number"
	case Tuple:
		return fmt.Sprintf("a tuple of %d", len(v))
	case *List:
		return fmt.Sprintf("a list of %d", len(v.Items))
	case *Dict:
		return fmt.Sprintf("a dictionary of %d", len(v.Keys))
	case Name:
		return string(v)
	}
	return fmt.Sprintf("a %T", v)
}
