package models

import (
	"fmt"
	"slices"
	"strings"
)

// Transfer says which networks of a source GAN a training starts from; the other ones start from fresh weights. The optimizer's
// state is never taken over. Source: table 1 of the paper.
type Transfer string

// The methods.
const (
	Scratch           Transfer = "scratch"   // none
	TransferBoth      Transfer = "both"      // generator and critic, the paper's choice
	TransferGenerator Transfer = "generator" // generator only
	TransferCritic    Transfer = "critic"    // critic only
)

// Transfers returns all methods.
func Transfers() []Transfer {
	return []Transfer{Scratch, TransferBoth, TransferGenerator, TransferCritic}
}

// Validate returns an error that lists the methods if t is not one.
func (t Transfer) Validate() error {
	if !slices.Contains(Transfers(), t) {
		return fmt.Errorf("models: unknown transfer method %q; known: %v", string(t), Transfers())
	}
	return nil
}

// networks returns the prefixes of the weights that are taken over.
func (t Transfer) networks() []string {
	switch t {
	case TransferBoth:
		return []string{"generator/", "critic/"}
	case TransferGenerator:
		return []string{"generator/"}
	case TransferCritic:
		return []string{"critic/"}
	}
	return nil
}

// StartFrom replaces weights by those of the source, as the method says. The trainer must be at step 0, and the source of the same
// architecture and width. At least one weight is replaced unless the method is Scratch.
func (t *Trainer) StartFrom(source *Checkpoint, method Transfer) error {
	if err := method.Validate(); err != nil {
		return err
	}
	if t.step != 0 {
		return fmt.Errorf("models: transfer into a training that has done %d steps", t.step)
	}
	if method == Scratch {
		return nil
	}
	if err := source.fits(t.spec); err != nil {
		return err
	}
	for _, name := range t.params.Names() {
		if !slices.ContainsFunc(method.networks(), func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			continue
		}
		copy(t.params.Value(name).Data().([]float32), source.params.Value(name).Data().([]float32))
	}
	return nil
}
