package datasets

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"tgan/datasets/procedural"
)

// MaxSide is the largest side of an image in pixels.
const MaxSide = 1024

// Fit says how an image of another shape becomes a square.
type Fit string

// The ways to fit.
const (
	Crop    Fit = "crop"    // centre crop to the largest square, then resize: keeps proportions
	Stretch Fit = "stretch" // resize both axes: keeps all content, the paper's way
)

// The splits. Train, Validation and Test are disjoint and make up All, but for images that the makers of a set put into no part.
const (
	All        = "all"
	Train      = "train"
	Validation = "validation"
	Test       = "test"
)

// Resize names the resampling filter of every image that is not already of the side asked for.
const Resize = "catmull-rom"

// proceduralPrefix starts the source of a procedural domain.
const proceduralPrefix = "procedural/"

// Spec says which images, completely: with the Identity of its source it determines every byte.
type Spec struct {
	// Source is "procedural/NAME" for a procedural domain, else a folder or a file, absolute or relative to the data root: any that the
	// package reads, see its overview. "set-{000000..000012}.tar" names so many tar files.
	Source string `yaml:"source" json:"source"`
	// Side is the width and height of the images in pixels, 1 to MaxSide (procedural: procedural.MinSide to MaxSide).
	Side int `yaml:"side" json:"side"`
	// Fit is Crop or Stretch; it may be left out for a procedural source, which is square.
	Fit Fit `yaml:"fit,omitempty" json:"fit,omitempty"`
	// Split is All, Train, Validation or Test. A split depends on the source alone: neither on Count nor on Seed.
	// Of n images, n/10 (rounded down) are Validation, n/10 are Test and the rest are Train, chosen by a fixed permutation.
	// Where the source holds a training part and another that its makers published, those are taken: Validation and Test are the
	// published parts of that name. Where one of the two is missing, the other is Test, and Validation is n/10 of the n images
	// of the training part, by the fixed permutation; but where parts are in classes, as CLASS/train, Train is the training part as it is,
	// and the other part is cut in halves.
	// Of a procedural domain, whose images are numbered, those with i mod 10 = 8 are Validation and those with 9 are Test.
	Split string `yaml:"split" json:"split"`
	// Count is the number of images; 0 means all of the split, in path order. A procedural source needs a Count.
	// Else they are the first Count of the permutation that Seed names, in its order: with one Seed, the images of a smaller
	// Count are the first of those of a larger one.
	Count int `yaml:"count,omitempty" json:"count,omitempty"`
	// Classes takes the first so many classes in the order of the collection, which is sorted by name where its makers state none;
	// 0 means all. Splits are as without it.
	Classes int `yaml:"classes,omitempty" json:"classes,omitempty"`
	// PerClass takes so many images of each class, in place of Count: image k is of class k mod K of the K classes that the source has
	// images of. Of files, a class's images are the first of the permutation that Seed and the class's number name. The images of a
	// smaller PerClass are the first of those of a larger one.
	PerClass int `yaml:"per_class,omitempty" json:"per_class,omitempty"`
	// Label names the annotation that gives the classes, where a collection has several: "identity" or an attribute of CelebA, such
	// as "Smiling"; "fine" or "coarse" of CIFAR-100; a selection of EMNIST, such as "letters". It is left out for all others.
	Label string `yaml:"label,omitempty" json:"label,omitempty"`
	// SkipBad leaves out images that cannot be read, as if their files were not there; they are counted, and named by the Reading. Else they
	// are an error. To know them, the whole source is decoded whenever it is opened.
	SkipBad bool `yaml:"skip_bad,omitempty" json:"skip_bad,omitempty"`
	// Style is how far, 0 to 1, a procedural domain is from its own look; 0 is the domain as it is.
	Style float64 `yaml:"style,omitempty" json:"style,omitempty"`
	// Seed is any text. For files it names the permutation of Count, for a procedural source the world that is drawn.
	Seed string `yaml:"seed,omitempty" json:"seed,omitempty"`
}

// Validate returns an error that names the first field that is wrong and its cure. It does not touch the disk.
func (s Spec) Validate() error {
	if err := s.validateSelection(); err != nil {
		return err
	}
	return s.validateShape()
}

