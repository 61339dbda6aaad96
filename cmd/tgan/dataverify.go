package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tgan/datasets"
	"tgan/internal/fetch"
)

func newDataVerify() *cobra.Command {
	var from catalogue
	var dir string
	cmd := &cobra.Command{
		Use:   "verify NAME|FILE...",
		Short: "Check files on disk against the catalogue",
		Long: `Reads files and compares their sizes and checksums with what is published. NAME is a set of the catalogue, whose files are in
DIR/NAME; FILE is any file that has the name of one in the catalogue. The exit code is 1 if one is missing or wrong.`,
		Example: `  tgan data verify lfw cifar10
  tgan data verify /mnt/archive/img_align_celeba.zip`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			sets, err := from.open()
			if err != nil {
				return err
			}
			var jobs []verification
			for _, arg := range args {
				found, err := lookUp(sets, arg, dir)
				if err != nil {
					return input(err)
				}
				jobs = append(jobs, found...)
			}
			return verify(cmd, jobs)
		},
	}
	from.register(cmd)
	cmd.Flags().StringVar(&dir, "dir", "data", "folder of sets; each has a folder of its name there")
	return cmd
}

// verification is a file on disk and the published files that it may be.
type verification struct {
	path string
	is   []fetch.File
}

// lookUp returns what an argument of verify means.
func lookUp(sets datasets.Catalogue, arg, dir string) ([]verification, error) {
	set, unknown := sets.Find(arg)
	if unknown == nil {
		var jobs []verification
		for _, f := range set.Files {
			jobs = append(jobs, verification{filepath.Join(dir, set.Name, f.Name), []fetch.File{f}})
		}
		return jobs, nil
	}
	job := verification{path: arg}
	for _, set := range sets.Sets {
		for _, f := range set.Files {
			if f.Name == filepath.Base(arg) {
				job.is = append(job.is, f)
			}
		}
	}
	switch {
	case len(job.is) > 0:
		return []verification{job}, nil
	case strings.ContainsAny(arg, `./\`):
		return nil, fmt.Errorf("the catalogue has no file named %s: see tgan data list --json", filepath.Base(arg))
	}
	return nil, unknown
}

// verify checks files, prints their states, and returns an error if one is missing or wrong.
func verify(cmd *cobra.Command, jobs []verification) error {
	var all []fetch.File
	for _, j := range jobs {
		all = append(all, j.is[0])
	}
	t := newTransfers(cmd, all)
	defer t.bar.stop()
	states := []fileState{}
	bad := 0
	for _, j := range jobs {
		var s fileState
		for _, f := range j.is {
			if s = t.check(cmd.Context(), f, j.path); s.State != fileWrong {
				break
			}
		}
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		if s.State == fileMissing || s.State == fileWrong {
			bad++
		}
		states = append(states, s)
	}
	if err := printStates(cmd, states); err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d files are missing or wrong: fetch them again", bad, len(states))
	}
	return nil
}

func printStates(cmd *cobra.Command, states []fileState) error {
	if wantsJSON(cmd) {
		return printJSON(cmd, states)
	}
	var failed error
	for _, s := range states {
		line := fmt.Sprintf("%-9s %s", s.State, s.Path)
		switch s.State {
		case fileUnchecked:
			line += fmt.Sprintf(": no checksum is published; it is %s", s.Checksum)
		case fileWrong:
			line += ": " + s.Problem
		}
		_, err := fmt.Fprintln(cmd.OutOrStdout(), line)
		failed = errors.Join(failed, err)
	}
	return failed
}
