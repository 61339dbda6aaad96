package reports

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"

	"tgan/benchmarks"
)

// Verdicts rules on the claims that a collection's plan has a benchmark of, in order.
func Verdicts(c *benchmarks.Collection) ([]benchmarks.Verdict, error) {
	claims, err := benchmarks.Claims()
	if err != nil {
		return nil, err
	}
	return benchmarks.Decide(c, benchmarks.Planned(c.Plan, claims)), nil
}

// ClaimsText writes the verdicts and the tests under them for a terminal.
func ClaimsText(w io.Writer, c *benchmarks.Collection, verdicts []benchmarks.Verdict) error {
	var out bytes.Buffer
	for _, t := range []table{verdictTable(c, verdicts), comparisonTable(verdicts, true), comparisonTable(verdicts, false)} {
		if len(t.rows) == 0 {
			continue
		}
		fmt.Fprintf(&out, "%s\n", t.title)
		if err := t.render(&out, emphasis{}, tablewriter.WithRenderer(renderer.NewBlueprint(terminal()))); err != nil {
			return fmt.Errorf("reports: claims: %w", err)
		}
		fmt.Fprintf(&out, "%s\n\n", t.caption)
	}
	if _, err := w.Write(bytes.TrimRight(out.Bytes(), "\n")); err != nil {
		return fmt.Errorf("reports: write claims: %w", err)
	}
	_, err := fmt.Fprintln(w)
	return err
}

// VerdictsText writes the verdicts alone, a line a claim, for the end of a run; nothing if there are none.
func VerdictsText(w io.Writer, c *benchmarks.Collection, verdicts []benchmarks.Verdict) error {
	if len(verdicts) == 0 {
		return nil
	}
	t := verdictTable(c, verdicts)
	fmt.Fprintf(w, "\n%s\n", t.title)
	if err := t.render(w, emphasis{}, tablewriter.WithRenderer(renderer.NewBlueprint(terminal()))); err != nil {
		return fmt.Errorf("reports: claims: %w", err)
	}
	_, err := fmt.Fprintln(w, t.caption)
	return err
}

