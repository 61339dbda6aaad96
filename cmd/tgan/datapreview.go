package main

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"tgan/datasets"
)

// previewed is what "tgan data preview --json" prints.
type previewed struct {
	Out     string   `json:"out"`
	Source  string   `json:"source"`
	Images  int      `json:"images"`
	Side    int      `json:"side"`
	Columns int      `json:"columns"`
	Classes []string `json:"classes"` // of the source
	Labels  []int    `json:"labels"`  // class of each image, in order

	Reading *datasets.Reading `json:"reading,omitempty"`
}

func newDataPreview() *cobra.Command {
	spec := datasets.Spec{}
	var root, out string
	var columns, threads int
	cmd := &cobra.Command{
		Use:   "preview SOURCE --out SHEET.png",
		Short: "Draw images of a set into one picture",
		Long: `Writes a contact sheet: images of the set in order, brought to one size as a training would see them. SOURCE is what --data of
"tgan train" takes, or a procedural domain.`,
		Example: `  tgan data preview procedural/faces --out faces.png
  tgan data preview photos.zip --out photos.png --size 32 --count 100 --columns 10 --split test`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			spec.Source = args[0]
			if out == "" {
				return input(errors.New("--out is required"))
			}
			if spec.Count < 1 || spec.Count > 10_000 || columns < 1 || threads < 1 {
				return input(fmt.Errorf("--count is %d, --columns %d and --threads %d; they must be 1 to 10000, at least 1 and at least 1", spec.Count, columns, threads))
			}
			source, err := openSource(cmd, root, spec, threads)
			if err != nil {
				return input(err)
			}
			defer source.close()
			if spec.PerClass > 0 {
				spec.Count = 0
			} else if source.set != nil && !cmd.Flags().Changed("count") {
				if spec.Count, err = fewer(source.set, spec); err != nil {
					return input(err)
				}
			}
			images, err := datasets.Open(cmd.Context(), root, spec, datasets.Options{Threads: threads, Set: source.set})
			if err != nil {
				return input(err)
			}
			if err := datasets.WriteSheet(out, images, columns); err != nil {
				return input(fmt.Errorf("--out: %w: choose a file in a folder that exists and can be written", err))
			}
			if wantsJSON(cmd) {
				p := previewed{Out: out, Source: spec.Source, Images: images.Len(), Side: spec.Side, Columns: min(columns, images.Len()), Classes: images.Classes(), Reading: source.reading}
				for i := range images.Len() {
					p.Labels = append(p.Labels, images.Label(i))
				}
				return printJSON(cmd, p)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d images of %s, %d pixels a side: %s\n", images.Len(), spec.Source, spec.Side, out)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&out, "out", "", "PNG file to write (required)")
	f.StringVar(&root, "data-root", "", "folder that a relative SOURCE is in")
	f.IntVar(&spec.Side, "size", 64, "pixels a side")
	f.IntVar(&spec.Count, "count", 64, "images (default 64, or all if there are fewer)")
	f.IntVar(&spec.Classes, "classes", 0, "use the first so many classes (0: all)")
	f.IntVar(&spec.PerClass, "per-class", 0, "show so many images of each class, in place of --count")
	f.Float64Var(&spec.Style, "style", 0, "how far, 0 to 1, a procedural domain is from its own look")
	f.IntVar(&columns, "columns", 8, "images a row")
	f.StringVar(&spec.Split, "split", datasets.All, "all, train, validation or test")
	registerCollection(cmd, &spec)
	f.StringVar(&spec.Seed, "seed", "1", "names the subset of --count, or the world of a procedural domain")
	f.IntVar(&threads, "threads", runtime.GOMAXPROCS(0), "threads to decode with")
	return cmd
}

// fewer returns spec.Count, or the number of images there are if that is less.
func fewer(set *datasets.Set, spec datasets.Spec) (int, error) {
	most := spec.Count
	spec.Count = 0
	c, err := set.Collection(spec)
	if err != nil {
		return 0, err
	}
	return min(most, c.Len()), nil
}
