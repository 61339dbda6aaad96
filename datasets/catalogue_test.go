package datasets_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tgan/datasets"
)

func TestBuiltInCatalogue(t *testing.T) {
	c, err := datasets.BuiltInCatalogue()
	require.NoError(t, err)
	// The sets of the paper's table 3 and the ten classes of its tables 6 and 7.
	for _, name := range []string{"imagenet", "places205", "lsun-bedrooms", "celeba", "flowers102", "lsun-kitchens", "lfw", "cityscapes"} {
		p, err := c.Find(name)
		require.NoError(t, err)
		require.Contains(t, p.Role, "table", name)
	}
	scenes := 0
	for _, p := range c.Sets {
		if strings.HasPrefix(p.Name, "lsun-") {
			scenes++
		}
		for _, f := range p.Files {
			if p.Access == datasets.AccessOpen {
				require.NotEmpty(t, f.Checksum, "%s of %s", f.Name, p.Name)
				require.Positive(t, f.Bytes, "%s of %s", f.Name, p.Name)
			}
		}
	}
	require.Equal(t, 10, scenes)
	bedrooms, err := c.Find("lsun-bedrooms")
	require.NoError(t, err)
	sum, all := bedrooms.Bytes()
	require.True(t, all)
	require.EqualValues(t, 45_922_737_680+4_670_661, sum)
	_, err = c.Find("lsun-kichens")
	require.ErrorContains(t, err, `the catalogue has no set "lsun-kichens"; did you mean "lsun-kitchens"? known: imagenet, `)
}

func TestBadCatalogue(t *testing.T) {
	const good = `sets:
- name: a
  title: A
  licence: MIT
  access: open
  files: [{name: a.zip, url: "http://example.org/a.zip"}]
  source: a.zip
`
	c, err := datasets.ParseCatalogue([]byte(good))
	require.NoError(t, err)
	require.Len(t, c.Sets, 1)
	for words, change := range map[string][2]string{
		`catalogue: line 3: unknown key "titel"; did you mean "title"?`:                   {"title", "titel"},
		`catalogue: line 6: unknown key "nme"; did you mean "name"?`:                      {"{name", "{nme"},
		`catalogue: set 1 ("A B"): name must be lower-case letters, digits and hyphens`:   {"name: a\n", "name: A B\n"},
		`catalogue: set 1 ("a"): licence is missing`:                                      {"MIT", `""`},
		`catalogue: set 1 ("a"): source is "../a": it must be a path below the folder`:    {"source: a.zip", "source: ../a"},
		`catalogue: set 1 ("a"): access is "closed": it must be one of`:                   {"access: open", "access: closed"},
		`catalogue: set 1 ("a"): access is login and there are 0 steps`:                   {"access: open", "access: login"},
		`catalogue: set 1 ("a"): a.zip: give a url where, and only where, access is open`: {`, url: "http://example.org/a.zip"`, ""},
		`catalogue: set 1 ("a"): name is "../a.zip": it must be a file name`:              {"name: a.zip", "name: ../a.zip"},
		`catalogue: set 1 ("a"): files is missing`:                                        {`[{name: a.zip, url: "http://example.org/a.zip"}]`, "[]"},
		`catalogue: set 1 ("a"): there are two files named a.zip`:                         {`.zip"}]`, `.zip"}, {name: a.zip, url: "http://example.org/b.zip"}]`},
		`catalogue: set 2: there is another named "a"`:                                    {good, good + strings.TrimPrefix(good, "sets:\n")},
		`catalogue: sets is missing: list at least one`:                                   {good, "sets: []"},
		`catalogue: the file is empty`:                                                    {good, ""},
	} {
		text := strings.Replace(good, change[0], change[1], 1)
		require.NotEqual(t, good, text, words)
		_, err := datasets.ParseCatalogue([]byte(text))
		require.ErrorContains(t, err, words)
	}
}
