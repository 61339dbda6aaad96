package datasets

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"

	"tgan/datasets/codec"
)

// Collection is the images that a Spec names, in its order, decoded one at a time when asked for. It is safe for concurrent use.
type Collection struct {
	from    source
	numbers []int // in from
	labels  []int
	classes []string
}

// OpenCollection opens the images that spec names without decoding any. root is the data root that a relative source starts from,
// "" the working folder. Of files, spec.Side and spec.Fit are not looked at. The caller closes the collection.
// Its errors are those of Open that need no decoding.
func OpenCollection(ctx context.Context, root string, spec Spec) (*Collection, error) {
	if err := spec.validateSelection(); err != nil {
		return nil, fmt.Errorf("datasets: %w", err)
	}
	return openCollection(ctx, root, spec, Options{})
}

// openCollection opens the images of a valid selection, from opts.Set where that is given.
func openCollection(ctx context.Context, root string, spec Spec, opts Options) (*Collection, error) {
	switch {
	case spec.Procedural():
		return openProcedurally(ctx, root, spec)
	case opts.Set != nil:
		s, _, err := setOf(ctx, root, spec, opts)
		if err != nil {
			return nil, err
		}
		return s.Collection(spec)
	}
	s, err := OpenSet(ctx, root, spec, opts)
	if err != nil {
		return nil, err
	}
	c, err := s.collection(spec)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return c, nil
}

// openProcedurally opens the images of a procedural spec.
func openProcedurally(ctx context.Context, root string, spec Spec) (*Collection, error) {
	if err := spec.validateDrawnSide(); err != nil {
		return nil, fmt.Errorf("datasets: %w", err)
	}
	c, err := openProcedural(ctx, root, spec)
	if err != nil {
		return nil, failure("open", spec.Source, err)
	}
	return c, nil
}

// Len returns the number of images.
func (c *Collection) Len() int { return len(c.numbers) }

// Name returns what image i is called in its source: a slash path, or a domain and a number. Names are unique in a collection.
func (c *Collection) Name(i int) string { return c.from.Name(c.numbers[i]) }

// Label returns the class of image i, an index into Classes.
func (c *Collection) Label(i int) int { return c.labels[i] }

// Classes returns the names of the classes, also of those that the selection holds no image of.
func (c *Collection) Classes() []string { return slices.Clone(c.classes) }

// Decode returns image i upright, over white, with its corner at the origin, in its own size; a procedural image in that of the
// spec. The image is the caller's. The error names the file and the cure.
func (c *Collection) Decode(i int) (*image.RGBA, error) {
	img, err := c.from.Decode(c.numbers[i])
	if err != nil {
		return nil, &sourceError{err}
	}
	return img, nil
}

// Close closes the source.
func (c *Collection) Close() error { return c.from.Close() }

// encoded is the image files of a container.
type encoded struct {
	container
	names []string
}

func (e *encoded) Name(number int) string { return shown(e.names[number]) }

// file returns the bytes of an image file.
func (e *encoded) file(number int) ([]byte, error) {
	name := e.names[number]
	data, err := readAll(e.container, name)
	if err != nil {
		return nil, badImage(name, fmt.Errorf("%s cannot be read: %w", name, err))
	}
	return data, nil
}

func (e *encoded) Decode(number int) (*image.RGBA, error) {
	name := e.names[number]
	data, err := e.file(number)
	if err != nil {
		return nil, err
	}
	img, err := codec.Decode(data)
	if err != nil {
		return nil, &badFile{name, fmt.Errorf("%s cannot be decoded: %w: replace or remove it", name, err)}
	}
	return img, nil
}
