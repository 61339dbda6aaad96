package datasets

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tgan/internal/pickle"
)

var pickledName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(data_batch_[1-9]|test_batch|train|test)$`) })

// isPickledCIFAR tells whether the files are those of the Python version of CIFAR: batches, which say by their name what they are, or
// the two parts of CIFAR-100, which do so by the file of names beside them.
func isPickledCIFAR(t *tree) bool {
	if t.kind == "file" {
		return isPickledCIFARName(t.names[0])
	}
	batch := func(name string) bool { return isPickledCIFARName(name) && strings.Contains(path.Base(name), "batch") }
	return slices.ContainsFunc(t.names, batch) || t.called("meta") != "" && (t.called("train") != "" || t.called("test") != "")
}

// isPickledCIFARName tells whether a file is named as one of the Python version with images.
func isPickledCIFARName(name string) bool { return pickledName().MatchString(path.Base(name)) }

// openPickledCIFAR reads the Python version of CIFAR-10 or CIFAR-100, which is what torchvision keeps (cifar-10-batches-py,
// cifar-100-python): pickles of dictionaries with an array of images, planar, and lists of labels. Pickles are read, not run. label is
// "", "fine" or "coarse". Class names are taken from the pickle beside, where it is.
// Source: www.cs.toronto.edu/~kriz/cifar.html, "Python version"; torchvision/datasets/cifar.py.
func openPickledCIFAR(ctx context.Context, t *tree, label string) (_ *found, err error) {
	r := &records{container: t.box, w: 32, h: 32, order: planar}
	f := &found{source: r}
	defer closeBlobs(r, &err)
	var layout cifarLayout
	for _, name := range t.names {
		if !isPickledCIFARName(name) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(f.inputs) > 0 && path.Dir(name) != path.Dir(f.inputs[0]) {
			return nil, fmt.Errorf("%s and %s are of different sets: give a folder with one", f.inputs[0], name)
		}
		batch, err := openPickle(t.box, name)
		if err != nil {
			return nil, err
		}
		_, hundred := batch.Get("fine_labels")
		of, err := cifarLayoutOf(hundred, label)
		if err != nil {
			return nil, errors.Join(err, batch.Close())
		}
		if len(f.inputs) > 0 && layout != of {
			return nil, errors.Join(fmt.Errorf("%s and %s are of different sets: give a folder with one", f.inputs[0], name), batch.Close())
		}
		layout = of
		labels, err := r.addPickled(batch, layout)
		if err != nil {
			return nil, fmt.Errorf("%s: %w: fetch it again", name, err)
		}
		f.inputs, f.labels = append(f.inputs, name), append(f.labels, labels...)
		f.parts = append(f.parts, slices.Repeat([]part{cifarPart(name)}, len(labels))...)
	}
	if f.classes, err = t.pickledNames(f, layout); err != nil {
		return nil, err
	}
	return f, nil
}

// pickled is a file that holds a pickle of a dictionary.
type pickled struct {
	*blob
	*pickle.Dict
	name string
}

// openPickle reads the dictionary of a file; its arrays are views of a copy of the file in memory.
func openPickle(box container, name string) (*pickled, error) {
	b, err := openBlob(box, name)
	if err != nil {
		return nil, err
	}
	d, err := dictOf(b)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w: fetch it again", name, err), b.Close())
	}
	return &pickled{b, d, name}, nil
}

func dictOf(b *blob) (*pickle.Dict, error) {
	if b.size > maxFile {
		return nil, fmt.Errorf("more than %d MiB", maxFile>>20)
	}
	data := make([]byte, b.size)
	if _, err := b.ReadAt(data, 0); err != nil {
		return nil, fmt.Errorf("cannot be read (%w)", cause(pathCause(err)))
	}
	if !bytes.HasPrefix(data, []byte(pickleMagic)) {
		return nil, fmt.Errorf("it is no pickle of protocol 2, it starts with %q", data[:min(len(data), 8)])
	}
	v, err := pickle.NewReader(data, pickle.Numpy()).Load()
	if err != nil {
		return nil, err
	}
	d, ok := v.(*pickle.Dict)
	if !ok {
		return nil, fmt.Errorf("it holds %s, not a dictionary", pickle.Describe(v))
	}
	return d, nil
}

// pickleMagic begins every pickle of protocol 2.
const pickleMagic = "\x80\x02"

// addPickled takes in the images of a file, which is closed with the records or with an error, and returns their labels.
func (r *records) addPickled(batch *pickled, layout cifarLayout) (_ []int, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, batch.Close())
		}
	}()
	v, _ := batch.Get("data")
	a, ok := v.(*pickle.Array)
	if !ok || len(a.Shape) != 2 || a.Shape[0] == 0 || a.Shape[1] != cifarImage || a.Kind[1:] != "u1" {
		return nil, fmt.Errorf("data is no array of bytes with %d of them an image", cifarImage)
	}
	v, _ = batch.Get(layout.labelKey)
	given, ok := pickle.Integers(v)
	if !ok || len(given) != a.Shape[0] {
		return nil, fmt.Errorf("%s is no list of %d numbers, one an image", layout.labelKey, a.Shape[0])
	}
	labels := make([]int, len(given))
	for k, label := range given {
		if label < 0 || label >= int64(layout.classes) {
			return nil, fmt.Errorf("image %d has label %d of %d classes", k, label, layout.classes)
		}
		labels[k] = int(label)
	}
	at, start := batch.blob, int64(a.Data.At)
	if a.ByColumn {
		if err := batch.Close(); err != nil {
			return nil, err
		}
		at, start = inMemory(a.Rows()), 0
	}
	r.add(block{batch.name, at, len(labels), start, cifarImage})
	return labels, nil
}

// pickledNames returns the names of the classes, from the file of names where it is there, which it adds to the inputs.
func (t *tree) pickledNames(f *found, layout cifarLayout) ([]string, error) {
	name := path.Join(path.Dir(f.inputs[0]), layout.metaFile)
	if !slices.Contains(t.names, name) {
		return numbers(0, layout.classes-1), nil
	}
	meta, err := openPickle(t.box, name)
	if err != nil {
		return nil, err
	}
	defer meta.Close()
	f.inputs = append(f.inputs, name)
	slices.Sort(f.inputs)
	v, _ := meta.Get(layout.namesKey)
	list, ok := v.(*pickle.List)
	if !ok || len(list.Items) != layout.classes {
		return nil, fmt.Errorf("%s: %s is no list of %d names: fetch it again", name, layout.namesKey, layout.classes)
	}
	classes := make([]string, layout.classes)
	for k, item := range list.Items {
		class, ok := pickle.Text(item)
		if !ok || class == "" || !utf8.ValidString(class) || strings.ContainsFunc(class, unicode.IsControl) {
			return nil, fmt.Errorf("%s: name %d in %s is %s: fetch it again", name, k, layout.namesKey, pickle.Describe(item))
		}
		classes[k] = class
	}
	return classes, nil
}
