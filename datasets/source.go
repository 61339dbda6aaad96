package datasets

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"strings"
)

// source is where images come from, by number. It is safe for concurrent use.
type source interface {
	// Name returns the path or number of an image within the source.
	Name(number int) string
	// Decode returns an image upright, over white, in its own size.
	Decode(number int) (*image.RGBA, error)
	io.Closer
}

// found is a source with its listing.
type found struct {
	source
	listing
	kind  string // the layout's name, or what kind of container a plain collection of images is in
	title string // what a user calls it
}

// layout is a way in which published collections are laid out in files.
type layout struct {
	name       string
	title      string
	recognises func(t *tree) bool
	open       func(ctx context.Context, t *tree, label string) (*found, error)
	labelled   bool // it has several annotations to choose from
}

// layouts is the table of all layouts; the first that recognises a source reads it. The last reads every folder of images.
func layouts() []layout {
	return []layout{
		{"lmdb", "LSUN (LMDB)", isLSUN, openLSUN, false},
		{"npz", "arrays (.npz)", isNPZ, openNPZ, false},
		{"cifar", "CIFAR", isCIFAR, openCIFAR, true},
		{"idx", "MNIST family (IDX)", isIDX, openIDX, true},
		{"celeba", "CelebA", isCelebA, openCelebA, true},
		{"oxford102", "Oxford-102", isOxford, openOxford, false},
		{"cityscapes", "Cityscapes", isCityscapes, openCityscapes, false},
		{"places365", "Places365", isPlaces, openPlaces, false},
		{"stylegan", "StyleGAN set", isStyleGAN, openStyleGAN, false},
		{"webdataset", "WebDataset", isWebDataset, openWebDataset, false},
		{"parts", "parts", isInParts, openInParts, false},
		{"", "", func(*tree) bool { return true }, openPlain, false},
	}
}

// openLayout finds out by its content what is at path, and opens it. It returns the files as well, which are closed with the source,
// by the caller. Bad files are an error or left out, as bad says.
func openLayout(ctx context.Context, path, label string, bad *strictness) (_ *found, _ *tree, err error) {
	t, err := openTree(ctx, path, bad)
	if err != nil {
		return nil, nil, err
	}
	var opened io.Closer = t.box
	defer func() {
		if err != nil {
			err = errors.Join(err, opened.Close())
		}
	}()
	all := layouts()
	l := all[slices.IndexFunc(all, func(l layout) bool { return l.recognises(t) })]
	if label != "" && !l.labelled {
		return nil, nil, fmt.Errorf("label is %q: this collection has one set of classes, leave it out", label)
	}
	f, err := l.open(ctx, t, label)
	if err == nil {
		opened = f // and the files with it
	}
	if strict := bad.err(); strict != nil && ctx.Err() == nil {
		return nil, nil, strict // it may be why the layout could not be opened
	}
	if err != nil {
		return nil, nil, err
	}
	if _, ok := f.source.(*values); ok && bad.skip {
		if err := f.dropBad(ctx, bad); err != nil {
			return nil, nil, err
		}
	}
	if f.uses == nil {
		f.uses = f.inputs
	}
	f.skipped.add(t.account(f.uses))
	for k, class := range f.classes { // folders, which may be named in Latin-1
		f.classes[k] = shown(class)
	}
	f.bad = bad.found.names()
	f.name(l, t.kind)
	return f, t, nil
}

// name says what the source was read as, unless the layout did.
func (f *found) name(l layout, container string) {
	what := " of classes"
	if len(f.classes) == 1 {
		what = " of images"
	}
	switch {
	case f.kind == "" && l.name == "":
		f.kind, f.title = container, container+what
	case f.kind == "":
		f.kind = l.name
	}
	if f.title == "" {
		f.title = l.title
	}
	if f.title == "parts" {
		f.title += what
	}
}

// openPlain reads a folder of images whose classes are folders.
func openPlain(ctx context.Context, t *tree, _ string) (*found, error) {
	names, err := t.images(ctx, t.names)
	if err != nil {
		return nil, err
	}
	labels, classes := byFolder(names)
	f := t.encodedIn(names, labels, classes)
	f.notes = oddClasses(labels, classes)
	return f, nil
}

// oddClasses tells of classes of a folder that a user may not mean: images in no folder beside folders, and folders named as parts of a set,
// which are read as classes because their neighbours are not parts.
func oddClasses(labels []int, classes []string) []string {
	if len(classes) < 2 {
		return nil
	}
	var notes, parts []string
	if classes[0] == "." {
		n := 0
		for _, label := range labels {
			if label == 0 {
				n++
			}
		}
		notes = append(notes, fmt.Sprintf("class . has %s in no folder", counted(n, "images")))
	}
	for _, class := range classes {
		if partOf(class) != partNone {
			parts = append(parts, class)
		}
	}
	if len(parts) > 0 {
		notes = append(notes, "classes that are named as parts of a set: "+strings.Join(parts, ", "))
	}
	return notes
}

// imageNames returns those names that end like images.
func imageNames(names []string) []string {
	var images []string
	for _, name := range names {
		if namedAsImage(name) {
			images = append(images, name)
		}
	}
	return images
}