// validateSelection checks all that says which images, and nothing that says how they become squares.
func (s Spec) validateSelection() error {
	if s.Source == "" {
		return errors.New("source is missing: name a folder, a file or a procedural domain")
	}
	for _, n := range []struct {
		name  string
		value int
	}{{"count", s.Count}, {"classes", s.Classes}, {"per_class", s.PerClass}} {
		if n.value < 0 {
			return fmt.Errorf("%s is %d: it must be 0 (all) or more", n.name, n.value)
		}
	}
	if s.Count > 0 && s.PerClass > 0 {
		return fmt.Errorf("count is %d and per_class is %d: give one of them", s.Count, s.PerClass)
	}
	if splits := []string{All, Train, Validation, Test}; !slices.Contains(splits, s.Split) {
		return fmt.Errorf("split is %q: it must be one of %s", s.Split, strings.Join(splits, ", "))
	}
	if !(s.Style >= 0 && s.Style <= 1) {
		return fmt.Errorf("style is %v: it must be from 0 to 1", s.Style)
	}
	name, isProcedural := s.domain()
	if isProcedural && s.SkipBad {
		return errors.New("skip_bad: procedural domains have no files, leave it out")
	}
	if isProcedural && s.Label != "" {
		return fmt.Errorf("label is %q: procedural domains have one set of classes, leave it out", s.Label)
	}
	if !isProcedural {
		if s.Style != 0 {
			return fmt.Errorf("style is %v: only procedural domains have one, leave it out", s.Style)
		}
		return nil
	}
	domain, err := findDomain(name)
	switch {
	case err != nil:
		return err
	case s.Count == 0 && s.PerClass == 0:
		return fmt.Errorf("count is missing: %s is endless, say how many images to draw", s.Source)
	case s.Classes > len(domain.Classes):
		return tooManyClasses(s.Classes, len(domain.Classes))
	}
	return nil
}

// validateShape checks what says how images become squares.
func (s Spec) validateShape() error {
	if s.Side < 1 || s.Side > MaxSide {
		return fmt.Errorf("side is %d: it must be from 1 to %d", s.Side, MaxSide)
	}
	procedurally := s.Procedural()
	if s.Fit != Crop && s.Fit != Stretch && !(procedurally && s.Fit == "") {
		return fmt.Errorf("fit is %q: it must be %s or %s", s.Fit, Crop, Stretch)
	}
	if procedurally {
		return s.validateDrawnSide()
	}
	return nil
}

// validateDrawnSide checks the side of a procedural source.
func (s Spec) validateDrawnSide() error {
	if s.Side < procedural.MinSide || s.Side > procedural.MaxSide {
		return fmt.Errorf("side is %d: it must be from %d to %d for a procedural domain", s.Side, procedural.MinSide, procedural.MaxSide)
	}
	return nil
}

// tooManyClasses is the error of asking for more classes than there are.
func tooManyClasses(want, have int) error {
	return fmt.Errorf("classes is %d: the source has %d: lower it or leave it out", want, have)
}

// domain returns the procedural domain that the source names, if it names one.
func (s Spec) domain() (string, bool) {
	return strings.CutPrefix(filepath.ToSlash(s.Source), proceduralPrefix)
}

// Procedural tells whether the images are drawn by a program, hence always there.
func (s Spec) Procedural() bool {
	_, ok := s.domain()
	return ok
}

// path returns the file or folder of a source that is not procedural.
func (s Spec) path(root string) string {
	if filepath.IsAbs(s.Source) {
		return filepath.Clean(s.Source)
	}
	return filepath.Join(root, s.Source)
}

// findDomain returns a procedural domain, or an error that lists those there are.
func findDomain(name string) (procedural.Domain, error) {
	var names []string
	for _, d := range procedural.Domains() {
		if d.Name == name {
			return d, nil
		}
		names = append(names, proceduralPrefix+d.Name)
	}
	return procedural.Domain{}, fmt.Errorf("there is no procedural domain %q: there are %s (write ./%s%s for a folder of that name)",
		name, strings.Join(names, ", "), proceduralPrefix, name)
}
