package datasets

import (
	_ "embed"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"tgan/internal/fetch"
	"tgan/internal/strict"
)

//go:embed catalogue.yaml
var catalogueYAML []byte

// Access says what it takes to get a published set.
type Access string

// The kinds of access.
const (
	AccessOpen    Access = "open"    // anyone can fetch it
	AccessConsent Access = "consent" // by hand, after agreeing to terms in a browser
	AccessLogin   Access = "login"   // by hand, with an account
)

// Published is an image set of the catalogue.
type Published struct {
	Name    string       `yaml:"name" json:"name"`
	Title   string       `yaml:"title" json:"title"`
	Role    string       `yaml:"role" json:"role"`   // in the paper
	About   string       `yaml:"about" json:"about"` // what it holds
	Home    string       `yaml:"home" json:"home"`
	Licence string       `yaml:"licence" json:"licence"` // its terms, in short
	Access  Access       `yaml:"access" json:"access"`
	Steps   []string     `yaml:"steps,omitempty" json:"steps,omitempty"` // by hand, where access is not open
	Files   []fetch.File `yaml:"files" json:"files"`
	Prepare string       `yaml:"prepare,omitempty" json:"prepare,omitempty"` // shell commands, in the folder of the files, that make Source
	Source  string       `yaml:"source" json:"source"`                       // of a Spec, relative to the folder of the files
}

// Catalogue is published image sets, in order of presentation.
type Catalogue struct {
	Sets []Published `yaml:"sets" json:"sets"`
}

// BuiltInCatalogue returns the sets of the paper and others that people bring.
func BuiltInCatalogue() (Catalogue, error) { return ParseCatalogue(catalogueYAML) }

// ParseCatalogue reads a catalogue from YAML. An unknown key is an error, as is what cannot be fetched or told apart.
func ParseCatalogue(data []byte) (Catalogue, error) {
	var c Catalogue
	if err := strict.Decode(data, &c); err != nil {
		return Catalogue{}, fmt.Errorf("catalogue: %w", err)
	}
	known := map[string]bool{}
	for i, p := range c.Sets {
		if err := p.validate(); err != nil {
			return Catalogue{}, fmt.Errorf("catalogue: set %d (%q): %w", i+1, p.Name, err)
		}
		if known[p.Name] {
			return Catalogue{}, fmt.Errorf("catalogue: set %d: there is another named %q", i+1, p.Name)
		}
		known[p.Name] = true
	}
	if len(c.Sets) == 0 {
		return Catalogue{}, errors.New("catalogue: sets is missing: list at least one")
	}
	return c, nil
}

var publishedName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`) })

// validate returns an error that names the first field that is wrong.
func (p Published) validate() error {
	if !publishedName().MatchString(p.Name) {
		return errors.New("name must be lower-case letters, digits and hyphens")
	}
	for _, field := range []struct{ key, value string }{{"title", p.Title}, {"licence", p.Licence}, {"source", p.Source}} {
		if field.value == "" {
			return fmt.Errorf("%s is missing", field.key)
		}
	}
	if !filepath.IsLocal(p.Source) {
		return fmt.Errorf("source is %q: it must be a path below the folder of the set", p.Source)
	}
	if all := []Access{AccessOpen, AccessConsent, AccessLogin}; !slices.Contains(all, p.Access) {
		return fmt.Errorf("access is %q: it must be one of %v", p.Access, all)
	}
	if (p.Access == AccessOpen) != (len(p.Steps) == 0) {
		return fmt.Errorf("access is %s and there are %d steps: say what to do where, and only where, access is not open", p.Access, len(p.Steps))
	}
	if len(p.Files) == 0 {
		return errors.New("files is missing: list at least one")
	}
	names := map[string]bool{}
	for _, f := range p.Files {
		if err := f.Validate(); err != nil {
			return err
		}
		if names[f.Name] {
			return fmt.Errorf("there are two files named %s", f.Name)
		}
		names[f.Name] = true
		if (p.Access == AccessOpen) != (f.URL != "") {
			return fmt.Errorf("%s: give a url where, and only where, access is open", f.Name)
		}
	}
	return nil
}

// Find returns the set of that name, or an error with the most similar one.
func (c Catalogue) Find(name string) (Published, error) {
	var names []string
	for _, p := range c.Sets {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Published{}, fmt.Errorf("the catalogue has no set %q; did you mean %q? known: %s", name, strict.Nearest(name, names), strings.Join(names, ", "))
}

// Bytes returns the size of all files, and whether the size of each is known.
func (p Published) Bytes() (sum int64, all bool) {
	all = true
	for _, f := range p.Files {
		sum += f.Bytes
		all = all && f.Bytes > 0
	}
	return sum, all
}