// claimsPage returns the verdicts and the tests under them as Markdown.
func claimsPage(c *benchmarks.Collection, verdicts []benchmarks.Verdict) ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# Claims (profile %s)\n", c.Plan.Profile.Name)
	for _, t := range []table{verdictTable(c, verdicts), comparisonTable(verdicts, true), comparisonTable(verdicts, false)} {
		if len(t.rows) == 0 {
			continue
		}
		if err := section(&out, 2, t, emphasis{}); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

// verdictTable has a row a claim.
func verdictTable(c *benchmarks.Collection, verdicts []benchmarks.Verdict) table {
	t := table{
		title: "Verdicts", labels: 3, header: []string{"", "claim", "ruling", "tests for it", "against", "undecided", "not measured"},
		caption: fmt.Sprintf("Profile %s, %s. A claim holds if every deciding test is significant for it, fails if one is against it; one-sided t tests over "+
			"pairs of runs of a seed at level %g, corrected for the claim's tests after Holm.", c.Plan.Profile.Name, seedCounts(c.Plan), benchmarks.Alpha),
	}
	for _, v := range verdicts {
		row := []string{v.ID, v.Statement, string(v.Ruling)}
		for _, r := range []benchmarks.Ruling{benchmarks.Holds, benchmarks.Fails, benchmarks.Undecided, benchmarks.NotMeasured} {
			n := 0
			for _, k := range v.Comparisons {
				if k.Decides && k.Ruling == r {
					n++
				}
			}
			row = append(row, strconv.Itoa(n))
		}
		t.rows = append(t.rows, plain(row...))
	}
	return t
}

// seedCounts says how many seeds the profile has, and which benchmarks have another number.
func seedCounts(plan *benchmarks.Plan) string {
	n := len(plan.Profile.Seeds)
	text := count(n, "seed")
	for _, t := range plan.Tables {
		if own := len(t.Schedule.Seeds); own != n {
			text += fmt.Sprintf(", %d of %s", own, t.Definition.Name)
		}
	}
	return text
}

// comparisonTable has a row a test: those that decide, or those that stand beside.
func comparisonTable(verdicts []benchmarks.Verdict, decide bool) table {
	t := table{
		title: "Tests that decide", labels: 3,
		header: []string{"", "test", "metric", "first", "second", "effect", "95 % interval", "wanted", "n", "p", "paper's two", "paper's effect", "ruling"},
	}
	var shown []benchmarks.Comparison
	for _, v := range verdicts {
		for _, k := range v.Comparisons {
			if k.Decides == decide {
				t.rows, shown = append(t.rows, plain(comparisonRow(v.ID, k)...)), append(shown, k)
			}
		}
	}
	if !decide {
		t.title, t.caption = "Tests that stand beside", "Other metrics, with rulings of their own that decide nothing."+effectCaption(shown)
		return t
	}
	t.caption = "First and second, over the n seeds: arithmetic means of the metric or of its differences at two places, geometric means of images, updates " +
		"or ratios at two places." + effectCaption(shown)
	if slices.ContainsFunc(shown, func(k benchmarks.Comparison) bool { return k.Diverged > 0 }) {
		t.caption += " A side that diverged is in no mean: the seed counts as lost by the largest difference of the others, or as a tie if both did or " +
			"advantages are compared."
	}
	t.caption += " p: one-sided, corrected after Holm. The paper's numbers are of one run each."
	return t
}

// effectCaption says what the effects of some comparisons are, and of what; "" if there are none.
func effectCaption(shown []benchmarks.Comparison) string {
	var kinds []string
	for _, s := range []struct {
		scale benchmarks.Scale
		words string
	}{{benchmarks.Ratio, "ratio of geometric means"}, {benchmarks.Difference, "difference of means"}, {benchmarks.Correlation, "mean rank correlation"}} {
		var of []string
		for _, k := range shown {
			if what := compared(k); k.Effect != nil && k.Effect.Scale == s.scale && !slices.Contains(of, what) {
				of = append(of, what)
			}
		}
		if len(of) > 0 {
			kinds = append(kinds, s.words+" ("+strings.Join(of, ", ")+")")
		}
	}
	if len(kinds) == 0 {
		return ""
	}
	return " Effect: " + strings.Join(kinds, ", ") + "."
}

// compared names the values that an effect is made of.
func compared(k benchmarks.Comparison) string {
	switch k.Kind {
	case benchmarks.Saves:
		return "images"
	case benchmarks.Sooner:
		return "updates"
	case benchmarks.Guides:
		return "orders of sources"
	}
	return describe(k.Metric).label
}

func comparisonRow(id string, k benchmarks.Comparison) []string {
	words := k.Words
	if k.N > 0 {
		words += fmt.Sprintf(" (%s, step %d)", k.Benchmark, k.Step)
	} else {
		words += " (" + k.Benchmark + ")"
	}
	if k.Diverged > 0 {
		words += fmt.Sprintf("; %d of %d diverged", k.Diverged, k.N)
	}
	if k.Note != "" {
		words += "; " + k.Note
	}
	row := []string{id, words, describe(k.Metric).label, known(k.Favoured.Mean), known(k.Other.Mean)}
	switch e := k.Effect; {
	case k.Sized():
		row = append(row, significant(e.Value), significant(e.Low)+" to "+significant(e.High), e.Wanted, strconv.Itoa(k.N), probability(*e))
	case e != nil:
		row = append(row, "div.", "–", e.Wanted, strconv.Itoa(k.N), probability(*e))
	default:
		row = append(row, "–", "–", "–", strconv.Itoa(k.N), "–")
	}
	paper := "–"
	if k.Favoured.Paper != nil && k.Other.Paper != nil {
		paper = significant(*k.Favoured.Paper) + ", " + significant(*k.Other.Paper)
	}
	return append(row, paper, known(k.Published), string(k.Ruling))
}

// probability writes the p value of the direction that ruled.
func probability(e benchmarks.Effect) string {
	if e.ContraHolm < benchmarks.Alpha {
		return strconv.FormatFloat(e.ContraHolm, 'g', 2, 64) + " against"
	}
	return strconv.FormatFloat(e.Holm, 'g', 2, 64)
}

func known(v *float64) string {
	if v == nil {
		return "–"
	}
	return significant(*v)
}

// significant writes a number with three significant digits, or more where they stand before the point.
func significant(v float64) string {
	if size := math.Abs(v); size >= 999.5 && size < 1e7 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// claimsCSV returns a row a test, with every number in six significant digits; those that do not exist are empty.
func claimsCSV(verdicts []benchmarks.Verdict) ([]byte, error) {
	rows := [][]string{{
		"claim", "ruling_of_claim", "benchmark", "kind", "test", "metric", "step", "decides", "first", "second", "n", "diverged", "scale", "effect", "low", "high",
		"wanted", "p", "p_contra", "p_holm", "p_contra_holm", "p_sign_flip", "paper_first", "paper_second", "paper_effect", "ruling", "note",
	}}
	optional := func(v *float64) string {
		if v == nil {
			return ""
		}
		return number(*v, true)
	}
	for _, v := range verdicts {
		for _, k := range v.Comparisons {
			row := []string{
				v.ID, string(v.Ruling), k.Benchmark, string(k.Kind), k.Words, k.Metric, strconv.Itoa(k.Step), strconv.FormatBool(k.Decides),
				optional(k.Favoured.Mean), optional(k.Other.Mean), strconv.Itoa(k.N), strconv.Itoa(k.Diverged),
			}
			effect := make([]string, 10)
			if e := k.Effect; e != nil {
				effect = []string{
					string(e.Scale), number(e.Value, k.Sized()), number(e.Low, k.Sized()), number(e.High, k.Sized()), e.Wanted,
					number(e.P, true), number(e.Contra, true), number(e.Holm, true), number(e.ContraHolm, true), optional(e.SignFlip),
				}
			}
			row = slices.Concat(row, effect, []string{
				optional(k.Favoured.Paper), optional(k.Other.Paper), optional(k.Published), string(k.Ruling), strings.TrimSpace(k.Note),
			})
			rows = append(rows, row)
		}
	}
	return encodeCSV(rows)
}

// claimsFiles returns the files of the verdicts; without any, files without data.
func claimsFiles(c *benchmarks.Collection, verdicts []benchmarks.Verdict) ([]file, error) {
	if len(verdicts) == 0 {
		return []file{{claimsName + ".md", nil}, {claimsName + ".csv", nil}, {claimsName + ".tex", nil}}, nil
	}
	md, err := claimsPage(c, verdicts)
	if err != nil {
		return nil, err
	}
	data, err := claimsCSV(verdicts)
	return []file{{claimsName + ".md", md}, {claimsName + ".csv", data}, {claimsName + ".tex", latex(claimsName, []table{verdictTable(c, verdicts)})}}, err
}

// claimsName is that of the files of the verdicts.
const claimsName = "claims"
