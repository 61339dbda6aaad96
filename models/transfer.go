package models

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Transfer names a transfer method: what becomes of a source GAN when it is trained on other images. A method that has a value takes it
// after a colon, such as "freeze-d:2"; without it the value is the method's own. The optimizer's state is never taken over.
type Transfer string

// The methods of table 1 of the paper, and those that came after it.
const (
	Scratch            Transfer = "scratch"     // nothing is taken over
	TransferBoth       Transfer = "both"        // generator and critic, the paper's choice
	TransferGenerator  Transfer = "generator"   // generator only
	TransferCritic     Transfer = "critic"      // critic only
	TransferFreezeD    Transfer = "freeze-d"    // lower layers of the critic stay as they are
	TransferScaleShift Transfer = "scale-shift" // only scales and offsets of the generator's norms move
	TransferMiner      Transfer = "miner"       // a miner of latent codes is trained, then the generator with it
	TransferL2SP       Transfer = "l2-sp"       // weights are held near the source's
	TransferEWC        Transfer = "ewc"         // the generator's weights are, as much as they mattered to the source
)

// method is what a Transfer stands for. A training asks it which weights start where, which move when, what holds them, and which there are
// beside the source's; what is nil is as in plain fine-tuning.
type method struct {
	name  Transfer
	about string

	// value describes the number after the colon; nil if there is none.
	value func(a Architecture) amount
	// takes tells whether a weight, or all weights under a prefix, start from the source's; nil if none does.
	takes func(name string) bool
	// extend adds weights to the network that is trained.
	extend func(s *Spec, a Architecture)
	// moves returns the step from which a weight that the source has is trained, or never.
	moves func(a Architecture, value float64, name string) int
	// anchors returns what holds the weights of t, which stand at the start, near the source's.
	anchors func(t *Trainer, source *Checkpoint, value float64) ([]anchor, error)
}

// amount is the value of a method.
type amount struct {
	what                  string // in capitals, for help
	standard, least, most float64
	whole                 bool
}

func methods() []method {
	return []method{scratch(), both(), generatorOnly(), criticOnly(), freezeD(), scaleShift(), mineGAN(), l2SP(), ewc()}
}

// Transfers returns the names of all methods.
func Transfers() []Transfer {
	var names []Transfer
	for _, m := range methods() {
		names = append(names, m.name)
	}
	return names
}

// TransferHelp returns a line for each method: its name, its value and what it does.
func TransferHelp() string {
	var b strings.Builder
	for _, m := range methods() {
		usage := string(m.name)
		if m.value != nil {
			usage += "[:" + m.value(Architecture{}).what + "]"
		}
		fmt.Fprintf(&b, "  %-18s %s\n", usage, m.about)
	}
	return b.String()
}

// Validate returns an error that names the methods, or the values, if t is of no use for any architecture.
func (t Transfer) Validate() (err error) {
	for _, a := range Architectures() {
		if _, _, err = t.resolve(a); err == nil {
			return nil
		}
	}
	return err
}

// ValidateFor is Validate for a training of that spec.
func (t Transfer) ValidateFor(s Spec) error {
	arch, err := LookupArchitecture(s.Architecture)
	if err != nil {
		return err
	}
	_, _, err = t.resolve(arch)
	return err
}

// resolve returns the method and its value for an architecture.
func (t Transfer) resolve(a Architecture) (method, float64, error) {
	name, text, given := strings.Cut(string(t), ":")
	known := methods()
	i := slices.IndexFunc(known, func(m method) bool { return m.name == Transfer(name) })
	if i < 0 {
		return method{}, 0, fmt.Errorf("models: unknown transfer method %q; known: %v", name, Transfers())
	}
	m := known[i]
	switch {
	case m.value == nil && given:
		return method{}, 0, fmt.Errorf("models: transfer method %q: %s takes no value: leave out %q", string(t), name, ":"+text)
	case m.value == nil:
		return m, 0, nil
	}
	amount := m.value(a)
	if !given {
		return m, amount.standard, nil
	}
	value, err := amount.parse(text)
	if err != nil {
		return method{}, 0, fmt.Errorf("models: transfer method %q: %w", string(t), err)
	}
	return m, value, nil
}

// parse reads a value in range.
func (a amount) parse(text string) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err == nil && v >= a.least && v <= a.most && (!a.whole || v == math.Trunc(v)) {
		return v, nil
	}
	kind := "a number"
	if a.whole {
		kind = "a whole number"
	}
	return 0, fmt.Errorf("%s must be %s from %v to %v", a.what, kind, a.least, a.most)
}

// StartFrom makes the training one of that method from the source. The trainer must be at step 0, and the source of the same architecture and
// width. A source that knows no classes can start a conditional training: every class begins with its scales and offsets of batch norm, and
// what it does not have at all, labels' weights and the auxiliary classifier, is new and trained from the first step. A conditional
// source must have the condition and the number of classes of the training.
// StartFrom is called again, before Resume, when the training goes on. For Scratch the source may be nil.
func (t *Trainer) StartFrom(source *Checkpoint, transfer Transfer) error {
	m, value, err := transfer.resolve(t.arch)
	if err != nil {
		return err
	}
	if t.step != 0 {
		return fmt.Errorf("models: transfer into a training that has done %d steps", t.step)
	}
	if m.takes == nil {
		return nil
	}
	if err := source.fits(t.spec); err != nil {
		return err
	}
	spec, err := m.spec(t.spec, t.arch, source)
	if err != nil {
		return err
	}
	if m.extend != nil || m.moves != nil || m.anchors != nil {
		spec.Method = transfer
	}
	t.spec = spec
	if err := t.build(); err != nil {
		return err
	}
	for _, name := range t.params.Names() {
		if from := source.params.Value(name); from != nil && m.takes(name) {
			inherit(t.params.Value(name), from)
		}
	}
	if m.anchors != nil {
		if t.params.anchors, err = m.anchors(t, source, value); err != nil {
			return err
		}
	}
	if m.moves != nil {
		arch := t.arch
		t.params.moves = func(name string) int {
			if source.params.Value(name) == nil {
				return 0
			}
			return m.moves(arch, value, name)
		}
	}
	return t.compile()
}

// spec returns the spec of a training with the source's miner, if the method takes its generator, and with what the method adds.
func (m method) spec(s Spec, a Architecture, source *Checkpoint) (Spec, error) {
	s.Miner, s.Method = 0, ""
	if m.takes("generator/") {
		s.Miner = source.Spec.Miner
	}
	if m.extend == nil {
		return s, nil
	}
	if s.Miner != 0 {
		return s, fmt.Errorf("models: transfer method %s: the source already has a miner: use %s", m.name, TransferBoth)
	}
	m.extend(&s, a)
	return s, nil
}

// under returns a function that tells whether a name starts with one of the prefixes.
func under(prefixes ...string) func(name string) bool {
	return func(name string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
	}
}
