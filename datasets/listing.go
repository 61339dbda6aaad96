package datasets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"tgan/datasets/codec"
)

// listing is what is known of a source's images before any is decoded.
type listing struct {
	labels  []int    // one an image, an index into classes
	classes []string // at least one
	parts   []part   // one an image, or none where the makers published no parts
	inputs  []string // files of the container that determine the images and their labels, sorted
	uses    []string // files of the container that are images or labels, sorted, where those are not the inputs
	skipped Skipped  // of the whole source
	notes   []string // what else a user should know of how the source was read, a line each
	// corrected says that version 1 of the readers gave other images, labels or order of the same files.
	corrected bool
	// wholeTrain leaves the training part as it was published where only one other part was: that is cut into Validation and Test.
	wholeTrain bool
	bad        []string // names of images that are left out because they are bad, sorted
}

// part is the part of a collection that its makers put an image into.
type part uint8

const (
	partNone part = iota
	partTrain
	partValidation
	partTest
	numParts
)

// String returns the name of the split that the part makes up.
func (p part) String() string { return [numParts]string{"none", Train, Validation, Test}[p] }

// encodedIn returns the image files of a container as a source, with labels given one by one.
func (t *tree) encodedIn(names []string, labels []int, classes []string) *found {
	return &found{
		source:  &encoded{t.box, names},
		listing: listing{labels: labels, classes: classes, inputs: names},
	}
}

// images returns those of names that are images by their first bytes, which it reads. Those that are bad are noted and left out: an empty
// file called .png at any rate; one that cannot be decoded if bad files are to be left out, or if there are others to be told with it.
func (t *tree) images(ctx context.Context, names []string) ([]string, error) {
	images := make([]string, 0, len(names))
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		ok, err := isImage(t.box, name)
		if bad, is := errors.AsType[*badFile](err); is {
			t.takeBad(bad)
			continue
		}
		if err != nil {
			return nil, err
		}
		if ok {
			images = append(images, name)
		}
	}
	if t.bad.skip || len(t.bad.found) > 0 {
		files := &encoded{t.box, images}
		bad, _, err := decodeAll(ctx, len(images), Options{Threads: t.bad.threads}, func(i int) error {
			_, err := files.Decode(i)
			return err
		})
		if err != nil {
			return nil, err
		}
		t.takeBad(bad...)
		images = slices.DeleteFunc(images, func(name string) bool { return t.left[name] == Bad })
	}
	if len(images) == 0 {
		return nil, t.noImages()
	}
	return images, nil
}

// takeBad notes bad files.
func (t *tree) takeBad(bad ...*badFile) {
	t.bad.add(bad)
	t.leave(Bad, badFiles(bad).names()...)
}

// noImages is the error of a source that holds none, which says what it holds.
func (t *tree) noImages() error {
	held := t.account(nil).String()
	if held == "" {
		held = "nothing"
	}
	if slices.ContainsFunc(t.names, func(name string) bool { _, isTar := cutShard(name); return isTar }) {
		return fmt.Errorf("no images, it holds %s: a folder of tars may hold lists, tables and texts beside them; move what else is there, or give one tar", held)
	}
	return fmt.Errorf("no images, it holds %s: give a folder or a zip with PNG, JPEG, WebP, GIF, BMP, TIFF or PPM files", held)
}

// isImage reports whether a file is an image by its first bytes; a file that is none but has the name of one is an error.
func isImage(box container, name string) (bool, error) {
	r, err := box.Open(name)
	if err != nil {
		return false, badImage(name, fmt.Errorf("%s cannot be read: %w", name, pathCause(err)))
	}
	defer r.Close()
	head := make([]byte, codec.SniffLen)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, badImage(name, fmt.Errorf("%s cannot be read: %w", name, err))
	}
	format := codec.Sniff(head[:n])
	if format.Supported() {
		return true, nil
	}
	if !namedAsImage(name) {
		return false, nil
	}
	if format != codec.Unknown {
		return false, &badFile{name, fmt.Errorf("%s is a file of the format %s, which is not read: %s", name, format, format.Cure())}
	}
	if n == 0 {
		return false, &badFile{name, fmt.Errorf("%s is empty: replace or remove it", name)}
	}
	return false, &badFile{name, fmt.Errorf("%s is not an image, it starts with %q: replace or remove it", name, head[:min(n, 8)])}
}

// namedAsImage reports whether a name ends like that of an image of a format that is read.
func namedAsImage(name string) bool {
	return slices.Contains(codec.Extensions(), strings.ToLower(path.Ext(name)))
}

// byFolder gives every name the class of its first folder below those that all share.
func byFolder(names []string) (labels []int, classes []string) {
	shared := sharedFolder(names)
	inClass := make([]string, len(names))
	for i, name := range names {
		inClass[i] = classOf(name[len(shared):])
	}
	labels, classes = number(inClass)
	if classes[0] == "" {
		classes[0] = looseClass(shared, len(classes))
	}
	return labels, classes
}

// number returns the distinct texts, sorted, and the place of each text among them.
func number(texts []string) (at []int, distinct []string) {
	distinct = slices.Clone(texts)
	slices.Sort(distinct)
	distinct = slices.Clone(slices.Compact(distinct))
	at = make([]int, len(texts))
	for i, text := range texts {
		at[i], _ = slices.BinarySearch(distinct, text)
	}
	return at, distinct
}

// looseClass names the class of the images that are in no folder below the shared one.
func looseClass(shared string, classes int) string {
	switch {
	case classes > 1:
		return "."
	case shared == "":
		return "images"
	}
	return path.Base(shared)
}

// classOf returns the first folder of a slash path that starts below the folders all share, "" where it has none.
func classOf(name string) string {
	if class, _, ok := strings.Cut(name, "/"); ok {
		return class
	}
	return ""
}

// sharedFolder returns the longest folder path, "" or ending in a slash, that all names, at least one, start with.
func sharedFolder(names []string) string {
	first, last := slices.Min(names), slices.Max(names) // what these two share is shared by all between them
	end := 0
	for i := 0; i < min(len(first), len(last)) && first[i] == last[i]; i++ {
		if first[i] == '/' {
			end = i + 1
		}
	}
	return first[:end]
}
