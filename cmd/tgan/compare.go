package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/reports"
)

func newCompare() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "compare A B",
		Short: "Tell whether the trainings of B are better than those of A",
		Long: `Compares every metric of two runs at every place that both have, at the last evaluation that both have: the effect of B against A, its
interval, and p. Each run is a results.json, a folder with one, the folder of a finished trial, or a folder of such (--runs of tgan run). Seeds
that both have are pairs. "~" stands where nothing can be told, as with a single seed. Numbers of other extractors, protocols or numbers of
images are left out, which is told.`,
		Example: `  tgan compare results/smoke/results.json new/smoke/results.json
  tgan compare results/laptop elsewhere/laptop --format markdown > comparison.md
  tgan compare runs-before/ runs-after/ --json`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			writers := map[string]func(benchmarks.Contrast) error{
				"text":     func(c benchmarks.Contrast) error { return reports.ContrastText(cmd.OutOrStdout(), c) },
				"markdown": func(c benchmarks.Contrast) error { return reports.ContrastMarkdown(cmd.OutOrStdout(), c) },
				"csv":      func(c benchmarks.Contrast) error { return reports.ContrastCSV(cmd.OutOrStdout(), c) },
			}
			write := writers[format]
			if write == nil {
				return input(fmt.Errorf("--format is %q; it must be text, markdown or csv", format))
			}
			var runs [2]benchmarks.Runs
			for i, path := range args {
				var err error
				if runs[i], err = benchmarks.ReadRuns(path); err != nil {
					return input(err)
				}
			}
			c, err := benchmarks.CompareRuns(runs[0], runs[1])
			if err != nil {
				return input(err)
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, c)
			}
			return write(c)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, markdown or csv; --json has every number")
	return atOnce(cmd)
}
