package main

import "github.com/spf13/cobra"

func newData() *cobra.Command {
	cmd := helpOnly(&cobra.Command{
		Use:   "data",
		Short: "Image sets: look at them",
		Long: `Works on image sets. A set is a folder or file of images that datasets can read, or a procedural domain, procedural/NAME, which is
drawn as it is needed.`,
	})
	cmd.AddCommand(newDataPreview())
	return cmd
}
