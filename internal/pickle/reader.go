package pickle

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
)

// maxSteps bounds the instructions of one pickle. The training part of CIFAR-100 has a quarter of a million.
const maxSteps = 1 << 22

// Rules say which names a pickle may use.
type Rules struct {
	// What is what the calls build, in the singular, for messages: "tensor".
	What string
	// Calls are the allowed names, with module and a dot. A name with a nil function may stand as a value, not be called.
	Calls map[string]func(args Tuple) (any, error)
	// Persistent makes a value of a persistent identifier; nil where there are none.
	Persistent func(id any) (any, error)
}

// Reader reads pickles that follow each other in memory.
type Reader struct {
	data  []byte
	at    int
	rules Rules
	stack []any
	memo  map[uint32]any
}

// mark stands on the stack where a tuple, or the items of a list or dictionary, begin.
type mark struct{}

// stateful is a value of a call that takes the state which a pickle gives it afterwards.
type stateful interface{ SetState(state any) error }

// ErrEnd says that a pickle ends before its last instruction.
var ErrEnd = errors.New("pickle ends too early: the file is truncated")

// NewReader returns a reader of data, which stays the caller's and must not change while values of it are in use.
func NewReader(data []byte, rules Rules) *Reader {
	return &Reader{data: data, rules: rules}
}

// Load reads one pickle and returns its value; the reader is then behind it. Its error names the byte and, where a name is refused, the
// name; it is ErrEnd, by errors.Is, where the pickle is cut off.
func (r *Reader) Load() (any, error) {
	r.stack, r.memo = nil, map[uint32]any{}
	for range maxSteps {
		start := r.at
		op, err := r.Take(1)
		if err != nil {
			return nil, err
		}
		if op[0] == '.' {
			return r.pop()
		}
		if err := r.step(op[0]); err != nil {
			return nil, fmt.Errorf("pickle, byte %d: %w", start, err)
		}
	}
	return nil, fmt.Errorf("pickle has more than %d instructions", maxSteps)
}

// Take returns a view of the next n bytes, or ErrEnd.
func (r *Reader) Take(n int) ([]byte, error) {
	if n < 0 || n > len(r.data)-r.at {
		return nil, ErrEnd
	}
	out := r.data[r.at : r.at+n]
	r.at += n
	return out, nil
}

// number returns the next unsigned little-endian number of size bytes.
func (r *Reader) number(size int) (uint32, error) {
	raw, err := r.Take(size)
	var n uint32
	for i, b := range raw {
		n |= uint32(b) << (8 * i)
	}
	return n, err
}

// line returns the bytes before the next line feed.
func (r *Reader) line() (string, error) {
	end := bytes.IndexByte(r.data[r.at:], '\n')
	if end < 0 {
		return "", ErrEnd
	}
	raw, err := r.Take(end + 1)
	return string(raw[:end]), err
}

func (r *Reader) push(v any) { r.stack = append(r.stack, v) }

func (r *Reader) pop() (any, error) {
	if len(r.stack) == 0 {
		return nil, errors.New("a value is missing on the stack")
	}
	v := r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	return v, nil
}

// popTuple replaces the n topmost values by a tuple of them.
func (r *Reader) popTuple(n int) error {
	if len(r.stack) < n {
		return errors.New("a value is missing on the stack")
	}
	at := len(r.stack) - n
	t := append(Tuple(nil), r.stack[at:]...)
	r.stack = append(r.stack[:at], t)
	return nil
}

// popMark takes the values above the topmost mark, and the mark.
func (r *Reader) popMark() ([]any, error) {
	for i := len(r.stack) - 1; i >= 0; i-- {
		if _, ok := r.stack[i].(mark); ok {
			items := append([]any(nil), r.stack[i+1:]...)
			r.stack = r.stack[:i]
			return items, nil
		}
	}
	return nil, errors.New("a mark is missing on the stack")
}

// step does one instruction.
func (r *Reader) step(op byte) error {
	switch op {
	case 0x80: // PROTO
		version, err := r.number(1)
		if err == nil && version != 2 {
			err = fmt.Errorf("protocol %d; only 2 is read", version)
		}
		return err
	case '(':
		r.push(mark{})
	case '}':
		r.push(&Dict{})
	case ']':
		r.push(&List{})
	case ')':
		r.push(Tuple(nil))
	case 'N':
		r.push(nil)
	case 0x88, 0x89:
		r.push(op == 0x88)
	case 'K', 'M', 'J', 'G', 0x8a, 'X', 'U', 'T':
		return r.scalar(op)
	case 'q', 'r', 'h', 'j':
		return r.remember(op)
	case 't':
		items, err := r.popMark()
		r.push(Tuple(items))
		return err
	case 0x85, 0x86, 0x87:
		return r.popTuple(int(op - 0x84))
	case 'a', 'e', 's', 'u':
		return r.fill(op)
	case 'b':
		return r.build()
	case 'c':
		return r.global()
	case 'Q':
		return r.persistent()
	case 'R':
		return r.reduce()
	default:
		return fmt.Errorf("instruction 0x%02x; a dictionary of %ss needs none such", op, r.rules.What)
	}
	return nil
}

