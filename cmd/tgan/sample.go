package main

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/models"
)

func newSample() *cobra.Command {
	var g engine
	var checkpoint, out, seed, path string
	var n, columns int
	cmd := &cobra.Command{
		Use:   "sample --checkpoint FILE --out GRID.png",
		Short: "Draw images from a trained generator into one picture",
		Long: `Draws images from the generator of a checkpoint and writes them as a grid. One seed gives the same latent codes for every
checkpoint, so that grids can be compared image by image. Of a conditional generator each column shows one class; by default there are as
many columns as classes, of eight images each. With --interpolate each row goes from one code to another, of one class.`,
		Example: `  tgan sample --checkpoint gan/checkpoint.safetensors --out grid.png
  tgan sample --checkpoint gan/checkpoint.safetensors --out strips.png --interpolate slerp --columns 10 --n 40   four strips of ten images`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if checkpoint == "" || out == "" {
				return input(errors.New("--checkpoint and --out are required"))
			}
			if n < 1 || n > 100_000 || columns < 1 {
				return input(fmt.Errorf("--n is %d and --columns %d; they must be 1 to 100000 and at least 1", n, columns))
			}
			pool, err := g.pool()
			if err != nil {
				return err
			}
			defer pool.Close()
			c, err := models.LoadCheckpoint(checkpoint)
			if err != nil {
				return input(err)
			}
			sampler, err := models.NewSampler(pool, c)
			if err != nil {
				return input(err)
			}
			if !cmd.Flags().Changed("columns") && sampler.Classes() > 0 && path == "" {
				columns = sampler.Classes()
			}
			if !cmd.Flags().Changed("n") {
				n = 8 * columns
			}
			var images *datasets.Images
			if path == "" {
				images, err = benchmarks.DrawGrid(sampler, n, columns, seed)
			} else {
				images, err = strips(sampler, n, columns, models.Path(path), seed)
			}
			if err != nil {
				return err
			}
			if err := datasets.WriteSheet(out, images, columns); err != nil {
				return input(fmt.Errorf("--out: %w: choose a file in a folder that exists and can be written", err))
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, struct {
					Out     string `json:"out"`
					Images  int    `json:"images"`
					Classes int    `json:"classes,omitempty"` // one a column, round and round
					Step    int    `json:"step"`
				}{out, n, sampler.Classes(), c.Step})
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d images of %s, trained %d steps: %s\n", n, c.Spec.Architecture, c.Step, out)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&checkpoint, "checkpoint", "", "checkpoint file (required)")
	f.StringVar(&out, "out", "", "PNG file to write (required)")
	f.IntVar(&n, "n", 64, "images; without it eight a column")
	f.IntVar(&columns, "columns", 8, "images a row; without it as many as there are classes, if there are")
	f.StringVar(&seed, "seed", "grid", "names the latent codes")
	f.StringVar(&path, "interpolate", "", fmt.Sprintf("draw strips between pairs of codes, one a row, along a path: %v", models.Paths()))
	g.register(cmd, runtime.GOMAXPROCS(0))
	return atOnce(cmd)
}

// strips draws n images as strips of so many columns each.
func strips(s *models.Sampler, n, columns int, path models.Path, seed string) (*datasets.Images, error) {
	if columns < 2 || n%columns != 0 {
		return nil, input(fmt.Errorf("--interpolate: --n is %d and --columns %d: a strip has at least 2 images, and --n must be a multiple of --columns", n, columns))
	}
	images, err := benchmarks.Strips(s, n/columns, columns, path, seed)
	return images, input(err)
}
