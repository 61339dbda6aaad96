package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tgan/datasets"
	"tgan/metrics"
)

// yardstick are the flags that say whose images a user has and how generators are measured against them.
type yardstick struct {
	target    datasets.Spec
	extractor metrics.ExtractorSpec
	fake      int
	sources   []string
	side      int
	cache     cache
}

func (y *yardstick) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&y.target.Source, "target", "", "your images: a folder, an archive, or procedural/NAME (required)")
	registerCollection(cmd, &y.target)
	f.IntVar(&y.target.Count, "count", 0, "use a seeded subset of so many target images (0: all)")
	f.StringSliceVar(&y.sources, "sources", nil, "checkpoints, or folders that are searched for them, separated by commas")
	f.IntVar(&y.side, "size", 0, "pixels a side, where the sources differ in it")
	f.IntVar(&y.fake, "fake", 1000, "images to draw from each generator")
	f.StringVar(&y.extractor.Name, "extractor", metrics.NameDomain, fmt.Sprintf("feature extractor: %v", metrics.Extractors()))
	f.StringVar(&y.extractor.Weights, "weights", "", "file of Inception weights: PyTorch .pth or safetensors")
	f.StringVar((*string)(&y.extractor.Resize), "protocol", "", fmt.Sprintf("resize protocol: %v (default pytorch-fid for Inception, else the extractor's only one)", metrics.Resizes()))
	y.cache.register(cmd, "decoded and resized images")
}

// prepare checks the flags and fills in what depends on others.
func (y *yardstick) prepare(seed string) error {
	if y.fake < 2 {
		return fmt.Errorf("--fake is %d; it must be at least 2", y.fake)
	}
	if y.extractor.Resize == "" {
		y.extractor.Resize = metrics.DefaultResize(y.extractor.Name)
	}
	y.target.Split, y.target.Seed = datasets.All, ""
	if y.target.Count > 0 {
		y.target.Seed = seed
	}
	return nil
}
