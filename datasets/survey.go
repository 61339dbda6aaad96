package datasets

import (
	"context"
	"fmt"
	"slices"
)

// Survey is what a source holds, seen without decoding.
type Survey struct {
	Reading Reading
	Images  int      // of all splits
	Skipped Skipped  // what else it holds
	Notes   []string // what else should be known of how it was read, a line each
	Classes []string // names of the classes, in the order of their numbers
	PerName []int    // images of each class, in the order of Classes

	list *listing
}

// Look surveys the source of spec, absolute or relative to root, whose Label and SkipBad it heeds; not for procedural sources. Its errors
// are those of Open that need no decoding.
func Look(ctx context.Context, root string, spec Spec) (Survey, error) {
	s, err := openSet(ctx, root, spec, Options{}, "look at")
	if err != nil {
		return Survey{}, err
	}
	return s.Survey(), s.Close()
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
		survey, err := Look(ctx, root, spec)
		if err != nil {
			return nil, err
		}
		names = survey.Classes
	}
	return firstClasses(names, spec)
}

// firstClasses returns the names that spec.Classes leaves.
func firstClasses(names []string, spec Spec) ([]string, error) {
	if spec.Classes > len(names) {
		return nil, failure("look at", spec.Source, tooManyClasses(spec.Classes, len(names)))
	}
	if spec.Classes > 0 {
		names = names[:spec.Classes]
	}
	return slices.Clone(names), nil
}

// ClassNames returns the names of the classes that images of spec, of the surveyed source, have.
func (s Survey) ClassNames(spec Spec) ([]string, error) { return firstClasses(s.Classes, spec) }
