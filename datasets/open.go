package datasets

import (
	"context"
	"fmt"
)

// Options say how Open works; they do not change what it returns.
type Options struct {
	// Threads is the number of images decoded or drawn at once; 0 means 1.
	Threads int
	// Progress, unless nil, is called after each image, never twice at once: done of total images are ready.
	Progress func(done, total int)
	// Identity is that of the source, where it is known already; "" otherwise. Only OpenCached looks at it.
	Identity string
	// Set is the source of the spec where it is opened already; nil otherwise. It stays open.
	Set *Set
	// Warn, unless nil, is told of cache files that OpenCached cannot use and makes anew.
	Warn func(error)
}

// Open returns the images that spec names. root is the data root that a relative source starts from, "" the working folder.
// It returns an error of one line, which names the source, and the file in it where there is one, and the cure: when spec is not
// valid, when the source is missing or holds no images, when one of the chosen images cannot be decoded, when fewer images are
// there than asked for, and when ctx ends.
func Open(ctx context.Context, root string, spec Spec, opts Options) (*Images, error) {
	if err := spec.Validate(); err != nil {
		return nil, fmt.Errorf("datasets: %w", err)
	}
	c, err := openCollection(ctx, root, spec, opts)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	images, err := load(ctx, c, spec, opts)
	if err != nil {
		return nil, c.explained(ctx, opts.Threads, "open", spec.Source, failure("open", spec.Source, err))
	}
	return images, nil
}

// load decodes a whole collection.
func load(ctx context.Context, c *Collection, spec Spec, opts Options) (*Images, error) {
	stride := spec.Side * spec.Side * Channels
	pix := make([]uint8, c.Len()*stride)
	err := parallel(ctx, c.Len(), opts, func(i int) error {
		img, err := c.Decode(i)
		if err != nil {
			return err
		}
		toSquare(img, spec.Fit, spec.Side, pix[i*stride:(i+1)*stride])
		return nil
	})
	if err != nil {
		return nil, err
	}
	return NewImages(spec.Side, pix, c.labels, c.Classes())
}
