package datasets

import (
	"context"
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"
)

// partWord returns the part that a word stands for, in any case: as folders and files of published sets have it.
func partWord(word string) part {
	switch strings.TrimRight(strings.ToLower(word), "0123456789") { // such as train2017
	case "train", "training", "trainset":
		return partTrain
	case "val", "valid", "validation", "dev", "valset":
		return partValidation
	case "test", "testing", "testset", "eval", "evaluation":
		return partTest
	}
	return partNone
}

// partOf returns the part that a folder's name stands for: a word for one, perhaps with words that say nothing, such as train_extra,
// test-set or Training images.
func partOf(folder string) part {
	found := partNone
	for word := range strings.FieldsFuncSeq(folder, func(r rune) bool { return r == '_' || r == '-' || r == ' ' }) {
		p := partWord(word)
		switch {
		case p != partNone && found != partNone && p != found:
			return partNone
		case p != partNone:
			found = p
		case !saysNothing(word):
			return partNone
		}
	}
	return found
}

// saysNothing tells of words beside that of a part in a folder's name.
func saysNothing(word string) bool {
	if strings.Trim(word, "0123456789") == "" {
		return true
	}
	switch strings.ToLower(word) {
	case "set", "data", "dataset", "split", "extra":
		return true
	}
	return holdsImages(word)
}

// holdsImages tells whether a folder is named as one that holds all images of a part or of a class.
func holdsImages(folder string) bool {
	switch strings.ToLower(folder) {
	case "images", "image", "imgs", "img":
		return true
	}
	return false
}

// isUnlabelled tells whether a folder is named as the part of a set that has no classes, such as that of STL-10.
func isUnlabelled(folder string) bool {
	switch strings.ToLower(folder) {
	case "unlabeled", "unlabelled", "unsup", "unsupervised":
		return true
	}
	return false
}

// CheckClasses returns an error unless a source has classes that a generator could be told: two or more, and not all named as the parts of a
// set, which are no kinds of images. notes are those of its reading, which may say why there are no more.
func CheckClasses(source string, classes, notes []string) error {
	if len(classes) < 2 {
		why := ""
		if len(notes) > 0 {
			why = " (" + strings.Join(notes, "; ") + ")"
		}
		return fmt.Errorf("it needs images of at least 2 classes, %s has %d%s: put each class into a folder of its own, or complete the list of labels",
			source, len(classes), why)
	}
	if slices.ContainsFunc(classes, func(class string) bool { return partOf(class) == partNone && !isUnlabelled(class) }) {
		return nil
	}
	return fmt.Errorf("the classes of %s are parts of a set (%s), not kinds of images: put each class into a folder of its own",
		source, strings.Join(classes, ", "))
}

// partition is where in a tree its parts are: folders named as parts, all in one folder, or in each of several beside each other, which are
// then the classes.
type partition struct {
	parent  string   // "" or ending in a slash: what holds the folders of parts, or the classes
	classes []string // folders of the parent, sorted; none where the parent holds the parts
}

// findPartition finds the parts of images by their folders: there must be two of them, or a training part beside an unlabelled one, and no other
// folder than theirs, or beside theirs, may hold images. It returns nil where there are none.
func findPartition(images []string) *partition {
	holders := partHolders(images)
	best := -1
	var parent string
	for _, name := range images { // in order, so that the first of equals counts
		for folder := range foldersOf(name) {
			holder := dirOf(folder)
			if depth := strings.Count(holder, "/"); holders[holder].whole() && (best < 0 || depth < best) {
				best, parent = depth, holder
			}
		}
	}
	if best < 0 {
		return nil
	}
	p := &partition{parent: parent}
	if classes := siblings(parent, holders); len(classes) > 1 {
		p = &partition{parent: dirOf(strings.TrimSuffix(parent, "/")), classes: classes}
	}
	if slices.ContainsFunc(images, p.elsewhere) {
		return nil
	}
	return p
}

// holding is what folders a folder has.
type holding struct {
	parts      [numParts]bool
	unlabelled bool
}

// whole tells whether the parts of a set are there.
func (h holding) whole() bool {
	n := 0
	for p := partTrain; p < numParts; p++ {
		if h.parts[p] {
			n++
		}
	}
	return n > 1 || h.parts[partTrain] && h.unlabelled
}

