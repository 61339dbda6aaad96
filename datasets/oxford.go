package datasets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"tgan/datasets/matfile"
)

// The files of Oxford-102 beside its images.
const (
	oxfordLabels = "imagelabels.mat"
	oxfordSplits = "setid.mat"
	oxfordTar    = "102flowers.tgz"
)

func isOxford(t *tree) bool {
	return t.called(oxfordLabels) != "" && (t.called(oxfordTar) != "" || len(imageNames(t.names)) > 0)
}

// openOxford reads jpg/image_00001.jpg and so on, unpacked or in 102flowers.tgz, with imagelabels.mat and, for the parts, setid.mat.
// Source: www.robots.ox.ac.uk/~vgg/data/flowers/102.
func openOxford(ctx context.Context, t *tree, _ string) (*found, error) {
	files := slices.DeleteFunc(slices.Clone(t.names), func(name string) bool {
		return path.Base(name) == oxfordLabels || path.Base(name) == oxfordSplits
	})
	if len(imageNames(files)) > 0 {
		return t.annotateOxford(ctx, t, files)
	}
	packed := t.called(oxfordTar)
	inner, err := t.unpack(ctx, packed)
	if err != nil {
		return nil, err
	}
	f, err := t.annotateOxford(ctx, inner, inner.names)
	if err != nil {
		return nil, errors.Join(err, inner.box.Close())
	}
	f.source = &inside{f.source, t.box}
	f.skipped.add(inner.account(f.inputs))
	f.inputs = slices.DeleteFunc([]string{packed, t.called(oxfordLabels), t.called(oxfordSplits)}, func(name string) bool { return name == "" })
	slices.Sort(f.inputs)
	return f, nil
}

// unpack opens an archive that is a file of the tree, as a tree that closes this one with it.
func (t *tree) unpack(ctx context.Context, name string) (*tree, error) {
	b, err := openBlob(t.box, name)
	if err != nil {
		return nil, err
	}
	box, kind, err := openBlobAs(b, name, path.Base(name))
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	names, skipped, err := box.Names(ctx)
	if err != nil {
		return nil, errors.Join(err, box.Close())
	}
	return &tree{box: box, kind: kind, names: names, skipped: skipped, bad: t.bad}, nil
}

// annotateOxford reads the images of one tree, which may be t itself, with the annotations of t.
func (t *tree) annotateOxford(ctx context.Context, images *tree, files []string) (*found, error) {
	names, err := images.images(ctx, files)
	if err != nil {
		return nil, err
	}
	at, err := oxfordNumbers(names)
	if err != nil {
		return nil, err
	}
	of, err := vectorsOf(t.box, t.called(oxfordLabels))
	if err != nil {
		return nil, err
	}
	labels := make([]int, len(names))
	for i, n := range at {
		if n < 1 || n > len(of["labels"]) {
			return nil, fmt.Errorf("%s has %d labels, none for %s: fetch both again", oxfordLabels, len(of["labels"]), names[i])
		}
		if labels[i] = of["labels"][n-1] - 1; labels[i] < 0 || labels[i] >= maxClasses {
			return nil, fmt.Errorf("%s: label %d of image %d: it must be 1 or more", oxfordLabels, labels[i]+1, n)
		}
	}
	f := images.encodedIn(names, labels, numbers(1, 1+slices.Max(labels)))
	f.inputs = append(slices.Clone(names), t.called(oxfordLabels))
	if name := t.called(oxfordSplits); name != "" {
		if f.parts, err = oxfordParts(t.box, name, at); err != nil {
			return nil, err
		}
		f.inputs = append(f.inputs, name)
	}
	slices.Sort(f.inputs)
	return f, nil
}

// inside is a source within an archive that is a file of a container.
type inside struct {
	source
	outer io.Closer
}

func (s *inside) Close() error { return errors.Join(s.source.Close(), s.outer.Close()) }

// oxfordNumbers returns the numbers in the names image_00001.jpg and so on.
func oxfordNumbers(names []string) ([]int, error) {
	numbers := make([]int, len(names))
	for i, name := range names {
		digits, ok := strings.CutPrefix(strings.TrimSuffix(path.Base(name), path.Ext(name)), "image_")
		n, err := strconv.Atoi(digits)
		if !ok || err != nil {
			return nil, fmt.Errorf("%s is not named as image_00001.jpg: remove it", name)
		}
		numbers[i] = n
	}
	return numbers, nil
}

// vectorsOf reads the vectors of a MATLAB file.
func vectorsOf(box container, name string) (map[string][]int, error) {
	data, err := readAll(box, name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	vectors, err := matfile.Vectors(data)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w: fetch it again", name, err)
	}
	return vectors, nil
}

// oxfordParts returns the part of each image, given its number.
func oxfordParts(box container, name string, at []int) ([]part, error) {
	sets, err := vectorsOf(box, name)
	if err != nil {
		return nil, err
	}
	of := map[int]part{}
	for _, s := range []struct {
		key  string
		part part
	}{{"trnid", partTrain}, {"valid", partValidation}, {"tstid", partTest}} {
		for _, n := range sets[s.key] {
			if of[n] != partNone {
				return nil, fmt.Errorf("%s puts image %d in two parts: fetch it again", name, n)
			}
			of[n] = s.part
		}
	}
	parts := make([]part, len(at))
	for i, n := range at {
		parts[i] = of[n]
	}
	return parts, nil
}
