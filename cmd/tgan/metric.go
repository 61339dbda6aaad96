package main

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"tgan/datasets"
	"tgan/metrics"
)

func newMetric() *cobra.Command {
	var g engine
	var real, fake string
	extractor := metrics.ExtractorSpec{}
	var names []string
	var side int
	spec := datasets.Spec{Fit: datasets.Crop, Split: datasets.All}
	cmd := &cobra.Command{
		Use:   "metric --real A --fake B",
		Short: "Measure how far one set of images is from another",
		Long: `Measures generated images B against real images A. Each is a folder or zip of images, or a procedural domain. Numbers are
comparable only with the same extractor, size and numbers of images, which stand beside each.`,
		Example: `  tgan metric --real photos.zip --fake generated/ --metrics fid,kmmd --json`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if real == "" || fake == "" || len(names) == 0 {
				return input(errors.New("--real, --fake and at least one of --metrics are required"))
			}
			pool, err := g.pool()
			if err != nil {
				return err
			}
			defer pool.Close()
			spec.Side = side
			sets := make([]*datasets.Images, 2)
			for i, source := range []string{real, fake} {
				s := spec
				s.Source = source
				if sets[i], err = datasets.Open(cmd.Context(), "", s, datasets.Options{Threads: g.threads}); err != nil {
					return input(err)
				}
			}
			if extractor.Resize == "" {
				extractor.Resize = metrics.ResizePyTorchFID
				if extractor.Name == metrics.NameRandomConv {
					extractor.Resize = metrics.ResizeNone
				}
			}
			e, err := metrics.OpenExtractor(extractor, pool)
			if err != nil {
				return input(err)
			}
			evaluator, err := metrics.NewEvaluator(cmd.Context(), e, extractor.Resize, names, sets[0])
			if err != nil {
				return input(err)
			}
			scores, err := evaluator.Measure(cmd.Context(), sets[1])
			if err != nil {
				return input(err)
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, scores)
			}
			for _, s := range scores {
				fmt.Fprintf(cmd.OutOrStdout(), "%-9s %-10.6g extractor %s, resize %s, %d pixels, %d real, %d fake\n", s.Metric, s.Value, s.Extractor, s.Resize, side, s.NReal, s.NFake)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&real, "real", "", "real images (required)")
	f.StringVar(&fake, "fake", "", "images to judge (required)")
	f.StringSliceVar(&names, "metrics", []string{metrics.NameFID, metrics.NameKMMD}, fmt.Sprintf("metrics, separated by commas: %v", metrics.Names()))
	f.StringVar(&extractor.Name, "extractor", metrics.NameRandomConv, fmt.Sprintf("feature extractor: %v", metrics.Extractors()))
	f.StringVar(&extractor.Weights, "weights", "", "file of Inception weights: PyTorch .pth or safetensors")
	f.StringVar((*string)(&extractor.Resize), "protocol", "", fmt.Sprintf("resize protocol: %v (default pytorch-fid for Inception, else none)", metrics.Resizes()))
	f.IntVar(&side, "side", 32, "pixels a side that all images are brought to; images of that size are left alone")
	f.StringVar((*string)(&spec.Fit), "fit", string(spec.Fit), "how images become square: crop or stretch")
	f.IntVar(&spec.Count, "count", 0, "use a seeded subset of so many images of each set (0: all)")
	f.StringVar(&spec.Seed, "seed", "1", "names the subset of --count")
	g.register(cmd, runtime.GOMAXPROCS(0))
	return cmd
}
