package datasets

import (
	"context"
	"fmt"
	"slices"
)

// Survey is what a source holds, seen without decoding.
type Survey struct {
	Images  int      // of all splits
	Skipped Skipped  // what else it holds
	Notes   []string // what else should be known of how it was read, a line each
	Classes []string // names of the classes, in the order of their numbers
	PerName []int    // images of each class, in the order of Classes

	list *listing
}

// Look surveys the source of spec, absolute or relative to root, whose Label it heeds; not for procedural sources. Its errors are those
// of Open that need no decoding.
func Look(ctx context.Context, root string, spec Spec) (Survey, error) {
	list, err := look(ctx, root, spec)
	if err != nil {
		return Survey{}, failure("look at", spec.Source, err)
	}
	s := Survey{Images: len(list.labels), Skipped: list.skipped, Notes: list.notes, Classes: list.classes, PerName: make([]int, len(list.classes)), list: list}
	for _, label := range list.labels {
		s.PerName[label]++
	}
	return s, nil
}

// Holds returns the error that Open would return because the surveyed source has fewer images than spec asks for; nil if it has them.
func (s Survey) Holds(spec Spec) error {
	if _, err := choose(s.list, spec); err != nil {
		return failure("open", spec.Source, err)
	}
	return nil
}

// ClassNames returns the names of the classes that the images of spec have, in the order of their numbers, without decoding any: of a
// procedural domain or of files, the first spec.Classes unless that is 0. Its errors are those of Open that need no decoding.
func ClassNames(ctx context.Context, root string, spec Spec) ([]string, error) {
	var names []string
	if name, isProcedural := spec.domain(); isProcedural {
		domain, err := findDomain(name)
		if err != nil {
			return nil, fmt.Errorf("datasets: %w", err)
		}
		names = domain.Classes
	} else {
		list, err := look(ctx, root, spec)
		if err != nil {
			return nil, failure("look at", spec.Source, err)
		}
		names = list.classes
	}
	if spec.Classes > len(names) {
		return nil, failure("look at", spec.Source, tooManyClasses(spec.Classes, len(names)))
	}
	if spec.Classes > 0 {
		names = names[:spec.Classes]
	}
	return slices.Clone(names), nil
}

func look(ctx context.Context, root string, spec Spec) (*listing, error) {
	found, err := openSource(ctx, spec.path(root), spec.Label)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	return &found.listing, nil
}
