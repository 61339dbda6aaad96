package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"tgan/datasets"
)

func newData() *cobra.Command {
	cmd := helpOnly(&cobra.Command{
		Use:   "data",
		Short: "Image sets: list, fetch, check, convert, inspect and look at them",
		Long: `Works on image sets. A set is a folder or file of images that datasets can read, or a procedural domain, procedural/NAME, which is
drawn as it is needed. The catalogue lists published sets, how to get them and what their files must be.`,
		Example: `  tgan data list
  tgan data fetch lfw --dir data
  tgan data preview data/lfw/lfw.tgz --out lfw.png`,
	})
	cmd.AddCommand(newDataList(), newDataFetch(), newDataVerify(), newDataConvert(), newDataPreview(), newDataInspect())
	return cmd
}

// catalogue is the flag that names another catalogue than the one that is built in.
type catalogue struct{ path string }

func (c *catalogue) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&c.path, "catalogue", "", "YAML file of sets, in the form of datasets/catalogue.yaml, in place of the catalogue that is built in")
}

func (c *catalogue) open() (datasets.Catalogue, error) {
	if c.path == "" {
		return datasets.BuiltInCatalogue()
	}
	data, err := os.ReadFile(c.path)
	if err != nil {
		return datasets.Catalogue{}, input(fmt.Errorf("--catalogue: %w", err))
	}
	sets, err := datasets.ParseCatalogue(data)
	if err != nil {
		return datasets.Catalogue{}, input(fmt.Errorf("%s: %w", c.path, err))
	}
	return sets, nil
}
