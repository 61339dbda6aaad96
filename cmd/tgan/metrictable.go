package main

import (
	"fmt"
	"io"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"

	"tgan/benchmarks"
	"tgan/metrics"
)

// printScores writes scores of one measurement as a table, and below it what made them.
func printScores(w io.Writer, scores []metrics.Score, side int) error {
	table := tablewriter.NewTable(w, tablewriter.WithHeaderAutoFormat(tw.Off), tablewriter.WithEastAsian(tw.Off), tablewriter.WithRowAutoWrap(tw.WrapNone))
	header := []string{"metric", "value"}
	if scores[0].Interval != nil {
		header = append(header, fmt.Sprintf("%g%% interval", 100*scores[0].Interval.Level))
	}
	table.Header(append(header, ""))
	for _, s := range scores {
		row := []string{s.Metric, fmt.Sprintf("%.6g", s.Value)}
		switch {
		case s.Interval != nil:
			row = append(row, fmt.Sprintf("%.4g .. %.4g", s.Interval.Low, s.Interval.High))
		case scores[0].Interval != nil:
			row = append(row, "")
		}
		note := benchmarks.Direction(s.Metric).String()
		if s.Metric == metrics.NameKIDSubsets {
			note = fmt.Sprintf("%s; deviation %.3g over the subsets", note, s.Deviation)
		}
		if s.Extractor != scores[0].Extractor {
			note += "; " + s.Extractor
		}
		if err := table.Append(append(row, note)); err != nil {
			return err
		}
	}
	if err := table.Render(); err != nil {
		return err
	}
	s, size := scores[0], "own size"
	if side > 0 {
		size = fmt.Sprintf("%d pixels a side", side)
	}
	if s.Extractor == unstated {
		size = "size " + unstated
	}
	for _, other := range scores {
		if other.Seed != "" {
			size += ", seed " + other.Seed
			break
		}
	}
	made := ""
	if s.Interval != nil {
		made = fmt.Sprintf("; intervals by %d %s", s.Interval.Draws, s.Interval.Method)
	}
	_, err := fmt.Fprintf(w, "extractor %s, resize %s, %s, %d real, %d fake%s\n", s.Extractor, s.Resize, size, s.NReal, s.NFake, made)
	return err
}
