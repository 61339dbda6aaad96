package metrics

import (
	"context"

	"gonum.org/v1/gonum/mat"
)

// Extractor maps images to features.
type Extractor interface {
	// Name identifies the extractor with its weights: equal names give equal features.
	Name() string
	// Dim returns the number of features of an image.
	Dim() int
	// Features returns the features of images, n x Dim, float32 values, row i of image i. It calls progress, unless nil,
	// after each batch. It fails when there are no images, when one cannot be read or has a shape that the extractor does
	// not take, and when ctx ends.
	Features(ctx context.Context, images Images, progress func(done, total int)) (*mat.Dense, error)
}
