package datasets

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// openClassesInParts reads PART/CLASS/.... Where the training part has classes and another part has none, its images have those that a list
// gives them by name; without a class they are left out. Images beside the folders of classes are left out, as torchvision does.
func (t *tree) openClassesInParts(parent string, in []inPart) (*found, error) {
	doubled := undouble(in)
	nested := nestedParts(in)
	reference := partTrain
	if !slices.ContainsFunc(in, func(image inPart) bool { return image.part == partTrain }) {
		reference = in[0].part
	}
	var named, bare []inPart // by their folders, and those that need a list
	for _, image := range in {
		switch loose := !strings.Contains(image.below, "/"); {
		case !nested[reference]:
			named = append(named, image) // no part has classes, or one that should not
		case !nested[image.part]:
			bare = append(bare, image)
		case loose:
			t.leave(Beside, image.name)
		default:
			named = append(named, image)
		}
	}
	classOfName, classes := classesBelow(named)
	var lists []string
	if len(bare) > 0 {
		of, from, err := t.labelLists(bare, t.listsFor(parent, in), classes)
		if err != nil {
			return nil, err
		}
		lists = from
		for _, image := range bare {
			if label, ok := of[image.name]; ok {
				classOfName[image.name] = label
				continue
			}
			t.leave(Unlabelled, image.name)
		}
	}
	var names []string
	var labels []int
	var parts []part
	for _, image := range in {
		if label, ok := classOfName[image.name]; ok {
			names, labels, parts = append(names, image.name), append(labels, label), append(parts, image.part)
		}
	}
	f := t.encodedIn(names, labels, classes)
	f.parts = parts
	// Version 1 had all images, by their folders as they are.
	f.corrected = doubled || len(lists) > 0 || slices.ContainsFunc(slices.Collect(maps.Values(t.left)), func(r Reason) bool { return r != Bad })
	if len(lists) > 0 {
		f.inputs = slices.Sorted(slices.Values(slices.Concat(names, lists)))
	}
	return f, nil
}

// classesBelow returns the class of each image by its folders below that of its part.
func classesBelow(in []inPart) (of map[string]int, classes []string) {
	below := make([]string, len(in))
	for i, image := range in {
		below[i] = image.below
	}
	labels, classes := byFolder(below)
	of = make(map[string]int, len(in))
	for i, image := range in {
		of[image.name] = labels[i]
	}
	return of, classes
}

// undouble takes away a folder of a part that is alone in one of the same part, as of archives that were unpacked into a folder of their name, and
// tells whether there was one.
func undouble(in []inPart) (doubled bool) {
	inner := map[string]string{} // of each folder of a part; "" where there is not the one
	for _, image := range in {
		first := classOf(image.below)
		if have, known := inner[image.folder]; known && have != first || partOf(first) != image.part {
			first = ""
		}
		inner[image.folder] = first
	}
	for i, image := range in {
		if folder := inner[image.folder]; folder != "" {
			in[i].below, doubled = strings.TrimPrefix(image.below, folder+"/"), true
		}
	}
	return doubled
}

// nestedParts tells which parts have folders of classes. A folder that holds all images of a part, and is named so, is none.
func nestedParts(in []inPart) [numParts]bool {
	var nested [numParts]bool
	for _, image := range in {
		if folder := classOf(image.below); folder != "" && !holdsImages(folder) {
			nested[image.part] = true
		}
	}
	return nested
}

// listsFor returns the files that may be lists of labels: texts that are not in the training part.
func (t *tree) listsFor(parent string, in []inPart) []string {
	training := map[string]bool{}
	for _, image := range in {
		if image.part == partTrain {
			training[parent+image.folder+"/"] = true
		}
	}
	var lists []string
	for _, name := range t.names {
		switch strings.ToLower(path.Ext(name)) {
		case ".csv", ".txt", ".tsv":
			below, _ := strings.CutPrefix(name, parent)
			if folder, _, nested := strings.Cut(below, "/"); !nested || !training[parent+folder+"/"] {
				lists = append(lists, name)
			}
		}
	}
	return lists
}
