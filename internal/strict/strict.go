package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"
	"sync"

	"github.com/agnivade/levenshtein"
	"go.yaml.in/yaml/v3"
)

// The decoder's messages that are worded anew for people.
var wrongType = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("^line (\\d+): cannot unmarshal !!\\w+ (?:`(.*)` )?into (.*)$")
})
var unknownField = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^line (\d+): field (\S+) not found in type (\S+)$`) })

// Decode decodes one YAML document into the struct out points to. A key that the struct does not have is an error with its line and the
// most similar key there is.
func Decode(data []byte, out any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	err := dec.Decode(out)
	if errors.Is(err, io.EOF) {
		return errors.New("the file is empty")
	}
	if typeError, ok := errors.AsType[*yaml.TypeError](err); ok {
		first := typeError.Errors[0]
		m := unknownField().FindStringSubmatch(first)
		if m == nil {
			return errors.New(plainType(first))
		}
		return fmt.Errorf("line %s: unknown key %q; did you mean %q?", m[1], m[2], Nearest(m[2], keys(reflect.TypeOf(out).Elem(), m[3])))
	}
	if err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return errors.New("there is more than one document in the file")
	}
	return nil
}

// plainType says of a value of the wrong type which type it should have.
func plainType(message string) string {
	m := wrongType().FindStringSubmatch(message)
	if m == nil {
		return message
	}
	kind := map[string]string{"int": "a whole number", "float64": "a number", "string": "a text", "bool": "true or false"}[m[3]]
	switch {
	case kind == "" && strings.HasPrefix(m[3], "[]"):
		kind = "a list"
	case kind == "":
		kind = "a group of keys"
	}
	return fmt.Sprintf("line %s: %q must be %s", m[1], m[2], kind)
}

// keys returns the YAML keys of the type of that name within t.
func keys(t reflect.Type, name string) []string {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return keys(t.Elem(), name)
	case reflect.Struct:
	default:
		return nil
	}
	var own, below []string
	for i := range t.NumField() {
		f := t.Field(i)
		if key, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); key != "" && key != "-" {
			own = append(own, key)
		}
		below = append(below, keys(f.Type, name)...)
	}
	if t.String() == name {
		return own
	}
	return below
}

// Nearest returns the candidate with the smallest edit distance, the first of equals.
func Nearest(word string, candidates []string) string {
	best, distance := "", 1<<30
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(word, c); d < distance {
			best, distance = c, d
		}
	}
	return best
}
