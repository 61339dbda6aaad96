package benchmarks

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tgan/internal/atomicfile"
	"tgan/models"
	"tgan/results"
)

// Candidate is a checkpoint that a training could start from.
type Candidate struct {
	Path         string `json:"path"`
	SHA256       string `json:"sha256"` // of the file
	Architecture string `json:"architecture"`
	Dim          int    `json:"dim"`
	Side         int    `json:"side"` // pixels of a side of its images
	Step         int    `json:"step"` // generator updates it has had
}

// HowToMakeASource is the command that makes a checkpoint, for those who have none.
const HowToMakeASource = "tgan train --data IMAGES --out sources/NAME --lr 5e-4 --steps 2000"

// FindCandidates returns the checkpoints that the paths name. A folder stands for all below it that end in .safetensors and are checkpoints, in
// order of their paths, without the snapshots of trainings; those that are something else, or damaged, are told to skip, and one that cannot be
// read is an error. A file that is
// named itself must be a checkpoint. No checkpoint at all is an error that says how to make one.
func FindCandidates(paths []string, skip func(error)) ([]Candidate, error) {
	var found []Candidate
	add := func(c Candidate) {
		if !slices.ContainsFunc(found, func(f Candidate) bool { return f.SHA256 == c.SHA256 }) {
			found = append(found, c)
		}
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("benchmarks: source %s: %w: name a checkpoint, or a folder of them; one is made by %s", path, causeOf(err), HowToMakeASource)
		}
		if !info.IsDir() {
			c, err := OpenCandidate(path)
			if err != nil {
				return nil, err
			}
			add(c)
			continue
		}
		err = filepath.WalkDir(path, func(path string, entry fs.DirEntry, err error) error { // in order of names
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".safetensors" || entry.Name() == models.SnapshotFile {
				return err
			}
			c, err := OpenCandidate(path)
			if atomicfile.Unread(err) {
				return err // it may be the best of them
			}
			if err != nil {
				skip(err)
				return nil
			}
			add(c)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("benchmarks: sources: %w", err)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("benchmarks: no checkpoint in %s: make one by %s", strings.Join(paths, ", "), HowToMakeASource)
	}
	return found, nil
}

// causeOf leaves out the name of the system call and the path.
func causeOf(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// OpenCandidate reads one checkpoint, or that of a folder, which must be unconditional.
func OpenCandidate(path string) (Candidate, error) {
	c, err := models.LoadCheckpoint(path)
	if err != nil {
		return Candidate{}, err
	}
	if c.Spec.Condition != "" {
		return Candidate{}, fmt.Errorf("benchmarks: source %s is conditional, of %d classes: an unconditional training cannot start from it", path, c.Spec.Classes)
	}
	arch, err := models.LookupArchitecture(c.Spec.Architecture)
	if err != nil {
		return Candidate{}, err
	}
	sum, err := results.HashFile(c.Path())
	if err != nil {
		return Candidate{}, fmt.Errorf("benchmarks: source: %w", err)
	}
	return Candidate{Path: c.Path(), SHA256: sum, Architecture: arch.Name, Dim: c.Spec.Dim, Side: arch.Side, Step: c.Step}, nil
}

// OfSide returns the candidates that draw images of that side, 0 for the one side that all have. Numbers of images of different sizes cannot
// be compared, so different sides, and none of the one asked for, are errors.
func OfSide(candidates []Candidate, side int) ([]Candidate, error) {
	var sides []int
	for _, c := range candidates {
		if !slices.Contains(sides, c.Side) {
			sides = append(sides, c.Side)
		}
	}
	slices.Sort(sides)
	if side == 0 && len(sides) > 1 {
		return nil, fmt.Errorf("benchmarks: the sources draw images of different sizes, %v pixels a side, whose scores cannot be compared: choose one size", sides)
	}
	if side == 0 {
		return candidates, nil
	}
	kept := slices.DeleteFunc(slices.Clone(candidates), func(c Candidate) bool { return c.Side != side })
	if len(kept) == 0 {
		return nil, fmt.Errorf("benchmarks: no source draws images of %d pixels a side, only of %v: choose one of them", side, sides)
	}
	return kept, nil
}
