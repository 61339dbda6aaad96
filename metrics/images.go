package metrics

import (
	"context"
	"fmt"
	"image"
	"sync"
	"sync/atomic"
)

// Images is a sequence of images, which may differ in size.
type Images interface {
	// Len returns the number of images.
	Len() int
	// Decode returns image i, upright and opaque. It may be called from several goroutines at once, for some images more
	// than once; the caller does not modify the pixels.
	Decode(i int) (*image.RGBA, error)
}

// channels is the number of colours of an image that networks take.
const channels = 3

// frame is an image as a network takes it, [h][w][3].
type frame struct {
	h, w   int
	values []float32
}

// batches calls f for consecutive images of one shape, at most size at once, lo the first of them, and reports progress
// in between. Images are decoded and prepared on as many goroutines as threads says, one batch ahead of f, so that no
// more than two batches and the images in decoding are in memory.
func batches(ctx context.Context, threads int, images Images, size int, progress func(done, total int),
	prepare func(*image.RGBA) (frame, error), f func(lo int, frames []frame) error) error {
	n := images.Len()
	if n < 1 {
		return fmt.Errorf("metrics: features: 0 images; at least one is needed")
	}
	load := func(lo int) <-chan loaded {
		ready := make(chan loaded, 1)
		go func() { ready <- loadBatch(threads, images, lo, min(n, lo+size), prepare) }()
		return ready
	}
	ahead := load(0)
	for lo := 0; lo < n; lo += size {
		batch := <-ahead
		if batch.err != nil {
			return batch.err
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("metrics: features: stopped after %d of %d images: %w", lo, n, err)
		}
		if lo+size < n {
			ahead = load(lo + size)
		}
		if err := eachShape(lo, batch.frames, f); err != nil {
			if lo+size < n {
				<-ahead
			}
			return err
		}
		if progress != nil {
			progress(min(n, lo+size), n)
		}
	}
	return nil
}

// loaded are prepared images, or the error of the first that could not be had.
type loaded struct {
	frames []frame
	err    error
}

// loadBatch prepares images [lo, hi).
func loadBatch(threads int, images Images, lo, hi int, prepare func(*image.RGBA) (frame, error)) loaded {
	frames, errs := make([]frame, hi-lo), make([]error, hi-lo)
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(threads, hi-lo) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(frames); i = int(next.Add(1)) - 1 {
				img, err := images.Decode(lo + i)
				if err == nil {
					frames[i], err = prepare(img)
				}
				errs[i] = err
			}
		})
	}
	group.Wait()
	for i, err := range errs {
		if err != nil {
			return loaded{err: fmt.Errorf("metrics: features: image %d: %w", lo+i, err)}
		}
	}
	return loaded{frames: frames}
}

// eachShape calls f for each run of frames of one shape.
func eachShape(lo int, frames []frame, f func(lo int, frames []frame) error) error {
	for from, to := 0, 0; from < len(frames); from = to {
		for to = from; to < len(frames) && frames[to].h == frames[from].h && frames[to].w == frames[from].w; {
			to++
		}
		if err := f(lo+from, frames[from:to]); err != nil {
			return err
		}
	}
	return nil
}

// join writes frames of one shape one after the other, [n][h][w][3].
func join(to []float32, frames []frame) {
	for _, f := range frames {
		to = to[copy(to, f.values):]
	}
}

// joined returns what join writes.
func joined(frames []frame) []float32 {
	out := make([]float32, len(frames)*len(frames[0].values))
	join(out, frames)
	return out
}

// scaled returns the pixels of an image as they are, value applied to each.
func scaled(img *image.RGBA, value func(uint8) float32) frame {
	size := img.Rect.Size()
	f := frame{h: size.Y, w: size.X, values: make([]float32, 0, size.X*size.Y*channels)}
	for y := range size.Y {
		row := img.Pix[y*img.Stride:][:4*size.X]
		for ; len(row) > 0; row = row[4:] {
			f.values = append(f.values, value(row[0]), value(row[1]), value(row[2]))
		}
	}
	return f
}
