package datasets

import (
	"context"
	"slices"
	"strings"
)

// cityscapesImages is the folder of the camera's images.
const cityscapesImages = "leftImg8bit"

func isCityscapes(t *tree) bool {
	return slices.ContainsFunc(t.within(cityscapesImages), func(name string) bool { return strings.HasSuffix(name, "_leftImg8bit.png") })
}

// openCityscapes reads leftImg8bit/PART/CITY/..., classes are cities. Annotations beside it are passed over. train_extra is of the training
// part. Source: github.com/mcordts/cityscapesScripts.
func openCityscapes(ctx context.Context, t *tree, _ string) (*found, error) {
	inside := t.within(cityscapesImages)
	names, err := t.images(ctx, inside)
	if err != nil {
		return nil, err
	}
	for _, name := range t.names {
		if top, _, nested := strings.Cut(name, "/"); nested && !slices.Contains(inside, name) {
			t.leave(In(top), name)
		}
	}
	cities, parts := make([]string, len(names)), make([]part, len(names))
	for i, name := range names {
		_, below, _ := strings.Cut("/"+name, "/"+cityscapesImages+"/")
		folder, rest, _ := strings.Cut(below, "/")
		parts[i], cities[i] = partOf(folder), classOf(rest)
	}
	labels, classes := number(cities)
	f := t.encodedIn(names, labels, classes)
	f.parts = parts
	return f, nil
}
