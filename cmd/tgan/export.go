package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"tgan/internal/atomicfile"
	"tgan/models"
)

func newExport() *cobra.Command {
	var g engine
	var checkpoint, out string
	cmd := &cobra.Command{
		Use:   "export --checkpoint FILE --out GENERATOR.onnx",
		Short: "Write the generator of a checkpoint for other programs",
		Long: `Writes the generator alone, the one that tgan sample draws from: as ONNX for runtimes (latent [N,128] to images [N,3,Side,Side], -1 to 1), or as
safetensors with the names and layouts of the checkpoint. Batch norm takes the batch's own statistics, here as there: draw whole batches.`,
		Example: `  tgan export --checkpoint tuned/checkpoint.safetensors --out generator.onnx
  tgan export --checkpoint tuned/checkpoint.safetensors --out generator.safetensors`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if checkpoint == "" || out == "" {
				return input(errors.New("--checkpoint and --out are required"))
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
			write := c.WriteGenerator
			switch filepath.Ext(out) {
			case ".safetensors":
			case ".onnx":
				write = func(w io.Writer) error { return c.WriteONNX(w, pool) }
			default:
				return input(fmt.Errorf("--out %s: name a .onnx or a .safetensors file", out))
			}
			if err := atomicfile.WriteTo(out, write); err != nil {
				return input(fmt.Errorf("--out: %w", err))
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, struct {
					Out          string `json:"out"`
					Architecture string `json:"architecture"`
					Dim          int    `json:"dim"`
					Step         int    `json:"step"`
					Parameters   int    `json:"parameters"`
				}{out, c.Spec.Architecture, c.Spec.Dim, c.Step, c.Average().Count("generator/")})
			}
			fmt.Fprintf(cmd.OutOrStdout(), "generator of %s, dim %d, trained %d steps, %d weights: %s\n",
				c.Spec.Architecture, c.Spec.Dim, c.Step, c.Average().Count("generator/"), out)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&checkpoint, "checkpoint", "", "checkpoint file, or a folder with one (required)")
	f.StringVar(&out, "out", "", "file to write, .onnx or .safetensors (required)")
	g.register(cmd, runtime.GOMAXPROCS(0))
	return cmd
}
