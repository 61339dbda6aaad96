package datasets

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

// styleGANFile describes the images of a set made for StyleGAN.
const styleGANFile = "dataset.json"

// styleGANMeta is the content of that file. Labels is the one key that StyleGAN knows; the others are what tgan data convert adds.
type styleGANMeta struct {
	Labels  *[]styleGANLabel `json:"labels"`
	Classes []string         `json:"classes,omitempty"`
	Made    *conversion      `json:"tgan,omitempty"`
}

// styleGANLabel is a file name and its class: a JSON array of two.
type styleGANLabel struct {
	name  string
	class int
}

func (l styleGANLabel) MarshalJSON() ([]byte, error) { return json.Marshal([]any{l.name, l.class}) }

func (l *styleGANLabel) UnmarshalJSON(data []byte) error {
	pair := []any{&l.name, &l.class}
	if err := json.Unmarshal(data, &pair); err != nil {
		return err
	}
	if len(pair) != 2 {
		return fmt.Errorf("a label of %d parts", len(pair))
	}
	return nil
}

func isStyleGAN(t *tree) bool { return t.describedBy() != "" }

// describedBy returns the dataset.json of a set, "" if there is none: in the folder that all images share, or in the nearest above it.
func (t *tree) describedBy() string {
	folder := ""
	if images := imageNames(t.names); len(images) > 0 {
		folder = sharedFolder(images)
	}
	for {
		if file := folder + styleGANFile; slices.Contains(t.names, file) {
			return file
		}
		if folder == "" {
			return ""
		}
		folder = dirOf(strings.TrimSuffix(folder, "/"))
	}
}

// openStyleGAN reads a set made for StyleGAN, with dataset.json beside its images or in a folder above. A file of that name without labels
// of StyleGAN's form is that of another tool.
// Source: github.com/NVlabs/stylegan3, dataset_tool.py.
func openStyleGAN(ctx context.Context, t *tree, label string) (*found, error) {
	file := t.describedBy()
	data, err := readAll(t.box, file)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", file, err)
	}
	var keys map[string]json.RawMessage
	if json.Unmarshal(data, &keys) == nil && keys["labels"] == nil {
		return openPlain(ctx, t, label)
	}
	var meta styleGANMeta
	if err := json.Unmarshal(data, &meta); err != nil {
		return nil, fmt.Errorf("%s is damaged, or its labels are no whole numbers (%v): make it again", file, err)
	}
	names, err := t.images(ctx, slices.DeleteFunc(slices.Clone(t.names), func(name string) bool { return name == file }))
	if err != nil {
		return nil, err
	}
	labels, classes, lacks, err := meta.label(file, names)
	if err != nil {
		return nil, err
	}
	f := t.encodedIn(names, labels, classes)
	if len(lacks) > 0 {
		f.notes = append(f.notes, fmt.Sprintf("%s has no label for %s, %s the first: no classes", file, counted(len(lacks), "images"), lacks[0]))
	}
	f.inputs = slices.Sorted(slices.Values(append(slices.Clone(names), file)))
	return f, nil
}

// label returns the class of each image, which it looks up by name: the file may name others as well. Where it lacks images, which it returns,
// all are of one class, for StyleGAN needs labels only to train by class.
func (m styleGANMeta) label(file string, names []string) (labels []int, classes, lacks []string, err error) {
	labels = make([]int, len(names))
	if m.Labels == nil {
		if len(m.Classes) == 1 {
			return labels, m.Classes, nil, nil
		}
		return labels, []string{"images"}, nil, nil
	}
	of := make(map[string]int, len(*m.Labels))
	for _, l := range *m.Labels {
		of[path.Join(path.Dir(file), strings.ReplaceAll(l.name, `\`, "/"))] = l.class
	}
	top := 0
	for i, name := range names {
		class, ok := of[name]
		if !ok {
			lacks = append(lacks, name)
			continue
		}
		if class < 0 || class >= maxClasses {
			return nil, nil, nil, fmt.Errorf("%s: label %d of %s: it must be from 0 to %d", file, class, name, maxClasses-1)
		}
		labels[i] = class
		top = max(top, class)
	}
	switch {
	case len(lacks) > 0:
		return make([]int, len(names)), []string{"images"}, lacks, nil
	case len(m.Classes) > top:
		return labels, m.Classes, nil, nil
	}
	return labels, numbers(0, top), nil, nil
}
