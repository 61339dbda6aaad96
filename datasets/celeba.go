package datasets

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// The files of CelebA beside its images.
const (
	celebaImages     = "img_align_celeba"
	celebaAttributes = "list_attr_celeba"
	celebaPartition  = "list_eval_partition"
	celebaIdentity   = "identity_CelebA"
)

// The endings of its lists: as the makers publish them, and as Kaggle does.
const (
	celebaText = ".txt"
	celebaCSV  = ".csv"
)

func isCelebA(t *tree) bool {
	return t.within(celebaImages) != nil && (t.celebaList(celebaAttributes) != "" || t.celebaList(celebaPartition) != "" || t.celebaList(celebaIdentity) != "")
}

// celebaList returns the file of a list, "" if there is none.
func (t *tree) celebaList(list string) string {
	if name := t.called(list + celebaText); name != "" {
		return name
	}
	return t.called(list + celebaCSV)
}

// called returns the file whose last name is base, "" if there is none.
func (t *tree) called(base string) string {
	for _, name := range t.names {
		if path.Base(name) == base {
			return name
		}
	}
	return ""
}

// within returns the files that are below a folder of that name.
func (t *tree) within(folder string) []string {
	var names []string
	for _, name := range t.names {
		if strings.HasPrefix(name, folder+"/") || strings.Contains(name, "/"+folder+"/") {
			names = append(names, name)
		}
	}
	return names
}

// openCelebA reads the folder img_align_celeba with the text files of the set beside it. label is "" for one class, "identity", or the name
// of an attribute. The images may be some of those that the text files list, but each must be listed.
func openCelebA(ctx context.Context, t *tree, label string) (*found, error) {
	names, err := t.images(ctx, t.within(celebaImages))
	if err != nil {
		return nil, err
	}
	labels, classes := make([]int, len(names)), []string{"celeba"}
	switch label {
	case "":
	case "identity":
		values, err := t.celebaColumn(celebaIdentity, "", names)
		if err != nil {
			return nil, err
		}
		for i, v := range values {
			values[i] = fmt.Sprintf("%05s", v) // as text they are in the order of their numbers
		}
		labels, classes = number(values)
	default:
		values, err := t.celebaColumn(celebaAttributes, label, names)
		if err != nil {
			return nil, err
		}
		for i, v := range values {
			if v != "1" && v != "-1" {
				return nil, fmt.Errorf("%s: %s of %s is %q: it must be 1 or -1", path.Base(t.celebaList(celebaAttributes)), label, path.Base(names[i]), v)
			}
			if v == "1" {
				labels[i] = 1
			}
		}
		classes = []string{"not " + label, label}
	}
	f := t.encodedIn(names, labels, classes)
	f.inputs = slices.Clone(names)
	for _, base := range []string{celebaAttributes, celebaPartition, celebaIdentity} {
		if name := t.celebaList(base); name != "" {
			f.inputs = append(f.inputs, name)
		}
	}
	slices.Sort(f.inputs)
	if t.celebaList(celebaPartition) == "" {
		return f, nil
	}
	values, err := t.celebaColumn(celebaPartition, "", names)
	if err != nil {
		return nil, err
	}
	for i, v := range values {
		p, ok := map[string]part{"0": partTrain, "1": partValidation, "2": partTest}[v]
		if !ok {
			return nil, fmt.Errorf("%s: the part of %s is %q: it must be 0, 1 or 2", path.Base(t.celebaList(celebaPartition)), path.Base(names[i]), v)
		}
		f.parts = append(f.parts, p)
	}
	return f, nil
}

// celebaColumn returns what a list says of each image. The lines of a text are a file name and values, parted by spaces; where column is not
// "", the first line is the number of lines that follow the second, and the second names the columns. Values of a CSV file are parted by
// commas, and its first line names the columns.
func (t *tree) celebaColumn(base, column string, images []string) ([]string, error) {
	name := t.celebaList(base)
	if name == "" {
		return nil, fmt.Errorf("label %s needs %s beside %s", labelOr(column, "identity"), base+celebaText, celebaImages)
	}
	data, err := readAll(t.box, name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	split, declared, at := strings.Fields, -1, 1
	var header []string
	if path.Ext(name) == celebaCSV {
		split = func(line string) []string {
			return strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ' ' || r == '"' || r == '\r' })
		}
		lines.Scan()
		if header = split(lines.Text()); len(header) > 0 {
			header = header[1:] // the name of the column of names
		}
	} else if column != "" {
		lines.Scan()
		if declared, err = strconv.Atoi(strings.TrimSpace(lines.Text())); err != nil {
			return nil, fmt.Errorf("%s: line 1 is %q: it must be the number of images", name, lines.Text())
		}
		lines.Scan()
		header = split(lines.Text())
	}
	if column != "" {
		if at = 1 + slices.Index(header, column); at == 0 {
			return nil, fmt.Errorf("label is %q: there are identity, %s", column, strings.Join(header, ", "))
		}
	}
	said, rows := map[string]string{}, 0
	for lines.Scan() {
		fields := split(lines.Text())
		if len(fields) == 0 {
			continue
		}
		if rows++; at >= len(fields) {
			return nil, fmt.Errorf("%s: the line of %s is cut off: fetch it again", name, fields[0])
		}
		if _, twice := said[fields[0]]; twice {
			return nil, fmt.Errorf("%s: %s is there twice: fetch it again", name, fields[0])
		}
		said[fields[0]] = fields[at]
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	if declared >= 0 && rows != declared {
		return nil, fmt.Errorf("%s declares %d images and lists %d: fetch it again", name, declared, rows)
	}
	values := make([]string, len(images))
	for i, image := range images {
		v, ok := said[path.Base(image)]
		if !ok {
			return nil, fmt.Errorf("%s is not in %s: remove it, or fetch the list again", image, name)
		}
		values[i] = v
	}
	return values, nil
}

// labelOr returns label, or other if it is "".
func labelOr(label, other string) string {
	if label == "" {
		return other
	}
	return label
}
