package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tgan/benchmarks"
)

// fact is something that determines numbers, with every value that it has in a plan.
type fact struct {
	Name   string
	Values []string
}

// environment returns what the specifications of the trials name, beside data and training.
func environment(plan *benchmarks.Plan) []fact {
	facts := []fact{{Name: "extractor, with the digest of its weights if it has any"}, {Name: "arithmetic"}, {Name: "revision of the program's numbers"}, {Name: "seeds"}}
	for _, t := range plan.Trials {
		e := t.Spec.Evaluation
		for i, value := range []string{e.Weights, t.Spec.Arithmetic, strconv.Itoa(t.Spec.Revision)} {
			if value != "" && !slices.Contains(facts[i].Values, value) {
				facts[i].Values = append(facts[i].Values, value)
			}
		}
	}
	var seeds []int
	for _, t := range plan.Tables {
		seeds = append(seeds, t.Schedule.Seeds...)
	}
	slices.Sort(seeds)
	for _, seed := range slices.Compact(seeds) {
		facts[3].Values = append(facts[3].Values, strconv.Itoa(seed))
	}
	return slices.DeleteFunc(facts, func(f fact) bool { return len(f.Values) == 0 })
}

// costTable returns what each benchmark needs, and what all need together, since they share trials.
func costTable(c *benchmarks.Collection) (table, error) {
	cost, err := c.Plan.Cost()
	if err != nil {
		return table{}, err
	}
	t := table{
		title: "Cost", labels: 1, header: []string{"benchmark", "cells", "trials", "finished", "generator updates", "images drawn to measure"},
		caption: fmt.Sprintf("Trials of a benchmark include the pre-training that they start from. Benchmarks share trials, so that all together need less than their sum. "+
			"Training and drawing take %.3g multiplications and additions in all; extractors and independent critics come on top. "+
			"The largest training plans %.4g MB for values, weights and moments, once for each worker; images, features and the program come on top. "+
			"What a run takes in fact depends on the machine and is told by tgan run.", cost.Operations, float64(cost.Memory)/1e6),
	}
	cells := 0
	for _, b := range c.Plan.Tables {
		t.rows = append(t.rows, costRow(c, b.Definition.Name, len(b.Cells), trialsOf(c.Plan, b)))
		cells += len(b.Cells)
	}
	t.rows = append(t.rows, costRow(c, "all together", cells, c.Plan.Trials))
	return t, nil
}

func costRow(c *benchmarks.Collection, name string, cells int, trials []benchmarks.Trial) []entry {
	finished := 0
	for _, t := range trials {
		if _, ok := c.Trials[t.Key]; ok {
			finished++
		}
	}
	work, row := benchmarks.WorkOf(trials), plain(name)
	for _, n := range []int{cells, len(trials), finished, work.Steps, work.Images} {
		row = append(row, entry{text: strconv.Itoa(n)})
	}
	return row
}

// trialsOf returns the trials of a table's cells and those that they start from, in order of the plan.
func trialsOf(plan *benchmarks.Plan, t benchmarks.Table) []benchmarks.Trial {
	needed := map[string]bool{}
	for _, cell := range t.Cells {
		for _, key := range cell.Trials {
			needed[key] = true
		}
	}
	for _, trial := range slices.Backward(plan.Trials) { // those that start from others come after them
		if needed[trial.Key] && trial.Spec.Source != "" {
			needed[trial.Spec.Source] = true
		}
	}
	var trials []benchmarks.Trial
	for _, trial := range plan.Trials {
		if needed[trial.Key] {
			trials = append(trials, trial)
		}
	}
	return trials
}

// runCommand returns the command that makes the report, for the folders that it has without flags.
func runCommand(plan *benchmarks.Plan) string {
	words := []string{"tgan", "run"}
	var names []string
	for _, t := range plan.Tables {
		names = append(names, t.Definition.Name)
	}
	if !slices.Equal(names, plan.Profile.Benchmarks) {
		words = append(words, names...)
	}
	words = append(words, "--profile", plan.Profile.Name)
	for _, name := range plan.Profile.Roles() {
		if !plan.Profile.Data[name].Train.Procedural() {
			return strings.Join(append(words, "--data-root", "FOLDER"), " ")
		}
	}
	return strings.Join(words, " ")
}

// commandTable returns, for each cell, the command that trains it anew and makes the report again.
func commandTable(c *benchmarks.Collection, t benchmarks.Table) table {
	out := table{
		title: "Commands that train a cell anew", labels: len(t.Definition.Axes), prose: true,
		caption: "Each removes the finished trials of the cell, named by the first digits of their keys, and runs what is missing.",
	}
	out.header = append(axisNames(t.Definition), "command")
	const digits = 12 // of a key; enough to tell trials apart
	for _, cell := range t.Cells {
		command := "rm -rf"
		for _, key := range cell.Trials {
			command += " runs/" + key[:min(digits, len(key))] + "*"
		}
		out.rows = append(out.rows, plain(append(slices.Clone(cell.Levels), "`"+command+" && "+runCommand(c.Plan)+"`")...))
	}
	return out
}
