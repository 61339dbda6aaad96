package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/klauspost/cpuid/v2"
	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/datasets"
	"tgan/internal/kernel"
)

// diagnosis is what "tgan doctor --json" prints.
type diagnosis struct {
	Go       string         `json:"go"`
	Platform string         `json:"platform"`
	GOAMD64  string         `json:"goamd64"`
	CPU      string         `json:"cpu"`
	Features []string       `json:"cpu_features"` // of those that the kernels use
	ISA      string         `json:"isa"`
	Exact    bool           `json:"bit_identical"` // to other machines
	Threads  int            `json:"threads"`
	Weights  []foundWeights `json:"weights"`
	Data     []foundSource  `json:"data"`
}

// foundSource is a data set of a profile, and whether it is there.
type foundSource struct {
	Profile string `json:"profile"`
	Role    string `json:"role"`
	Source  string `json:"source"`
	Images  int    `json:"images"` // 0 where there is a problem
	Problem string `json:"problem,omitempty"`
}

func newDoctor() *cobra.Command {
	var dataRoot string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Show what this machine offers: CPU features, threads, weights and data sets found",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := diagnose(cmd.Context(), dataRoot)
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return printJSON(cmd, d)
			}
			w := cmd.OutOrStdout()
			fmt.Fprintf(w, "%s %s, GOAMD64=%s, %d threads\n", d.Go, d.Platform, d.GOAMD64, d.Threads)
			fmt.Fprintf(w, "%s, features %v\n", d.CPU, d.Features)
			if d.Exact {
				fmt.Fprintf(w, "kernels: %s; results are bit-identical to those of other amd64 machines with FMA\n", d.ISA)
			} else {
				fmt.Fprintf(w, "kernels: %s; results agree with those of other machines within a tolerance, not bit by bit\n", d.ISA)
			}
			for _, f := range d.Weights {
				state := f.Path
				if !f.Found {
					state = "not found; tgan weights fetch"
				}
				fmt.Fprintf(w, "weights %s: %s\n", f.File.Name, state)
			}
			for _, s := range d.Data {
				state := fmt.Sprintf("%d images", s.Images)
				if s.Problem != "" {
					state = s.Problem
				}
				fmt.Fprintf(w, "profile %s, %s: %s: %s\n", s.Profile, s.Role, s.Source, state)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&dataRoot, "data-root", "", "folder that the profiles' data sets are in")
	return cmd
}

func diagnose(ctx context.Context, dataRoot string) (diagnosis, error) {
	isa := kernel.Detect()
	d := diagnosis{
		Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, GOAMD64: buildSetting("GOAMD64"),
		CPU: cpuid.CPU.BrandName, ISA: isa.String(), Threads: runtime.GOMAXPROCS(0), Features: []string{},
		Weights: []foundWeights{}, Data: []foundSource{},
	}
	d.Exact = isa != kernel.Portable && d.GOAMD64 == "v1"
	for _, f := range []cpuid.FeatureID{cpuid.AVX2, cpuid.FMA3, cpuid.AVX512F, cpuid.AVX512DQ, cpuid.AVX512BW, cpuid.AVX512VL} {
		if cpuid.CPU.Supports(f) {
			d.Features = append(d.Features, f.String())
		}
	}
	if dir, err := weightsDir(); err == nil {
		if d.Weights, err = lookForWeights(dir); err != nil {
			return diagnosis{}, err
		}
	}
	profiles, err := benchmarks.Profiles()
	if err != nil {
		return diagnosis{}, err
	}
	for _, p := range profiles {
		for _, role := range p.Roles() {
			s := foundSource{Profile: p.Name, Role: role, Source: p.Data[role].Train.Source}
			if p.Data[role].Train.Procedural() {
				continue
			}
			survey, err := datasets.Look(ctx, dataRoot, p.Data[role].Train)
			switch {
			case ctx.Err() != nil:
				return diagnosis{}, context.Cause(ctx)
			case errors.Is(err, datasets.ErrNoSource):
				s.Problem = "not found below --data-root"
			case err != nil:
				s.Problem = "cannot be used: " + err.Error()
			}
			s.Images = survey.Images
			d.Data = append(d.Data, s)
		}
	}
	return d, nil
}

// buildSetting returns a setting that the program was built with, or "none".
func buildSetting(key string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == key {
				return s.Value
			}
		}
	}
	return "none"
}
