package datasets

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// links are the links within an archive: the slash path of each, and of what it stands for.
type links map[string]string

const (
	maxHops    = 40      // links that follow each other, as Linux has it
	maxAliases = 1 << 22 // files that the links of an archive may stand for
)

// add takes in a link of an archive whose names have a prefix. from is the folder that target is relative to: that of a symbolic link, the
// root for a hard link. It reports whether the target is inside the archive.
func (l links) add(prefix, name, from, target string) bool {
	to := path.Join(from, target)
	if path.IsAbs(target) || to == ".." || strings.HasPrefix(to, "../") {
		return false
	}
	l[prefix+name] = prefix + to
	return true
}

// resolve returns the file that each link stands for, and each file below a link to a folder, as unpacking and following it would give; and
// how many links stand for nothing. files are sorted. A link to a folder around it, to a hidden file or to no file stands for nothing; a link
// to a folder that is itself below such a link, too.
func (l links) resolve(files []string) (aliases map[string]string, nothing int) {
	aliases = map[string]string{}
	var folders []string
	for _, name := range slices.Sorted(maps.Keys(l)) {
		target := l.end(name)
		if _, ok := slices.BinarySearch(files, target); !ok {
			folders = append(folders, name)
		} else if !add(aliases, files, name, target) {
			nothing++
		}
	}
	known := slices.Concat(files, slices.Collect(maps.Keys(aliases)))
	slices.Sort(known)
	for _, name := range folders {
		if l.addFolder(aliases, known, name) == 0 {
			nothing++
		}
	}
	return aliases, nothing
}

// end returns the path that a chain of links ends at.
func (l links) end(name string) string {
	for range maxHops {
		next, ok := l[name]
		if !ok {
			break
		}
		name = next
	}
	return name
}

// add adds an alias of a file unless a file has that name, or there are too many.
func add(aliases map[string]string, files []string, alias, file string) bool {
	if _, taken := slices.BinarySearch(files, alias); taken || len(aliases) >= maxAliases {
		return false
	}
	aliases[alias] = file
	return true
}

// addFolder adds an alias for each file below what a link leads to, and returns how many. known are all files and the aliases of files.
func (l links) addFolder(aliases map[string]string, known []string, name string) int {
	below := l.end(name) + "/"
	if strings.HasPrefix(name, below) {
		return 0
	}
	first, _ := slices.BinarySearch(known, below)
	n := 0
	for _, file := range known[first:] {
		if !strings.HasPrefix(file, below) {
			break
		}
		target := file
		if original, ok := aliases[file]; ok {
			target = original
		}
		if add(aliases, known, name+"/"+file[len(below):], target) {
			n++
		}
	}
	return n
}
