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

// The splits. Train, Validation and Test are disjoint and make up All.
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
	// Source is "procedural/NAME" for a procedural domain, else a folder or a zip file, absolute or relative to the data root.
	Source string `yaml:"source" json:"source"`
	// Side is the width and height of the images in pixels, 1 to MaxSide (procedural: procedural.MinSide to MaxSide).
	Side int `yaml:"side" json:"side"`
	// Fit is Crop or Stretch; it may be left out for a procedural source, which is square.
	Fit Fit `yaml:"fit,omitempty" json:"fit,omitempty"`
	// Split is All, Train, Validation or Test. A split depends on the source alone: neither on Count nor on Seed.
	// Of n images, n/10 (rounded down) are Validation, n/10 are Test and the rest are Train, chosen by a fixed permutation.
	// Of a procedural domain, whose images are numbered, those with i mod 10 = 8 are Validation and those with 9 are Test.
	Split string `yaml:"split" json:"split"`
	// Count is the number of images; 0 means all of the split, in path order. A procedural source needs a Count.
	// Else they are the first Count of the permutation that Seed names, in its order: with one Seed, the images of a smaller
	// Count are the first of those of a larger one.
	Count int `yaml:"count,omitempty" json:"count,omitempty"`
	// Seed is any text. For files it names the permutation of Count, for a procedural source the world that is drawn.
	Seed string `yaml:"seed,omitempty" json:"seed,omitempty"`
}

// Validate returns an error that names the first field that is wrong and its cure. It does not touch the disk.
func (s Spec) Validate() error {
	if s.Source == "" {
		return errors.New("source is missing: name a folder, a zip file or a procedural domain")
	}
	if s.Side < 1 || s.Side > MaxSide {
		return fmt.Errorf("side is %d: it must be from 1 to %d", s.Side, MaxSide)
	}
	if s.Count < 0 {
		return fmt.Errorf("count is %d: it must be 0 (all) or more", s.Count)
	}
	if splits := []string{All, Train, Validation, Test}; !slices.Contains(splits, s.Split) {
		return fmt.Errorf("split is %q: it must be one of %s", s.Split, strings.Join(splits, ", "))
	}
	domain, isProcedural := s.domain()
	if s.Fit != Crop && s.Fit != Stretch && !(isProcedural && s.Fit == "") {
		return fmt.Errorf("fit is %q: it must be %s or %s", s.Fit, Crop, Stretch)
	}
	if !isProcedural {
		return nil
	}
	if err := checkDomain(domain); err != nil {
		return err
	}
	if s.Side < procedural.MinSide || s.Side > procedural.MaxSide {
		return fmt.Errorf("side is %d: it must be from %d to %d for a procedural domain", s.Side, procedural.MinSide, procedural.MaxSide)
	}
	if s.Count == 0 {
		return fmt.Errorf("count is missing: %s is endless, say how many images to draw", s.Source)
	}
	return nil
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

func checkDomain(name string) error {
	var names []string
	for _, d := range procedural.Domains() {
		if d.Name == name {
			return nil
		}
		names = append(names, proceduralPrefix+d.Name)
	}
	return fmt.Errorf("there is no procedural domain %q: there are %s (write ./%s%s for a folder of that name)",
		name, strings.Join(names, ", "), proceduralPrefix, name)
}
