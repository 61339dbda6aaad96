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
		if ext := strings.ToLower(path.Ext(name)); ext == ".cls" || ext == ".json" {
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

// openWebDataset reads tar files of samples. Of each sample one image counts: one whose name has one dot, such as 1.jpg beside 1.depth.png,
// the first by name; others are passed over. Its class is the content of its .cls, or "label" or "cls" in its .json, a number or a text;
// either all samples have a label or none. Without labels the class is the folder within the tars, or else what the tars are shards of.
// Source: github.com/webdataset/webdataset.
func openWebDataset(ctx context.Context, t *tree, _ string) (*found, error) {
	all, err := t.images(ctx, t.names)
	if err != nil {
		return nil, err
	}
	names, corrected := t.oneOfEachSample(all)
	at := make(map[string]string, len(t.names)) // endings count in any case, as WebDataset has it
	for _, name := range t.names {
		if lower := lowerExt(name); at[lower] == "" || lower == name {
			at[lower] = name
		}
	}
	var texts []string
	for _, name := range names {
		text, from, err := t.webLabel(sampleOf(name), at)
		if err != nil {
			return nil, err
		}
		if from != "" {
			t.leave(belongs, from)
			texts = append(texts, text)
		}
	}
	f := t.encodedIn(names, nil, nil)
	f.inputs, f.uses, f.corrected = t.names, names, corrected
	sets := t.shardParts(f)
	switch len(texts) {
	case 0:
		f.labels, f.classes = t.shardClasses(names, sets)
		f.corrected = f.corrected || len(f.classes) > 1
	case len(names):
		f.labels, f.classes = numberInOrder(texts)
	default:
		return nil, fmt.Errorf("%d of %d samples have a label: make the others again", len(texts), len(names))
	}
	return f, nil
}

// oneOfEachSample returns the image of each sample, and whether one of them is not the first by name, as version 1 took it.
func (t *tree) oneOfEachSample(images []string) (chosen []string, corrected bool) {
	depends := func(name string) bool { return strings.Count(path.Base(name), ".") > 1 }
	for _, name := range images {
		last := len(chosen) - 1
		switch {
		case last < 0 || sampleOf(name) != sampleOf(chosen[last]):
			chosen = append(chosen, name)
		case depends(chosen[last]) && !depends(name):
			t.leave(OtherImages, chosen[last])
			chosen[last], corrected = name, true
		default:
			t.leave(OtherImages, name)
		}
	}
	return chosen, corrected
}

// shardParts gives f the parts that its tars are named as, if those are a training part and another, and returns what each image's tar is
// a shard of, without the part.
func (t *tree) shardParts(f *found) []string {
	box := t.box.(*tarball)
	sets, parts := make([]string, len(f.uses)), make([]part, len(f.uses))
	var count [numParts]int
	for i, name := range f.uses {
		sets[i], parts[i] = cutSetPart(shardSet(box.where[name].shard.path))
		count[parts[i]]++
	}
	if count[partNone] == 0 && count[partTrain] > 0 && count[partTrain] < len(parts) {
		f.parts, f.corrected = parts, true
		return sets
	}
	for i, name := range f.uses {
		sets[i] = shardSet(box.where[name].shard.path)
	}
	return sets
}

// shardClasses returns the classes of images without labels: the folders that they are in within the tars, where there are several, else
// what the tars are shards of, where that is several, else one. A folder named as its tar is none.
func (t *tree) shardClasses(names, sets []string) ([]int, []string) {
	box := t.box.(*tarball)
	within := make([]string, len(names))
	for i, name := range names {
		folder := box.where[name].shard.folder
		within[i] = strings.TrimPrefix(name[len(folder):], path.Base(folder)+"/")
	}
	if labels, classes := byFolder(within); len(classes) > 1 {
		return labels, classes
	}
	if labels, classes := number(sets); len(classes) > 1 {
		return labels, classes
	}
	return make([]int, len(names)), []string{"images"}
}

// lowerExt returns a name with its ending in lower case.
func lowerExt(name string) string {
	ext := path.Ext(name)
	return name[:len(name)-len(ext)] + strings.ToLower(ext)
}

// webLabel returns the label of a sample and the file that has it, "" if none has. at are the files by their names with lower-case endings.
func (t *tree) webLabel(sample string, at map[string]string) (label, from string, err error) {
	if file, ok := at[sample+".cls"]; ok {
		data, err := readAll(t.box, file)
		if err != nil {
			return "", "", fmt.Errorf("%s cannot be read: %w", file, err)
		}
		return oneLabel(string(data), file)
	}
	file, ok := at[sample+".json"]
	if !ok {
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
			return oneLabel(v, file)
		case float64:
			return oneLabel(strconv.FormatFloat(v, 'f', -1, 64), file)
		}
	}
	return "", "", nil
}

// oneLabel returns a label without spaces around it, and the file that has it, or an error if it is not one line of text.
func oneLabel(label, file string) (text, from string, err error) {
	text = strings.TrimSpace(label)
	if text == "" || len(text) > 256 || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
		return "", "", fmt.Errorf("%s is not a label of one line: make it again", file)
	}
	return text, file, nil
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
