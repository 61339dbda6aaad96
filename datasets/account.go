package datasets

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// Reason is why something of a source is no image of the set, where that is not that its file is no image.
type Reason string

// The reasons. What is passed over with its folder, because a layout has no use for it, has the reason In(folder).
const (
	Hidden      Reason = "hidden"               // a name that starts with a dot, or a folder __MACOSX; a hidden folder counts once
	Links       Reason = "links"                // links of an archive to nothing in it
	Broken      Reason = "links to nothing"     // symbolic links of a folder to what is not there
	Cycles      Reason = "links into a cycle"   // symbolic links of a folder to a folder that they are in
	Special     Reason = "special files"        // devices, pipes, sparse files and the like
	Beside      Reason = "images beside"        // images outside the folders that the layout has its images in
	OtherImages Reason = "more images a sample" // of a WebDataset's sample one image counts
	Unlabelled  Reason = "without a label"      // images that the list of labels lacks
	Bad         Reason = "bad"                  // images that cannot be read
	// belongs is the reason of files that a layout knows and that say nothing: they are not counted.
	belongs Reason = ""
)

// In is the reason of files that are passed over with the folder they are in.
func In(folder string) Reason { return Reason("in " + folder + "/") }

// Skipped counts what a source holds beside the images of the set. Nothing is left out of a set without being counted here.
// The zero value counts nothing.
type Skipped struct {
	// Files are files that are no images of a format that is read, by the ending of their names in lower case, such as ".heic";
	// "" where there is none.
	Files map[string]int `json:"files,omitempty"`
	// Others are files, entries, records and images, by the reason.
	Others map[Reason]int `json:"others,omitempty"`
}

// file counts a file that is no image.
func (s *Skipped) file(name string) {
	if s.Files == nil {
		s.Files = map[string]int{}
	}
	s.Files[strings.ToLower(path.Ext(name))]++
}

// count counts n things of one reason.
func (s *Skipped) count(reason Reason, n int) {
	if n == 0 || reason == belongs {
		return
	}
	if s.Others == nil {
		s.Others = map[Reason]int{}
	}
	s.Others[reason] += n
}

// add counts what another account has.
func (s *Skipped) add(other Skipped) {
	if s.Files == nil && len(other.Files) > 0 {
		s.Files = map[string]int{}
	}
	for ending, n := range other.Files {
		s.Files[ending] += n
	}
	for reason, n := range other.Others {
		s.count(reason, n)
	}
}

// Total returns the number of all that was skipped.
func (s Skipped) Total() int {
	total := s.files()
	for _, n := range s.Others {
		total += n
	}
	return total
}

// files returns the number of files that are no images.
func (s Skipped) files() int {
	total := 0
	for _, n := range s.Files {
		total += n
	}
	return total
}

// mostEndings is how many endings String names; those that are left are counted together.
const mostEndings = 6

// String says it in one line, such as "30 files (20 .heic, 5 .tiff, 5 .avif), 2 hidden"; "" for nothing.
func (s Skipped) String() string {
	var all []string
	if n := s.files(); n > 0 {
		all = append(all, fmt.Sprintf("%s (%s)", counted(n, "files"), s.endings()))
	}
	for _, reason := range byCount(s.Others) {
		all = append(all, counted(s.Others[reason], string(reason)))
	}
	return strings.Join(all, ", ")
}

// endings lists the endings of files, the most frequent first.
func (s Skipped) endings() string {
	var all []string
	more := 0
	for k, ending := range byCount(s.Files) {
		n := s.Files[ending]
		switch {
		case k >= mostEndings:
			more += n
		case ending == "":
			all = append(all, grouped(n)+" without an ending")
		default:
			all = append(all, grouped(n)+" "+ending)
		}
	}
	if more > 0 {
		all = append(all, grouped(more)+" others")
	}
	return strings.Join(all, ", ")
}

// byCount returns the keys by falling count, equal ones by name.
func byCount[K ~string](counts map[K]int) []K {
	return slices.SortedFunc(maps.Keys(counts), func(a, b K) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(string(a), string(b)))
	})
}

// counted is a number of things named in the plural, or in words that fit any number.
func counted(n int, things string) string {
	if n == 1 {
		switch first, rest, _ := strings.Cut(things, " "); {
		case strings.HasPrefix(things, string(Special)):
			things = "special file"
		case first == "classes":
			things = "class"
		case strings.HasSuffix(first, "s") && len(first) > 2:
			things = strings.TrimSpace(strings.TrimSuffix(first, "s") + " " + rest)
		}
	}
	return grouped(n) + " " + things
}

// grouped writes a number, which is not negative, with a comma before each three digits.
func grouped(n int) string {
	digits := fmt.Sprint(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// leave notes why files of the tree are no images of the set.
func (t *tree) leave(reason Reason, names ...string) {
	if t.left == nil {
		t.left = map[string]Reason{}
	}
	for _, name := range names {
		t.left[name] = reason
	}
}

// account returns what was left out: all that the container could not take in, and each of its files that is not used, which is
// sorted: for the reason that was noted, else because it is no image.
func (t *tree) account(used []string) Skipped {
	var s Skipped
	s.add(t.skipped)
	for _, name := range t.names {
		if _, ok := slices.BinarySearch(used, name); ok {
			continue
		}
		reason, noted := t.left[name]
		switch {
		case noted:
			s.count(reason, 1)
		case namedAsImage(name):
			s.count(Beside, 1)
		default:
			s.file(name)
		}
	}
	return s
}
