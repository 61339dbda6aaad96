package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tgan/benchmarks"
	"tgan/metrics"
	"tgan/results"
)

// allClasses heads the column of images of all classes together.
const allClasses = "all"

// classTable returns FID class by class, their mean, and that of all images together: a row a cell and evaluation, as table 6 of the paper has
// them. It is not ok if the benchmark does not ask for it, or if no trial is finished.
func classTable(c *benchmarks.Collection, t benchmarks.Table, best emphasis) (out table, ok bool) {
	classes := classNames(c, t)
	if len(classes) == 0 {
		return table{}, false
	}
	m := describe(metrics.NameFID)
	out = table{title: m.label + " of each class during training", labels: len(t.Definition.Axes) + 1}
	out.header = slices.Concat(axisNames(t.Definition), []string{"updates"}, classes, []string{results.ClassMean, allClasses})
	columns := append(slices.Clone(classes), results.ClassMean, "")
	var cells [][]summary
	var means []float64
	var single, pooled []summary
	for _, cell := range t.Cells {
		for _, step := range t.Schedule.Evaluations {
			row := make([]summary, len(columns))
			for k, class := range columns {
				row[k] = summarizeClass(c, cell, m.name, class, step)
				means = append(means, row[k].mean)
			}
			cells, single, pooled = append(cells, row), append(single, row[:len(classes)]...), append(pooled, row[len(columns)-1])
			out.rows = append(out.rows, plain(append(cellNames(t, cell), strconv.Itoa(step))...))
		}
	}
	steps := len(t.Schedule.Evaluations)
	for r, row := range cells {
		// Rows of one step compete.
		for k, s := range row {
			var rivals []summary
			for other := r % steps; other < len(cells); other += steps {
				rivals = append(rivals, cells[other][k])
			}
			out.rows[r] = append(out.rows[r], entry{text: s.text(decimals(means)), best: m.isBest(s, rivals), n: s.n})
		}
	}
	out.caption = fmt.Sprintf("Numbers: %s; a class: %s; all: %s; %s. Column %s is the mean of the classes' FID, %s is FID of all images together. %s: the best mean "+
		"of a column among rows of as many updates.", statistics(t), provenance(single), provenance(pooled), m.sense, results.ClassMean, allClasses, best.name)
	out.caption += m.warnings(slices.Concat(pooled, single))
	return out, true
}

// classNames returns the classes that trials of a table were measured by, in their order; none where the benchmark does not ask for them.
func classNames(c *benchmarks.Collection, t benchmarks.Table) []string {
	if !t.Definition.PerClass {
		return nil
	}
	var names []string
	for _, cell := range t.Cells {
		for _, trial := range c.Runs(cell) {
			for _, s := range trial.Scores {
				if s.Class != "" && s.Class != results.ClassMean && !slices.Contains(names, s.Class) {
					names = append(names, s.Class)
				}
			}
		}
	}
	return names
}

// classifierWorth says what the classifier behind an accuracy makes of real images; "" if there is none.
func classifierWorth(c *benchmarks.Collection, t benchmarks.Table) string {
	var all []string
	for _, cell := range t.Cells {
		s := summarize(c, cell, benchmarks.NameRealAccuracy, t.Step)
		for _, score := range s.scores {
			if text := fmt.Sprintf("%.3f of %d", score.Value, score.NReal); !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprintf(" The classifier, trained on real images, tells %s real ones that were held out.", strings.Join(all, " or "))
}
