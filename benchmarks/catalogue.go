package benchmarks

import (
	"embed"
	"fmt"
	"os"
	"path"
	"strings"

	"tgan/internal/strict"
)

//go:embed *.yaml profiles/*.yaml claims/*.yaml
var files embed.FS

// Definitions returns all benchmarks, in order of name.
func Definitions() ([]Definition, error) {
	return loadAll(".", ParseDefinition)
}

// Profiles returns all profiles, in order of name.
func Profiles() ([]Profile, error) {
	return loadAll("profiles", ParseProfile)
}

// LookupDefinition returns the benchmark of that name, or an error with the most similar one. A name that ends in .yaml is a file.
func LookupDefinition(name string) (Definition, error) {
	if strings.HasSuffix(name, ".yaml") {
		return loadFile(name, ParseDefinition)
	}
	all, err := Definitions()
	if err != nil {
		return Definition{}, err
	}
	return lookup("benchmark", name, all, func(d Definition) string { return d.Name })
}

// LookupProfile returns the profile of that name, or an error with the most similar one. A name that ends in .yaml is a file.
func LookupProfile(name string) (Profile, error) {
	if strings.HasSuffix(name, ".yaml") {
		return loadFile(name, ParseProfile)
	}
	all, err := Profiles()
	if err != nil {
		return Profile{}, err
	}
	return lookup("profile", name, all, func(p Profile) string { return p.Name })
}

func lookup[T any](kind, name string, all []T, nameOf func(T) string) (T, error) {
	var names []string
	for _, v := range all {
		if nameOf(v) == name {
			return v, nil
		}
		names = append(names, nameOf(v))
	}
	var none T
	return none, fmt.Errorf("benchmarks: unknown %s %q; did you mean %q? known: %s", kind, name, strict.Nearest(name, names), strings.Join(names, ", "))
}

// loadFile parses a user's own file.
func loadFile[T any](path string, parse func([]byte) (T, error)) (T, error) {
	var none T
	data, err := os.ReadFile(path)
	if err != nil {
		return none, fmt.Errorf("benchmarks: %w", err)
	}
	v, err := parse(data)
	if err != nil {
		return none, fmt.Errorf("benchmarks: %s: %w", path, err)
	}
	return v, nil
}

func loadAll[T any](dir string, parse func([]byte) (T, error)) ([]T, error) {
	entries, err := files.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []T
	for _, e := range entries { // sorted by name
		if e.IsDir() {
			continue
		}
		name := path.Join(dir, e.Name())
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		v, err := parse(data)
		if err != nil {
			return nil, fmt.Errorf("benchmarks: %s: %w", name, err)
		}
		all = append(all, v)
	}
	return all, nil
}
