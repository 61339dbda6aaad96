package benchmarks_test

import (
	"context"
	"fmt"

	"tgan/benchmarks"
)

// What the smoke profile would train.
func ExampleNewPlan() {
	definition, err := benchmarks.LookupDefinition("table2")
	if err != nil {
		panic(err)
	}
	profile, err := benchmarks.LookupProfile("smoke")
	if err != nil {
		panic(err)
	}
	plan, err := benchmarks.NewPlan(context.Background(), []benchmarks.Definition{definition}, profile, "", "fma")
	if err != nil {
		panic(err)
	}
	fmt.Println(len(plan.Tables[0].Cells), "cells,", len(plan.Trials), "trials")
	// Output: 6 cells, 14 trials
}
