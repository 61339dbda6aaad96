package reports

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"tgan/benchmarks"
	"tgan/internal/atomicfile"
	"tgan/results"
)

// resultsFile has every score.
const resultsFile = "results.json"

// file is a file of the report; one without data does not apply and is removed if an earlier report left it.
type file struct {
	name string
	data []byte
}

// Write puts the report of the finished trials into dir, which is created: report.html, which has everything in one file; results.json;
// claims.md, .csv and .tex with the verdicts on the claims that the plan's benchmarks serve; and, for each benchmark NAME of the plan,
//
//	NAME.md                        setting, tables, the paper's numbers, figures
//	NAME.csv                       a row a cell and metric at the table's step
//	NAME-classes.csv               a row a cell, evaluation and class, if the benchmark is measured by class
//	NAME.tex                       the tables for \input into a document with booktabs
//	NAME-METRIC-over-steps.svg     and .png: a line a level of the axis that is compared, a panel a level of the other
//	NAME-METRIC-over-size.svg      and .png: last values over the number of target images, if an axis counts them and has two
//	NAME-METRIC-over-steps-relative.svg, NAME-METRIC-over-size-relative.svg
//	                               and .png: the same beside the paper's curves, each divided by its own value of scratch
//	NAME-samples.png               a row a cell, a column a latent code
//	NAME-progress.png              a row a cell and latent code, a column a step of the training
//
// Sample grids are read from the store. All files are made before the first is written, each is replaced as a whole, and equal
// collections give equal bytes. It returns an error that names the file if a grid cannot be read or dir cannot be written.
func Write(dir string, c *benchmarks.Collection, store *results.Store) error {
	files, err := allFiles(c, store)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("reports: create %w: choose a folder that can be written", pathError(err))
	}
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		if f.data == nil {
			if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("reports: remove outdated %w", pathError(err))
			}
			continue
		}
		if err := atomicfile.Write(path, f.data); err != nil {
			return fmt.Errorf("reports: %w: choose a folder that can be written", err)
		}
	}
	return nil
}

// pathError leaves out the name of the system call.
func pathError(err error) error {
	if p, ok := errors.AsType[*os.PathError](err); ok {
		return fmt.Errorf("%s: %w", p.Path, p.Err)
	}
	return err
}

// allFiles makes every file of the report.
func allFiles(c *benchmarks.Collection, store *results.Store) ([]file, error) {
	data, err := resultsJSON(c)
	if err != nil {
		return nil, fmt.Errorf("reports: %s: %w", resultsFile, err)
	}
	verdicts, err := Verdicts(c)
	if err != nil {
		return nil, fmt.Errorf("reports: claims: %w", err)
	}
	files := []file{{resultsFile, data}}
	var sections []htmlBenchmark
	for _, t := range c.Plan.Tables {
		more, section, err := benchmarkFiles(c, t, store)
		if err != nil {
			return nil, fmt.Errorf("reports: %s: %w", t.Definition.Name, err)
		}
		files, sections = append(files, more...), append(sections, section)
	}
	ruled, err := claimsFiles(c, verdicts)
	if err != nil {
		return nil, fmt.Errorf("reports: claims: %w", err)
	}
	whole, err := html(c, verdicts, sections)
	if err != nil {
		return nil, fmt.Errorf("reports: %s: %w", pageFile, err)
	}
	return append(append(files, ruled...), file{pageFile, whole}), nil
}

// benchmarkFiles returns the files of one benchmark and its section of the page.
func benchmarkFiles(c *benchmarks.Collection, t benchmarks.Table, store *results.Store) ([]file, htmlBenchmark, error) {
	name := t.Definition.Name
	var pictures []picture
	files, figures, err := figureFiles(c, t)
	if err != nil {
		return nil, htmlBenchmark{}, err
	}
	for _, f := range figures {
		pictures = append(pictures, picture{"Figures", f.file + ".svg", f.title})
	}
	cells, err := drawn(c, t, store)
	if err != nil {
		return nil, htmlBenchmark{}, err
	}
	for _, s := range []struct {
		suffix, heading, alt string
		draw                 func(benchmarks.Table, []cellPictures) ([]byte, error)
	}{
		{"-samples.png", "Samples", "Images of each cell's first seed, one latent code a column", sampleSheet},
		{"-progress.png", "Samples during training", "Images of each cell's first seed, one latent code a row, one step of the training a column", progressSheet},
	} {
		sheet, err := s.draw(t, cells)
		if err != nil {
			return nil, htmlBenchmark{}, fmt.Errorf("%s%s: %w", name, s.suffix, err)
		}
		files = append(files, file{name + s.suffix, sheet})
		if sheet != nil {
			pictures = append(pictures, picture{s.heading, name + s.suffix, s.alt})
		}
	}
	csv, err := tableCSV(c, t)
	if err != nil {
		return nil, htmlBenchmark{}, fmt.Errorf("numbers: %w", err)
	}
	classes, err := classCSV(c, t)
	if err != nil {
		return nil, htmlBenchmark{}, fmt.Errorf("numbers by class: %w", err)
	}
	md, err := page(c, t, pictures)
	if err != nil {
		return nil, htmlBenchmark{}, fmt.Errorf("page: %w", err)
	}
	tables := ourTables(c, t, emphasis{name: "Bold"})
	if paper, ok := paperTable(t.Definition, publishedMetrics(t.Definition)); ok {
		tables = append(tables, paper)
	}
	files = append(files, file{name + ".csv", csv}, file{name + classesSuffix, classes}, file{name + ".md", md}, file{name + ".tex", latex(name, tables)})
	section, err := newHTMLBenchmark(c, t, figures, cells)
	return files, section, err
}

// figureFiles draws the figures of a benchmark. Files of those that are empty have no data.
func figureFiles(c *benchmarks.Collection, t benchmarks.Table) (files []file, figures []drawnFigure, err error) {
	for _, m := range t.Definition.Metrics {
		for _, plot := range []struct {
			suffix string
			figure figure
		}{
			{"over-steps", overSteps(c, t, m)}, {"over-steps-relative", relativeSteps(c, t, m)},
			{"over-size", overSize(c, t, m)}, {"over-size-relative", relativeSize(c, t, m)},
		} {
			base := fmt.Sprintf("%s-%s-%s", t.Definition.Name, m, plot.suffix)
			svg, png, err := renderFigure(plot.figure)
			if err != nil {
				return nil, nil, fmt.Errorf("figure %s: %w", base, err)
			}
			files = append(files, file{base + ".svg", svg}, file{base + ".png", png})
			if svg != nil {
				figures = append(figures, drawnFigure{plot.figure, m, base, svg})
			}
		}
	}
	return files, figures, nil
}

// renderFigure returns nothing for an empty figure.
func renderFigure(f figure) (svg, png []byte, err error) {
	if f.empty() {
		return nil, nil, nil
	}
	if svg, err = f.svg(); err != nil {
		return nil, nil, err
	}
	png, err = f.png()
	return svg, png, err
}
