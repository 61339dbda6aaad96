package datasets

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"tgan/datasets/codec"
	"tgan/datasets/procedural"
)

// readerVersion is raised when the same files give other images, labels or order than before; codec.Revision when an image gives other
// pixels. A source that version 1 read in another way than now has correctedVersion, so that all others keep their identities.
const (
	readerVersion    = 1
	correctedVersion = 2
)

// hashedBytes are hashed between two looks at whether the caller still waits: some tens of milliseconds.
const hashedBytes = 16 << 20

// Identity returns a text that stands for the content of the source of spec, found without decoding: for one file its sha256, for a
// folder or several files the sha256 over the path and sha256 of those that determine images and labels, in order, for a procedural
// domain the version of its generator; with the layout it is read as and the versions of the readers and of the image decoders. Equal
// specs with equal identities mean equal images. Only Source, Label and SkipBad are looked at. The whole source is read once, until ctx ends,
// and decoded with SkipBad. Errors are as those of Open that need no decoding.
func Identity(ctx context.Context, root string, spec Spec) (string, error) {
	if spec.Source == "" {
		return "", fmt.Errorf("datasets: %w", spec.Validate())
	}
	if name, ok := spec.domain(); ok {
		if _, err := findDomain(name); err != nil {
			return "", failure("identify", spec.Source, err)
		}
		return fmt.Sprintf("%s%s/%d", proceduralPrefix, name, procedural.Version), nil
	}
	s, err := openSet(ctx, root, spec, Options{}, "identify")
	if err != nil {
		return "", err
	}
	defer s.Close()
	return s.Identity(ctx)
}

// contentIdentity is the identity of an opened source.
func contentIdentity(ctx context.Context, f *found, t *tree) (string, error) {
	version := readerVersion
	if f.corrected || t.aliased(f.inputs) {
		version = correctedVersion
	}
	if t.file != "" {
		sum, err := hashOf(ctx, func() (io.ReadCloser, error) { return os.Open(t.file) })
		return f.identity(version, sum), err
	}
	all := sha256.New()
	for _, name := range f.inputs {
		sum, err := hashOf(ctx, func() (io.ReadCloser, error) { return t.box.Open(name) })
		if err != nil {
			return "", fmt.Errorf("%s cannot be read: %w", name, err)
		}
		fmt.Fprintf(all, "%s\x00%s\n", name, sum)
	}
	return f.identity(version, hex.EncodeToString(all.Sum(nil))), nil
}

// identity returns the identity of a source of that sha256, by a version of the readers.
func (f *found) identity(version int, sum string) string {
	return fmt.Sprintf("%s/%d.%d/%s%s", f.kind, version, codec.Revision, sum, f.without())
}

// without is what the images that are left out because they are bad add to an identity: another version may be able to read them.
func (l *listing) without() string {
	if len(l.bad) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(l.bad, "\x00")))
	return "/without/" + hex.EncodeToString(sum[:])
}

// aliased tells whether one of names is that of a link in an archive, which version 1 did not follow.
func (t *tree) aliased(names []string) bool {
	box, ok := t.box.(interface{ aliased(name string) bool })
	return ok && slices.ContainsFunc(names, box.aliased)
}

// hashOf returns the sha256, in hex, of what open opens. It ends with ctx.
func hashOf(ctx context.Context, open func() (io.ReadCloser, error)) (sum string, err error) {
	r, err := open()
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	h := sha256.New()
	for {
		if _, err := io.CopyN(h, r, hashedBytes); errors.Is(err, io.EOF) {
			return hex.EncodeToString(h.Sum(nil)), nil
		} else if err != nil {
			return "", err
		}
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
	}
}
