package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"tgan/benchmarks/gate"
)

// gates are the flags of "tgan metric" that decide its exit code.
type gates struct {
	conditions []string
	baseline   string
	tolerance  []string

	limits     []gate.Limit
	kept       gate.Run // of --baseline
	tolerances gate.Tolerances
}

func (g *gates) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&g.conditions, "fail-if", nil, "exit with code 3 where this is met, such as 'fid>12.3', or 'fid.low>12.3' for a bound of the interval; may be given several times")
	f.StringVar(&g.baseline, "baseline", "", "exit with code 3 where a number is worse than in this file of tgan metric --json")
	f.StringSliceVar(&g.tolerance, "tolerance", []string{"5%"}, "how much worse than --baseline is let pass: of its value (5%), or in the metric's unit (0.3); kid=0.001 for one metric")
}

// given tells whether anything is to be decided.
func (g *gates) given() bool { return len(g.conditions) > 0 || g.baseline != "" }

// prepare reads the conditions and the baseline.
func (g *gates) prepare() (err error) {
	for _, text := range g.conditions {
		l, err := gate.ParseLimit(text)
		if err != nil {
			return err
		}
		g.limits = append(g.limits, l)
	}
	if g.tolerances, err = gate.ParseTolerances(g.tolerance); err != nil || g.baseline == "" {
		return err
	}
	g.kept, err = gate.ReadRun(g.baseline)
	return err
}

// askable returns an error unless a measurement of these metrics can be decided on.
func (g *gates) askable(names []string, hasInterval func(metric string) bool) error {
	for _, l := range g.limits {
		if err := l.Askable(names, hasInterval); err != nil {
			return err
		}
	}
	return g.tolerances.Askable(names)
}

// compare adds to a run how it stands to the baseline.
func (g *gates) compare(run *gate.Run) (err error) {
	if g.baseline != "" {
		run.Baseline, err = gate.Compare(g.kept, *run, g.tolerances)
	}
	return err
}

// judge returns an error of exit code 3 where the run does not pass.
func (g *gates) judge(run gate.Run) error {
	words, err := run.Broken(g.limits)
	if err != nil {
		return err
	}
	if words = append(words, run.Worse()...); len(words) > 0 {
		return &unmetError{errors.New(strings.Join(words, "; "))}
	}
	return nil
}
