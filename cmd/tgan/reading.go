package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tgan/datasets"
)

// opened is a source that a command reads, with what was read. Of a procedural domain, which has no files, both are nil.
type opened struct {
	set     *datasets.Set
	reading *datasets.Reading
}

// openSource opens the source of spec once for all that the command does with it, and tells on standard error what was read.
func openSource(cmd *cobra.Command, root string, spec datasets.Spec, threads int) (opened, error) {
	if spec.Procedural() || spec.Source == "" {
		return opened{}, nil // a source that is missing is told by whoever needs it
	}
	set, err := datasets.OpenSet(cmd.Context(), root, spec, datasets.Options{Threads: threads})
	if err != nil {
		return opened{}, err
	}
	reading := set.Reading()
	tell(cmd, reading)
	return opened{set, &reading}, nil
}

// tell prints on standard error what was read.
func tell(cmd *cobra.Command, reading datasets.Reading) { fmt.Fprintln(cmd.ErrOrStderr(), reading) }

// identity returns that of the source, whose spec is given.
func (o opened) identity(ctx context.Context, spec datasets.Spec) (string, error) {
	if o.set == nil {
		return datasets.Identity(ctx, "", spec)
	}
	return o.set.Identity(ctx)
}

// classNames returns the classes that images of spec, of this source, have.
func (o opened) classNames(ctx context.Context, spec datasets.Spec) ([]string, error) {
	if o.set == nil {
		return datasets.ClassNames(ctx, "", spec)
	}
	return o.set.Survey().ClassNames(spec)
}

// close closes the source.
func (o opened) close() {
	if o.set != nil {
		_ = o.set.Close() // it was only read
	}
}
