package reports

import (
	"fmt"
	"io"
	"strconv"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"

	"tgan/benchmarks"
)

// Findings writes what a check found as a table for a terminal.
func Findings(w io.Writer, findings []benchmarks.Finding) error {
	t := table{labels: 3, header: []string{"", "what", "reference", "found", "p"}}
	for _, f := range findings {
		mark, p := "ok", ""
		if f.Failed {
			mark = "FAILED"
		}
		if f.P != nil {
			p = strconv.FormatFloat(*f.P, 'g', 2, 64)
		}
		t.rows = append(t.rows, plain(mark, f.What, f.Reference, f.Found, p))
	}
	if err := t.render(w, emphasis{}, tablewriter.WithRenderer(renderer.NewBlueprint(terminal()))); err != nil {
		return fmt.Errorf("reports: findings: %w", err)
	}
	_, err := fmt.Fprintf(w, "p: that of a value this much worse by chance, corrected for the number of tests; FAILED below %g.\n", benchmarks.CheckAlpha)
	return err
}
