package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tgan/datasets"
	"tgan/internal/fetch"
)

// fetchedSet is what "tgan data fetch --json" prints.
type fetchedSet struct {
	Name    string      `json:"name"`
	Dir     string      `json:"dir"`
	Licence string      `json:"licence"`
	Files   []fileState `json:"files"`
	Prepare string      `json:"prepare,omitempty"` // to be done in Dir before Source can be read
	Source  string      `json:"source"`            // what --data takes
	Todo    []string    `json:"todo,omitempty"`    // where files have to be got by hand
}

func newDataFetch() *cobra.Command {
	var from catalogue
	var d download
	var dir string
	var only []string
	cmd := &cobra.Command{
		Use:   "fetch NAME",
		Short: "Fetch a published set, verified and resumable",
		Long: `Fetches the files of a set of the catalogue into DIR/NAME and checks their sizes and checksums. What was cut off is continued by
the same command; what is there and right is left alone. Of a set that takes an account or consent to terms, it says what to do and
where to put the files, and checks them once they are there; a mirror of your own (--mirror) works for every set.`,
		Example: `  tgan data fetch lfw
  tgan data fetch lsun-kitchens --dir /data --only kitchen_val_lmdb.zip
  tgan data fetch celeba --mirror /mnt/archive`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			sets, err := from.open()
			if err != nil {
				return err
			}
			set, err := sets.Find(args[0])
			if err != nil {
				return input(err)
			}
			if set.Files, err = choose(set.Files, only); err != nil {
				return err
			}
			out := fetchedSet{Name: set.Name, Dir: filepath.Join(dir, set.Name), Licence: set.Licence, Prepare: set.Prepare}
			out.Source = filepath.Join(out.Dir, set.Source)
			if set.Access != datasets.AccessOpen && d.mirror == "" {
				return out.byHand(cmd, set)
			}
			if out.Files, err = d.get(cmd, set.Files, out.Dir); err != nil {
				return err
			}
			return out.print(cmd)
		},
	}
	from.register(cmd)
	d.register(cmd)
	cmd.Flags().StringVar(&dir, "dir", "data", "folder of sets; each has a folder of its name there")
	cmd.Flags().StringSliceVar(&only, "only", nil, "files to fetch, separated by commas (default all)")
	return cmd
}

// choose returns the files of these names, all if there are none.
func choose(files []fetch.File, names []string) ([]fetch.File, error) {
	if len(names) == 0 {
		return files, nil
	}
	var chosen []fetch.File
	var known []string
	for _, f := range files {
		known = append(known, f.Name)
		if slices.Contains(names, f.Name) {
			chosen = append(chosen, f)
		}
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, input(fmt.Errorf("--only: the set has no file %q; it has %s", name, strings.Join(known, ", ")))
		}
	}
	return chosen, nil
}

// byHand checks the files of a set that a program may not fetch, or says how to get those that are missing.
func (out fetchedSet) byHand(cmd *cobra.Command, set datasets.Published) error {
	t := newTransfers(cmd, set.Files)
	var missing []string
	for _, f := range set.Files {
		s := t.check(cmd.Context(), f, filepath.Join(out.Dir, f.Name))
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		switch s.State {
		case fileWrong:
			return input(fmt.Errorf("%s: remove it, get it again and run again", s.Problem))
		case fileMissing:
			missing = append(missing, f.Name)
		}
		out.Files = append(out.Files, s)
	}
	if len(missing) == 0 {
		return out.print(cmd)
	}
	out.Todo = append(slices.Clone(set.Steps), fmt.Sprintf("put %s into %s", strings.Join(missing, ", "), out.Dir), "run the same command again, which checks them")
	if wantsJSON(cmd) {
		if err := printJSON(cmd, out); err != nil {
			return err
		}
	} else {
		w := cmd.ErrOrStderr()
		fmt.Fprintf(w, "%s cannot be fetched by a program. Terms: %s. To get it:\n", set.Title, set.Licence)
		for i, step := range out.Todo {
			fmt.Fprintf(w, "  %d. %s\n", i+1, step)
		}
	}
	return input(fmt.Errorf("%s takes %s; %d of %d files are missing from %s: follow the steps", set.Name, needs(set.Access), len(missing), len(set.Files), out.Dir))
}

func needs(a datasets.Access) string {
	if a == datasets.AccessLogin {
		return "an account"
	}
	return "consent to its terms in a browser"
}

func (out fetchedSet) print(cmd *cobra.Command) error {
	if wantsJSON(cmd) {
		return printJSON(cmd, out)
	}
	w := cmd.OutOrStdout()
	for _, f := range out.Files {
		fmt.Fprintf(w, "%s: %s, %s\n", f.Path, f.State, f.Checksum)
	}
	fmt.Fprintf(w, "terms: %s\n", out.Licence)
	if out.Prepare != "" {
		fmt.Fprintf(w, "next, in %s: %s\n", out.Dir, out.Prepare)
	}
	fmt.Fprintf(w, "then: --data %s\n", out.Source)
	return nil
}
