package datasets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Survey is what a folder or a zip of images holds, seen without decoding.
type Survey struct {
	Images  int      // files that are images by their first bytes
	Skipped int      // other files that are not hidden
	Classes []string // names of the classes, sorted
	PerName []int    // images of each class, in the order of Classes

	list *listing
}

// Look surveys the source of spec, of which nothing else is looked at, absolute or relative to root; not for procedural sources. Its
// errors are those of Open that need no decoding.
func Look(ctx context.Context, root string, spec Spec) (Survey, error) {
	list, err := look(ctx, root, spec)
	if err != nil {
		return Survey{}, fmt.Errorf("datasets: look at %s: %w", spec.Source, err)
	}
	s := Survey{Images: len(list.files), Skipped: list.skipped, Classes: list.classes, PerName: make([]int, len(list.classes)), list: list}
	for _, f := range list.files {
		s.PerName[f.label]++
	}
	return s, nil
}

// Holds returns the error that Open would return because the surveyed source has fewer images than spec asks for; nil if it has them.
func (s Survey) Holds(spec Spec) error {
	if _, err := choose(s.list, spec); err != nil {
		return fmt.Errorf("datasets: open %s: %w", spec.Source, err)
	}
	return nil
}

func look(ctx context.Context, root string, spec Spec) (*listing, error) {
	box, err := openContainer(spec.path(root))
	if err != nil {
		return nil, err
	}
	defer box.Close()
	return survey(ctx, box)
}

// listing is the images of a container in path order.
type listing struct {
	files   []file
	classes []string
	skipped int
}

// file is one image of a container.
type file struct {
	name  string // slash path
	label int
}

// survey lists the images of a container. It reads the first bytes of each file.
func survey(ctx context.Context, box container) (*listing, error) {
	all, skipped, err := box.Names(ctx)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(all))
	for _, name := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		ok, err := isImage(box, name)
		switch {
		case err != nil:
			return nil, err
		case ok:
			names = append(names, name)
		default:
			skipped++
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no images (%d other files): give a folder or a zip with PNG, JPEG, WebP, GIF or BMP files", skipped)
	}
	files, classes := label(names)
	return &listing{files: files, classes: classes, skipped: skipped}, nil
}

// isImage reports whether a file is an image by its first bytes; a file that is none but has the name of one is an error.
func isImage(box container, name string) (bool, error) {
	r, err := box.Open(name)
	if err != nil {
		return false, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	defer r.Close()
	head := make([]byte, sniffLen)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	if sniff(head[:n]) != unknown {
		return true, nil
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp":
		if n == 0 {
			return false, fmt.Errorf("%s is empty: replace or remove it", name)
		}
		return false, fmt.Errorf("%s is not an image, it starts with %q: replace or remove it", name, head[:min(n, 8)])
	}
	return false, nil
}

// label gives every name its class.
func label(names []string) ([]file, []string) {
	shared := sharedFolder(names)
	inClass := make([]string, len(names))
	for i, name := range names {
		inClass[i] = classOf(name[len(shared):])
	}
	keys := slices.Clone(inClass)
	slices.Sort(keys)
	keys = slices.Compact(keys)
	files := make([]file, len(names))
	for i, name := range names {
		at, _ := slices.BinarySearch(keys, inClass[i])
		files[i] = file{name, at}
	}
	if keys[0] == "" {
		keys[0] = looseClass(shared, len(keys))
	}
	return files, keys
}

// looseClass names the class of the images that are in no folder below the shared one.
func looseClass(shared string, classes int) string {
	switch {
	case classes > 1:
		return "."
	case shared == "":
		return "images"
	}
	return path.Base(shared)
}

// classOf returns the first folder of a slash path that starts below the folders all share, "" where it has none.
func classOf(name string) string {
	if class, _, ok := strings.Cut(name, "/"); ok {
		return class
	}
	return ""
}

// sharedFolder returns the longest folder path, "" or ending in a slash, that all of the sorted names start with.
func sharedFolder(names []string) string {
	first, last := names[0], names[len(names)-1] // what these two share is shared by all between them
	end := 0
	for i := 0; i < min(len(first), len(last)) && first[i] == last[i]; i++ {
		if first[i] == '/' {
			end = i + 1
		}
	}
	return first[:end]
}
