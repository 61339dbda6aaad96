package main

import (
	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/reports"
	"tgan/results"
)

func newClaims() *cobra.Command {
	var e experiment
	var n instructions // that the trials were run with
	cmd := &cobra.Command{
		Use:   "claims [BENCHMARK...]",
		Short: "Decide the paper's claims by finished trials, without training",
		Long: `Rules on each claim that the named benchmarks (those of the profile if none is named) serve: holds, fails, undecided or not measured, with the tests
that it rests on. A claim that fails is a finding, not an error: the exit code is 0.`,
		RunE: func(cmd *cobra.Command, names []string) error {
			isa, err := n.set()
			if err != nil {
				return err
			}
			plan, err := e.plan(cmd.Context(), names, isa)
			if err != nil {
				return err
			}
			store, err := results.Open(e.runs)
			if err != nil {
				return input(err)
			}
			c, err := benchmarks.Collect(cmd.Context(), plan, store)
			if err != nil {
				return err
			}
			verdicts, err := reports.Verdicts(c)
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, verdicts)
			}
			return reports.ClaimsText(cmd.OutOrStdout(), c, verdicts)
		},
	}
	e.register(cmd)
	n.register(cmd)
	return cmd
}
