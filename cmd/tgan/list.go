package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"tgan/benchmarks"
)

func newList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List benchmarks and profiles",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return list(cmd) },
	}
}

// listing is what "tgan list --json" prints.
type listing struct {
	Benchmarks []listedBenchmark `json:"benchmarks"`
	Profiles   []listedProfile   `json:"profiles"`
}

type listedBenchmark struct {
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Question string   `json:"question"`
	Claims   []string `json:"claims"`
}

type listedProfile struct {
	Name     string `json:"name"`
	About    string `json:"about"`
	Network  string `json:"network"`
	MinSeeds int    `json:"min_seeds"`
	MaxSeeds int    `json:"max_seeds"`
	Expected string `json:"expected_time"`
}

func list(cmd *cobra.Command) error {
	definitions, err := benchmarks.Definitions()
	if err != nil {
		return err
	}
	profiles, err := benchmarks.Profiles()
	if err != nil {
		return err
	}
	var l listing
	for _, d := range definitions {
		l.Benchmarks = append(l.Benchmarks, listedBenchmark{d.Name, d.Title, d.Question, d.Claims})
	}
	for _, p := range profiles {
		least, most := p.SeedCounts()
		network := fmt.Sprintf("%s, dim %d", p.Training.Architecture, p.Training.Dim)
		l.Profiles = append(l.Profiles, listedProfile{p.Name, p.About, network, least, most, p.Expected})
	}
	if wantsJSON(cmd) {
		return printJSON(cmd, l)
	}
	w := cmd.OutOrStdout()
	fmt.Fprintln(w, "Benchmarks (tgan run NAME --profile PROFILE)")
	for _, b := range l.Benchmarks {
		fmt.Fprintf(w, "  %-10s %s. %s\n", b.Name, b.Title, b.Question)
	}
	fmt.Fprintln(w, "\nProfiles")
	for _, p := range l.Profiles {
		fmt.Fprintf(w, "  %-10s %s\n  %-10s %s, %s seeds, %s on 2 cores\n", p.Name, p.About, "", p.Network, p.seeds(), p.Expected)
	}
	return nil
}

// seeds returns the numbers of seeds in words.
func (p listedProfile) seeds() string {
	if p.MinSeeds == p.MaxSeeds {
		return strconv.Itoa(p.MaxSeeds)
	}
	return fmt.Sprintf("%d to %d", p.MinSeeds, p.MaxSeeds)
}
