package main

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"tgan/datasets"
)

// convertedSet is what "tgan data convert --json" prints.
type convertedSet struct {
	Out     string       `json:"out"`
	Images  int          `json:"images"`
	Kept    int          `json:"kept"` // made by an interrupted conversion
	Side    int          `json:"side"`
	Fit     datasets.Fit `json:"fit"`
	Filter  string       `json:"filter"`
	Classes []string     `json:"classes"`

	Reading *datasets.Reading `json:"reading,omitempty"`
}

func newDataConvert() *cobra.Command {
	spec := datasets.Spec{}
	var root, out string
	var threads int
	cmd := &cobra.Command{
		Use:   "convert SOURCE --to SET.zip",
		Short: "Bring a set to one size, as a zip of PNG files",
		Long: `Writes the images of SOURCE, made square and brought to one size, into a zip that tgan and the tools of StyleGAN read: PNG files,
stored uncompressed, and dataset.json with labels, class names and how they were made. SOURCE is any set that tgan reads, or a
procedural domain. Interrupting is safe: the same command continues to the same bytes.`,
		Example: `  tgan data convert lsun/bedroom_train_lmdb --to bedrooms.zip --size 64
  tgan data convert photos/ --to photos.zip --size 32 --fit stretch --split train`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			spec.Source = args[0]
			if out == "" {
				return input(errors.New("--to is required"))
			}
			if threads < 1 || threads > 1024 {
				return input(fmt.Errorf("--threads is %d; it must be 1 to 1024", threads))
			}
			source, err := openSource(cmd, root, spec, threads)
			if err != nil {
				return input(err)
			}
			defer source.close()
			var bar *progress
			made, err := datasets.Convert(cmd.Context(), out, root, spec, datasets.Options{Threads: threads, Set: source.set, Progress: func(done, total int) {
				if bar == nil {
					bar = newProgress(cmd.ErrOrStderr(), total)
				}
				bar.at(out, done, "")
			}})
			if bar != nil {
				bar.stop()
			}
			if err != nil {
				return input(err)
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, convertedSet{out, made.Images, made.Kept, spec.Side, spec.Fit, datasets.Resize, made.Classes, source.reading})
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d images (%d of them made before), %d classes, %d pixels a side, fit %s, filter %s: %s\n",
				made.Images, made.Kept, len(made.Classes), spec.Side, spec.Fit, datasets.Resize, out)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&out, "to", "", "zip file to write (required)")
	f.StringVar(&root, "data-root", "", "folder that a relative SOURCE is in")
	f.IntVar(&spec.Side, "size", 64, "pixels a side")
	registerCollection(cmd, &spec)
	f.StringVar(&spec.Split, "split", datasets.All, "all, train, validation or test")
	f.IntVar(&spec.Count, "count", 0, "take a seeded subset of so many images (0: all; a procedural domain needs a number)")
	f.IntVar(&spec.Classes, "classes", 0, "take the first so many classes (0: all)")
	f.IntVar(&spec.PerClass, "per-class", 0, "take so many images of each class, in place of --count")
	f.StringVar(&spec.Seed, "seed", "1", "names the subset, or the world of a procedural domain")
	f.IntVar(&threads, "threads", runtime.GOMAXPROCS(0), "threads to decode and encode with; the bytes do not depend on it")
	return cmd
}
