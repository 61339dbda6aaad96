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

// Write puts the report of the finished trials into dir, which is created: results.json; claims.md and claims.csv, with the verdicts on the
// claims that the plan's benchmarks serve; and, for each benchmark NAME of the plan,
//
//	NAME.md                        setting, tables, the paper's numbers, figures
//	NAME.csv                       a row a cell and metric at the last step
//	NAME-METRIC-over-steps.svg     and .png: a panel a level of the second axis, a line a level of the first
//	NAME-METRIC-over-size.svg      and .png: last values over the number of target images, if an axis counts them
//	NAME-samples.png               a row a cell, a column a latent code
//
// Sample grids are read from the store. All files are made before the first is written, each is replaced as a whole, and equal
// collections give equal bytes. It returns an error that names the file if a grid cannot be read or dir cannot be written.
func Write(dir string, c *benchmarks.Collection, store *results.Store) error {
	data, err := resultsJSON(c)
	if err != nil {
		return fmt.Errorf("reports: %s: %w", resultsFile, err)
	}
	claims, err := claimsFiles(c)
	if err != nil {
		return fmt.Errorf("reports: claims: %w", err)
	}
	files := append([]file{{resultsFile, data}}, claims...)
	for _, t := range c.Plan.Tables {
		more, err := benchmarkFiles(c, t, store)
		if err != nil {
			return fmt.Errorf("reports: %s: %w", t.Definition.Name, err)
		}
		files = append(files, more...)
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

// benchmarkFiles returns the files of one benchmark.
func benchmarkFiles(c *benchmarks.Collection, t benchmarks.Table, store *results.Store) ([]file, error) {
	name := t.Definition.Name
	var files []file
	var pictures []picture
	for _, m := range t.Definition.Metrics {
		for _, plot := range []struct {
			suffix string
			figure figure
		}{{"over-steps", overSteps(c, t, m)}, {"over-size", overSize(c, t, m)}} {
			base := fmt.Sprintf("%s-%s-%s", name, m, plot.suffix)
			svg, png, err := renderFigure(plot.figure)
			if err != nil {
				return nil, fmt.Errorf("figure %s: %w", base, err)
			}
			files = append(files, file{base + ".svg", svg}, file{base + ".png", png})
			if svg != nil {
				pictures = append(pictures, picture{"Figures", base + ".svg", plot.figure.title})
			}
		}
	}
	sheet, err := sampleSheet(c, t, store)
	if err != nil {
		return nil, err
	}
	files = append(files, file{name + "-samples.png", sheet})
	if sheet != nil {
		pictures = append(pictures, picture{"Samples", name + "-samples.png", "Images of each cell's first seed, one latent code a column"})
	}
	csv, err := tableCSV(c, t)
	if err != nil {
		return nil, fmt.Errorf("numbers: %w", err)
	}
	md, err := page(c, t, pictures)
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return append(files, file{name + ".csv", csv}, file{name + ".md", md}), nil
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
