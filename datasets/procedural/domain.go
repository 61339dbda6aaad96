package procedural

import (
	"fmt"
	"strings"
)

// Version is raised when any image of any domain changes by a bit.
const Version = 1

// The sides, in pixels, that a domain can be drawn at.
const (
	MinSide = 16
	MaxSide = 256
)

// Domain is an endless numbered collection of images drawn by a program. Image i is of class i mod len(Classes).
type Domain struct {
	Name        string
	Description string
	Classes     []string // at least one
}

// entry is a domain and the function that draws one image of the given class.
type entry struct {
	Domain
	draw func(s *scene, label int)
}

// registry is the table of all domains in the order they are listed.
func registry() []entry {
	return []entry{
		{Domain{"faces", "photograph-like faces of people: one dense class, the source", []string{"face"}}, drawFace},
		{Domain{"portraits", "old framed portraits in one tone, with hats and collars: faces of another style, the target",
			[]string{"portrait"}}, drawPortrait},
		objects(),
		flowers(),
		places(),
		{Domain{"bedrooms", "bedrooms seen from the door: one dense class, a source", []string{"bedroom"}}, drawBedroom},
		{Domain{"kitchens", "fitted kitchens: rooms like bedrooms, a target", []string{"kitchen"}}, drawKitchen},
		{Domain{"streets", "streets of a town through a windscreen, in muted colours, a target", []string{"street"}}, drawStreet},
	}
}

// Domains lists the domains.
func Domains() []Domain {
	var list []Domain
	for _, e := range registry() {
		list = append(list, e.Domain)
	}
	return list
}

// Find returns the domain of that name, or an error that lists those there are.
func Find(name string) (Domain, error) {
	e, err := find(name)
	return e.Domain, err
}

func find(name string) (entry, error) {
	var names []string
	for _, e := range registry() {
		if e.Name == name {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return entry{}, fmt.Errorf("procedural: no domain %q: there are %s", name, strings.Join(names, ", "))
}
