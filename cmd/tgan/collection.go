package main

import (
	"github.com/spf13/cobra"

	"tgan/datasets"
)

// registerCollection adds the flags by which a command reads any collection of images that a user brings.
func registerCollection(cmd *cobra.Command, spec *datasets.Spec) {
	f := cmd.Flags()
	f.StringVar((*string)(&spec.Fit), "fit", string(datasets.Crop), "how images become square: crop or stretch")
	f.StringVar(&spec.Label, "label", "", "annotation that gives the classes, where a set has several, such as Smiling of CelebA")
}
