package reports

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"tgan/benchmarks"
	"tgan/results"
)

// tableCSV returns the numbers of the last step in long format: a row a cell and metric. Numbers have six significant digits; those that do
// not exist are empty.
func tableCSV(c *benchmarks.Collection, t benchmarks.Table) ([]byte, error) {
	var header []string
	for _, a := range t.Definition.Axes {
		header = append(header, a.Name)
	}
	header = append(header, "metric", "step", "mean", "std", "n", "diverged", "missing", "n_real", "n_fake", "extractor", "resize")
	rows := [][]string{header}
	for _, cell := range t.Cells {
		for _, name := range t.Definition.Metrics {
			s := summarize(c, cell, name, t.Step)
			row := append([]string(nil), cell.Levels...)
			row = append(row, name, strconv.Itoa(t.Step), number(s.mean, s.n > 0), number(s.std, s.n > 1),
				strconv.Itoa(s.n), strconv.Itoa(s.diverged), strconv.Itoa(s.planned-s.finished))
			rows = append(rows, append(row, origin(s.scores)...))
		}
	}
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
