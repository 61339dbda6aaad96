package benchmarks

import (
	"context"
	"errors"
	"fmt"

	"tgan/datasets"
)

// Target is a user's own images: those to learn, and those held out to measure against.
type Target struct {
	Train   *datasets.Images
	HeldOut *datasets.Images
}

// OpenTarget opens the images of spec at its side, four fifths of them to learn, the rest held out by the fixed permutation of the data sets, or,
// where their makers published a training part and others, those. spec.Count limits the images to learn; of a procedural domain, which has
// no end, a quarter of it is held out. The caller closes the target.
func OpenTarget(ctx context.Context, cacheDir string, spec datasets.Spec, opts datasets.Options) (t *Target, err error) {
	t = &Target{}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.Close())
		}
	}()
	spec.Split = datasets.Train
	if t.Train, err = datasets.OpenCached(ctx, cacheDir, "", spec, opts); err != nil {
		return t, heldOutError(ctx, err)
	}
	rest := spec
	rest.Count = 0
	if spec.Procedural() {
		rest.Count = max(1, spec.Count/8)
	}
	var parts []*datasets.Images
	defer func() {
		for _, p := range parts {
			err = errors.Join(err, p.Close())
		}
	}()
	for _, split := range []string{datasets.Validation, datasets.Test} {
		rest.Split = split
		part, err := datasets.OpenCached(ctx, cacheDir, "", rest, opts)
		if err != nil {
			return t, heldOutError(ctx, err)
		}
		parts = append(parts, part)
	}
	t.HeldOut, err = joined(parts)
	return t, err
}

// heldOutError says why splits are asked for where an error may be about them.
func heldOutError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	return fmt.Errorf("%w (a fifth of the images is held out to measure against, so at least 10 are needed)", err)
}

// joined returns a copy of several sets as one, without their classes.
func joined(parts []*datasets.Images) (*datasets.Images, error) {
	var pix []uint8
	n := 0
	for _, p := range parts {
		for i := range p.Len() {
			pix = append(pix, p.At(i)...)
		}
		n += p.Len()
	}
	return datasets.NewImages(parts[0].Side(), pix, make([]int, n), []string{"held out"})
}

// Close closes the images.
func (t *Target) Close() error {
	if t.Train == nil {
		return nil
	}
	return t.Train.Close()
}
