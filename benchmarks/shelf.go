package benchmarks

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"tgan/datasets"
)

// shelfLimit is how many bytes of pixels a shelf keeps: some twenty sets of 4,000 images of 32 pixels.
const shelfLimit = 256 << 20

// shelf keeps the procedural images of a run in memory, since many trials learn or are measured against the same ones and drawing them takes
// as long as some tens of updates. Those that were not used for the longest time go first. It may be used by many goroutines.
type shelf struct {
	mu    sync.Mutex
	limit int64    // bytes
	kept  []*place // the least recently used first
}

// place is where a set of images is, or will be.
type place struct {
	spec  string // JSON
	bytes int64  // of pixels; 0 until they are drawn

	drawing sync.Mutex // so that two trials do not draw the same
	images  *datasets.Images
}

func newShelf() *shelf { return &shelf{limit: shelfLimit} }

// open returns the images of a procedural spec, from draw if the shelf has none. They need not be closed.
func (s *shelf) open(spec datasets.Spec, draw func() (*datasets.Images, error)) (*datasets.Images, error) {
	name, err := json.Marshal(spec)
	if err != nil {
		return nil, fmt.Errorf("benchmarks: images: %w", err)
	}
	p := s.reach(string(name))
	p.drawing.Lock()
	defer p.drawing.Unlock()
	if p.images == nil {
		images, err := draw()
		if err != nil {
			return nil, err
		}
		p.images = images
		s.fill(p, int64(images.Len())*int64(images.Side())*int64(images.Side())*3)
	}
	return p.images, nil
}

// reach returns the place of a spec, as the one that is used last.
func (s *shelf) reach(spec string) *place {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &place{spec: spec}
	if i := slices.IndexFunc(s.kept, func(p *place) bool { return p.spec == spec }); i >= 0 {
		p = s.kept[i]
		s.kept = slices.Delete(s.kept, i, i+1)
	}
	s.kept = append(s.kept, p)
	return p
}

// fill notes how large a place is, and takes away places until what is left is within the limit.
func (s *shelf) fill(p *place, bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.bytes = bytes
	total := int64(0)
	for _, k := range s.kept {
		total += k.bytes
	}
	for total > s.limit {
		total -= s.kept[0].bytes
		s.kept = slices.Delete(s.kept, 0, 1) // which lets go of it
	}
}
