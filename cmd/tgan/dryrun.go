package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
	"tgan/internal/fetch"
	"tgan/internal/kernel"
)

// The rates that a plan's cost is given for, in operations a second.
const (
	coresRate = 0.24e12 // two cores with AVX-512: resnet64 of dim 32 and batch 16, 616e9 an iteration in its 2.57 s of docs/performance.md
	gpuRate   = 10e12   // what a GPU may sustain; half of the single-precision peak of NVIDIA's A100, 19.5e12 by its data sheet
)

// forecast is what "tgan run --dry-run --json" prints.
type forecast struct {
	Profile    string        `json:"profile"`
	Missing    string        `json:"missing,omitempty"` // why keys are not given
	Trials     []listedTrial `json:"trials"`
	Steps      int           `json:"steps"`  // generator updates
	Images     int           `json:"images"` // drawn for evaluations
	Operations float64       `json:"operations"`
	CoresHours float64       `json:"two_cores_hours"`
	GPUHours   float64       `json:"gpu_hours"`
	Memory     int64         `json:"planned_bytes"` // of the largest training; images, features and the program come on top
}

type listedTrial struct {
	Key   string               `json:"key,omitempty"`
	Name  string               `json:"name"`
	Steps int                  `json:"steps"`
	Spec  benchmarks.TrialSpec `json:"spec"`
}

// dryRun prints the trials of a plan and what they cost.
func (e *experiment) dryRun(cmd *cobra.Command, names []string, isa kernel.ISA) error {
	plan, missing, err := e.outline(cmd.Context(), names, isa)
	if err != nil {
		return err
	}
	cost, err := plan.Cost()
	if err != nil {
		return err
	}
	work := benchmarks.WorkOf(plan.Trials)
	f := forecast{
		Profile: plan.Profile.Name, Steps: work.Steps, Images: work.Images, Operations: cost.Operations,
		CoresHours: cost.Operations / coresRate / 3600, GPUHours: cost.Operations / gpuRate / 3600, Memory: cost.Memory,
	}
	for _, t := range plan.Trials {
		trial := listedTrial{Key: t.Key, Name: t.Name, Steps: t.Spec.Steps, Spec: t.Spec}
		if missing != nil {
			trial.Key = ""
		}
		f.Trials = append(f.Trials, trial)
	}
	if missing != nil {
		f.Missing = missing.Error()
	}
	if wantsJSON(cmd) {
		return printJSON(cmd, f)
	}
	printForecast(cmd, plan, f)
	return nil
}

func printForecast(cmd *cobra.Command, plan *benchmarks.Plan, f forecast) {
	w := cmd.OutOrStdout()
	if f.Missing != "" {
		fmt.Fprintf(w, "Planned without the data: %s\n", f.Missing)
	}
	for _, t := range f.Trials {
		key := "-"
		if t.Key != "" {
			key = t.Key[:12]
		}
		fmt.Fprintf(w, "%-12s  %6d steps  %s\n", key, t.Steps, t.Name)
	}
	training := plan.Profile.Training
	fmt.Fprintf(w, "%d trials, %d steps of %s with dim %d and batches of %d; %d images drawn to measure\n",
		len(f.Trials), f.Steps, training.Architecture, training.Dim, training.Batch, f.Images)
	fmt.Fprintf(w, "%.3g operations of training and drawing: %s at %.2g TFLOP/s (2 cores with AVX-512), %s at %.2g TFLOP/s (a GPU)\n",
		f.Operations, hours(f.CoresHours), coresRate/1e12, hours(f.GPUHours), gpuRate/1e12)
	fmt.Fprintf(w, "planned memory of the largest training: %s, once for each worker; images and features come on top\n", fetch.Size(f.Memory))
	fmt.Fprintf(w, "expected in all: %s on 2 cores\n", plan.Profile.Expected)
}

// hours writes a time as a person would: days, hours or minutes.
func hours(h float64) string {
	switch {
	case h >= 48:
		return fmt.Sprintf("%.0f days", h/24)
	case h >= 2:
		return fmt.Sprintf("%.1f hours", h)
	}
	return time.Duration(h * float64(time.Hour)).Round(time.Second).String()
}
