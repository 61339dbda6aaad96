package reports

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"tgan/benchmarks"
	"tgan/internal/atomicfile"
	"tgan/metrics"
)

// AdaptationPage is the page of an adaptation's report.
const AdaptationPage = "report.html"

// WriteAdaptation puts the report of a finished adaptation into its folder, where its pictures are: result.json with every number, fid.svg and
// kmmd.svg, and the same page as report.md, which links to the pictures, and as report.html, which holds them. Equal results give equal bytes.
func WriteAdaptation(dir string, r benchmarks.AdaptationResult) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("reports: adaptation: %w", err)
	}
	files := []file{{resultFile, append(data, '\n')}}
	for _, name := range []string{metrics.NameFID, metrics.NameKMMD} {
		svg, _, err := renderFigure(adaptationFigure(r, name))
		if err != nil {
			return fmt.Errorf("reports: adaptation: figure %s: %w", name, err)
		}
		files = append(files, file{name + ".svg", svg})
	}
	p := newAdaptationPage(r)
	files = append(files, file{"report.md", p.markdown()})
	html, err := p.html(func(name string) ([]byte, error) {
		for _, f := range files {
			if f.name == name {
				return f.data, nil
			}
		}
		return os.ReadFile(filepath.Join(dir, name))
	})
	if err != nil {
		return fmt.Errorf("reports: adaptation: %w", err)
	}
	for _, f := range append(files, file{AdaptationPage, html}) {
		if err := atomicfile.Write(filepath.Join(dir, f.name), f.data); err != nil {
			return fmt.Errorf("reports: adaptation: %w", err)
		}
	}
	return nil
}

// resultFile has every number of an adaptation.
const resultFile = "result.json"

// adaptationFigure draws one metric over the steps, with what real images score as a level line.
func adaptationFigure(r benchmarks.AdaptationResult, name string) figure {
	value := func(m benchmarks.Measurement) metrics.Score {
		if name == metrics.NameKMMD {
			return m.KMMD
		}
		return m.FID
	}
	label := describe(name).label
	f := figure{
		title: label + " during fine-tuning", xLabel: "generator updates", yLabel: label,
		legend:  []string{"generated images", "the training images themselves"},
		caption: made(value(r.Curve[0].Measurement)) + "; 0 is the source before training",
	}
	generated, real := series{style: 0}, series{style: 1}
	for _, c := range r.Curve {
		generated.points = append(generated.points, point{x: float64(c.Step), mean: value(c.Measurement).Value})
		real.points = append(real.points, point{x: float64(c.Step), mean: value(r.Reference).Value})
	}
	f.panels = []panel{{series: []series{generated, real}}}
	return f
}

// made says what made a number.
func made(s metrics.Score) string {
	return fmt.Sprintf("%d real, %d generated images, extractor %s, resize %s", s.NReal, s.NFake, s.Extractor, s.Resize)
}
