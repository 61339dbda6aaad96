package reports

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"

	"tgan/benchmarks"
	"tgan/metrics"
	"tgan/results"
)

// classesSuffix follows the name of a benchmark in that of the file with its numbers by class.
const classesSuffix = "-classes.csv"

// numberFiles names the files of tableCSV and classCSV that a benchmark has.
func numberFiles(c *benchmarks.Collection, t benchmarks.Table) []string {
	names := []string{t.Definition.Name + ".csv"}
	if len(classNames(c, t)) > 0 {
		names = append(names, t.Definition.Name+classesSuffix)
	}
	return names
}

// tableCSV returns the numbers of the last step in long format: a row a cell and metric. Numbers have six significant digits; those that do
// not exist are empty.
func tableCSV(c *benchmarks.Collection, t benchmarks.Table) ([]byte, error) {
	rows := [][]string{slices.Concat(axisNames(t.Definition), []string{"metric", "step"}, summaryHeader)}
	for _, cell := range t.Cells {
		for _, name := range t.Definition.Metrics {
			s := summarize(c, cell, name, t.Step)
			rows = append(rows, slices.Concat(cell.Levels, []string{name, strconv.Itoa(t.Step)}, summaryFields(s)))
		}
	}
	return encodeCSV(rows)
}

// classCSV returns the numbers of the table by class in long format: a row a cell, evaluation and class, one of them the mean of the classes'.
// It is nil where there is no such table.
func classCSV(c *benchmarks.Collection, t benchmarks.Table) ([]byte, error) {
	classes := classNames(c, t)
	if len(classes) == 0 {
		return nil, nil
	}
	rows := [][]string{slices.Concat(axisNames(t.Definition), []string{"class", "metric", "step"}, summaryHeader)}
	for _, cell := range t.Cells {
		for _, step := range t.Schedule.Evaluations {
			for _, class := range append(slices.Clone(classes), results.ClassMean) {
				s := summarizeClass(c, cell, metrics.NameFID, class, step)
				rows = append(rows, slices.Concat(cell.Levels, []string{class, metrics.NameFID, strconv.Itoa(step)}, summaryFields(s)))
			}
		}
	}
	return encodeCSV(rows)
}

// summaryHeader heads summaryFields.
var summaryHeader = []string{"mean", "std", "n", "diverged", "missing", "n_real", "n_fake", "extractor", "resize"}

// summaryFields returns a summary, and what made its scores.
func summaryFields(s summary) []string {
	return append([]string{number(s.mean, s.n > 0), number(s.std, s.n > 1), strconv.Itoa(s.n), strconv.Itoa(s.diverged), strconv.Itoa(s.planned - s.finished)},
		origin(s.scores)...)
}

func encodeCSV(rows [][]string) ([]byte, error) {
	var out bytes.Buffer
	err := csv.NewWriter(&out).WriteAll(rows)
	return out.Bytes(), err
}

func number(v float64, exists bool) string {
	if !exists {
		return ""
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}

// origin returns what made the scores of a cell, which all seeds share.
func origin(scores []results.Score) []string {
	if len(scores) == 0 {
		return []string{"", "", "", ""}
	}
	s := scores[0]
	return []string{strconv.Itoa(s.NReal), strconv.Itoa(s.NFake), s.Extractor, s.Resize}
}
