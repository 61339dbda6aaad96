package metrics

import (
	"context"
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// Images is a sequence of square RGB images of one size.
type Images interface {
	// Len returns the number of images.
	Len() int
	// Side returns the width and height in pixels.
	Side() int
	// At returns the pixels of image i, [Side][Side][3], 0..255. The caller does not modify them.
	At(i int) []uint8
}

// Extractor maps images to features.
type Extractor interface {
	// Name identifies the extractor with its weights: equal names give equal features.
	Name() string
	// Dim returns the number of features of an image.
	Dim() int
	// Features returns the features of images, n x Dim, row i of image i. It calls progress, unless nil, after each
	// batch. It fails when there are no images, when one has the wrong number of pixels, and when ctx ends.
	Features(ctx context.Context, images Images, progress func(done, total int)) (*mat.Dense, error)
}

// channels is the number of colours of an image.
const channels = 3

// eachBatch calls f for consecutive ranges [lo, hi) of at most size images, after checking their pixels, and reports
// progress in between.
func eachBatch(ctx context.Context, images Images, size int, progress func(done, total int), f func(lo, hi int)) error {
	n, side := images.Len(), images.Side()
	if n < 1 || side < 1 {
		return fmt.Errorf("metrics: features: %d images of %d pixels a side; at least one of each is needed", n, side)
	}
	for lo := 0; lo < n; lo += size {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("metrics: features: stopped after %d of %d images: %w", lo, n, err)
		}
		hi := min(n, lo+size)
		for i := lo; i < hi; i++ {
			if got, want := len(images.At(i)), side*side*channels; got != want {
				return fmt.Errorf("metrics: features: image %d has %d values, want %d (%dx%d RGB)", i, got, want, side, side)
			}
		}
		f(lo, hi)
		if progress != nil {
			progress(hi, n)
		}
	}
	return nil
}
