package metrics

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
)

// Values of a pickle: nil, bool, int64, float64, string, *big.Int, and the following.
type (
	pickleTuple  []any
	pickleList   struct{ items []any }
	pickleDict   struct{ keys, values []any }
	pickleGlobal string // module and name with a dot between
	pickleMark   struct{}
)

// unpickler reads what torch.save writes of a dictionary of tensors: a pickle of protocol 2, from which it can build
// plain values and tensors, and nothing else. A name that it does not know is refused where it stands, before anything
// could call it. Memory stays below a small multiple of the pickle's length.
// Source: CPython's pickletools.py for the opcodes.
type unpickler struct {
	data  []byte
	at    int
	stack []any
	memo  map[uint32]any
	// storage makes a value of a persistent identifier.
	storage func(id any) (any, error)
}

// errPickleEnd says that a pickle ends before its STOP.
var errPickleEnd = errors.New("pickle ends too early: the file is truncated")

// load reads one pickle and returns its value; u.at is then behind it.
func (u *unpickler) load() (any, error) {
	u.stack, u.memo = nil, map[uint32]any{}
	for {
		start := u.at
		op, err := u.take(1)
		if err != nil {
			return nil, err
		}
		if op[0] == '.' {
			return u.pop()
		}
		if err := u.step(op[0]); err != nil {
			return nil, fmt.Errorf("pickle, byte %d: %w", start, err)
		}
	}
}

// take returns the next n bytes.
func (u *unpickler) take(n int) ([]byte, error) {
	if n < 0 || n > len(u.data)-u.at {
		return nil, errPickleEnd
	}
	out := u.data[u.at : u.at+n]
	u.at += n
	return out, nil
}

// number returns the next unsigned little-endian number of size bytes.
func (u *unpickler) number(size int) (uint32, error) {
	raw, err := u.take(size)
	var n uint32
	for i, b := range raw {
		n |= uint32(b) << (8 * i)
	}
	return n, err
}

// line returns the bytes before the next line feed.
func (u *unpickler) line() (string, error) {
	end := bytes.IndexByte(u.data[u.at:], '\n')
	if end < 0 {
		return "", errPickleEnd
	}
	raw, err := u.take(end + 1)
	return string(raw[:end]), err
}

func (u *unpickler) push(v any) { u.stack = append(u.stack, v) }

func (u *unpickler) pop() (any, error) {
	if len(u.stack) == 0 {
		return nil, errors.New("a value is missing on the stack")
	}
	v := u.stack[len(u.stack)-1]
	u.stack = u.stack[:len(u.stack)-1]
	return v, nil
}

// popTuple replaces the n topmost values by a tuple of them.
func (u *unpickler) popTuple(n int) error {
	if len(u.stack) < n {
		return errors.New("a value is missing on the stack")
	}
	at := len(u.stack) - n
	t := append(pickleTuple(nil), u.stack[at:]...)
	u.stack = append(u.stack[:at], t)
	return nil
}

// popMark takes the values above the topmost mark, and the mark.
func (u *unpickler) popMark() ([]any, error) {
	for i := len(u.stack) - 1; i >= 0; i-- {
		if _, ok := u.stack[i].(pickleMark); ok {
			items := append([]any(nil), u.stack[i+1:]...)
			u.stack = u.stack[:i]
			return items, nil
		}
	}
	return nil, errors.New("a mark is missing on the stack")
}

// step does one instruction.
func (u *unpickler) step(op byte) error {
	switch op {
	case 0x80: // PROTO
		version, err := u.number(1)
		if err == nil && version != 2 {
			err = fmt.Errorf("protocol %d; torch.save writes 2", version)
		}
		return err
	case '(':
		u.push(pickleMark{})
	case '}':
		u.push(&pickleDict{})
	case ']':
		u.push(&pickleList{})
	case ')':
		u.push(pickleTuple(nil))
	case 'N':
		u.push(nil)
	case 0x88, 0x89:
		u.push(op == 0x88)
	case 'K', 'M', 'J', 'G', 0x8a, 'X', 'U', 'T':
		return u.scalar(op)
	case 'q', 'r', 'h', 'j':
		return u.remember(op)
	case 't':
		items, err := u.popMark()
		u.push(pickleTuple(items))
		return err
	case 0x85, 0x86, 0x87:
		return u.popTuple(int(op - 0x84))
	case 'a', 'e', 's', 'u', 'b':
		return u.fill(op)
	case 'c':
		return u.global()
	case 'Q':
		id, err := u.pop()
		if err != nil {
			return err
		}
		v, err := u.storage(id)
		u.push(v)
		return err
	case 'R':
		return u.reduce()
	default:
		return fmt.Errorf("instruction 0x%02x; a dictionary of tensors needs none such", op)
	}
	return nil
}

