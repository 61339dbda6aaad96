package reports

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"slices"
	"strconv"
	"strings"

	"tgan/benchmarks"
	"tgan/metrics"
)

// htmlBenchmark is a section of the page.
type htmlBenchmark struct {
	ID, Name, Title, Question string
	Setting                   []template.HTML
	Metrics                   []htmlMetric
	Diverged                  []string
	Samples, Strips           []htmlImage
	SamplesNote, StripsNote   string
	Files                     []string
	Commands                  htmlTable
}

// htmlMetric is what one metric says: our table, the paper's and the gains of both, and the figures.
type htmlMetric struct {
	ID, Title string
	Tables    []htmlTable
	Figures   []htmlFigure
}

type htmlFigure struct {
	Title, File string // File without its ending
	SVG         template.HTML
}

type htmlImage struct {
	Caption, Alt  string
	Source        template.URL // the picture itself
	Width, Height int          // on the page
}

// drawnFigure is a figure with its files' name and its scalable form.
type drawnFigure struct {
	figure
	metric, file string
	svg          []byte
}

// newHTMLBenchmark returns the section of a table with its figures in order.
func newHTMLBenchmark(c *benchmarks.Collection, t benchmarks.Table, figures []drawnFigure, cells []cellPictures) (htmlBenchmark, error) {
	d := t.Definition
	b := htmlBenchmark{
		ID: d.Name, Name: d.Name, Title: d.Title, Question: d.Question, Diverged: divergences(c, t),
		Files:       slices.Concat([]string{d.Name + ".md"}, numberFiles(c, t), []string{d.Name + ".tex"}),
		Commands:    newHTMLTable(d.Name+"-commands", commandTable(c, t)),
		SamplesNote: fmt.Sprintf("The first finished seed of each cell, %s. Pictures of one column come from the same latent code.", when(t.Step)),
		StripsNote:  "The first finished seed of each cell: a latent code a row, a step of the training a column.",
	}
	for _, line := range setting(c, t) {
		b.Setting = append(b.Setting, code(line))
	}
	best := emphasis{name: "Bold"}
	for _, name := range d.Metrics {
		m := htmlMetric{ID: d.Name + "-" + name, Title: fmt.Sprintf("%s: %s", d.Title, describe(name).label)}
		tables := []table{resultTable(c, t, name, best)}
		if paper, ok := paperTable(d, []string{name}); ok {
			tables = append(tables, paper)
		}
		if beside, ok := besideTable(c, t, name); ok {
			tables = append(tables, beside)
		}
		if classes, ok := classTable(c, t, best); ok && name == metrics.NameFID {
			tables = append(tables, classes)
		}
		for i, table := range tables {
			m.Tables = append(m.Tables, newHTMLTable(fmt.Sprintf("%s-%s-%d", d.Name, name, i+1), table))
		}
		for _, f := range figures {
			if f.metric == name {
				m.Figures = append(m.Figures, htmlFigure{Title: f.title, File: f.file, SVG: inlineSVG(f)})
			}
		}
		b.Metrics = append(b.Metrics, m)
	}
	return b, b.addPictures(t, cells)
}

// addPictures puts samples and strips of the cells into the section.
func (b *htmlBenchmark) addPictures(t benchmarks.Table, cells []cellPictures) error {
	for _, cell := range cells {
		name := strings.Join(slices.Concat(cell.names, cell.state()), ", ")
		if len(cell.samples) > 0 {
			picture, err := newHTMLImage([][]image.Image{cell.samples})
			if err != nil {
				return err
			}
			picture.Caption, picture.Alt = name, fmt.Sprintf("%d generated images of %s", len(cell.samples), name)
			b.Samples = append(b.Samples, picture)
		}
		if codes := cell.progress[:min(len(cell.progress), stripRows(cells))]; len(codes) > 0 {
			picture, err := newHTMLImage(codes)
			if err != nil {
				return err
			}
			var steps []string
			for _, step := range t.Schedule.Evaluations[:min(len(codes[0]), len(t.Schedule.Evaluations))] {
				steps = append(steps, strconv.Itoa(step))
			}
			picture.Caption = fmt.Sprintf("%s: updates %s", name, strings.Join(steps, ", "))
			picture.Alt = fmt.Sprintf("What %s of %s become after %s generator updates", count(len(codes), "latent code"), name, strings.Join(steps, ", "))
			b.Strips = append(b.Strips, picture)
		}
	}
	return nil
}

// newHTMLImage shows rows of images at their own size, or twice that if they are small.
func newHTMLImage(rows [][]image.Image) (htmlImage, error) {
	data, size, err := contact(rows)
	if err != nil {
		return htmlImage{}, err
	}
	factor := 1
	if rows[0][0].Bounds().Dx() <= sheetSide/2 {
		factor = 2
	}
	return htmlImage{
		Source: template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(data)),
		Width:  factor * size.X, Height: factor * size.Y,
	}, nil
}

// inlineSVG makes a figure part of the page: a picture with a name, whose ink and paper follow the reader's colour scheme.
func inlineSVG(f drawnFigure) template.HTML {
	_, body, _ := strings.Cut(string(bytes.TrimSpace(f.svg)), "<svg")
	for _, c := range []struct{ printed, shown string }{
		{"#FFFFFF", "var(--plot-paper)"}, {"#000000", "var(--plot-ink)"}, {"#505050", "var(--plot-note)"}, {"#DDDDDD", "var(--plot-grid)"},
	} {
		body = strings.ReplaceAll(body, ":"+c.printed, ":"+c.shown)
	}
	alt := fmt.Sprintf("%s: %s over %s for %s. The last values are in the table above.", f.title, f.yLabel, f.xLabel, strings.Join(f.legend, ", "))
	return template.HTML(fmt.Sprintf(`<svg role="img" aria-label="%s"%s`, template.HTMLEscapeString(alt), body))
}
