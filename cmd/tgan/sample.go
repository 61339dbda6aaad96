package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/models"
)

// drawing are the flags of "tgan sample".
type drawing struct {
	engine
	checkpoint, out, seed, path string
	n, columns                  int
	truncation                  float64
	single                      bool // --out is a folder or a zip of single images
}

func newSample() *cobra.Command {
	var d drawing
	cmd := &cobra.Command{
		Use:   "sample --checkpoint FILE --out GRID.png|IMAGES.zip|DIR",
		Short: "Draw images from a trained generator: into one picture, a zip or a folder",
		Long: `Draws images from the generator of a checkpoint, or of a folder with one. The ending of --out decides: .png is one picture, a grid; .zip and a
name without ending, or with a slash at its end, are an archive and a folder of single PNG files, by class if the generator is conditional: the images
that tgan metric --fake FILE draws with the same --n and --seed. One seed gives the same latent codes for every checkpoint, so that images can be
compared one by one.

Of a conditional generator each column of a grid shows one class; by default there are as many columns as classes, of eight images each. With
--interpolate each row goes from one code to another, of one class. --trunc draws values of latent codes beyond a bound anew: the images are more
typical and differ less.`,
		Example: `  tgan sample --checkpoint gan/ --out grid.png
  tgan sample --checkpoint gan/ --out generated.zip --n 10000 --seed 1      single images
  tgan sample --checkpoint gan/ --out generated/ --n 500 --trunc 0.7
  tgan sample --checkpoint gan/checkpoint.safetensors --out strips.png --interpolate slerp --columns 10 --n 40   four strips of ten images`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return d.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&d.checkpoint, "checkpoint", "", "checkpoint file, or a folder with one (required)")
	f.StringVar(&d.out, "out", "", "what to write: a .png, a .zip, or a folder (required)")
	f.IntVar(&d.n, "n", 64, "images; of a grid without it eight a column")
	f.IntVar(&d.columns, "columns", 8, "images a row of a grid; without it as many as there are classes, if there are")
	f.StringVar(&d.seed, "seed", "grid", "names the latent codes")
	f.Float64Var(&d.truncation, "trunc", 0, "bound of the values of latent codes, such as 0.7 (0: none)")
	f.StringVar(&d.path, "interpolate", "", fmt.Sprintf("draw strips between pairs of codes, one a row, along a path: %v", models.Paths()))
	d.register(cmd, runtime.GOMAXPROCS(0))
	return atOnce(cmd)
}

// check checks what can be checked without reading anything.
func (d *drawing) check(cmd *cobra.Command) error {
	if d.checkpoint == "" || d.out == "" {
		return errors.New("--checkpoint and --out are required")
	}
	if d.n < 1 || d.n > 100_000 || d.columns < 1 {
		return fmt.Errorf("--n is %d and --columns %d; they must be 1 to 100000 and at least 1", d.n, d.columns)
	}
	info, err := os.Stat(d.out)
	isFolder := err == nil && info.IsDir() || strings.HasSuffix(d.out, string(filepath.Separator))
	switch ext := filepath.Ext(d.out); {
	case isFolder || ext == "" || ext == ".zip":
		d.single = true
	case ext != ".png":
		return fmt.Errorf("--out %s: name a .png, a .zip, or a folder, which has no ending or a slash after its name", d.out)
	}
	if d.single && (d.path != "" || cmd.Flags().Changed("columns")) {
		return fmt.Errorf("--out %s: --columns and --interpolate are of one picture: name a .png, or leave them out", d.out)
	}
	return nil
}

func (d *drawing) run(cmd *cobra.Command) error {
	if err := d.check(cmd); err != nil {
		return input(err)
	}
	pool, err := d.pool()
	if err != nil {
		return err
	}
	defer pool.Close()
	c, err := models.LoadCheckpoint(d.checkpoint)
	if err != nil {
		return input(err)
	}
	sampler, err := models.NewSampler(pool, c)
	if err != nil {
		return input(err)
	}
	if cmd.Flags().Changed("trunc") {
		if err := sampler.Truncate(d.truncation); err != nil {
			return input(fmt.Errorf("--trunc: %w", err))
		}
	}
	if !d.single {
		err = d.grid(cmd, sampler)
	} else if err = benchmarks.WriteGenerated(d.out, sampler, d.n, d.seed); err != nil {
		err = fmt.Errorf("--out: %w", err)
	}
	if err != nil {
		return input(err)
	}
	if wantsJSON(cmd) {
		return printJSON(cmd, struct {
			Out     string `json:"out"`
			Images  int    `json:"images"`
			Classes int    `json:"classes,omitempty"` // one a column, or a folder
			Step    int    `json:"step"`
		}{d.out, d.n, sampler.Classes(), c.Step})
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%d images of %s, trained %d steps: %s\n", d.n, c.Spec.Architecture, c.Step, d.out)
	return nil
}

// grid writes images into one picture.
func (d *drawing) grid(cmd *cobra.Command, s *models.Sampler) (err error) {
	if !cmd.Flags().Changed("columns") && s.Classes() > 0 && d.path == "" {
		d.columns = s.Classes()
	}
	if !cmd.Flags().Changed("n") {
		d.n = 8 * d.columns
	}
	var images *datasets.Images
	if d.path == "" {
		images, err = benchmarks.DrawGrid(s, d.n, d.columns, d.seed)
	} else {
		images, err = strips(s, d.n, d.columns, models.Path(d.path), d.seed)
	}
	if err != nil {
		return err
	}
	if err := datasets.WriteSheet(d.out, images, d.columns); err != nil {
		return fmt.Errorf("--out: %w: choose a file in a folder that exists and can be written", err)
	}
	return nil
}

// strips draws n images as strips of so many columns each.
func strips(s *models.Sampler, n, columns int, path models.Path, seed string) (*datasets.Images, error) {
	if columns < 2 || n%columns != 0 {
		return nil, fmt.Errorf("--interpolate: --n is %d and --columns %d: a strip has at least 2 images, and --n must be a multiple of --columns", n, columns)
	}
	return benchmarks.Strips(s, n/columns, columns, path, seed)
}
