package datasets

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// sourceError is an error of reading a source. Names of files and entries are not ours: characters that would break the line, or
// steer a terminal, are shown escaped.
type sourceError struct{ err error }

// ErrNoSource is in the errors of sources where nothing is, not even something damaged.
var ErrNoSource = errors.New("check the source and the data root")

// failure returns the error of doing something with a source.
func failure(action, source string, err error) error {
	return &sourceError{fmt.Errorf("datasets: %s %s: %w", action, source, err)}
}

func (e *sourceError) Error() string {
	var line strings.Builder
	for _, r := range e.err.Error() {
		if unicode.IsControl(r) {
			fmt.Fprintf(&line, "\\x%02x", r)
			continue
		}
		line.WriteRune(r)
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
