package reports

import (
	"bytes"
	"fmt"
	"io"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"tgan/benchmarks"
)

// Text writes the tables of all benchmarks for a terminal: ours, then the paper's. The best mean of a column carries a star.
func Text(w io.Writer, c *benchmarks.Collection) error {
	best := emphasis{after: " *", name: "*"}
	var out bytes.Buffer
	for i, t := range c.Plan.Tables {
		if i > 0 {
			out.WriteByte('\n')
		}
		d := t.Definition
		fmt.Fprintf(&out, "%s: %s (profile %s)\n", d.Name, d.Title, c.Plan.Profile.Name)
		tables := ourTables(c, t, best)
		if paper, ok := paperTable(d, publishedMetrics(d)); ok {
			tables = append(tables, paper)
		}
		for _, table := range tables {
			fmt.Fprintf(&out, "\n%s\n", table.title)
			if err := table.render(&out, best, tablewriter.WithRenderer(renderer.NewBlueprint(terminal()))); err != nil {
				return fmt.Errorf("reports: tables of %s: %w", d.Name, err)
			}
			fmt.Fprintln(&out, table.caption)
		}
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("reports: write tables: %w", err)
	}
	return nil
}

// terminal is light lines.
func terminal() tw.Rendition {
	return tw.Rendition{Symbols: tw.NewSymbols(tw.StyleLight)}
}
