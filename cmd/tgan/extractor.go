package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/internal/atomicfile"
	"tgan/internal/safetensors"
	"tgan/metrics"
)

// newExtractor makes the command behind "make extractor". It is for those who change the program, hence hidden.
func newExtractor() *cobra.Command {
	var g engine
	var out string
	cmd := &cobra.Command{
		Use:   "extractor --out FILE",
		Short: "Train the embedded extractor anew on all procedural domains",
		Long: `Trains the classifier whose features are the extractor "domain" and writes its weights, which are built into the program from
metrics/domain.safetensors. The bytes depend on the program alone. Takes minutes.`,
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return input(errors.New("--out is required"))
			}
			if info, err := os.Stat(filepath.Dir(out)); err != nil || !info.IsDir() {
				return input(fmt.Errorf("--out %s: there is no folder %s: create it first", out, filepath.Dir(out)))
			}
			pool, err := g.pool()
			if err != nil {
				return err
			}
			defer pool.Close()
			recipe := benchmarks.DefaultExtractorRecipe()
			bar := newProgress(cmd.ErrOrStderr(), recipe.Steps)
			file, err := benchmarks.TrainExtractor(cmd.Context(), pool, recipe, func(step int, loss, accuracy float64) {
				name := ""
				if step%100 == 0 {
					name = fmt.Sprintf("step %d, loss %.3f, right %.0f%%", step, loss, 100*accuracy)
				}
				bar.at(out, step, name)
			})
			bar.stop()
			if err != nil {
				return err
			}
			if err := atomicfile.WriteTo(out, func(w io.Writer) error { return safetensors.Write(w, file) }); err != nil {
				return input(fmt.Errorf("--out: %w", err))
			}
			e, err := metrics.NewDomainFrom(pool, file)
			if err != nil {
				return err
			}
			return printExtractor(cmd, out, e)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "file to write (required)")
	g.register(cmd, runtime.GOMAXPROCS(0))
	return cmd
}

func printExtractor(cmd *cobra.Command, out string, e *metrics.Domain) error {
	accuracy, err := benchmarks.RecordedAccuracy(e)
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return printJSON(cmd, struct {
			Out      string                      `json:"out"`
			Name     string                      `json:"name"`
			Features int                         `json:"features"`
			Classes  int                         `json:"classes"`
			Accuracy []benchmarks.DomainAccuracy `json:"accuracy"`
		}{out, e.Name(), e.Dim(), len(e.Classes()), accuracy})
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s, %d features, %d classes: %s\n", e.Name(), e.Dim(), len(e.Classes()), out)
	for _, a := range accuracy {
		fmt.Fprintf(cmd.OutOrStdout(), "%-10s %4d of %4d test images told right\n", a.Domain, a.Right, a.Images)
	}
	return nil
}
