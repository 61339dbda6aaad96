package pickle_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"tgan/internal/pickle"
)

// load reads one pickle by the rules of arrays.
func load(program string) (any, error) {
	return pickle.NewReader([]byte(program), pickle.Numpy()).Load()
}

func TestPlainValues(t *testing.T) {
	for _, c := range []struct {
		program string
		want    any
	}{
		{"N.", nil},
		{"\x88.", true},
		{"K\xff.", int64(255)},
		{"M\x01\x02.", int64(513)},
		{"J\xff\xff\xff\xff.", int64(-1)},
		{"G\x3f\xf8\x00\x00\x00\x00\x00\x00.", 1.5},
		{"\x8a\x00.", int64(0)},
		{"\x8a\x02\x00\x80.", int64(-32768)},
		{"\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f.", int64(1<<63 - 1)},
		{"\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\xff.", new(big.Int).Lsh(big.NewInt(-1), 64)},
		{"X\x02\x00\x00\x00\xc3\xa9.", "é"},
		{"U\x01a.", pickle.Bytes{At: 4, Raw: []byte("a")}},
		{"T\x01\x00\x00\x00a.", pickle.Bytes{At: 7, Raw: []byte("a")}},
		{"K\x01K\x02\x86.", pickle.Tuple{int64(1), int64(2)}},
		{"(K\x01t.", pickle.Tuple{int64(1)}},
		{"](K\x01K\x02eK\x03a.", &pickle.List{Items: []any{int64(1), int64(2), int64(3)}}},
		{"}U\x01aq\x01K\x01s(h\x01K\x02u.", &pickle.Dict{
			Keys:   []any{pickle.Bytes{At: 5, Raw: []byte("a")}, pickle.Bytes{At: 5, Raw: []byte("a")}},
			Values: []any{int64(1), int64(2)},
		}},
	} {
		got, err := load("\x80\x02" + c.program)
		require.NoError(t, err, "%q", c.program)
		require.Equal(t, c.want, got, "%q", c.program)
	}
}

func TestKeysOfEitherPython(t *testing.T) {
	for _, program := range []string{"}U\x01aK\x01sU\x01aK\x02s.", "}X\x01\x00\x00\x00aK\x01sX\x01\x00\x00\x00aK\x02s."} {
		v, err := load("\x80\x02" + program)
		require.NoError(t, err)
		got, ok := v.(*pickle.Dict).Get("a")
		require.True(t, ok)
		require.Equal(t, int64(2), got, "the last one counts")
		_, ok = v.(*pickle.Dict).Get("b")
		require.False(t, ok)
	}
}

