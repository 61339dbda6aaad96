package main

import (
	"github.com/spf13/cobra"

	"tgan/datasets"
)

// registerCollection adds the flags by which a command reads any collection of images that a user brings.
func registerCollection(cmd *cobra.Command, spec *datasets.Spec) {
	cmd.Flags().StringVar((*string)(&spec.Fit), "fit", string(datasets.Crop), "how images become square: crop or stretch")
	registerLabel(cmd, spec)
	registerSkipBad(cmd, spec)
}

func registerLabel(cmd *cobra.Command, spec *datasets.Spec) {
	cmd.Flags().StringVar(&spec.Label, "label", "", "annotation that gives the classes, where a set has several, such as Smiling of CelebA")
}

func registerSkipBad(cmd *cobra.Command, spec *datasets.Spec) {
	cmd.Flags().BoolVar(&spec.SkipBad, "skip-bad", false, "leave out images that cannot be read, and say which; else they are an error")
}
