package datasets

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// badFile is the error of an image that is there and cannot be read as one. It names the image and the cure.
type badFile struct {
	name string
	err  error
}

func (b *badFile) Error() string { return b.err.Error() }

// Unwrap returns the cause.
func (b *badFile) Unwrap() error { return b.err }

// badImage returns the error of an image: as one of a bad file, unless the system could not read it, for then nothing is known of it.
func badImage(name string, err error) error {
	_, system := errors.AsType[syscall.Errno](err)
	if system || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrClosed) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &badFile{name, err}
}

// mostBad is how many bad files one error names.
const mostBad = 20

// howToSkip is the cure beside that of the file itself.
const howToSkip = "--skip-bad, or skip_bad in a profile, leaves out what is bad"

// badFiles is the error of all bad files, in the order of their names.
type badFiles []*badFile

func (b badFiles) Error() string {
	var all []string
	for _, bad := range b[:min(len(b), mostBad)] {
		all = append(all, bad.Error())
	}
	switch n := len(b) - len(all); {
	case len(b) == 1:
		return all[0]
	case n > 0:
		all = append(all, fmt.Sprintf("and %s more", grouped(n)))
	}
	return fmt.Sprintf("%s are bad (%s): %s", counted(len(b), "images"), howToSkip, strings.Join(all, "; "))
}

// names returns the names of bad files.
func (b badFiles) names() []string {
	var names []string
	for _, bad := range b {
		names = append(names, bad.name)
	}
	return names
}

// strictness says what becomes of bad files, and collects them. Trees within a tree share one.
type strictness struct {
	skip    bool // leave them out; else they are an error
	threads int  // to decode with
	found   badFiles
}

// newStrictness is that of a spec.
func newStrictness(spec Spec, opts Options) *strictness {
	s := &strictness{skip: spec.SkipBad, threads: opts.Threads}
	if s.threads < 1 {
		s.threads = runtime.GOMAXPROCS(0)
	}
	return s
}

// add takes in bad files.
func (s *strictness) add(more badFiles) {
	s.found = append(s.found, more...)
	slices.SortStableFunc(s.found, func(a, b *badFile) int { return cmp.Compare(a.name, b.name) })
}

// err returns the error of the bad files that are not to be left out, nil if there are none.
func (s *strictness) err() error {
	if s.skip || len(s.found) == 0 {
		return nil
	}
	return s.found
}

// decodeAll decodes n images and returns those that are bad, in order. Any other error ends it.
func decodeAll(ctx context.Context, n int, opts Options, decode func(i int) error) (badFiles, []int, error) {
	var mu sync.Mutex
	at := map[int]*badFile{}
	err := parallel(ctx, n, opts, func(i int) error {
		err := decode(i)
		bad, ok := errors.AsType[*badFile](err)
		if !ok {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		at[i] = bad
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	var all badFiles
	var numbers []int
	for i := range n {
		if bad, ok := at[i]; ok {
			all, numbers = append(all, bad), append(numbers, i)
		}
	}
	return all, numbers, nil
}

// dropBad leaves out the bad images of a source whose images are no files of a tree, which are looked at there.
func (f *found) dropBad(ctx context.Context, s *strictness) error {
	n := len(f.labels)
	bad, numbers, err := decodeAll(ctx, n, Options{Threads: s.threads}, func(i int) error {
		_, err := f.Decode(i)
		return err
	})
	if err != nil || len(bad) == 0 {
		return err
	}
	if len(bad) == n {
		return fmt.Errorf("no images: all %s are bad, such as %w", grouped(n), bad[0])
	}
	s.add(bad)
	f.skipped.count(Bad, len(bad))
	kept := chosen{source: f.source}
	var labels []int
	var parts []part
	for i := range n {
		if _, isBad := slices.BinarySearch(numbers, i); isBad {
			continue
		}
		kept.numbers, labels = append(kept.numbers, i), append(labels, f.labels[i])
		if f.parts != nil {
			parts = append(parts, f.parts[i])
		}
	}
	f.source, f.labels, f.parts = kept, labels, parts
	return nil
}

// chosen is some images of a source.
type chosen struct {
	source
	numbers []int
}

func (c chosen) Name(number int) string { return c.source.Name(c.numbers[number]) }

func (c chosen) Decode(number int) (*image.RGBA, error) { return c.source.Decode(c.numbers[number]) }

// explained returns the error that a user is to see of one of decoding images: where it is of a bad image, it decodes all of them and
// names every bad one, as the failure of an action on a source. Other errors are returned as they are.
func (c *Collection) explained(ctx context.Context, threads int, action, source string, err error) error {
	if _, ok := errors.AsType[*badFile](err); !ok {
		return err
	}
	all, _, failed := decodeAll(ctx, c.Len(), Options{Threads: threads}, func(i int) error {
		_, err := c.from.Decode(c.numbers[i])
		return err
	})
	if failed != nil {
		return failure(action, source, failed)
	}
	if len(all) == 0 { // it has been mended meanwhile
		return err
	}
	slices.SortStableFunc(all, func(a, b *badFile) int { return cmp.Compare(a.name, b.name) })
	return failure(action, source, all)
}

// Explain returns, of an error of decoding an image of the collection, the one that a user is to see: where the image is bad, it
// decodes all others, threads at once, and names every bad one. Other errors are returned as they are. source is what the collection is called.
func (c *Collection) Explain(ctx context.Context, threads int, source string, err error) error {
	return c.explained(ctx, threads, "read", source, err)
}
