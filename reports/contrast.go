package reports

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"

	"tgan/benchmarks"
)

// contrastColumns are those of a comparison of two runs.
var contrastColumns = []string{"metric", "", "step", "A", "B", "B against A", "95 % interval", "p", "seeds", ""}

// ContrastText writes a comparison of two runs as a table for a terminal.
func ContrastText(w io.Writer, c benchmarks.Contrast) error {
	fmt.Fprintf(w, "A is %s, B is %s\n", c.A, c.B)
	if err := printTable(w, contrastTable(c)); err != nil {
		return fmt.Errorf("reports: comparison: %w", err)
	}
	return contrastNotes(w, c)
}

// ContrastMarkdown writes a comparison of two runs as Markdown.
func ContrastMarkdown(w io.Writer, c benchmarks.Contrast) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "A is `%s`, B is `%s`.\n\n", c.A, c.B)
	if err := contrastTable(c).render(&out, emphasis{}, tablewriter.WithRenderer(renderer.NewMarkdown())); err != nil {
		return fmt.Errorf("reports: comparison: %w", err)
	}
	fmt.Fprintln(&out)
	if err := contrastNotes(&out, c); err != nil {
		return err
	}
	_, err := w.Write(out.Bytes())
	return err
}

func contrastTable(c benchmarks.Contrast) table {
	t := table{labels: 2, header: contrastColumns}
	for _, r := range c.Rows {
		t.rows = append(t.rows, plain(r.Metric, r.Place, strconv.Itoa(r.Step), contrastMean(r.A), contrastMean(r.B), contrastEffect(r), contrastInterval(r), contrastP(r.Holm), contrastSeeds(r), contrastVerdict(r)))
	}
	return t
}

func contrastMean(v *float64) string {
	if v == nil {
		return "div."
	}
	return fmt.Sprintf("%.4g", *v)
}

// contrastEffect is "~" where nothing can be told.
func contrastEffect(r benchmarks.ContrastRow) string {
	if r.Tells == benchmarks.ToldNothing {
		return string(r.Tells)
	}
	return effectSize(r.Scale, *r.Effect)
}

func contrastInterval(r benchmarks.ContrastRow) string {
	if r.Effect == nil {
		return ""
	}
	return effectSize(r.Scale, *r.Low) + " .. " + effectSize(r.Scale, *r.High)
}

// effectSize writes how far B is from A: ratios as percent of A.
func effectSize(s benchmarks.Scale, v float64) string {
	if s == benchmarks.Ratio {
		return fmt.Sprintf("%+.1f %%", 100*(v-1))
	}
	return fmt.Sprintf("%+.3g", v)
}

func contrastP(p *float64) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("%.2g", *p)
}

// contrastSeeds are the pairs, or the numbers of both sides.
func contrastSeeds(r benchmarks.ContrastRow) string {
	if r.Paired {
		return strconv.Itoa(r.NA)
	}
	return fmt.Sprintf("%d+%d", r.NA, r.NB)
}

func contrastVerdict(r benchmarks.ContrastRow) string {
	text := r.Why
	if r.Tells != benchmarks.ToldNothing {
		text = string(r.Tells)
	}
	if r.Lost > 0 {
		text = fmt.Sprintf("%s (%d diverged)", text, r.Lost)
	}
	return text
}

// contrastNotes says how the numbers were made, and what there is no number of.
func contrastNotes(w io.Writer, c benchmarks.Contrast) error {
	better, worse := 0, 0
	for _, r := range c.Rows {
		switch r.Tells {
		case benchmarks.ToldBetter:
			better++
		case benchmarks.ToldWorse:
			worse++
		}
	}
	_, err := fmt.Fprintf(w, "B is better in %d and worse in %d of %d rows; ~ where nothing can be told: p, two-sided and corrected after Holm for the rows of a metric, is %g or more.\n"+
		"t tests over pairs of seeds, or of Welch where no seed is shared (n+n); intervals are not corrected.\n\n", better, worse, len(c.Rows), c.Alpha)
	for i, words := range c.LeftOut {
		if i == contrastLeft && err == nil {
			_, err = fmt.Fprintf(w, "- left out: %d more, which --json has\n", len(c.LeftOut)-i)
			break
		}
		if err == nil {
			_, err = fmt.Fprintf(w, "- left out: %s\n", words)
		}
	}
	return err
}

// contrastLeft is how much of what is left out is written.
const contrastLeft = 12

// ContrastCSV writes a comparison of two runs in long format, in six significant digits; what does not exist is empty.
func ContrastCSV(w io.Writer, c benchmarks.Contrast) error {
	rows := [][]string{{"metric", "place", "step", "a", "b", "n_a", "n_b", "paired", "diverged", "scale", "effect", "low", "high", "p", "p_holm", "verdict", "why"}}
	for _, r := range c.Rows {
		rows = append(rows, []string{
			r.Metric, r.Place, strconv.Itoa(r.Step), numberOr(r.A), numberOr(r.B), strconv.Itoa(r.NA), strconv.Itoa(r.NB), strconv.FormatBool(r.Paired), strconv.Itoa(r.Lost),
			string(r.Scale), numberOr(r.Effect), numberOr(r.Low), numberOr(r.High), numberOr(r.P), numberOr(r.Holm), string(r.Tells), r.Why,
		})
	}
	data, err := encodeCSV(rows)
	if err != nil {
		return fmt.Errorf("reports: comparison: %w", err)
	}
	_, err = w.Write(data)
	return err
}

func numberOr(v *float64) string {
	if v == nil {
		return ""
	}
	return number(*v, true)
}
