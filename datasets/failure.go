package datasets

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sourceError is an error of reading a source. Names of files and entries are not ours: they are shown as by shown.
type sourceError struct{ err error }

// ErrNoSource is in the errors of sources where nothing is, not even something damaged.
var ErrNoSource = errors.New("check the source and the data root")

// failure returns the error of doing something with a source.
func failure(action, source string, err error) error {
	return &sourceError{fmt.Errorf("datasets: %s %s: %w", action, source, err)}
}

func (e *sourceError) Error() string { return shown(e.err.Error()) }

// shown returns a name, or a text with names, as UTF-8 of one line: characters that would break the line or steer a terminal, and bytes
// that are no UTF-8, as of a name in Latin-1, are escaped.
func shown(text string) string {
	var line strings.Builder
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&line, "\\x%02x", text[at])
		case unicode.IsControl(r):
			fmt.Fprintf(&line, "\\x%02x", r)
		default:
			line.WriteRune(r)
		}
		at += size
	}
	return line.String()
}

// Unwrap returns the cause.
func (e *sourceError) Unwrap() error { return e.err }

// cause says of a file that ends early that it does, in the same words for all formats.
func cause(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it is cut off")
	}
	return err
}
