package metrics

import "context"

// streamImages is the number of images whose features MomentsOf holds at once.
const streamImages = 1024

// imageRange is images [lo, hi) of others.
type imageRange struct {
	Images
	lo, hi int
}

func (r imageRange) Len() int         { return r.hi - r.lo }
func (r imageRange) At(i int) []uint8 { return r.Images.At(r.lo + i) }

// MomentsOf returns the moments of the features of images, in memory that does not grow with their number: 3*d*d values
// and the features of 1024 images. Fit of all features at once agrees within rounding; it sorts them first, so that the
// order of the images changes no bit, which here it does. It returns what the extractor returns, and ErrShape when
// there are fewer than 2 images.
func MomentsOf(ctx context.Context, e Extractor, images Images, progress func(done, total int)) (Moments, error) {
	n := images.Len()
	stats := NewStats(e.Dim())
	for lo := 0; lo < max(n, 1); lo += streamImages {
		var part func(done, total int)
		if progress != nil {
			part = func(done, _ int) { progress(lo+done, n) }
		}
		features, err := e.Features(ctx, imageRange{images, lo, min(n, lo+streamImages)}, part)
		if err != nil {
			return Moments{}, err
		}
		if err := stats.Add(features); err != nil {
			return Moments{}, err
		}
	}
	return stats.Moments()
}
