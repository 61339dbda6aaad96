package datasets

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// isWebDataset tells whether a tar is one of several, or has labels beside its images.
func isWebDataset(t *tree) bool {
	if t.kind != "tar" || t.file == "" {
		return t.kind == "tar"
	}
	described := map[string]bool{}
	for _, name := range t.names {
		if ext := path.Ext(name); ext == ".cls" || ext == ".json" {
			described[sampleOf(name)] = true
		}
	}
	return slices.ContainsFunc(imageNames(t.names), func(name string) bool { return described[sampleOf(name)] })
}

// sampleOf returns what the files of one sample share: the path up to the first dot of the last name.
func sampleOf(name string) string {
	base := path.Base(name)
	stem, _, _ := strings.Cut(base, ".")
	return name[:len(name)-len(base)] + stem
}

// openWebDataset reads tar files of samples. Of each sample the first image by name counts, others are passed over; its class is the
// content of its .cls, or "label" or "cls" in its .json, a number or a text. Either all samples have a label or none.
// Source: github.com/webdataset/webdataset.
func openWebDataset(ctx context.Context, t *tree, _ string) (*found, error) {
	all, err := t.images(ctx, t.names)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, name := range all {
		if len(names) > 0 && sampleOf(name) == sampleOf(names[len(names)-1]) {
			t.leave(OtherImages, name)
			continue
		}
		names = append(names, name)
	}
	has := make(map[string]bool, len(t.names))
	for _, name := range t.names {
		has[name] = true
	}
	var texts []string
	for _, name := range names {
		text, from, err := t.webLabel(sampleOf(name), has)
		if err != nil {
			return nil, err
		}
		if from != "" {
			t.leave(belongs, from)
			texts = append(texts, text)
		}
	}
	switch len(texts) {
	case 0:
		f := t.encodedIn(names, make([]int, len(names)), []string{"images"})
		f.inputs, f.uses = t.names, names
		return f, nil
	case len(names):
		labels, classes := numberInOrder(texts)
		f := t.encodedIn(names, labels, classes)
		f.inputs, f.uses = t.names, names
		return f, nil
	}
	return nil, fmt.Errorf("%d of %d samples have a label: make the others again", len(texts), len(names))
}

// webLabel returns the label of a sample and the file that has it, "" if none has.
func (t *tree) webLabel(sample string, has map[string]bool) (label, from string, err error) {
	if file := sample + ".cls"; has[file] {
		data, err := readAll(t.box, file)
		if err != nil {
			return "", "", fmt.Errorf("%s cannot be read: %w", file, err)
		}
		text := strings.TrimSpace(string(data))
		if text == "" || len(text) > 256 || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
			return "", "", fmt.Errorf("%s is not a label of one line", file)
		}
		return text, file, nil
	}
	file := sample + ".json"
	if !has[file] {
		return "", "", nil
	}
	data, err := readAll(t.box, file)
	if err != nil {
		return "", "", fmt.Errorf("%s cannot be read: %w", file, err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		return "", "", fmt.Errorf("%s is damaged (%v): make it again", file, err)
	}
	for _, key := range []string{"label", "cls"} {
		switch v := fields[key].(type) {
		case string:
			return v, file, nil
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64), file, nil
		}
	}
	return "", "", nil
}

// numberInOrder numbers texts as number does, but where all are whole numbers in the order of those.
func numberInOrder(texts []string) ([]int, []string) {
	labels, classes := number(texts)
	values := make([]int, len(classes))
	order := make([]int, len(classes))
	for k, class := range classes {
		v, err := strconv.Atoi(class)
		if err != nil {
			return labels, classes
		}
		values[k], order[k] = v, k
	}
	slices.SortStableFunc(order, func(a, b int) int { return values[a] - values[b] })
	sorted, place := make([]string, len(classes)), make([]int, len(classes))
	for k, old := range order {
		sorted[k], place[old] = classes[old], k
	}
	for i, label := range labels {
		labels[i] = place[label]
	}
	return labels, sorted
}