// partHolders returns, by their paths, "" or ending in a slash, the folders that have folders named as parts.
func partHolders(images []string) map[string]holding {
	holders := map[string]holding{}
	for _, name := range images {
		for folder := range foldersOf(name) {
			base := path.Base(folder)
			p, unlabelled := partOf(base), isUnlabelled(base)
			if p == partNone && !unlabelled {
				continue
			}
			h := holders[dirOf(folder)]
			h.parts[p] = true
			h.unlabelled = h.unlabelled || unlabelled
			holders[dirOf(folder)] = h
		}
	}
	return holders
}

// foldersOf yields the folders that a path is in, the innermost first.
func foldersOf(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for at := strings.LastIndexByte(name, '/'); at > 0 && yield(name[:at]); {
			at = strings.LastIndexByte(name[:at], '/')
		}
	}
}

// dirOf returns the folder that holds a path: "" or ending in a slash.
func dirOf(name string) string { return name[:strings.LastIndexByte(name, '/')+1] }

// siblings returns the names of the folders beside one, itself among them, that hold parts.
func siblings(folder string, holders map[string]holding) []string {
	if folder == "" {
		return nil
	}
	parent := dirOf(strings.TrimSuffix(folder, "/"))
	var names []string
	for other, h := range holders {
		base, below := strings.CutPrefix(other, parent)
		if base = strings.TrimSuffix(base, "/"); below && base != "" && !strings.Contains(base, "/") && h.parts != [numParts]bool{} {
			names = append(names, base)
		}
	}
	slices.Sort(names)
	return names
}

// elsewhere tells whether an image is in a folder where a set in parts has none. Loose images above the parts are not: they are strays.
func (p *partition) elsewhere(name string) bool {
	below, ok := strings.CutPrefix(name, p.parent)
	if !ok {
		return !strings.HasPrefix(p.parent, dirOf(name))
	}
	if p.classes == nil {
		return false
	}
	class, rest, nested := strings.Cut(below, "/")
	folder, _, inPart := strings.Cut(rest, "/")
	return nested && (!slices.Contains(p.classes, class) || inPart && partOf(folder) == partNone && !isUnlabelled(folder))
}

// place returns the class folder, if parts are in classes, the part, and what follows the folder of the part. The part is partNone for an
// image in none; folder is then the folder that it is in instead, "" for a stray.
func (p *partition) place(name string) (class, folder, rest string, of part) {
	below, ok := strings.CutPrefix(name, p.parent)
	if !ok {
		return "", "", "", partNone
	}
	if p.classes != nil {
		class, below, _ = strings.Cut(below, "/")
	}
	folder, rest, nested := strings.Cut(below, "/")
	if !nested {
		return class, "", "", partNone
	}
	return class, folder, rest, partOf(folder)
}

// isInParts tells whether the images are in parts.
func isInParts(t *tree) bool { return findPartition(imageNames(t.names)) != nil }

// openInParts reads train/CLASS/..., val/CLASS/..., as torchvision lays out ImageNet, and CLASS/train/..., CLASS/val/....
func openInParts(ctx context.Context, t *tree, _ string) (*found, error) {
	names, err := t.images(ctx, t.names)
	if err != nil {
		return nil, err
	}
	p := findPartition(names)
	if p == nil { // an image without the name of one stands elsewhere
		labels, classes := byFolder(names)
		return t.encodedIn(names, labels, classes), nil
	}
	var in []inPart
	for _, name := range names {
		class, folder, rest, of := p.place(name)
		switch {
		case of != partNone:
			in = append(in, inPart{name, class, folder, rest, of})
		case folder != "":
			t.leave(In(folder), name)
		default:
			t.leave(Beside, name)
		}
	}
	if p.classes != nil {
		return t.openPartsInClasses(in), nil
	}
	return t.openClassesInParts(p.parent, in)
}

// inPart is an image in a part of a set.
type inPart struct {
	name   string
	class  string // the folder around that of the part, where parts are in classes
	folder string // of the part
	below  string // the path in that
	part   part
}

// openPartsInClasses reads CLASS/PART/..., as the authors of Transferring GANs keep theirs.
func (t *tree) openPartsInClasses(in []inPart) *found {
	var names, folders []string
	var parts []part
	for _, image := range in {
		names, folders, parts = append(names, image.name), append(folders, image.class), append(parts, image.part)
	}
	labels, classes := number(folders)
	f := t.encodedIn(names, labels, classes)
	f.kind, f.title, f.parts, f.wholeTrain = "classes-of-parts", "classes of parts", parts, true
	return f
}
