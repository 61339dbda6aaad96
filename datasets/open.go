package datasets

import (
	"context"
	"fmt"
	"sync"

	"tgan/datasets/procedural"
)

// Options say how Open works; they do not change what it returns.
type Options struct {
	// Threads is the number of images decoded or drawn at once; 0 means 1.
	Threads int
	// Progress, unless nil, is called after each image, never twice at once: done of total images are ready.
	Progress func(done, total int)
}

// Open returns the images that spec names. root is the data root that a relative source starts from, "" the working folder.
// It returns an error of one line, which names the source, and the file in it where there is one, and the cure: when spec is not
// valid, when the source is missing or holds no images, when one of the chosen images cannot be decoded, when fewer images are
// there than asked for, and when ctx ends.
func Open(ctx context.Context, root string, spec Spec, opts Options) (*Images, error) {
	if err := spec.Validate(); err != nil {
		return nil, fmt.Errorf("datasets: %w", err)
	}
	open := openFiles
	if _, ok := spec.domain(); ok {
		open = openProcedural
	}
	images, err := open(ctx, root, spec, opts)
	if err != nil {
		return nil, fmt.Errorf("datasets: open %s: %w", spec.Source, err)
	}
	return images, nil
}

func openProcedural(ctx context.Context, _ string, spec Spec, opts Options) (*Images, error) {
	name, _ := spec.domain()
	stride := spec.Side * spec.Side * Channels
	pix, labels := make([]uint8, spec.Count*stride), make([]int, spec.Count)
	err := parallel(ctx, spec.Count, opts, func() (func(int) error, error) {
		painter, err := procedural.NewPainter(name, spec.Seed, spec.Side, 0)
		if err != nil {
			return nil, err
		}
		return func(k int) error {
			label, err := painter.Paint(proceduralIndex(spec.Split, k), pix[k*stride:(k+1)*stride])
			labels[k] = label
			return err
		}, nil
	})
	if err != nil {
		return nil, err
	}
	domain, err := procedural.Find(name)
	if err != nil {
		return nil, err
	}
	return NewImages(spec.Side, pix, labels, domain.Classes)
}

func openFiles(ctx context.Context, root string, spec Spec, opts Options) (*Images, error) {
	box, err := openContainer(spec.path(root))
	if err != nil {
		return nil, err
	}
	defer box.Close()
	list, err := survey(ctx, box)
	if err != nil {
		return nil, err
	}
	chosen, err := choose(len(list.files), spec)
	if err != nil {
		return nil, err
	}
	stride := spec.Side * spec.Side * Channels
	pix, labels := make([]uint8, len(chosen)*stride), make([]int, len(chosen))
	err = parallel(ctx, len(chosen), opts, func() (func(int) error, error) {
		return func(k int) error {
			f := list.files[chosen[k]]
			labels[k] = f.label
			return loadFile(box, f.name, spec.Fit, spec.Side, pix[k*stride:(k+1)*stride])
		}, nil
	})
	if err != nil {
		return nil, err
	}
	return NewImages(spec.Side, pix, labels, list.classes)
}

// loadFile reads, decodes and fits one file into dst, side×side×3 bytes.
func loadFile(box container, name string, fit Fit, side int, dst []uint8) error {
	data, err := readAll(box, name)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", name, err)
	}
	img, err := decode(data)
	if err != nil {
		return fmt.Errorf("%s cannot be decoded: %w: replace or remove it", name, err)
	}
	toSquare(img, fit, side, dst)
	return nil
}

// parallel does items 0 to n-1 with opts.Threads workers; start makes what one worker does. Items are handed out in order, so that
// the error returned is that of the first item that fails, whatever the number of workers.
func parallel(ctx context.Context, n int, opts Options, start func() (func(item int) error, error)) error {
	var (
		mu         sync.Mutex
		next, done int
		firstBad   = n
		firstErr   error
		wait       sync.WaitGroup
	)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		if firstErr != nil || next >= n {
			return 0, false
		}
		next++
		return next - 1, true
	}
	finish := func(item int, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil && (firstErr == nil || item < firstBad) {
			firstBad, firstErr = item, err
		}
		if done++; err == nil && opts.Progress != nil {
			opts.Progress(done, n)
		}
	}
	worker := func() {
		work, err := start()
		for item, ok := take(); ok; item, ok = take() {
			switch {
			case err != nil:
				finish(item, err)
			case ctx.Err() != nil:
				finish(item, ctx.Err())
			default:
				finish(item, work(item))
			}
		}
	}
	for range min(max(opts.Threads, 1), n) {
		wait.Go(worker)
	}
	wait.Wait()
	return firstErr
}
