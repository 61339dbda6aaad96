package metrics

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Shelf keeps statistics by name in a folder.
type Shelf struct{ dir string }

// NewShelf returns the shelf in a folder, which may not exist yet.
func NewShelf(dir string) Shelf { return Shelf{dir} }

// statisticsExt ends the files of statistics.
const statisticsExt = ".npz"

// IsShelfName tells whether statistics can be kept under a name: letters, digits, '-', '_' and '.', up to 100, of which the first is a letter or a
// digit and the end is not that of a file of statistics.
func IsShelfName(name string) bool {
	return regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`).MatchString(name) && !strings.HasSuffix(name, statisticsExt)
}

// Path returns the file of a name.
func (s Shelf) Path(name string) string { return filepath.Join(s.dir, name+statisticsExt) }

// Has tells whether there are statistics of that name.
func (s Shelf) Has(name string) bool {
	info, err := os.Stat(s.Path(name))
	return IsShelfName(name) && err == nil && info.Mode().IsRegular()
}

// Put keeps statistics, which have an origin, in place of others of that name.
func (s Shelf) Put(name string, of Statistics) error {
	if !IsShelfName(name) {
		return fmt.Errorf("metrics: %q cannot name statistics: use letters, digits, '-', '_' and '.', or a file that ends in %s", name, statisticsExt)
	}
	if of.Origin == nil {
		return fmt.Errorf("metrics: statistics %s do not tell their extractor: make them from images", name)
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return fmt.Errorf("metrics: keep statistics: %w", err)
	}
	return WriteStatistics(s.Path(name), of)
}

// Kept are statistics on a shelf.
type Kept struct {
	Name     string  `json:"name"`
	Path     string  `json:"path"`
	Images   int     `json:"images"`
	Features int     `json:"features"`
	Origin   *Origin `json:"origin,omitempty"`
	Damage   string  `json:"damage,omitempty"` // why they cannot be used
}

// List returns what is kept, in order of names.
func (s Shelf) List() ([]Kept, error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("metrics: kept statistics: %w", err)
	}
	var all []Kept
	for _, e := range entries {
		name, is := strings.CutSuffix(e.Name(), statisticsExt)
		if !is || !s.Has(name) {
			continue
		}
		k := Kept{Name: name, Path: s.Path(name)}
		if of, err := ReadStatistics(k.Path); err != nil {
			k.Damage = err.Error()
		} else {
			k.Images, k.Features, k.Origin = of.N, len(of.Mean), of.Origin
		}
		all = append(all, k)
	}
	return all, nil
}