// One after the other, each with a memory of its own.
func TestPicklesInARow(t *testing.T) {
	r := pickle.NewReader([]byte("\x80\x02K\x01q\x00.\x80\x02K\x02.rest\x80\x02h\x00."), pickle.Rules{})
	for _, want := range []any{int64(1), int64(2)} {
		got, err := r.Load()
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	raw, err := r.Take(4)
	require.NoError(t, err)
	require.Equal(t, "rest", string(raw))
	_, err = r.Load()
	require.ErrorContains(t, err, "value 0 was never stored")
	_, err = r.Take(1 << 40)
	require.ErrorIs(t, err, pickle.ErrEnd)
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, program, want string }{
		{"system call", "\x80\x02cos\nsystem\nX\x04\x00\x00\x00echo\x85R.", `pickle, byte 2: it asks for "os.system"; only arrays are read, nothing is called`},
		{"evaluation", "\x80\x02c__builtin__\neval\nU\x011\x85R.", `it asks for "__builtin__.eval"`},
		{"another part of numpy", "\x80\x02cnumpy\nload\n.", `it asks for "numpy.load"`},
		{"codec", "\x80\x02c_codecs\nencode\n.", `it asks for "_codecs.encode"`},
		{"name of two lines", "\x80\x02cos\nsys\"\\tem\n.", `it asks for "os.sys\"\\tem"`},
		{"call of a number", "\x80\x02K\x01)R.", "a call that builds no array"},
		{"call of a type", "\x80\x02cnumpy\nndarray\n)R.", "a call that builds no array"},
		{"call without a tuple", "\x80\x02cnumpy\ndtype\nNR.", "a call that builds no array"},
		{"object", "\x80\x02}\x81.", "instruction 0x81; a dictionary of arrays needs none such"},
		{"instance", "\x80\x02(ios\nsystem\n.", "instruction 0x69"},
		{"stack global", "\x80\x02X\x02\x00\x00\x00osX\x06\x00\x00\x00system\x93.", "instruction 0x93"},
		{"extension", "\x80\x02\x82\x01.", "instruction 0x82"},
		{"persistent", "\x80\x02K\x01Q.", "a persistent value"},
		{"protocol", "\x80\x04.", "protocol 4; only 2 is read"},
		{"empty", "", "truncated"},
		{"name without an end", "\x80\x02cnumpy\ndtype", "truncated"},
		{"empty stack", "\x80\x02.", "a value is missing"},
		{"no mark", "\x80\x02t.", "a mark is missing"},
		{"nothing to fill", "\x80\x02K\x01a.", "a value is missing"},
		{"unknown memory", "\x80\x02h\x07.", "value 7 was never stored"},
		{"long text", "\x80\x02X\xff\xff\xff\x7fabc.", "truncated"},
		{"append to a dictionary", "\x80\x02}K\x01a.", "instruction 'a' does not fit a dictionary of 0"},
		{"odd items", "\x80\x02}(K\x01u.", "does not fit"},
		{"state of a number", "\x80\x02K\x01Nb.", "instruction 'b' does not fit 1"},
		{"endless", "\x80\x02" + strings.Repeat("N", 1<<22), "pickle has more than 4194304 instructions"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(c.program)
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "\n")
		})
	}
}

// A tuple of two of the one before, 60 deep, would print for ages; so would a list that holds itself.
func TestDescribe(t *testing.T) {
	deep, err := load("\x80\x02)" + strings.Repeat("q\x00h\x00\x86", 60) + ".")
	require.NoError(t, err)
	loop, err := load("\x80\x02]q\x00h\x00a.")
	require.NoError(t, err)
	for want, v := range map[string]any{
		"a tuple of 2": deep, "a list of 1": loop, "a dictionary of 0": &pickle.Dict{}, "None": nil, "true": true, "-3": int64(-3), "0.5": 0.5,
		`"a\nb"`: pickle.Bytes{Raw: []byte("a\nb")}, "numpy.dtype": pickle.Name("numpy.dtype"), "a long number": new(big.Int),
		`"` + strings.Repeat("é", 20) + `"`: strings.Repeat("é", 50), "a *pickle.Array": &pickle.Array{},
	} {
		require.Equal(t, want, pickle.Describe(v))
	}
}

// array is a pickle of an array as Python 2 writes it.
func array(kind, order, shape, byColumn, data string) string {
	return "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01" + shape +
		"cnumpy\ndtype\nU\x02" + kind + "K\x00K\x01\x87R(K\x03U\x01" + order + "NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb" + byColumn +
		"U" + string([]byte{byte(len(data))}) + data + "tb"
}

func TestArrays(t *testing.T) {
	for _, c := range []struct {
		program  string
		kind     string
		shape    []int
		byColumn bool
		rows     string
	}{
		{array("u1", "|", "K\x02K\x03\x86", "\x89", "abcdef"), "|u1", []int{2, 3}, false, "abcdef"},
		{array("u1", "|", "K\x02K\x03\x86", "\x88", "adbecf"), "|u1", []int{2, 3}, true, "abcdef"},
		{array("i2", "<", "K\x02K\x01\x86", "\x88", "abcd"), "<i2", []int{2, 1}, true, "abcd"},
		{array("i2", ">", "K\x01K\x02\x86", "\x89", "abcd"), ">i2", []int{1, 2}, false, "abcd"},
		{array("f8", "<", "K\x00K\x03\x86", "\x89", ""), "<f8", []int{0, 3}, false, ""},
		{strings.Replace(array("u1", "|", "K\x01K\x01\x86", "\x89", "a"), "numpy.core", "numpy._core", 1), "|u1", []int{1, 1}, false, "a"},
	} {
		v, err := load("\x80\x02" + c.program + ".")
		require.NoError(t, err, "%q", c.program)
		a := v.(*pickle.Array)
		require.Equal(t, c.kind, a.Kind)
		require.Equal(t, c.shape, a.Shape)
		require.Equal(t, c.byColumn, a.ByColumn)
		require.Equal(t, c.rows, string(a.Rows()))
		require.Equal(t, string(a.Data.Raw), ("\x80\x02" + c.program)[a.Data.At:][:len(a.Data.Raw)])
	}
}