// scalar pushes a number or a text.
func (r *Reader) scalar(op byte) error {
	widths := map[byte]int{'K': 1, 'M': 2, 'J': 4, 'G': 8, 0x8a: 1, 'X': 4, 'U': 1, 'T': 4}
	if op == 'G' {
		raw, err := r.Take(8)
		if err == nil {
			r.push(math.Float64frombits(binary.BigEndian.Uint64(raw)))
		}
		return err
	}
	n, err := r.number(widths[op])
	if err != nil {
		return err
	}
	switch op {
	case 'K', 'M':
		r.push(int64(n))
		return nil
	case 'J':
		r.push(int64(int32(n)))
		return nil
	}
	at := r.at
	raw, err := r.Take(int(n))
	if err != nil {
		return err
	}
	switch op {
	case 'X':
		r.push(string(raw))
	case 'U', 'T':
		r.push(Bytes{at, raw})
	case 0x8a: // LONG1: n bytes, two's complement
		r.push(longOf(raw))
	}
	return nil
}

// longOf returns a little-endian two's complement number as int64 where it fits, else as *big.Int.
func longOf(raw []byte) any {
	if len(raw) <= 8 {
		var v int64
		for i, b := range raw {
			v |= int64(b) << (8 * i)
		}
		if n := len(raw); n > 0 && n < 8 && raw[n-1]&0x80 != 0 {
			v -= 1 << (8 * n)
		}
		return v
	}
	reversed := make([]byte, len(raw))
	for i, b := range raw {
		reversed[len(raw)-1-i] = b
	}
	v := new(big.Int).SetBytes(reversed)
	if reversed[0]&0x80 != 0 {
		v.Sub(v, new(big.Int).Lsh(big.NewInt(1), uint(8*len(raw))))
	}
	return v
}

// remember stores the topmost value in the memo or fetches one.
func (r *Reader) remember(op byte) error {
	size := 1
	if op == 'r' || op == 'j' {
		size = 4
	}
	key, err := r.number(size)
	if err != nil {
		return err
	}
	if op == 'q' || op == 'r' {
		v, err := r.pop()
		r.push(v)
		r.memo[key] = v
		return err
	}
	v, ok := r.memo[key]
	if !ok {
		return fmt.Errorf("value %d was never stored", key)
	}
	r.push(v)
	return nil
}

// operands takes the values of an instruction and the value below them, which stays on the stack: those above the mark where n is 0, else n.
func (r *Reader) operands(n int) (target any, items []any, err error) {
	if n == 0 {
		items, err = r.popMark()
	} else if err = r.popTuple(n); err == nil {
		var t any
		t, err = r.pop()
		items, _ = t.(Tuple)
	}
	if err != nil {
		return nil, nil, err
	}
	target, err = r.pop()
	r.push(target)
	return target, items, err
}

// fill puts values into the list or dictionary below them.
func (r *Reader) fill(op byte) error {
	target, items, err := r.operands(map[byte]int{'a': 1, 's': 2}[op])
	if err != nil {
		return err
	}
	switch target := target.(type) {
	case *List:
		if op == 'a' || op == 'e' {
			target.Items = append(target.Items, items...)
			return nil
		}
	case *Dict:
		if (op == 's' || op == 'u') && len(items)%2 == 0 {
			for i := 0; i < len(items); i += 2 {
				target.Keys, target.Values = append(target.Keys, items[i]), append(target.Values, items[i+1])
			}
			return nil
		}
	}
	return fmt.Errorf("instruction %q does not fit %s", op, Describe(target))
}

// build gives a value its state; that of an ordered dictionary is ignored.
func (r *Reader) build() error {
	target, items, err := r.operands(1)
	if err != nil {
		return err
	}
	switch target := target.(type) {
	case *Dict:
		return nil
	case stateful:
		return target.SetState(items[0])
	}
	return fmt.Errorf("instruction 'b' does not fit %s", Describe(target))
}

// global pushes a name that is allowed.
func (r *Reader) global() error {
	module, err := r.line()
	if err != nil {
		return err
	}
	name, err := r.line()
	if err != nil {
		return err
	}
	full := module + "." + name
	if _, ok := r.rules.Calls[full]; !ok {
		return fmt.Errorf("it asks for %.100q; only %ss are read, nothing is called", full, r.rules.What)
	}
	r.push(Name(full))
	return nil
}

// persistent pushes the value of an identifier.
func (r *Reader) persistent() error {
	id, err := r.pop()
	if err != nil {
		return err
	}
	if r.rules.Persistent == nil {
		return fmt.Errorf("a persistent value; a dictionary of %ss needs none such", r.rules.What)
	}
	v, err := r.rules.Persistent(id)
	r.push(v)
	return err
}

// reduce does a call that is allowed.
func (r *Reader) reduce() error {
	arguments, err := r.pop()
	if err != nil {
		return err
	}
	f, err := r.pop()
	if err != nil {
		return err
	}
	name, isName := f.(Name)
	args, isTuple := arguments.(Tuple)
	call := r.rules.Calls[string(name)]
	if !isName || !isTuple || call == nil {
		return fmt.Errorf("a call that builds no %s", r.rules.What)
	}
	v, err := call(args)
	r.push(v)
	return err
}
