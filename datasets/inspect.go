package datasets

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"maps"
	"slices"

	"tgan/datasets/codec"
)

// Inspection is all there is to say of a set short of showing it.
type Inspection struct {
	Reading Reading `json:"reading"` // of the whole source
	Split   string  `json:"split"`   // that was inspected: what follows is of its images alone
	Images  int     `json:"images"`
	// Classes are those of the set, in the order of their numbers.
	Classes []ClassCount `json:"classes"`
	// Sizes are those of the decoded, upright images, the most frequent first.
	Sizes []SizeCount `json:"sizes"`
	// Modes are the formats of files and their kinds of pixels, from the files' headers, the most frequent first.
	Modes []ModeCount `json:"modes"`
	// Duplicates are groups of images that have the same pixels, each by name, in the order of the first of each.
	Duplicates [][]string `json:"duplicates"`
	// Bad says of each bad file of the source what is wrong with it.
	Bad []string `json:"bad"`
}

// ClassCount is a class and what it has.
type ClassCount struct {
	Class  string      `json:"class"`
	Images int         `json:"images"`
	Parts  []PartCount `json:"parts,omitempty"`
	First  []string    `json:"first"` // the names of the first images
}

// SizeCount is how many images have a size in pixels.
type SizeCount struct {
	Width  int `json:"width"`
	Height int `json:"height"`
	Images int `json:"images"`
}

// ModeCount is how many images are of a format and have a kind of pixels.
type ModeCount struct {
	Mode   string `json:"mode"` // such as "JPEG RGB"
	Images int    `json:"images"`
}

// firstNames is how many images of a class an inspection names.
const firstNames = 3

// inspected is what is learnt of one image.
type inspected struct {
	size   image.Point
	mode   string
	digest [sha256.Size]byte
}

// Inspect decodes the images of the set that spec names and reads their headers. The set is to be opened with SkipBad, so that bad files are
// part of its Reading; else one is an error.
func (s *Set) Inspect(ctx context.Context, spec Spec, opts Options) (Inspection, error) {
	c, err := s.Collection(spec)
	if err != nil {
		return Inspection{}, err
	}
	learnt := make([]inspected, c.Len())
	err = parallel(ctx, c.Len(), opts, func(i int) (err error) {
		learnt[i], err = c.inspect(i)
		return err
	})
	if err != nil {
		return Inspection{}, c.explained(ctx, opts.Threads, "inspect", spec.Source, failure("inspect", spec.Source, err))
	}
	in := Inspection{Reading: s.Reading(), Split: spec.Split, Images: c.Len(), Duplicates: [][]string{}, Bad: []string{}}
	in.Classes = s.countClasses(c)
	for _, bad := range s.tree.bad.found {
		in.Bad = append(in.Bad, shown(bad.Error()))
	}
	sizes, modes := map[image.Point]int{}, map[string]int{}
	same := map[[sha256.Size]byte][]int{}
	for i, l := range learnt {
		sizes[l.size]++
		modes[l.mode]++
		same[l.digest] = append(same[l.digest], i)
	}
	for size, n := range sizes {
		in.Sizes = append(in.Sizes, SizeCount{size.X, size.Y, n})
	}
	slices.SortFunc(in.Sizes, func(a, b SizeCount) int {
		return cmp.Or(b.Images-a.Images, a.Width-b.Width, a.Height-b.Height)
	})
	for _, mode := range byCount(modes) {
		in.Modes = append(in.Modes, ModeCount{mode, modes[mode]})
	}
	groups := slices.DeleteFunc(slices.Collect(maps.Values(same)), func(group []int) bool { return len(group) < 2 })
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	for _, group := range groups {
		var names []string
		for _, i := range group {
			names = append(names, c.Name(i))
		}
		in.Duplicates = append(in.Duplicates, names)
	}
	return in, nil
}

// inspect decodes one image.
func (c *Collection) inspect(i int) (inspected, error) {
	number := c.numbers[i]
	img, err := c.from.Decode(number)
	if err != nil {
		return inspected{}, err
	}
	mode, err := modeOf(c.from, number)
	if err != nil {
		return inspected{}, err
	}
	h := sha256.New()
	shape := binary.LittleEndian.AppendUint64(nil, uint64(img.Rect.Dx()))
	h.Write(shape)
	h.Write(img.Pix)
	return inspected{img.Rect.Size(), mode, [sha256.Size]byte(h.Sum(nil))}, nil
}

// modeOf returns the format and the kind of pixels of an image of a source.
func modeOf(from source, number int) (string, error) {
	switch s := from.(type) {
	case borrowed:
		return modeOf(s.source, number)
	case *found:
		return modeOf(s.source, number)
	case *inside:
		return modeOf(s.source, number)
	case chosen:
		return modeOf(s.source, s.numbers[number])
	case *records:
		if s.order.channels() == 1 {
			return "raw L", nil
		}
		return "raw RGB", nil
	case interface {
		file(number int) ([]byte, error)
	}:
		data, err := s.file(number)
		if err != nil {
			return "", err
		}
		h, err := codec.ReadHeader(data)
		if err != nil {
			return "", badImage(from.Name(number), fmt.Errorf("%s has no header that can be read: %w", from.Name(number), err))
		}
		return h.Format.String() + " " + h.Mode, nil
	}
	return "", errors.New("a source that has neither files nor raw pixels")
}

// countClasses counts the images of a collection of the set by their classes.
func (s *Set) countClasses(c *Collection) []ClassCount {
	classes := make([]ClassCount, len(c.classes))
	parts := make([][]part, len(c.classes))
	for k, class := range c.classes {
		classes[k].Class, classes[k].First = class, []string{}
	}
	for i, number := range c.numbers {
		class := &classes[c.labels[i]]
		class.Images++
		if len(class.First) < firstNames {
			class.First = append(class.First, c.Name(i))
		}
		if s.found.parts != nil {
			parts[c.labels[i]] = append(parts[c.labels[i]], s.found.parts[number])
		}
	}
	for k := range classes {
		classes[k].Parts = (&listing{parts: parts[k]}).partCounts()
	}
	return classes
}
