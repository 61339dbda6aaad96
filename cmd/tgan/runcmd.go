package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/internal/fetch"
	"tgan/reports"
	"tgan/results"
)

func newRun() *cobra.Command {
	var e experiment
	var g engine
	var c cache
	var workers int
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "run [BENCHMARK...]",
		Short: "Run what is missing of the benchmarks and write their report",
		Long: `Runs the trials that the named benchmarks (those of the profile if none is named; a YAML file is one of your own) need and that are not in the folder of finished trials,
then writes tables, figures and sample sheets below the results folder. Interrupting is safe: unfinished trials leave a
snapshot and the same command continues to the same bytes.`,
		RunE: func(cmd *cobra.Command, names []string) error {
			isa, err := g.set()
			if err != nil {
				return err
			}
			if workers < 1 || workers > 1024 {
				return input(fmt.Errorf("--workers is %d; it must be 1 to 1024", workers))
			}
			if dryRun {
				return e.dryRun(cmd, names, isa)
			}
			plan, err := e.plan(cmd.Context(), names, isa)
			if err != nil {
				return err
			}
			for _, reading := range plan.Readings {
				tell(cmd, reading)
			}
			store, err := e.store(plan.Profile.Name)
			if err != nil {
				return err
			}
			cacheDir, err := c.folder(cmd)
			if err != nil {
				return err
			}
			// What a run keeps is images and weights, hundreds of megabytes without pointers, which cost the collector nothing to pass over. By
			// its default it would wait until as much again is garbage.
			debug.SetGCPercent(heapGrowth)
			bar := newProgress(cmd.ErrOrStderr(), benchmarks.WorkOf(plan.Trials).Steps)
			begin := time.Now()
			runner := &benchmarks.Runner{
				Store: store, DataRoot: e.dataRoot, CacheDir: cacheDir, Workers: workers, Threads: g.threads, ISA: isa, Log: logger(cmd), Progress: bar.trial,
				Phases: benchmarks.NewPhases(func() time.Duration { return time.Since(begin) }),
			}
			if err := runner.Run(cmd.Context(), plan); err != nil {
				bar.stop()
				return err
			}
			bar.stop()
			if err := report(cmd, &e, plan, store); err != nil {
				return err
			}
			printPhases(cmd.ErrOrStderr(), runner.Phases, workers)
			fmt.Fprintf(cmd.ErrOrStderr(), "peak memory: %s\n", fetch.Size(peakMemory()))
			return nil
		},
	}
	e.register(cmd)
	e.registerResults(cmd)
	c.register(cmd, "decoded and resized images")
	g.register(cmd, 1) // trials side by side use the cores better than threads within one
	cmd.Flags().IntVar(&workers, "workers", runtime.GOMAXPROCS(0), "trials at once, each with --threads; results do not depend on it")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "print the trials, and what they cost, and stop; the data need not be there")
	return cmd
}

// heapGrowth is by how many per cent of what is in use the heap of a run grows between two collections.
const heapGrowth = 20

// printPhases tells where the time of the workers went, by the clock.
func printPhases(w io.Writer, p *benchmarks.Phases, workers int) {
	var total time.Duration
	for _, phase := range benchmarks.AllPhases() {
		total += p.Spent(phase)
	}
	if total < time.Second {
		return // nothing was missing
	}
	fmt.Fprintf(w, "time of %d workers, %s in all:", workers, total.Round(time.Second))
	for i, phase := range benchmarks.AllPhases() {
		if i > 0 {
			fmt.Fprint(w, ",")
		}
		fmt.Fprintf(w, " %s %.1f %%", phase, 100*float64(p.Spent(phase))/float64(total))
	}
	fmt.Fprintln(w)
}

func newReport() *cobra.Command {
	var e experiment
	var n instructions // that the trials were run with
	cmd := &cobra.Command{
		Use:   "report [BENCHMARK...]",
		Short: "Write the report of finished trials, without training",
		RunE: func(cmd *cobra.Command, names []string) error {
			isa, err := n.set()
			if err != nil {
				return err
			}
			plan, err := e.plan(cmd.Context(), names, isa)
			if err != nil {
				return err
			}
			store, err := e.store(plan.Profile.Name)
			if err != nil {
				return err
			}
			return report(cmd, &e, plan, store)
		},
	}
	e.register(cmd)
	e.registerResults(cmd)
	n.register(cmd)
	return cmd
}

// report writes the files of the report and prints the tables. The memory that the process took is told beside the report, not in it: it is
// measured and differs from machine to machine, so that the report, whose bytes do not, has the planned memory in its place.
func report(cmd *cobra.Command, e *experiment, plan *benchmarks.Plan, store *results.Store) error {
	c, err := benchmarks.Collect(cmd.Context(), plan, store)
	if err != nil {
		return err
	}
	if len(c.Trials) == 0 {
		return input(fmt.Errorf("none of the %d trials is finished in %s: run tgan run first", len(plan.Trials), e.runs))
	}
	dir := e.reportDir(plan.Profile.Name)
	if err := reports.Write(dir, c, store); err != nil {
		return input(err)
	}
	if wantsJSON(cmd) {
		return printJSON(cmd, struct {
			Report   string `json:"report"`
			Finished int    `json:"finished"`
			Trials   int    `json:"trials"`
			Peak     int64  `json:"peak_bytes,omitempty"` // memory of this process

			Readings []datasets.Reading `json:"readings,omitempty"`
		}{dir, len(c.Trials), len(plan.Trials), peakMemory(), plan.Readings})
	}
	if err := reports.Text(cmd.OutOrStdout(), c); err != nil {
		return err
	}
	verdicts, err := reports.Verdicts(c)
	if err != nil {
		return err
	}
	if err := reports.VerdictsText(cmd.OutOrStdout(), c, verdicts); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "\n%d of %d trials finished; report in %s\n", len(c.Trials), len(plan.Trials), dir)
	return nil
}
