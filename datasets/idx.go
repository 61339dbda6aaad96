package datasets

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"tgan/datasets/codec"
)

var idxName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(.*?)(train|t10k|test)?-?images[-.]idx3-ubyte(\.gz)?$`)
})

// idxSet is a file of images of the MNIST family.
type idxSet struct {
	name   string // in the container
	family string // what stands before the part, such as "emnist-letters-"
	part   part
}

func isIDX(t *tree) bool {
	return t.kind == "file" || slices.ContainsFunc(t.names, func(name string) bool {
		return strings.Contains(name, "images") && idxName().MatchString(path.Base(name))
	})
}

// openIDX reads files as of MNIST: images with a header of four numbers, labels with one of two, gzipped or not. A file of images without
// its file of labels beside it is one class. Where a file is there gzipped and not, the latter is read. EMNIST's columns are its rows;
// its label is one of its selections, such as "letters", which torchvision keeps in one folder.
// Source: yann.lecun.com/exdb/mnist, "File formats".
func openIDX(ctx context.Context, t *tree, label string) (_ *found, err error) {
	sets, err := idxSets(t, label)
	if err != nil {
		return nil, err
	}
	r := &records{container: t.box, order: gray}
	if strings.HasPrefix(sets[0].family, "emnist") {
		r.order = grayByColumn
	}
	f := &found{source: r}
	files := t.idxFiles()
	f.corrected = slices.ContainsFunc(t.names, func(name string) bool { // version 1 read copies too, but for gzipped ones
		_, read := slices.BinarySearch(files, name)
		return !read && !strings.HasSuffix(name, ".gz")
	})
	defer closeBlobs(r, &err)
	labelled := 0
	for _, s := range sets {
		if err := errors.Join(ctx.Err(), r.addIDX(t.box, s.name)); err != nil {
			return nil, err
		}
		n := r.blocks[len(r.blocks)-1].n
		f.parts = append(f.parts, slices.Repeat([]part{s.part}, n)...)
		f.inputs = append(f.inputs, s.name)
		labels, name, err := idxLabels(t, s.name)
		if err != nil {
			return nil, err
		}
		if name == "" {
			continue
		}
		if len(labels) != n {
			return nil, fmt.Errorf("%s has %d labels for the %d images of %s: fetch both again", name, len(labels), n, s.name)
		}
		labelled++
		f.labels, f.inputs = append(f.labels, labels...), append(f.inputs, name)
	}
	if labelled > 0 && labelled < len(sets) {
		return nil, fmt.Errorf("%d of %d files of images have a file of labels beside them: fetch the others", labelled, len(sets))
	}
	f.classes = []string{"images"}
	if labelled > 0 {
		f.classes = numbers(0, slices.Max(f.labels))
	} else {
		f.labels = make([]int, r.n)
	}
	slices.Sort(f.inputs)
	return f, nil
}

// idxSets returns the files of images, which must be of one family; label chooses among several.
func idxSets(t *tree, label string) ([]idxSet, error) {
	var sets []idxSet
	for _, name := range t.idxFiles() {
		m := idxName().FindStringSubmatch(path.Base(name))
		if m == nil {
			continue
		}
		if label != "" && m[1] != "emnist-"+label+"-" {
			continue
		}
		p := map[string]part{"train": partTrain, "t10k": partTest, "test": partTest}[m[2]]
		sets = append(sets, idxSet{name, m[1], p})
		if m[1] != sets[0].family || idxFolder(name) != idxFolder(sets[0].name) {
			return nil, fmt.Errorf("%s and %s are of different sets: give a folder with one, or for EMNIST choose by label", sets[0].name, name)
		}
	}
	switch {
	case len(sets) > 0:
		return sets, nil
	case label != "":
		return nil, fmt.Errorf("label is %q: there is no emnist-%s-train-images-idx3-ubyte: choose a selection of EMNIST that is there, or leave it out", label, label)
	}
	return []idxSet{{name: t.names[0]}}, nil // one file of another name
}

// idxFiles returns the files of the tree, each once: of one that is there gzipped and not, with a dot in its name or a hyphen, or in a folder
// of its own name too, the one that is plain and stands in the folder of the others.
func (t *tree) idxFiles() []string {
	best := map[string]string{}
	worse := func(name string) (marks int) {
		if strings.HasSuffix(name, ".gz") {
			marks = 2
		}
		if idxFolder(name) != dirOf(name) {
			marks++
		}
		return marks
	}
	for _, name := range t.names {
		key := idxFolder(name) + idxBase(name)
		if have, ok := best[key]; !ok || worse(name) < worse(have) {
			best[key] = name
		}
	}
	return slices.DeleteFunc(slices.Clone(t.names), func(name string) bool { return best[idxFolder(name)+idxBase(name)] != name })
}

// idxFolder returns the folder that a file counts to, "" or ending in a slash: around a folder of the file's own name, as Kaggle packs
// the files of MNIST.
func idxFolder(name string) string {
	folder := dirOf(name)
	if folder != "" && idxBase(folder[:len(folder)-1]) == idxBase(name) {
		return dirOf(folder[:len(folder)-1])
	}
	return folder
}

// idxBase returns the name of a file without what there are several ways to write.
func idxBase(name string) string {
	return strings.Replace(strings.TrimSuffix(path.Base(name), ".gz"), ".idx", "-idx", 1)
}

// addIDX takes in a file of images.
func (r *records) addIDX(box container, name string) error {
	b, err := openBlob(box, name)
	if err != nil {
		return err
	}
	err = func() error {
		dims, err := idxHeader(b, name, 3)
		if err != nil {
			return err
		}
		n, h, w := dims[0], dims[1], dims[2]
		if w < 1 || h < 1 || float64(w)*float64(h) > codec.MaxPixels {
			return fmt.Errorf("%s declares images of %d×%d pixels", name, w, h)
		}
		if stride := int64(w) * int64(h); (b.size-16)%stride != 0 || (b.size-16)/stride != int64(n) {
			return fmt.Errorf("%s declares %d images of %d×%d pixels but holds %d bytes of them: fetch it again", name, n, w, h, b.size-16)
		}
		if n == 0 {
			return fmt.Errorf("%s holds no images", name)
		}
		if r.n > 0 && (w != r.w || h != r.h) {
			return fmt.Errorf("%s has images of %d×%d pixels, %s of %d×%d", name, w, h, r.blocks[0].name, r.w, r.h)
		}
		r.w, r.h = w, h
		r.add(block{name, b, n, 16, int64(w) * int64(h)})
		return nil
	}()
	if err != nil {
		return errors.Join(err, b.Close())
	}
	return nil
}

// idxHeader returns the dimensions of a file of bytes.
func idxHeader(b *blob, name string, rank int) ([]int, error) {
	head := make([]byte, 4+4*rank)
	if _, err := b.ReadAt(head, 0); err != nil {
		return nil, fmt.Errorf("%s is too short for an IDX file: fetch it again", name)
	}
	if want := uint32(0x800 + rank); binary.BigEndian.Uint32(head) != want {
		return nil, fmt.Errorf("%s starts with %#08x, an IDX file of this kind with %#08x: fetch it again", name, binary.BigEndian.Uint32(head), want)
	}
	dims := make([]int, rank)
	for k := range dims {
		dims[k] = int(binary.BigEndian.Uint32(head[4+4*k:]))
	}
	return dims, nil
}

// idxLabels returns the labels that lie beside a file of images, and the name of their file, "" if there is none.
func idxLabels(t *tree, images string) ([]int, string, error) {
	plain := strings.TrimSuffix(path.Base(images), ".gz")
	at := strings.LastIndex(plain, "images")
	if at < 0 {
		return nil, "", nil
	}
	want := idxFolder(images) + idxBase(plain[:at]+"labels"+strings.Replace(plain[at+len("images"):], "idx3", "idx1", 1))
	files := t.idxFiles()
	k := slices.IndexFunc(files, func(name string) bool { return idxFolder(name)+idxBase(name) == want })
	if k < 0 {
		return nil, "", nil
	}
	name := files[k]
	b, err := openBlob(t.box, name)
	if err != nil {
		return nil, "", err
	}
	defer b.Close()
	dims, err := idxHeader(b, name, 1)
	if err != nil {
		return nil, "", err
	}
	if b.size-8 != int64(dims[0]) {
		return nil, "", fmt.Errorf("%s declares %d labels but holds %d: fetch it again", name, dims[0], b.size-8)
	}
	raw := make([]byte, dims[0])
	if _, err := io.ReadFull(io.NewSectionReader(b, 8, b.size-8), raw); err != nil {
		return nil, "", fmt.Errorf("%s cannot be read: %w", name, cause(err))
	}
	labels := make([]int, len(raw))
	for k, v := range raw {
		labels[k] = int(v)
	}
	return labels, name, nil
}
