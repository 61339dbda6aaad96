package datasets

import (
	"fmt"
	"slices"
	"strings"
)

// Reading says what a source was read as and what was found in it: all of the source, whatever is chosen from it later.
type Reading struct {
	Source string `json:"source"` // as it was named
	Layout string `json:"layout"` // such as "folder of classes"
	// Parts are those that the makers of the set published; none where they published none.
	Parts    []PartCount `json:"parts,omitempty"`
	Classes  int         `json:"classes"`
	Images   int         `json:"images"`
	Smallest int         `json:"smallest"` // images of the smallest class
	Largest  int         `json:"largest"`  // images of the largest class
	Skipped  Skipped     `json:"skipped"`
	// BadFiles are the names of images that were left out because they are bad.
	BadFiles []string `json:"bad_files,omitempty"`
	// Notes are what else should be known of how the source was read.
	Notes []string `json:"notes,omitempty"`
}

// PartCount is a part of a set and how many images it has.
type PartCount struct {
	Part   string `json:"part"` // train, validation, test, or "none" for images that the makers put into no part
	Images int    `json:"images"`
}

// mostNamed is how many bad files a line names.
const mostNamed = 3

// String says it in one line, such as
// "photos/: folder of classes, 3 classes, 1,240 images (212 to 610 a class); skipped 30 files (20 .heic, 5 .tiff, 5 .avif), 2 hidden".
func (r Reading) String() string {
	line := fmt.Sprintf("%s: %s, %s, %s", r.Source, r.Layout, counted(r.Classes, "classes"), counted(r.Images, "images"))
	switch {
	case r.Classes > 1 && r.Smallest == r.Largest:
		line += fmt.Sprintf(" (%s a class)", grouped(r.Smallest))
	case r.Classes > 1:
		line += fmt.Sprintf(" (%s to %s a class)", grouped(r.Smallest), grouped(r.Largest))
	}
	if len(r.Parts) > 0 {
		var parts []string
		for _, p := range r.Parts {
			name := p.Part
			if name == partNone.String() {
				name = "in no part"
			}
			parts = append(parts, grouped(p.Images)+" "+name)
		}
		line += ": " + strings.Join(parts, ", ")
	}
	if skipped := r.Skipped.String(); skipped != "" {
		line += "; skipped " + skipped
	}
	if n := len(r.BadFiles); n > 0 {
		more := ""
		if n > mostNamed {
			more = ", ..."
		}
		line += fmt.Sprintf(" (bad: %s%s)", strings.Join(r.BadFiles[:min(n, mostNamed)], ", "), more)
	}
	for _, note := range r.Notes {
		line += "; " + note
	}
	return shown(line)
}

// partCounts counts the images of each part, none where the makers published none.
func (l *listing) partCounts() []PartCount {
	var of [numParts]int
	for _, p := range l.parts {
		of[p]++
	}
	if of[partNone] == len(l.parts) {
		return nil
	}
	var all []PartCount
	for _, p := range []part{partTrain, partValidation, partTest, partNone} {
		if of[p] > 0 {
			all = append(all, PartCount{p.String(), of[p]})
		}
	}
	return all
}

// perClass counts the images of each class.
func (l *listing) perClass() []int {
	counts := make([]int, len(l.classes))
	for _, label := range l.labels {
		counts[label]++
	}
	return counts
}

// reading returns what the listing of a source says.
func (l *listing) reading(source, title string) Reading {
	counts := l.perClass()
	return Reading{
		Source: source, Layout: title, Parts: l.partCounts(), Classes: len(l.classes), Images: len(l.labels),
		Smallest: slices.Min(counts), Largest: slices.Max(counts), Skipped: l.skipped, BadFiles: l.bad, Notes: l.notes,
	}
}
