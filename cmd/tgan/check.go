package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/internal/kernel"
	"tgan/metrics"
	"tgan/reports"
	"tgan/results"
)

// referenceProfile is the profile whose raw values are kept.
const referenceProfile = "reference"

// check is what "tgan check" does.
type check struct {
	seeds   int
	workers int
	update  bool
	runs    string
	results string
	engine  engine
}

func newCheck() *cobra.Command {
	var c check
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Compare this program with the reference convergence points",
		Long: `Runs the small trainings of profile reference for some seeds and compares them with the committed raw values: is any cell worse, by a
one-sided test, and does what must hold whatever the bits are still hold? For changes that are meant to alter bits, which make verify cannot
judge. Exit code 3 if something is worse or broken. Trials are kept below --runs by the program's own digest, so that an interrupted check
continues and a changed program starts anew.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.run(cmd) },
	}
	cmd.Flags().IntVar(&c.seeds, "seeds", 3, "seeds of the reference to run, from the first")
	cmd.Flags().BoolVar(&c.update, "update", false, "run all seeds and make the reference anew")
	cmd.Flags().IntVar(&c.workers, "workers", runtime.GOMAXPROCS(0), "trials at once, each with --threads; results do not depend on it")
	cmd.Flags().StringVar(&c.runs, "runs", filepath.Join("runs", "check"), "folder that keeps finished trials")
	cmd.Flags().StringVar(&c.results, "results", "results", "folder with the reference below it")
	c.engine.register(cmd, 1)
	cmd.MarkFlagsMutuallyExclusive("seeds", "update")
	return cmd
}

func (c *check) run(cmd *cobra.Command) error {
	isa, err := c.engine.set()
	if err != nil {
		return err
	}
	profile, err := benchmarks.LookupProfile(referenceProfile)
	if err != nil {
		return err
	}
	if c.seeds < 2 || c.seeds > len(profile.Seeds) {
		return input(fmt.Errorf("--seeds is %d; it must be 2 to %d, the seeds of the reference", c.seeds, len(profile.Seeds)))
	}
	if c.workers < 1 || c.workers > 1024 {
		return input(fmt.Errorf("--workers is %d; it must be 1 to 1024", c.workers))
	}
	if !c.update {
		profile.Seeds = profile.Seeds[:c.seeds]
	}
	path := results.ReferenceFile(c.results, profile.Benchmarks[0])
	var ref results.Reference
	if !c.update {
		if ref, err = results.ReadReference(path); err != nil {
			return input(err)
		}
		if !slices.Equal(ref.Seeds[:min(c.seeds, len(ref.Seeds))], profile.Seeds) {
			return input(fmt.Errorf("%s has seeds %v, not %v: make it anew by tgan check --update", path, ref.Seeds, profile.Seeds))
		}
	}
	done, err := c.train(cmd, profile, isa)
	if err != nil {
		return err
	}
	if c.update {
		return done.write(cmd, profile, path)
	}
	return done.compare(cmd, ref)
}

// checked is a finished run of the reference's trials.
type checked struct {
	runner     *benchmarks.Runner
	collection *benchmarks.Collection
	table      benchmarks.Table
}

// train runs what is missing.
func (c *check) train(cmd *cobra.Command, profile benchmarks.Profile, isa kernel.ISA) (*checked, error) {
	definition, err := benchmarks.LookupDefinition(profile.Benchmarks[0])
	if err != nil {
		return nil, err
	}
	plan, err := benchmarks.NewPlan(cmd.Context(), []benchmarks.Definition{definition}, profile, "", isa.Arithmetic())
	if err != nil {
		return nil, err
	}
	digest, err := programDigest()
	if err != nil {
		return nil, err
	}
	store, err := results.Open(filepath.Join(c.runs, digest[:16]))
	if err != nil {
		return nil, input(fmt.Errorf("--runs: %w", err))
	}
	bar := newProgress(cmd.ErrOrStderr(), benchmarks.WorkOf(plan.Trials).Steps)
	runner := &benchmarks.Runner{
		Store: store, Workers: c.workers, Threads: c.engine.threads, ISA: isa, Log: logger(cmd), Progress: bar.trial,
	}
	err = runner.Run(cmd.Context(), plan)
	bar.stop()
	if err != nil {
		return nil, err
	}
	collection, err := benchmarks.Collect(cmd.Context(), plan, store)
	if err != nil {
		return nil, err
	}
	return &checked{runner, collection, plan.Tables[0]}, nil
}

// programDigest returns the sha256 of the running program.
func programDigest() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find the program's own file: %w", err)
	}
	sum, err := results.HashFile(path)
	if err != nil {
		return "", fmt.Errorf("read the program's own file: %w", err)
	}
	return sum, nil
}

// write makes the reference of the run.
func (d *checked) write(cmd *cobra.Command, profile benchmarks.Profile, path string) error {
	points, err := benchmarks.Points(d.collection, d.table, d.runner.Store)
	if err != nil {
		return err
	}
	ref := results.Reference{Profile: profile.Name, Benchmark: d.table.Definition.Name, Seeds: profile.Seeds, Points: points}
	if ref.Extractor, ref.Resize, err = benchmarks.Protocol(d.collection, d.table); err != nil {
		return err
	}
	if ref.Fixed, err = d.fixed(cmd.Context(), profile); err != nil {
		return err
	}
	if err := ref.Write(path); err != nil {
		return input(err)
	}
	if wantsJSON(cmd) {
		return printJSON(cmd, struct {
			Reference string `json:"reference"`
			Points    int    `json:"points"`
			Seeds     int    `json:"seeds"`
		}{path, len(points), len(ref.Seeds)})
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s: %d points over %d seeds\n", path, len(points), len(ref.Seeds))
	return nil
}

// fixed measures the fixed images by the profile's extractor.
func (d *checked) fixed(ctx context.Context, profile benchmarks.Profile) (float64, error) {
	pool := kernel.NewPool(d.runner.Threads, d.runner.ISA)
	defer pool.Close()
	resize := metrics.DefaultResize(profile.Evaluation.Extractor)
	extractor, err := metrics.OpenExtractor(metrics.ExtractorSpec{Name: profile.Evaluation.Extractor, Resize: resize}, pool)
	if err != nil {
		return 0, err
	}
	return benchmarks.FixedDistance(ctx, extractor, resize, d.runner.Threads)
}

// compare prints what the run is beside the reference.
func (d *checked) compare(cmd *cobra.Command, ref results.Reference) error {
	findings, err := d.runner.Invariants(cmd.Context(), ref, d.collection, d.table)
	if err != nil {
		return err
	}
	points, err := benchmarks.Compare(ref, d.collection, d.table, d.runner.Store)
	if err != nil {
		return err
	}
	findings = append(findings, points...)
	failed := 0
	for _, f := range findings {
		if f.Failed {
			failed++
		}
	}
	identical := benchmarks.Identical(ref, d.collection, d.table, d.runner.Store)
	if wantsJSON(cmd) {
		err = printJSON(cmd, struct {
			Failed    int                  `json:"failed"`
			Identical bool                 `json:"identical"` // every value, to the bit
			Alpha     float64              `json:"alpha"`
			Findings  []benchmarks.Finding `json:"findings"`
		}{failed, identical, benchmarks.CheckAlpha, findings})
	} else {
		err = reports.Findings(cmd.OutOrStdout(), findings)
	}
	if err != nil {
		return err
	}
	if failed > 0 {
		return &unmetError{fmt.Errorf("%d of %d findings are worse than the reference, or broken", failed, len(findings))}
	}
	if !wantsJSON(cmd) {
		words := "values differ in bits, and none is worse"
		if identical {
			words = "every value is the reference's to the bit"
		}
		fmt.Fprintf(cmd.OutOrStdout(), "passed: %s\n", words)
	}
	return nil
}
