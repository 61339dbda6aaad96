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
	kind string // the layout's name, or what kind of container a plain collection of images is in
}

// layout is a way in which published collections are laid out in files.
type layout struct {
	name       string
	recognises func(t *tree) bool
	open       func(ctx context.Context, t *tree, label string) (*found, error)
	labelled   bool // it has several annotations to choose from
}

// layouts is the table of all layouts; the first that recognises a source reads it. The last reads every folder of images.
func layouts() []layout {
	return []layout{
		{"lmdb", isLSUN, openLSUN, false},
		{"npz", isNPZ, openNPZ, false},
		{"cifar", isCIFAR, openCIFAR, true},
		{"idx", isIDX, openIDX, true},
		{"celeba", isCelebA, openCelebA, true},
		{"oxford102", isOxford, openOxford, false},
		{"cityscapes", isCityscapes, openCityscapes, false},
		{"places365", isPlaces, openPlaces, false},
		{"stylegan", isStyleGAN, openStyleGAN, false},
		{"webdataset", isWebDataset, openWebDataset, false},
		{"parts", isInParts, openInParts, false},
		{"", func(*tree) bool { return true }, openPlain, false},
	}
}

// openSource finds out by its content what is at path, and opens it. The caller closes it.
func openSource(ctx context.Context, path, label string) (*found, error) {
	f, _, err := openLayout(ctx, path, label)
	return f, err
}

// openLayout is openSource; it returns the files as well, which are closed with the source.
func openLayout(ctx context.Context, path, label string) (_ *found, _ *tree, err error) {
	t, err := openTree(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.box.Close())
		}
	}()
	all := layouts()
	l := all[slices.IndexFunc(all, func(l layout) bool { return l.recognises(t) })]
	if label != "" && !l.labelled {
		return nil, nil, fmt.Errorf("label is %q: this collection has one set of classes, leave it out", label)
	}
	f, err := l.open(ctx, t, label)
	if err != nil {
		return nil, nil, err
	}
	if f.uses == nil {
		f.uses = f.inputs
	}
	f.skipped.add(t.account(f.uses))
	for k, class := range f.classes { // folders, which may be named in Latin-1
		f.classes[k] = shown(class)
	}
	if f.kind = l.name; f.kind == "" {
		f.kind = t.kind
	}
	return f, t, nil
}

// openPlain reads a folder of images whose classes are folders.
func openPlain(ctx context.Context, t *tree, _ string) (*found, error) {
	names, err := t.images(ctx, t.names)
	if err != nil {
		return nil, err
	}
	labels, classes := byFolder(names)
	return t.encodedIn(names, labels, classes), nil
}

// isInParts tells whether all images are in folders that are named as parts are, training among them.
func isInParts(t *tree) bool {
	_, parts := inParts(imageNames(t.names))
	return len(parts) > 0
}

// inParts returns the names of images below the folders of their parts, and the parts; neither unless there are at least two.
func inParts(names []string) (below []string, parts []part) {
	if len(names) == 0 {
		return nil, nil
	}
	shared, known := sharedFolder(names), partNames()
	var count [numParts]int
	for _, name := range names {
		folder, rest, _ := strings.Cut(name[len(shared):], "/")
		p := known[folder]
		if p == partNone || rest == "" {
			return nil, nil
		}
		count[p]++
		below, parts = append(below, rest), append(parts, p)
	}
	if count[partTrain] == 0 || count[partTrain] == len(names) {
		return nil, nil
	}
	return below, parts
}

// openInParts reads train/CLASS/..., val/CLASS/..., as torchvision lays out ImageNet.
func openInParts(ctx context.Context, t *tree, _ string) (*found, error) {
	names, err := t.images(ctx, t.names)
	if err != nil {
		return nil, err
	}
	below, parts := inParts(names)
	if parts == nil { // an image without the name of one stands elsewhere
		labels, classes := byFolder(names)
		return t.encodedIn(names, labels, classes), nil
	}
	labels, classes := byFolder(below)
	f := t.encodedIn(names, labels, classes)
	f.parts = parts
	return f, nil
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
