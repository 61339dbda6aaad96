package datasets

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// cifarImage is the bytes of an image: 32×32 pixels, planar.
const cifarImage = 3072

var cifarName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(data_batch_[1-9]|test_batch|train|test)\.bin$`) })

// isCIFARName tells whether a file is named as one of the binary version of CIFAR-10 (data_batch_1.bin) or CIFAR-100 (train.bin).
func isCIFARName(base string) bool {
	return strings.HasSuffix(base, ".bin") && cifarName().MatchString(base)
}

func isCIFAR(t *tree) bool {
	return isBinaryCIFAR(t) || isPickledCIFAR(t)
}

func isBinaryCIFAR(t *tree) bool {
	return slices.ContainsFunc(t.names, func(name string) bool { return isCIFARName(path.Base(name)) })
}

// openCIFAR reads CIFAR-10 or CIFAR-100: the binary version, where it is there, else the Python version.
func openCIFAR(ctx context.Context, t *tree, label string) (*found, error) {
	if isBinaryCIFAR(t) {
		return openBinaryCIFAR(ctx, t, label)
	}
	return openPickledCIFAR(ctx, t, label)
}

// openBinaryCIFAR reads the binary version of CIFAR-10, records of a label and an image, or CIFAR-100, of a coarse label, a fine label and
// an image. label is "", "fine" or "coarse". Class names are taken from the text files beside, where they are.
// Source: www.cs.toronto.edu/~kriz/cifar.html, "Binary version".
func openBinaryCIFAR(ctx context.Context, t *tree, label string) (_ *found, err error) {
	r := &records{container: t.box, w: 32, h: 32, order: planar}
	f := &found{source: r}
	defer closeBlobs(r, &err)
	var files []string
	hundred := false
	for _, name := range t.names {
		if base := path.Base(name); isCIFARName(base) {
			files = append(files, name)
			hundred = hundred || base == "train.bin" || base == "test.bin"
		}
	}
	layout, err := cifarLayoutOf(hundred, label)
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		labels, err := r.addCIFAR(ctx, t.box, name, layout)
		if err != nil {
			return nil, err
		}
		f.labels = append(f.labels, labels...)
		f.parts = append(f.parts, slices.Repeat([]part{cifarPart(name)}, len(labels))...)
	}
	f.inputs = files
	f.classes = numbers(0, layout.classes-1)
	for _, name := range t.names {
		if path.Base(name) != layout.namesFile {
			continue
		}
		text, err := readAll(t.box, name)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", name, err)
		}
		if f.classes = strings.Fields(string(text)); len(f.classes) != layout.classes {
			return nil, fmt.Errorf("%s has %d names for %d classes: fetch it again", name, len(f.classes), layout.classes)
		}
		f.inputs = append(f.inputs, name)
		slices.Sort(f.inputs)
	}
	return f, nil
}

// cifarPart returns the part that a file holds.
func cifarPart(name string) part {
	if strings.HasPrefix(path.Base(name), "test") {
		return partTest
	}
	return partTrain
}

// cifarLayout is where the labels of a set, and the names of its classes, are.
type cifarLayout struct {
	classes int
	// In the binary version: what a record begins with, and the file of names.
	labelBytes, labelAt int
	namesFile           string
	// In the Python version: the key of the labels, and the file of names and their key there.
	labelKey, metaFile, namesKey string
}

func cifarLayoutOf(hundred bool, label string) (cifarLayout, error) {
	switch {
	case !hundred && label == "":
		return cifarLayout{10, 1, 0, "batches.meta.txt", "labels", "batches.meta", "label_names"}, nil
	case !hundred:
		return cifarLayout{}, fmt.Errorf("label is %q: CIFAR-10 has one set of classes, leave it out", label)
	case label == "" || label == "fine":
		return cifarLayout{100, 2, 1, "fine_label_names.txt", "fine_labels", "meta", "fine_label_names"}, nil
	case label == "coarse":
		return cifarLayout{20, 2, 0, "coarse_label_names.txt", "coarse_labels", "meta", "coarse_label_names"}, nil
	}
	return cifarLayout{}, fmt.Errorf("label is %q: CIFAR-100 has fine and coarse", label)
}

// addCIFAR takes in one file and returns its labels.
func (r *records) addCIFAR(ctx context.Context, box container, name string, layout cifarLayout) ([]int, error) {
	b, err := openBlob(box, name)
	if err != nil {
		return nil, err
	}
	stride := int64(layout.labelBytes + cifarImage)
	if b.size == 0 || b.size%stride != 0 {
		return nil, errors.Join(fmt.Errorf("%s has %d bytes, which is no number of records of %d: fetch it again", name, b.size, stride), b.Close())
	}
	r.add(block{name, b, int(b.size / stride), int64(layout.labelBytes), stride})
	labels := make([]int, b.size/stride)
	all := bufio.NewReaderSize(io.NewSectionReader(b, 0, b.size), 1<<20)
	record := make([]byte, stride)
	for k := range labels {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err := io.ReadFull(all, record); err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", name, cause(err))
		}
		labels[k] = int(record[layout.labelAt])
		if labels[k] >= layout.classes {
			return nil, fmt.Errorf("%s: record %d has label %d of %d classes: fetch it again", name, k, labels[k], layout.classes)
		}
	}
	return labels, nil
}

// closeBlobs closes the files of records that could not be opened as a whole. Their container stays open.
func closeBlobs(r *records, err *error) {
	if *err == nil {
		return
	}
	for _, b := range r.blocks {
		*err = errors.Join(*err, b.at.Close())
	}
}