func TestBadArrays(t *testing.T) {
	const shape = "K\x02K\x03\x86"
	for _, c := range []struct{ name, program, want string }{
		{"objects", array("O8", "|", shape, "\x89", "abcdef"), `an array of type "O8"; only plain numbers are read`},
		{"records", array("V8", "|", shape, "\x89", "abcdef"), `an array of type "V8"`},
		{"byte order", array("u1", "?", shape, "\x89", "abcdef"), "an array's type without a byte order"},
		{"too few bytes", array("u1", "|", shape, "\x89", "abcde"), `an array of shape [2 3] and type "|u1" in 5 bytes`},
		{"too many bytes", array("u1", "|", shape, "\x89", "abcdefg"), "in 7 bytes"},
		{"wide elements", array("i2", "<", shape, "\x89", "abcdef"), "in 6 bytes"},
		{"half an element", array("i2", "<", "K\x01\x85", "\x89", "abc"), "in 3 bytes"},
		{"nothing with bytes", array("u1", "|", "K\x00\x85", "\x89", "a"), "in 1 bytes"},
		{"bytes are missing", array("u1", "|", shape, "\x89", ""), "in 0 bytes"},
		{"product beyond 64 bits", array("u1", "|", strings.Repeat("\x8a\x08\x00\x00\x00\x00\x00\x00\x00\x40", 3)+"\x87", "\x89", ""), "in 0 bytes"},
		{"negative", array("u1", "|", "J\xff\xff\xff\xff\x85", "\x89", "a"), "an array with a dimension of -1"},
		{"shape of texts", array("u1", "|", "U\x01a\x85", "\x89", "a"), "an array without shape, type and bytes"},
		{"shape of 65", array("u1", "|", "("+strings.Repeat("K\x01", 65)+"t", "\x89", "a"), "an array without shape, type and bytes"},
		{"order", array("u1", "|", shape, "N", "abcdef"), "an array without shape, type and bytes"},
		{"state", "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87RK\x01b", "an array without shape, type and bytes"},
		{"subclass", "cnumpy.core.multiarray\n_reconstruct\ncnumpy\ndtype\nK\x00\x85U\x01b\x87R", "an array of another type than numpy.ndarray"},
		{"type of nothing", "cnumpy\ndtype\n)R", "an array's type without a name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := load("\x80\x02" + c.program + ".")
			require.ErrorContains(t, err, c.want)
		})
	}
}

// A pickle of any content gives a value or an error of one line.
func FuzzLoad(f *testing.F) {
	f.Add([]byte("\x80\x02}q\x01(U\x04dataq\x02" + array("u1", "|", "K\x02K\x03\x86", "\x88", "abcdef") + "X\x06\x00\x00\x00labels](K\x00K\x09eu."))
	f.Add([]byte("\x80\x02]q\x00h\x00aG\x3f\xf8\x00\x00\x00\x00\x00\x00\x8a\x01\xff\x86."))
	f.Add([]byte("\x80\x02cos\nsystem\n)R."))
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := pickle.NewReader(data, pickle.Numpy()).Load()
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		require.NotContains(t, pickle.Describe(v), "\n")
		if a, ok := v.(*pickle.Array); ok && len(a.Shape) == 2 {
			require.Len(t, a.Rows(), len(a.Data.Raw))
		}
	})
}

func ExampleReader_Load() {
	// pickle.dumps({"sides": [32, 64]}, protocol=2)
	const program = "\x80\x02}q\x00X\x05\x00\x00\x00sidesq\x01]q\x02(K K@es."
	v, err := pickle.NewReader([]byte(program), pickle.Rules{What: "number"}).Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	sides, _ := v.(*pickle.Dict).Get("sides")
	fmt.Println(pickle.Integers(sides))
	// Output: [32 64] true
}
