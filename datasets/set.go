package datasets

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Set is a source of files that was opened once: what is in it is known, and every way of reading it starts from here. A set is for one
// goroutine; its collections are safe for concurrent use until the set is closed.
type Set struct {
	spec  Spec // Source, Label and SkipBad count
	found *found
	tree  *tree
	id    string // "" until it is asked for
}

// OpenSet opens the source of spec, absolute or relative to root, as Label and SkipBad of spec say; it must not be procedural. With SkipBad
// every image is decoded, by opts.Threads at once (0 means as many as there are processors). The caller closes the set.
// Its errors are those of Open that need no decoding.
func OpenSet(ctx context.Context, root string, spec Spec, opts Options) (*Set, error) {
	return openSet(ctx, root, spec, opts, "open")
}

func openSet(ctx context.Context, root string, spec Spec, opts Options, action string) (*Set, error) {
	if spec.Procedural() || spec.Source == "" {
		return nil, fmt.Errorf("datasets: %s %q: it is no source of files: name a folder or a file", action, spec.Source)
	}
	f, t, err := openLayout(ctx, spec.path(root), spec.Label, newStrictness(spec, opts))
	if err != nil {
		return nil, failure(action, spec.Source, err)
	}
	return &Set{spec: spec, found: f, tree: t}, nil
}

// Close closes the source, and with it all collections that were opened from the set.
func (s *Set) Close() error { return s.found.Close() }

// Reading returns what was read.
func (s *Set) Reading() Reading { return s.found.reading(s.spec.Source, s.found.title) }

// Survey returns what the set holds. It stays good when the set is closed.
func (s *Set) Survey() Survey {
	l := &s.found.listing
	return Survey{
		Reading: s.Reading(), Images: len(l.labels), Skipped: l.skipped, Notes: slices.Clone(l.notes), Classes: slices.Clone(l.classes), PerName: l.perClass(), list: l,
	}
}

// Identity returns the identity of the set, as the function Identity does; it reads the whole source when it is first asked for, until
// ctx ends.
func (s *Set) Identity(ctx context.Context) (string, error) {
	if s.id != "" {
		return s.id, nil
	}
	id, err := contentIdentity(ctx, s.found, s.tree)
	if err != nil {
		return "", failure("identify", s.spec.Source, err)
	}
	s.id = id
	return id, nil
}

// Collection returns the images of the set that spec names, whose Source, Label and SkipBad are not looked at. It is closed with the set.
func (s *Set) Collection(spec Spec) (*Collection, error) {
	c, err := s.collection(spec)
	if err != nil {
		return nil, err
	}
	c.from = borrowed{c.from}
	return c, nil
}

// collection is Collection, but closing it closes the source.
func (s *Set) collection(spec Spec) (*Collection, error) {
	spec.Source = s.spec.Source
	if err := spec.validateSelection(); err != nil {
		return nil, fmt.Errorf("datasets: %w", err)
	}
	f := s.found
	chosen, err := choose(&f.listing, spec)
	if err != nil {
		return nil, failure("open", spec.Source, err)
	}
	labels := make([]int, len(chosen))
	for k, i := range chosen {
		labels[k] = f.labels[i]
	}
	classes := f.classes
	if spec.Classes > 0 {
		classes = classes[:spec.Classes]
	}
	return &Collection{from: f, numbers: chosen, labels: labels, classes: classes}, nil
}

// borrowed is a source that is closed by another.
type borrowed struct{ source }

func (borrowed) Close() error { return nil }

// setOf returns the set that opts has opened already, or opens it; done closes it in that case.
func setOf(ctx context.Context, root string, spec Spec, opts Options) (s *Set, done func() error, err error) {
	if opts.Set != nil {
		if have := opts.Set.spec; have.Source != spec.Source || have.Label != spec.Label || have.SkipBad != spec.SkipBad {
			return nil, nil, errors.New("datasets: the opened set is of another source: open that of the spec")
		}
		return opts.Set, func() error { return nil }, nil
	}
	if s, err = OpenSet(ctx, root, spec, opts); err != nil {
		return nil, nil, err
	}
	return s, s.Close, nil
}
