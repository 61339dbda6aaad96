package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/internal/atomicfile"
	"tgan/internal/kernel"
	"tgan/results"
)

// experiment are the flags that name what to run or report, and where it is kept.
type experiment struct {
	profile  string
	dataRoot string
	runs     string
	results  string
}

func (e *experiment) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&e.profile, "profile", "laptop", "profile: data sets and scale; a name of tgan list, or a YAML file")
	cmd.Flags().StringVar(&e.dataRoot, "data-root", "", "folder that the profile's data sets are in")
	cmd.Flags().StringVar(&e.runs, "runs", "runs", "folder that keeps finished trials")
}

// registerResults adds the flag of commands that write a report.
func (e *experiment) registerResults(cmd *cobra.Command) {
	cmd.Flags().StringVar(&e.results, "results", "results", "folder of the reports, one below it a profile")
}

// resolve looks up the profile and the named benchmarks, those of the profile if none is named.
func (e *experiment) resolve(names []string) ([]benchmarks.Definition, benchmarks.Profile, error) {
	profile, err := benchmarks.LookupProfile(e.profile)
	if err != nil {
		return nil, profile, input(err)
	}
	if len(names) == 0 {
		names = profile.Benchmarks
	}
	if len(names) == 0 {
		return nil, profile, input(fmt.Errorf("profile %s lists no benchmarks: name one of tgan list", profile.Name))
	}
	var definitions []benchmarks.Definition
	for _, name := range names {
		d, err := benchmarks.LookupDefinition(name)
		if err != nil {
			return nil, profile, input(err)
		}
		definitions = append(definitions, d)
	}
	return definitions, profile, nil
}

// plan resolves the named benchmarks with the data that they need.
func (e *experiment) plan(ctx context.Context, names []string, isa kernel.ISA) (*benchmarks.Plan, error) {
	definitions, profile, err := e.resolve(names)
	if err != nil {
		return nil, err
	}
	return e.planOf(ctx, definitions, profile, isa)
}

func (e *experiment) planOf(ctx context.Context, definitions []benchmarks.Definition, profile benchmarks.Profile, isa kernel.ISA) (*benchmarks.Plan, error) {
	plan, err := benchmarks.NewPlan(ctx, definitions, profile, e.dataRoot, isa.Arithmetic())
	if err != nil {
		return nil, input(fmt.Errorf("%w (data sets are looked up below --data-root)", err))
	}
	return plan, nil
}

// outline is plan for those who may not have the data: without it, it returns why, and a plan that is right but for its keys.
func (e *experiment) outline(ctx context.Context, names []string, isa kernel.ISA) (plan *benchmarks.Plan, missing error, err error) {
	definitions, profile, err := e.resolve(names)
	if err != nil {
		return nil, nil, err
	}
	if plan, missing = e.planOf(ctx, definitions, profile, isa); missing == nil {
		return plan, nil, nil
	}
	if ctx.Err() != nil {
		return nil, nil, missing
	}
	if plan, err = benchmarks.Outline(definitions, profile, isa.Arithmetic()); err != nil {
		return nil, nil, input(err)
	}
	return plan, missing, nil
}

// store opens the folder of finished trials, and checks that the report can be written before anything is computed for it.
func (e *experiment) store(profile string) (*results.Store, error) {
	for _, folder := range []struct{ flag, dir string }{{"--runs", e.runs}, {"--results", e.reportDir(profile)}} {
		err := os.MkdirAll(folder.dir, 0o755)
		if err == nil {
			err = atomicfile.Probe(folder.dir)
		}
		if err != nil {
			return nil, input(fmt.Errorf("%s: %w: choose a folder that can be written", folder.flag, err))
		}
	}
	return results.Open(e.runs)
}

func (e *experiment) reportDir(profile string) string { return filepath.Join(e.results, profile) }
