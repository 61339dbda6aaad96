package datasets

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"
)

// labelLists finds for each part of images the list that gives them their classes, as labelList does, and returns which files these are. A list
// that is named as one part, or is in its folder, says nothing of another, whose images may have the same names.
func (t *tree) labelLists(images []inPart, files, classes []string) (of map[string]int, lists []string, err error) {
	of = map[string]int{}
	for p := partTrain; p < numParts; p++ {
		inside := slices.DeleteFunc(slices.Clone(images), func(image inPart) bool { return image.part != p })
		usable := slices.DeleteFunc(slices.Clone(files), func(file string) bool {
			named := namedPart(file)
			return named != partNone && named != p
		})
		found, file, err := t.labelList(inside, usable, classes)
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(of, found)
		if file != "" && !slices.Contains(lists, file) {
			lists = append(lists, file)
		}
	}
	return of, lists, nil
}

// namedPart returns the part that the folders of a path and the words of its last name stand for, partNone where they stand for several.
func namedPart(file string) part {
	dir, base := path.Split(file)
	words := strings.FieldsFunc(base, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	found := partNone
	for k, word := range append(words, strings.Split(dir, "/")...) {
		p := partOf(word)
		if k < len(words) {
			p = partWord(word)
		}
		if p != partNone && found != partNone && p != found {
			return partNone
		}
		if p != partNone {
			found = p
		}
	}
	return found
}

// labelList finds among files the list that gives most images, all of one part, at least one, their class by name, and returns the classes by the images' names
// and which file it is, "" if there is none. A line of a list is a name, with or without its ending, and a class, parted by a tab, a
// comma, a semicolon or spaces; what follows is passed over, as are lines of other images: val_annotations.txt of Tiny ImageNet and
// LOC_val_solution.csv of ImageNet's challenge are such lists. It returns an error when that file gives an image two classes.
func (t *tree) labelList(images []inPart, files, classes []string) (of map[string]int, file string, err error) {
	named := map[string][]string{}
	for _, image := range images {
		named[stem(image.name)] = append(named[stem(image.name)], image.name)
	}
	of = map[string]int{}
	for _, name := range files {
		data, err := readAll(t.box, name)
		if err != nil {
			return nil, "", fmt.Errorf("%s cannot be read: %w", name, err)
		}
		found, twice, err := listed(data, named, classes)
		if err != nil {
			return nil, "", fmt.Errorf("%s cannot be read: %w", name, err)
		}
		if len(found) <= len(of) {
			continue
		}
		if twice != "" {
			return nil, "", fmt.Errorf("%s gives %s two classes: fetch it again", name, twice)
		}
		of, file = found, name
	}
	return of, file, nil
}

// listed reads a list. twice is an image with two classes, "" if there is none.
func listed(data []byte, named map[string][]string, classes []string) (of map[string]int, twice string, err error) {
	of = map[string]int{}
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		name, rest := firstField(lines.Text())
		images := inNamedPart(named[stem(name)], name)
		if len(images) == 0 {
			continue
		}
		label := slices.Index(classes, unquoted(rest))
		if label < 0 {
			class, _ := firstField(rest)
			label = slices.Index(classes, class)
		}
		if label < 0 {
			continue
		}
		for _, image := range images {
			if have, ok := of[image]; ok && have != label {
				twice = image
			}
			of[image] = label
		}
	}
	return of, twice, lines.Err()
}

// inNamedPart returns the images, all of one part, that a name in a list may stand for: none if its folders are those of another part.
func inNamedPart(images []string, name string) []string {
	p := namedPart(path.Dir(strings.ReplaceAll(name, `\`, "/")) + "/")
	if len(images) == 0 || p == partNone || p == namedPart(path.Dir(images[0])+"/") {
		return images
	}
	return nil
}

// firstField cuts a line after its first field, which a tab, else a comma, else a semicolon, else spaces end.
func firstField(line string) (field, rest string) {
	line = strings.TrimSpace(line)
	for _, separator := range []string{"\t", ",", ";", " "} {
		if field, rest, ok := strings.Cut(line, separator); ok {
			return unquoted(field), strings.TrimSpace(rest)
		}
	}
	return unquoted(line), ""
}

// unquoted returns a field without the quotes around it.
func unquoted(field string) string { return strings.Trim(strings.TrimSpace(field), `"`) }

// stem is the last name of a path without its ending.
func stem(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}