// scalar pushes a number or a text.
func (u *unpickler) scalar(op byte) error {
	widths := map[byte]int{'K': 1, 'M': 2, 'J': 4, 'G': 8, 0x8a: 1, 'X': 4, 'U': 1, 'T': 4}
	if op == 'G' {
		raw, err := u.take(8)
		if err == nil {
			u.push(math.Float64frombits(binary.BigEndian.Uint64(raw)))
		}
		return err
	}
	n, err := u.number(widths[op])
	if err != nil {
		return err
	}
	switch op {
	case 'K', 'M':
		u.push(int64(n))
	case 'J':
		u.push(int64(int32(n)))
	case 'X', 'U', 'T':
		raw, err := u.take(int(n))
		u.push(string(raw))
		return err
	case 0x8a: // LONG1: n bytes, two's complement
		raw, err := u.take(int(n))
		if err != nil {
			return err
		}
		u.push(longOf(raw))
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
func (u *unpickler) remember(op byte) error {
	size := 1
	if op == 'r' || op == 'j' {
		size = 4
	}
	key, err := u.number(size)
	if err != nil {
		return err
	}
	if op == 'q' || op == 'r' {
		v, err := u.pop()
		u.push(v)
		u.memo[key] = v
		return err
	}
	v, ok := u.memo[key]
	if !ok {
		return fmt.Errorf("value %d was never stored", key)
	}
	u.push(v)
	return nil
}

// fill puts values into the list or dictionary below them; the state of an ordered dictionary is ignored.
func (u *unpickler) fill(op byte) error {
	var items []any
	var err error
	switch op {
	case 'e', 'u':
		items, err = u.popMark()
	default:
		n := 1
		if op == 's' {
			n = 2
		}
		if err = u.popTuple(n); err == nil {
			var t any
			t, err = u.pop()
			items, _ = t.(pickleTuple)
		}
	}
	if err != nil {
		return err
	}
	target, err := u.pop()
	if err != nil {
		return err
	}
	u.push(target)
	switch target := target.(type) {
	case *pickleList:
		if op == 'a' || op == 'e' {
			target.items = append(target.items, items...)
			return nil
		}
	case *pickleDict:
		if op == 'b' {
			return nil
		}
		if (op == 's' || op == 'u') && len(items)%2 == 0 {
			for i := 0; i < len(items); i += 2 {
				target.keys, target.values = append(target.keys, items[i]), append(target.values, items[i+1])
			}
			return nil
		}
	}
	return fmt.Errorf("instruction %q does not fit a %T", op, target)
}

// global pushes a name that is allowed.
func (u *unpickler) global() error {
	module, err := u.line()
	if err != nil {
		return err
	}
	name, err := u.line()
	if err != nil {
		return err
	}
	full := module + "." + name
	if _, ok := torchTypes()[full]; !ok {
		switch full {
		case "collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter":
		default:
			return fmt.Errorf("it asks for %.100q; only tensors are read, nothing is called", full)
		}
	}
	u.push(pickleGlobal(full))
	return nil
}

// reduce does the calls that build tensors.
func (u *unpickler) reduce() error {
	arguments, err := u.pop()
	if err != nil {
		return err
	}
	f, err := u.pop()
	if err != nil {
		return err
	}
	args, ok := arguments.(pickleTuple)
	switch {
	case ok && f == pickleGlobal("collections.OrderedDict") && len(args) == 0:
		u.push(&pickleDict{})
		return nil
	case ok && f == pickleGlobal("torch._utils._rebuild_parameter") && len(args) >= 1:
		if t, ok := args[0].(*torchTensor); ok {
			u.push(t)
			return nil
		}
	case ok && f == pickleGlobal("torch._utils._rebuild_tensor_v2") && len(args) >= 4:
		t, err := newTorchTensor(args)
		u.push(t)
		return err
	}
	return errors.New("a call that builds no tensor")
}
