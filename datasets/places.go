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

// The files of Places365 beside its images.
const (
	placesCategories = "categories_places365.txt"
	placesValidation = "places365_val.txt"
)

func isPlaces(t *tree) bool {
	images := imageNames(t.names)
	if len(images) == 0 {
		return false
	}
	if t.called(placesCategories) != "" || t.within("data_256_standard") != nil || t.within("data_large_standard") != nil {
		return true
	}
	return !slices.ContainsFunc(images, func(name string) bool { _, nested := placesCategory(name); return !nested })
}

// placesCategory returns the category of an image by its folders: those below a letter that the first starts with, such as
// a/apartment_building/outdoor.
func placesCategory(name string) (string, bool) {
	folders := strings.Split(path.Dir(name), "/")
	for k := 0; k+1 < len(folders); k++ {
		if len(folders[k]) == 1 && strings.HasPrefix(folders[k+1], folders[k]) {
			return strings.Join(folders[k+1:], "/"), true
		}
	}
	return "", false
}

// openPlaces reads Places365 as torchvision lays it out: training images in folders of a letter, a category and perhaps a kind, such as
// data_256_standard/a/airfield; validation images in val_256 or val_large, whose categories are in the list of the set. Test images,
// which have no category, are passed over. Source: places2.csail.mit.edu.
func openPlaces(ctx context.Context, t *tree, _ string) (*found, error) {
	all, err := t.images(ctx, t.names)
	if err != nil {
		return nil, err
	}
	var names, categories []string
	var parts []part
	var flat []string
	for _, name := range all {
		category, nested := placesCategory(name)
		if !nested {
			flat = append(flat, name)
			continue
		}
		names, categories, parts = append(names, name), append(categories, category), append(parts, partTrain)
	}
	inputs := slices.Clone(names)
	if len(flat) > 0 {
		of, err := t.placesList()
		if err != nil {
			return nil, fmt.Errorf("the category of %s is unknown: %w", flat[0], err)
		}
		for _, name := range flat {
			if category, ok := of[path.Base(name)]; ok {
				names, categories, parts = append(names, name), append(categories, category), append(parts, partValidation)
				continue
			}
			t.leave(Unlabelled, name)
		}
		inputs = append(slices.Clone(names), t.called(placesCategories), t.called(placesValidation))
	}
	labels, classes := number(categories)
	f := t.encodedIn(names, labels, classes)
	f.parts = parts
	f.inputs = slices.Sorted(slices.Values(inputs))
	return f, nil
}

// placesList returns the category of each validation image.
func (t *tree) placesList() (map[string]string, error) {
	categories, of := map[string]string{}, map[string]string{}
	for _, list := range []struct {
		base string
		take func(name, number string) error
	}{
		{placesCategories, func(name, number string) error {
			category, ok := placesCategory(strings.TrimPrefix(name, "/") + "/x")
			if !ok {
				return fmt.Errorf("%q is no category", name)
			}
			categories[number] = category
			return nil
		}},
		{placesValidation, func(name, number string) error {
			category, ok := categories[number]
			if !ok {
				return fmt.Errorf("%s has the unknown category %s", name, number)
			}
			of[path.Base(name)] = category
			return nil
		}},
	} {
		file := t.called(list.base)
		if file == "" {
			return nil, fmt.Errorf("%s is missing: fetch the lists of the set", list.base)
		}
		if err := t.eachPair(file, list.take); err != nil {
			return nil, fmt.Errorf("%s: %w: fetch it again", file, err)
		}
	}
	return of, nil
}

// eachPair calls take with the name and the number of each line of a file.
func (t *tree) eachPair(file string, take func(name, number string) error) error {
	data, err := readAll(t.box, file)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	for row := 1; lines.Scan(); row++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 2 {
			return fmt.Errorf("line %d is not a name and a number", row)
		}
		if _, err := strconv.Atoi(fields[1]); err != nil {
			return fmt.Errorf("line %d: %q is not a number", row, fields[1])
		}
		if err := take(fields[0], fields[1]); err != nil {
			return fmt.Errorf("line %d: %w", row, err)
		}
	}
	return lines.Err()
}
