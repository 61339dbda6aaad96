package datasets

import (
	"context"
	"sync"
)

// parallel does items 0 to n-1 with opts.Threads workers. Items are handed out in order, so that the error returned is that of the
// first item that fails, whatever the number of workers.
func parallel(ctx context.Context, n int, opts Options, work func(item int) error) error {
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
		for item, ok := take(); ok; item, ok = take() {
			err := ctx.Err()
			if err == nil {
				err = work(item)
			}
			finish(item, err)
		}
	}
	for range min(max(opts.Threads, 1), n) {
		wait.Go(worker)
	}
	wait.Wait()
	return firstErr
}

// inOrder does items first to n-1 as parallel does, and gives each result to emit, in order and never twice at once. At most window
// results are held.
func inOrder[T any](ctx context.Context, first, n, window int, opts Options, work func(item int) (T, error), emit func(item int, result T) error) error {
	results := make([]T, min(window, n-first))
	for start := first; start < n; start += len(results) {
		size := min(len(results), n-start)
		within := opts
		if opts.Progress != nil {
			within.Progress = func(done, _ int) { opts.Progress(start+done, n) }
		}
		err := parallel(ctx, size, within, func(k int) (err error) {
			results[k], err = work(start + k)
			return err
		})
		if err != nil {
			return err
		}
		for k := range size {
			if err := emit(start+k, results[k]); err != nil {
				return err
			}
		}
	}
	return nil
}
