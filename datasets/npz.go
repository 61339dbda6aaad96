package datasets

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"tgan/datasets/codec"
)

// maxClasses bounds labels that only number their classes.
const maxClasses = 1 << 20

// npzExt ends the names of archives of arrays.
const npzExt = ".npz"

func isNPZ(t *tree) bool {
	npz := false
	for _, name := range t.names {
		if namedAsImage(name) {
			return false // arrays beside images are statistics or samples
		}
		npz = npz || strings.HasSuffix(name, npzExt)
	}
	return npz
}

// openNPZ reads archives of arrays: of downsampled ImageNet (data, N×3·S·S planar, and labels from 1), or of samples (arr_0, N×H×W×3, and
// labels from 0 in arr_1 if it is there). Files whose names start with train, val or test are parts.
// Sources: Chrabaszcz et al. 2017; the evaluation files of Dhariwal and Nichol 2021.
func openNPZ(ctx context.Context, t *tree, _ string) (_ *found, err error) {
	r := &records{container: t.box}
	f := &found{source: r}
	defer closeBlobs(r, &err)
	base := 0 // the lowest label
	for _, name := range t.names {
		if !strings.HasSuffix(name, npzExt) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		labels, from, err := r.addNPZ(t.box, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if len(f.inputs) > 0 && from != base {
			return nil, fmt.Errorf("%s and %s are of different sets: give a folder with one", f.inputs[0], name)
		}
		base = from
		f.inputs, f.labels = append(f.inputs, name), append(f.labels, labels...)
		f.parts = append(f.parts, slices.Repeat([]part{partOfName(path.Base(name))}, len(labels))...)
	}
	if r.n == 0 {
		return nil, errors.New("no images: the arrays are empty")
	}
	f.classes = numbers(base, base+slices.Max(f.labels))
	if base == noLabels {
		f.classes = []string{"images"}
	}
	return f, nil
}

// partOfName returns the part that a file is of by its name's start.
func partOfName(base string) part {
	word := strings.ToLower(base)
	for _, p := range []struct {
		start string
		part  part
	}{{"train", partTrain}, {"val", partValidation}, {"test", partTest}} {
		if strings.HasPrefix(word, p.start) {
			return p.part
		}
	}
	return partNone
}

// noLabels stands for the lowest label of images without any.
const noLabels = -1

// addNPZ takes in one archive and returns a label for each image, from 0, and what the lowest stands for.
func (r *records) addNPZ(box container, name string) (labels []int, base int, err error) {
	b, err := openBlob(box, name)
	if err != nil {
		return nil, 0, err
	}
	before := len(r.blocks)
	defer func() {
		if err != nil && len(r.blocks) == before {
			err = errors.Join(err, b.Close())
		}
	}()
	z, err := openZip(b, "it")
	if err != nil {
		return nil, 0, err
	}
	has := func(entry string) bool { return slices.Contains(z.names, entry) }
	pixels, labelling := "arr_0", "arr_1.npy"
	switch {
	case has("data.npy"):
		pixels, labelling, base = "data", "labels.npy", 1
	case !has("arr_0.npy"):
		return nil, 0, fmt.Errorf("it holds the arrays %s: images are in data and labels (downsampled ImageNet) or arr_0 (samples)",
			strings.ReplaceAll(strings.Join(z.names, ", "), ".npy", ""))
	}
	n, err := r.addArray(z, name, pixels)
	if err != nil {
		return nil, 0, fmt.Errorf("array %s: %w", pixels, err)
	}
	if !has(labelling) {
		return make([]int, n), noLabels, nil
	}
	if labels, err = z.labels(labelling, n, base); err != nil {
		return nil, 0, fmt.Errorf("array %s: %w", strings.TrimSuffix(labelling, ".npy"), err)
	}
	return labels, base, nil
}

// labels returns an array of n labels, the lowest of which may be base, counted from 0.
func (a *archive) labels(entry string, n, base int) ([]int, error) {
	b, err := a.array(entry)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	array, err := parseNpy(b)
	if err != nil {
		return nil, err
	}
	labels, err := array.integers()
	if err != nil {
		return nil, err
	}
	if len(labels) != n {
		return nil, fmt.Errorf("%d labels for %d images", len(labels), n)
	}
	for k := range labels {
		if labels[k] < base || labels[k] > maxClasses {
			return nil, fmt.Errorf("label %d of image %d: it must be from %d to %d", labels[k], k, base, maxClasses)
		}
		labels[k] -= base
	}
	return labels, nil
}

// addArray takes in an array of images and returns how many there are. The archive's file is closed with the records, and so is what
// an array was unpacked into.
func (r *records) addArray(z *archive, name, array string) (int, error) {
	b, err := z.array(array + ".npy")
	if err != nil {
		return 0, err
	}
	a, err := parseNpy(b)
	if err != nil {
		return 0, errors.Join(err, b.Close())
	}
	w, h, order, err := a.pixels()
	if err == nil && r.n > 0 && (w != r.w || h != r.h || order != r.order) {
		err = fmt.Errorf("images of %d×%d pixels, those of %s are of %d×%d", w, h, r.blocks[0].name, r.w, r.h)
	}
	if err != nil {
		return 0, errors.Join(err, b.Close())
	}
	r.w, r.h, r.order = w, h, order
	both := &blob{b, b.size, func() error { return errors.Join(b.Close(), z.Close()) }}
	r.add(block{name, both, a.shape[0], a.start, int64(w * h * order.channels())})
	return a.shape[0], nil
}

// pixels returns how the images of an array are stored.
func (a *npyArray) pixels() (w, h int, order pixelOrder, err error) {
	if a.kind[1:] != "u1" {
		return 0, 0, 0, fmt.Errorf("it is of type %q: images are of type uint8", a.kind)
	}
	switch {
	case len(a.shape) == 2:
		w = int(math.Sqrt(float64(a.shape[1] / Channels)))
		h, order = w, planar
		if w*w*Channels != a.shape[1] {
			return 0, 0, 0, fmt.Errorf("its rows have %d numbers: those of a square image are 3·S·S", a.shape[1])
		}
	case len(a.shape) == 4 && (a.shape[3] == 1 || a.shape[3] == Channels):
		h, w = a.shape[1], a.shape[2]
		if order = interleaved; a.shape[3] == 1 {
			order = gray
		}
	default:
		return 0, 0, 0, fmt.Errorf("its shape is %v: images are N×H×W×3", a.shape)
	}
	if a.shape[0] > 0 && (w < 1 || h < 1 || float64(w)*float64(h) > codec.MaxPixels) {
		return 0, 0, 0, fmt.Errorf("images of %d×%d pixels", w, h)
	}
	return w, h, order, nil
}
